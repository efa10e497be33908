#include "expr/expression_cells.h"

#include "stream/sidefile.h"

void expressions_optional(struct expressions *x, const struct sidefile *side)
{
	struct text names, name;

	if (!sidefile_fact(side, "optional", "columns", &names))
		return;
	x->optional = ARENA_ARRAY(x->arena, x->column_count + 1, bool);
	while (text_cut(&names, ',', &name)) {
		size_t i = 0;

		while (i < x->column_count && !text_equal(x->columns[i], name))
			i++;
		if (i == x->column_count)
			fail_at(EXIT_CONFIG, (struct place){.file = side->path}, NULL,
				"##optional columns=: nothing here uses a column %.*s",
				(int)name.length, name.at);
		x->optional[i] = true;
	}
}

struct expression_cells expression_cells_find(const struct expressions *x,
					      const struct preamble *input, const char *rows,
					      const char *file, struct arena *arena)
{
	size_t count = x->column_count;
	struct expression_cells c = {
		.count = count,
		.columns = ARENA_ARRAY(arena, count + 1, size_t),
		.lists = ARENA_ARRAY(arena, count + 1, bool),
		.at = ARENA_ARRAY(arena, count + 1, struct text),
	};

	struct buffer lacking = {0};

	for (size_t i = 0; i < count; i++) {
		struct text name = x->columns[i];

		c.columns[i] = preamble_find(input, name);
		if (c.columns[i] == NO_COLUMN && x->optional && x->optional[i]) {
			buffer_string(&lacking, lacking.length ? ", " : "");
			buffer_text_add(&lacking, name);
			continue;
		}
		if (c.columns[i] == NO_COLUMN)
			fail_at(EXIT_CONFIG, (struct place){.file = file}, NULL,
				"the %s have no column %.*s", rows, (int)name.length, name.at);
		c.lists[i] = input->columns[c.columns[i]].list;
	}
	if (lacking.length)
		notice("the %s have no column %.*s: %s does without (##optional)", rows,
		       (int)lacking.length, lacking.at, file);
	buffer_free(&lacking);
	return c;
}
