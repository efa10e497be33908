#include <stdarg.h>
#include <stdio.h>

#include "stream/types.h"

/* The order in which the kinds of line must come. */
enum stage { AT_START, AT_FIRST, AT_LINEAGE, AT_SOURCE, AT_COLUMN, AT_STEP, AT_EXTRA, AT_END };

__attribute__((format(printf, 2, 3))) static _Noreturn void refuse(const struct preamble_reader *r,
								   const char *format, ...)
{
	char message[256];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(message, sizeof message, format, arguments);
	va_end(arguments);
	fail_at(EXIT_DATA, (struct place){r->file, r->line, NULL}, "preamble", "%s", message);
}

/* One `key=value` word after another; false at the end of the line. */
struct words {
	struct preamble_reader *reader;
	struct text rest;
	struct text key, value; /* value still escaped */
	bool waiting;           /* the word has been read but not taken */
};

static bool peek(struct words *w)
{
	struct text word;

	if (w->waiting)
		return true;
	if (!text_cut(&w->rest, ' ', &word))
		return false;
	const char *equals = word.length ? memchr(word.at, '=', word.length) : NULL;
	if (!equals || equals == word.at)
		refuse(w->reader, "a word that is not key=value");
	w->key = (struct text){word.at, (size_t)(equals - word.at)};
	w->value = (struct text){equals + 1, word.length - w->key.length - 1};
	w->waiting = true;
	return true;
}

static struct text take(struct words *w)
{
	struct buffer plain = {0};

	if (!w->value.length)
		refuse(w->reader, "%.*s is empty", (int)w->key.length, w->key.at);
	if (!text_unpercent(&plain, w->value))
		refuse(w->reader, "%.*s is not percent-escaped as it should be", (int)w->key.length,
		       w->key.at);
	struct text value = text_copy(w->reader->preamble->arena, buffer_text(&plain));
	buffer_free(&plain);
	w->waiting = false;
	return value;
}

static struct text optional(struct words *w, const char *key)
{
	return peek(w) && text_is(w->key, key) ? take(w) : TEXT_NONE;
}

static struct text required(struct words *w, const char *key)
{
	if (!peek(w) || !text_is(w->key, key))
		refuse(w->reader, "%s= is missing or out of order", key);
	return take(w);
}

static void finish(struct words *w)
{
	if (peek(w))
		refuse(w->reader, "unknown key, or one out of order: %.*s", (int)w->key.length,
		       w->key.at);
}

static void read_first(struct preamble_reader *r, struct text line)
{
	if (!text_starts(line, "##jigsaw "))
		fail_at(EXIT_DATA, (struct place){r->file, r->line, NULL}, "unsealed",
			"not a sealed stream; see jigsaw seal adopt");
	line = (struct text){line.at + 9, line.length - 9};
	struct text version;
	text_cut(&line, ' ', &version);
	if (!text_is(version, "1"))
		refuse(r, "version of the stream is not 1");
	struct words w = {.reader = r, .rest = line};
	if (!level_parse(required(&w, "level"), &r->preamble->level))
		refuse(r, "unknown level");
	struct text partial = optional(&w, "partial");
	if (partial.length && !text_is(partial, "yes"))
		refuse(r, "partial is not yes");
	r->preamble->partial = partial.length != 0;
	finish(&w);
}

static void read_lineage(struct preamble_reader *r, struct text rest)
{
	uint64_t high, low;

	if (r->preamble->level != LEVEL_PUBLISHABLE)
		refuse(r, "##lineage in a stream that is not publishable");
	if (rest.length != 32 || !text_hex(rest, &high, &low))
		refuse(r, "##lineage is not 32 hexadecimal digits");
	r->preamble->lineage = text_copy(r->preamble->arena, rest);
}

static void read_source(struct preamble_reader *r, struct text rest)
{
	struct words w = {.reader = r, .rest = rest};
	struct source s = {.id = required(&w, "id")};

	if (!source_id_valid(s.id))
		refuse(r, "source id is not [a-z][a-z0-9_-]*");
	s.set = optional(&w, "set");
	s.table = optional(&w, "table");
	s.owner = optional(&w, "owner");
	s.schema = optional(&w, "schema");
	s.parts = optional(&w, "parts");
	finish(&w);
	struct text parts = s.parts.length ? s.parts : (struct text){0}, part;
	while (text_cut(&parts, ',', &part))
		if (!source_id_valid(part))
			refuse(r, "parts is not source ids separated by commas");
	for (size_t i = 0; i < r->preamble->source_count; i++)
		if (text_equal(r->preamble->sources[i].id, s.id))
			refuse(r, "two sources are called %.*s", (int)s.id.length, s.id.at);
	preamble_source(r->preamble, &s);
}

