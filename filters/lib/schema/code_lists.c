#include "schema/code_lists.h"

static const char *list_path(struct arena *arena, const char *schema, struct text name)
{
	const char *slash = strrchr(schema, '/');
	struct buffer path = {0};

	buffer_add(&path, schema, slash ? (size_t)(slash + 1 - schema) : 0);
	buffer_string(&path, "codes/");
	buffer_text_add(&path, name);
	buffer_string(&path, ".tsv");
	const char *kept = text_string(arena, buffer_text(&path));
	buffer_free(&path);
	return kept;
}

static struct code_list *list_of(struct code_lists *lists, struct arena *arena, const char *schema,
				 struct text name)
{
	for (size_t i = 0; i < lists->count; i++)
		if (text_is(name, lists->each[i]->name))
			return lists->each[i];
	struct code_list *list = ARENA_ARRAY(arena, 1, struct code_list);
	list->name = text_string(arena, name);
	codes_read(&list->codes, arena, list_path(arena, schema, name));
	lists->each[lists->count++] = list;
	return list;
}

void code_lists_read(struct code_lists *lists, struct arena *arena, const char *schema,
		     const struct preamble *stream)
{
	static const char *const columns[] = {"column", NULL};
	struct sidefile s;

	*lists = (struct code_lists){0};
	sidefile_read(&s, arena, schema, columns, true);
	memcpy(lists->digest, s.digest, sizeof lists->digest);
	lists->of = ARENA_ARRAY(arena, stream->column_count, struct code_list *);
	lists->each = ARENA_ARRAY(arena, s.row_count, struct code_list *);
	size_t name = sidefile_column(&s, "column"), codes = sidefile_column(&s, "codes");
	for (size_t row = 0; codes != NO_COLUMN && row < s.row_count; row++) {
		struct text list = sidefile_cell(&s, row, codes);
		size_t at = preamble_find(stream, sidefile_cell(&s, row, name));
		if (!list.length || at == NO_COLUMN)
			continue;
		if (!name_valid(list))
			sidefile_fail(&s, row, "codes",
				      "not the name of a code list ([a-z][a-z0-9_]*)");
		lists->of[at] = list_of(lists, arena, schema, list);
	}
}

void code_lists_free(struct code_lists *lists)
{
	for (size_t i = 0; i < lists->count; i++)
		codes_free(&lists->each[i]->codes);
}

void code_lists_step(const struct code_lists *lists, struct step_builder *step)
{
	struct buffer name = {0};

	step_file(step, "schema", lists->digest);
	for (size_t i = 0; i < lists->count; i++) {
		buffer_reset(&name);
		buffer_string(&name, "codes-");
		buffer_string(&name, lists->each[i]->name);
		buffer_byte(&name, '\0');
		step_file(step, name.at, lists->each[i]->codes.digest);
	}
	buffer_free(&name);
}
