#include "schema/code_lists.h"

#include "schema/schema.h"

static struct code_list *list_of(struct code_lists *lists, struct arena *arena,
				 const struct schema *schema, struct text name)
{
	for (size_t i = 0; i < lists->count; i++)
		if (text_is(name, lists->each[i]->name))
			return lists->each[i];
	struct code_list *list = ARENA_ARRAY(arena, 1, struct code_list);
	list->name = text_string(arena, name);
	codes_read(&list->codes, arena, schema_codes(schema, arena, name));
	lists->each[lists->count++] = list;
	return list;
}

void code_lists_read(struct code_lists *lists, struct arena *arena, const char *path,
		     const struct preamble *stream)
{
	struct schema schema;

	*lists = (struct code_lists){0};
	schema_read(&schema, arena, path);
	memcpy(lists->digest, schema.digest, sizeof lists->digest);
	lists->of = ARENA_ARRAY(arena, stream->column_count, struct code_list *);
	lists->each = ARENA_ARRAY(arena, schema.column_count, struct code_list *);
	for (size_t i = 0; i < schema.column_count; i++) {
		const struct schema_column *c = &schema.columns[i];
		size_t at = preamble_find(stream, c->name);
		if (c->codes.length && at != NO_COLUMN)
			lists->of[at] = list_of(lists, arena, &schema, c->codes);
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