static void read_column(struct preamble_reader *r, struct text rest)
{
	struct text name;
	enum role role;

	text_cut(&rest, ' ', &name);
	if (!name_valid(name))
		refuse(r, "column name is not [a-z][a-z0-9_]*");
	if (preamble_find(r->preamble, name) != NO_COLUMN)
		refuse(r, "two columns are called %.*s", (int)name.length, name.at);
	if (r->preamble->column_count == LIMIT_COLUMNS)
		refuse(r, "more than %d columns", LIMIT_COLUMNS);
	struct words w = {.reader = r, .rest = rest};
	struct text type = required(&w, "type");
	if (!name_valid(type))
		refuse(r, "column type is not [a-z][a-z0-9_]*");
	if (!role_parse(required(&w, "role"), &role))
		refuse(r, "unknown role");
	struct column *c = preamble_column(r->preamble, name, type, role);
	column_check(c, r->preamble->level, EXIT_POLICY, (struct place){r->file, r->line, NULL});
	struct text list = optional(&w, "list");
	if (list.length && !text_is(list, "yes"))
		refuse(r, "list is not yes");
	c->list = list.length != 0;
	c->key = optional(&w, "key");
	c->form = optional(&w, "form");
	finish(&w);
}

static void read_id(struct preamble_reader *r, struct text a, char id[STEP_ID_LENGTH + 1])
{
	uint64_t high, low;

	if (a.length != STEP_ID_LENGTH || !text_hex(a, &high, &low))
		refuse(r, "a step id is not %d hexadecimal digits", STEP_ID_LENGTH);
	memcpy(id, a.at, STEP_ID_LENGTH);
	id[STEP_ID_LENGTH] = 0;
}

static bool step_known(const struct preamble *p, const char *id)
{
	for (size_t i = 0; i < p->step_count; i++)
		if (strcmp(p->steps[i].id, id) == 0)
			return true;
	return false;
}

static void read_parents(struct preamble_reader *r, struct text list, struct step *step)
{
	struct text part;
	size_t count = 1;

	if (!list.length)
		return;
	for (size_t i = 0; i < list.length; i++)
		count += list.at[i] == ',';
	step->parents = arena_take(r->preamble->arena, count * sizeof *step->parents);
	while (text_cut(&list, ',', &part)) {
		read_id(r, part, step->parents[step->parent_count]);
		if (!step_known(r->preamble, step->parents[step->parent_count++]))
			refuse(r, "a parent that is not an earlier step");
	}
}

static void read_settings(struct words *w, struct settings *s, const char *const *prefixes)
{
	struct arena *arena = w->reader->preamble->arena;

	while (peek(w)) {
		size_t prefix = 0;
		for (int i = 0; prefixes[i]; i++)
			if (text_starts(w->key, prefixes[i]))
				prefix = strlen(prefixes[i]);
		if (!prefix)
			return;
		if (!source_id_valid((struct text){w->key.at + prefix, w->key.length - prefix}))
			refuse(w->reader,
			       "name of an opt., side. or table. is not [a-z][a-z0-9_-]*");
		s->at = preamble_array(arena, s->at, &s->capacity, s->count, sizeof *s->at);
		struct setting *next = &s->at[s->count];
		next->name = text_copy(arena, w->key);
		/* An option may be empty: --note '' is an option given. */
		if (w->value.length) {
			next->value = take(w);
		} else {
			next->value = TEXT_NONE;
			w->waiting = false;
		}
		if (s->count && text_compare(s->at[s->count - 1].name, next->name) >= 0)
			refuse(w->reader, "options are not in order");
		s->count++;
	}
}

