#include "expr/expression_cells.h"

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

	for (size_t i = 0; i < count; i++) {
		struct text name = x->columns[i];

		c.columns[i] = preamble_find(input, name);
		if (c.columns[i] == NO_COLUMN)
			fail_at(EXIT_CONFIG, (struct place){.file = file}, NULL,
				"the %s have no column %.*s", rows, (int)name.length, name.at);
		c.lists[i] = input->columns[c.columns[i]].list;
	}
	return c;
}
