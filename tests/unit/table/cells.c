/* Tables of counts. */

#include "table/cells.h"
#include "test.h"

static void put(struct cells *c, const char *a, const char *b, uint64_t unit)
{
	struct text values[] = {text_of(a), text_of(b)};

	cells_add(c, values, unit);
}

static void next_is(struct cells *c, const char *a, const char *b, uint64_t count)
{
	struct text values[2];
	uint64_t is;

	check(cells_next(c, values, &is), "cell %s %s", a, b);
	check(text_is(values[0], a) && text_is(values[1], b), "cell %s %s", a, b);
	check_number(is, count, "count of %s %s", a, b);
}

static void margins(void)
{
	struct cells c;

	cells_start(&c, 2, 2);
	put(&c, "b", "x", 1);
	put(&c, "b", "x", 1);
	put(&c, "b", "y", 1);
	put(&c, "a", "", 2);
	check_number(cells_total(&c), 12, "cells");
	next_is(&c, "a", "x", 0);
	next_is(&c, "a", "y", 0);
	next_is(&c, "a", "_missing", 1);
	next_is(&c, "a", "_total", 1);
	next_is(&c, "b", "x", 1);
	next_is(&c, "b", "y", 1);
	next_is(&c, "b", "_missing", 0);
	next_is(&c, "b", "_total", 1);
	next_is(&c, "_total", "x", 1);
	next_is(&c, "_total", "y", 1);
	next_is(&c, "_total", "_missing", 1);
	next_is(&c, "_total", "_total", 2);
	struct text values[2];
	uint64_t count;
	check(!cells_next(&c, values, &count) && !cells_next(&c, values, &count), "the end");
	cells_free(&c);
}

static void empty(void)
{
	struct cells c;

	cells_start(&c, 2, 2);
	check_number(cells_total(&c), 1, "cells");
	next_is(&c, "_total", "_total", 0);
	cells_free(&c);
}

/* Cells that name one dimension at most: no row for two. */
static void one_way(void)
{
	struct cells c;
	struct text values[2];
	uint64_t count;

	cells_start(&c, 2, 1);
	put(&c, "b", "x", 1);
	put(&c, "a", "x", 2);
	check_number(cells_total(&c), 4, "cells");
	next_is(&c, "a", "_total", 1);
	next_is(&c, "b", "_total", 1);
	next_is(&c, "_total", "x", 2);
	next_is(&c, "_total", "_total", 2);
	check(!cells_next(&c, values, &count), "the end");
	cells_free(&c);
}

int main(void)
{
	margins();
	empty();
	one_way();
	return 0;
}