static void read_step(struct preamble_reader *r, struct text rest)
{
	static const char *const sides[] = {"side.", NULL};
	static const char *const options[] = {"opt.", "table.", NULL};
	struct step step = {0};
	struct text id;
	char side[STEP_ID_LENGTH + 1];

	text_cut(&rest, ' ', &id);
	read_id(r, id, step.id);
	if (step_known(r->preamble, step.id))
		refuse(r, "two steps have the id %s", step.id);
	struct words w = {.reader = r, .rest = rest};
	step.tool = required(&w, "tool");
	if (!source_id_valid(step.tool))
		refuse(r, "tool is not [a-z][a-z0-9_-]*");
	step.version = required(&w, "version");
	read_parents(r, optional(&w, "parents"), &step);
	read_settings(&w, &step.sides, sides);
	for (size_t i = 0; i < step.sides.count; i++) {
		read_id(r, step.sides.at[i].value, side);
		if (!step_known(r->preamble, side))
			refuse(r, "a side stream that is not an earlier step");
	}
	read_settings(&w, &step.options, options);
	finish(&w);
	preamble_add_step(r->preamble, &step);
}

static void read_header(struct preamble_reader *r, struct text line)
{
	const struct preamble *p = r->preamble;
	struct text name;
	size_t i = 0;

	if (!p->column_count)
		refuse(r, "no ##column line");
	if ((p->level == LEVEL_PUBLISHABLE) != (p->lineage.length != 0))
		refuse(r, "a publishable stream must have its ##lineage");
	if (p->level == LEVEL_PUBLISHABLE && (p->source_count || p->step_count))
		refuse(r, "a publishable stream names sources or steps");
	if (p->level != LEVEL_PUBLISHABLE && !p->step_count)
		refuse(r, "no ##step line");
	while (text_cut(&line, '\t', &name)) {
		if (i == p->column_count || !text_equal(name, p->columns[i].name))
			refuse(r, "header row and ##column lines differ at column %zu", i + 1);
		i++;
	}
	if (i != p->column_count)
		refuse(r, "header row has %zu columns, the ##column lines %zu", i, p->column_count);
}

void preamble_reader_start(struct preamble_reader *r, struct preamble *p, struct arena *arena,
			   const char *file)
{
	*r = (struct preamble_reader){.preamble = p, .file = file, .stage = AT_START};
	preamble_start(p, arena, LEVEL_IDENTIFIABLE);
	digest_start(&r->digest);
}

static void read_line(struct preamble_reader *r, struct text line)
{
	static const struct {
		const char *start;
		enum stage stage;
		bool once;
		void (*read)(struct preamble_reader *r, struct text rest);
	} kinds[] = {
		{"##lineage ", AT_LINEAGE, true, read_lineage},
		{"##source ", AT_SOURCE, false, read_source},
		{"##column ", AT_COLUMN, false, read_column},
		{"##step ", AT_STEP, false, read_step},
	};

	if (text_starts(line, "##x-")) {
		if (!text_utf8(line))
			refuse(r, "not UTF-8");
		r->stage = AT_EXTRA;
		preamble_extra(r->preamble, line);
		return;
	}
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		size_t length = strlen(kinds[i].start);
		if (!text_starts(line, kinds[i].start))
			continue;
		if ((int)kinds[i].stage < r->stage ||
		    (kinds[i].once && (int)kinds[i].stage == r->stage))
			refuse(r, "a line out of order: %s", kinds[i].start);
		r->stage = (int)kinds[i].stage;
		kinds[i].read(r, (struct text){line.at + length, line.length - length});
		return;
	}
	refuse(r, "an unknown ## line");
}

bool preamble_reader_line(struct preamble_reader *r, struct text line)
{
	r->line++;
	r->bytes += line.length + 1;
	if (r->bytes > LIMIT_PREAMBLE)
		refuse(r, "longer than the limit of 16 MiB for a preamble");
	digest_add(&r->digest, line);
	digest_add(&r->digest, TEXT("\n"));
	if (line.length > LIMIT_LINE && text_starts(line, "##"))
		refuse(r, "longer than the limit of 64 KiB for a ## line");
	if (memchr(line.at, '\r', line.length) || memchr(line.at, 0, line.length))
		refuse(r, "a CR or NUL (lines end in LF alone)");
	if (r->stage != AT_START && !text_starts(line, "##")) {
		read_header(r, line);
		r->stage = AT_END;
		digest_end(&r->digest, r->preamble->head);
		return false;
	}
	if (r->stage == AT_START) {
		read_first(r, line);
		r->stage = AT_FIRST;
	} else {
		if (memchr(line.at, '\t', line.length))
			refuse(r, "a TAB in a ## line");
		read_line(r, line);
	}
	return true;
}
