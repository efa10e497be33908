#include "cluster/person_order.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/radix.h"

struct placed_person {
	struct sum id;
	uint32_t label;
};

/* How far ahead of a person what it lies in is fetched, first the numbers, and
 * then the text that they say. */
enum { FIRST_AHEAD = 48, THEN_AHEAD = 24 };

void person_order_add(struct person_order *o, struct sum id, uint32_t label)
{
	memory_need(&o->at, &o->capacity, o->count + 1, sizeof *o->at);
	o->at[o->count++] = (id.high & ~(uint64_t)UINT32_MAX) | label;
}

static int by_id(const void *a, const void *b)
{
	const struct placed_person *x = a, *y = b;

	return person_id_compare(x->id, y->id);
}

/* The persons whose first bits are those of the next one. */
static void take_alike(struct person_order *o)
{
	uint64_t first = o->at[o->next];

	o->alike_count = o->alike_next = 0;
	while (o->next < o->count && (o->at[o->next] ^ first) <= UINT32_MAX) {
		uint32_t label = (uint32_t)o->at[o->next++];
		memory_need(&o->alike, &o->alike_capacity, o->alike_count + 1, sizeof *o->alike);
		o->alike[o->alike_count++] =
			(struct placed_person){o->id_of(o->context, label), label};
	}
	if (o->alike_count > 1)
		qsort(o->alike, o->alike_count, sizeof *o->alike, by_id);
	for (size_t i = 1; i < o->alike_count; i++)
		if (by_id(&o->alike[i - 1], &o->alike[i]) == 0)
			fail(EXIT_BUG, "two persons have the same id");
}

bool person_order_next(struct person_order *o, struct sum *id, uint32_t *label)
{
	if (!o->ordered)
		radix_order(o->at, o->count);
	o->ordered = true;
	if (o->alike_next == o->alike_count) {
		if (o->next == o->count)
			return false;
		if (o->next + FIRST_AHEAD < o->count) {
			persons_fetch(o->persons, (uint32_t)o->at[o->next + FIRST_AHEAD]);
			persons_fetch_text(o->persons, (uint32_t)o->at[o->next + THEN_AHEAD]);
		}
		take_alike(o);
	}
	*id = o->alike[o->alike_next].id;
	*label = o->alike[o->alike_next++].label;
	return true;
}

void person_order_free(struct person_order *o)
{
	memory_free(o->at);
	memory_free(o->alike);
	*o = (struct person_order){0};
}
