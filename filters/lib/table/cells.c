#include "table/cells.h"

#include <stdlib.h>

#define TOTAL UINT32_MAX

void cells_start(struct cells *c, size_t dimensions, size_t ways)
{
	memset(c, 0, sizeof *c);
	c->dimensions = dimensions;
	c->ways = ways;
}

static struct text key_of(const struct cells *c, const uint32_t *indexes)
{
	return (struct text){(const char *)indexes, c->dimensions * sizeof *indexes};
}

static void count(struct cells *c, const uint32_t *indexes, uint64_t unit)
{
	bool fresh;
	uint64_t *slot = map_add(&c->table, key_of(c, indexes), &fresh);

	if (fresh) {
		*slot = c->table.count - 1;
		memory_need(&c->counts, &c->capacity, c->table.count, sizeof *c->counts);
		memory_need(&c->units, &c->units_capacity, c->table.count, sizeof *c->units);
		c->counts[*slot] = c->units[*slot] = 0;
	}
	if (c->units[*slot] == unit)
		return;
	c->units[*slot] = unit;
	c->counts[*slot]++;
}

void cells_add(struct cells *c, const struct text *values, uint64_t unit)
{
	uint32_t indexes[DIMENSIONS_MOST], margin[DIMENSIONS_MOST];

	for (size_t d = 0; d < c->dimensions; d++) {
		bool fresh;
		struct text value = values[d].length ? values[d] : TEXT(CELL_MISSING);
		uint64_t *index = map_add(&c->values[d], value, &fresh);
		if (fresh)
			*index = c->values[d].count - 1;
		indexes[d] = (uint32_t)*index;
	}
	for (unsigned named = 0; named < 1u << c->dimensions; named++) {
		if ((size_t)__builtin_popcount(named) > c->ways)
			continue;
		for (size_t d = 0; d < c->dimensions; d++)
			margin[d] = named >> d & 1 ? indexes[d] : TOTAL;
		count(c, margin, unit);
	}
}

uint64_t cells_total(const struct cells *c)
{
	/* By how many of the dimensions so far a cell names. */
	uint64_t cells[DIMENSIONS_MOST + 1] = {1}, total = 0, more;

	for (size_t d = 0; d < c->dimensions; d++)
		for (size_t named = c->ways; named > 0; named--)
			if (__builtin_mul_overflow(cells[named - 1], c->values[d].count, &more) ||
			    __builtin_add_overflow(cells[named], more, &cells[named]))
				return UINT64_MAX;
	for (size_t named = 0; named <= c->ways; named++)
		if (__builtin_add_overflow(total, cells[named], &total))
			return UINT64_MAX;
	return total;
}

struct ranked {
	struct text value;
	uint32_t index;
};

static int rank(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	bool x_missing = text_is(x->value, CELL_MISSING),
	     y_missing = text_is(y->value, CELL_MISSING);

	if (x_missing != y_missing)
		return x_missing ? 1 : -1;
	return text_compare(x->value, y->value);
}

static uint32_t *order_of(const struct map *values)
{
	struct ranked *ranked = memory_take((values->count + 1) * sizeof *ranked);
	uint32_t *order = memory_take((values->count + 1) * sizeof *order);

	for (size_t i = 0; i < values->count; i++)
		ranked[i] = (struct ranked){values->entries[i].key, (uint32_t)i};
	qsort(ranked, values->count, sizeof *ranked, rank);
	for (size_t i = 0; i < values->count; i++)
		order[i] = ranked[i].index;
	order[values->count] = TOTAL;
	memory_free(ranked);
	return order;
}

/* From dimension d on, the first places that may follow those before it. */
static void restart(struct cells *c, size_t d)
{
	size_t named = 0;

	for (size_t i = 0; i < d; i++)
		named += c->at[i] < c->values[i].count;
	for (; d < c->dimensions; d++) {
		c->at[d] = named < c->ways ? 0 : c->values[d].count;
		named += c->at[d] < c->values[d].count;
	}
}

static void step_on(struct cells *c)
{
	for (size_t d = c->dimensions; d-- > 0;) {
		if (c->at[d] == c->values[d].count)
			continue;
		c->at[d]++;
		restart(c, d + 1);
		return;
	}
	c->ended = true;
}

bool cells_next(struct cells *c, struct text *values, uint64_t *number)
{
	uint32_t indexes[DIMENSIONS_MOST];

	if (!c->walking) {
		for (size_t d = 0; d < c->dimensions; d++)
			c->order[d] = order_of(&c->values[d]);
		restart(c, 0);
		c->walking = true;
	}
	if (c->ended)
		return false;
	for (size_t d = 0; d < c->dimensions; d++) {
		indexes[d] = c->order[d][c->at[d]];
		values[d] = indexes[d] == TOTAL ? TEXT(CELL_TOTAL)
						: c->values[d].entries[indexes[d]].key;
	}
	const uint64_t *slot = map_find(&c->table, key_of(c, indexes));
	*number = slot ? c->counts[*slot] : 0;
	step_on(c);
	return true;
}

void cells_free(struct cells *c)
{
	for (size_t d = 0; d < c->dimensions; d++) {
		map_free(&c->values[d]);
		memory_free(c->order[d]);
	}
	map_free(&c->table);
	memory_free(c->counts);
	memory_free(c->units);
}
