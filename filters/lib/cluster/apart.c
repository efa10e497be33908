#include "cluster/apart.h"

#include <string.h>

#include "base/memory.h"

static void add(struct apart *a, uint32_t root, uint32_t other)
{
	memory_need(&a->entries, &a->capacity, a->count + 1, sizeof *a->entries);
	a->entries[a->count++] = (struct apart_entry){other, a->first[root]};
	a->first[root] = (uint32_t)a->count;
}

bool apart_add(struct apart *a, uint32_t one, uint32_t other)
{
	uint32_t x = components_root(a->persons, one), y = components_root(a->persons, other);

	if (x == y)
		return false;
	if (!a->first) {
		size_t bytes = a->persons->count * sizeof *a->first;
		a->first = memory_take(bytes);
		memset(a->first, 0, bytes);
	}
	add(a, x, other);
	add(a, y, one);
	return true;
}

bool apart_persons(const struct apart *a, uint32_t x, uint32_t y)
{
	uint32_t i = apart_first(a, x), j = apart_first(a, y), from_x, from_y;

	while (i && j) {
		i = apart_next(a, i, &from_x);
		j = apart_next(a, j, &from_y);
		if (components_root(a->persons, from_x) == y ||
		    components_root(a->persons, from_y) == x)
			return true;
	}
	return false;
}

void apart_joined(struct apart *a, uint32_t whole, uint32_t part)
{
	if (!apart_first(a, part))
		return;
	uint32_t *last = &a->first[part];
	while (*last)
		last = &a->entries[*last - 1].next;
	*last = a->first[whole];
	a->first[whole] = a->first[part];
}

void apart_free(struct apart *a)
{
	memory_free(a->entries);
	memory_free(a->first);
	*a = (struct apart){0};
}
