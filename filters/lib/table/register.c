#include "table/register.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <unistd.h>

void register_lineage(struct buffer *b, struct preamble *inside, const struct reader *read)
{
	struct buffer bytes = {0};

	preamble_print(inside, &bytes);
	ledger_print(&read->ledger, &bytes);
	sum_print(b, sum_line(buffer_text(&bytes)));
	buffer_free(&bytes);
}

static json_t *text_json(struct text a)
{
	return json_stringn(a.at, a.length);
}

static json_t *sum_json(struct sum sum)
{
	struct buffer hex = {0};

	sum_print(&hex, sum);
	json_t *json = text_json(buffer_text(&hex));
	buffer_free(&hex);
	return json;
}

/* Whole lines of a stream as an array of strings. */
static json_t *lines_json(struct text lines)
{
	json_t *array = json_array();
	struct text line;

	while (lines.length && text_cut(&lines, '\n', &line))
		json_array_append_new(array, text_json(line));
	return array;
}

static json_t *sources_json(const struct preamble *p)
{
	json_t *array = json_array();

	for (size_t i = 0; i < p->source_count; i++) {
		const struct source *s = &p->sources[i];
		json_t *source = json_object();
		json_object_set_new(source, "id", text_json(s->id));
		json_object_set_new(source, "set", text_json(s->set));
		json_object_set_new(source, "table", text_json(s->table));
		json_object_set_new(source, "owner", text_json(s->owner));
		json_object_set_new(source, "schema", text_json(s->schema));
		json_array_append_new(array, source);
	}
	return array;
}

static json_t *steps_json(const struct preamble *p)
{
	json_t *array = json_array();

	for (size_t i = 0; i < p->step_count; i++)
		json_array_append_new(array, json_string(p->steps[i].id));
	return array;
}

static json_t *columns_json(const struct preamble *p)
{
	json_t *array = json_array();

	for (size_t i = 0; i < p->column_count; i++)
		json_array_append_new(array, text_json(p->columns[i].name));
	return array;
}

static json_t *release_json(const struct preamble *inside, const struct reader *read,
			    const struct writer *out, const char *rule, uint64_t hidden)
{
	struct buffer bytes = {0};
	struct preamble copy = *inside;
	json_t *release = json_object();

	json_object_set_new(release, "lineage", text_json(out->preamble->lineage));
	json_object_set_new(release, "rule", json_string(rule));
	json_object_set_new(release, "columns", columns_json(inside));
	json_object_set_new(release, "cells", json_integer((json_int_t)out->rows));
	json_object_set_new(release, "hidden", json_integer((json_int_t)hidden));
	json_object_set_new(release, "head", json_string(out->preamble->head));
	json_object_set_new(release, "sum", sum_json(out->sum));
	json_object_set_new(release, "sources", sources_json(inside));
	json_object_set_new(release, "steps", steps_json(inside));
	preamble_print(&copy, &bytes);
	json_object_set_new(release, "preamble", lines_json(buffer_text(&bytes)));
	buffer_reset(&bytes);
	ledger_print(&read->ledger, &bytes);
	json_object_set_new(release, "ledger", lines_json(buffer_text(&bytes)));
	buffer_free(&bytes);
	return release;
}

void register_append(const char *path, const struct preamble *inside, const struct reader *read,
		     const struct writer *out, const char *rule, uint64_t hidden)
{
	json_t *release = release_json(inside, read, out, rule, hidden);
	char *line = json_dumps(release, JSON_COMPACT);

	json_decref(release);
	if (!line)
		fail(EXIT_IO, "out of memory");
	size_t length = strlen(line);
	line[length] = '\n';
	int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);
	if (fd < 0 || write_hook(fd, line, length + 1) != (ssize_t)length + 1 ||
	    (fsync(fd) != 0 && errno != EINVAL && errno != EROFS) || close(fd) != 0)
		fail_errno(EXIT_IO, "%s: cannot write the register", path);
	free(line);
}
