#include "cluster/persons.h"

#include <stdlib.h>

#include "base/memory.h"

enum { FEW = 12 };

void persons_start(struct persons *p, struct components *c, const struct universe *u)
{
	size_t bytes = ((size_t)c->count + 1) * sizeof *p->labels;

	*p = (struct persons){.universe = u};
	p->labels = memory_take(bytes);
	p->count = components_labels(c, p->labels);
	uint32_t count = c->count;
	components_free(c);
	p->next = memory_take(bytes);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t label = p->labels[i];
		p->next[i] = label == i ? NO_IDENTITY : p->next[label];
		if (label != i)
			p->next[label] = i;
	}
}

static int compare_rids(const void *a, const void *b, void *context)
{
	const struct universe *u = context;

	return text_compare(universe_rid(u, *(const uint32_t *)a),
			    universe_rid(u, *(const uint32_t *)b));
}

/* Most persons are of a few records. */
static void order_few(const struct universe *u, uint32_t *members, uint32_t count)
{
	for (uint32_t i = 1; i < count; i++) {
		uint32_t member = members[i], at = i;
		struct text rid = universe_rid(u, member);
		for (; at && text_compare(rid, universe_rid(u, members[at - 1])) < 0; at--)
			members[at] = members[at - 1];
		members[at] = member;
	}
}

uint32_t persons_members(struct persons *p, uint32_t label)
{
	uint32_t count = 0;

	for (uint32_t i = label; i != NO_IDENTITY; i = p->next[i]) {
		memory_need(&p->members, &p->capacity, count + (size_t)1, sizeof *p->members);
		p->members[count++] = i;
	}
	if (count <= FEW)
		order_few(p->universe, p->members, count);
	else
		qsort_r(p->members, count, sizeof *p->members, compare_rids,
			(void *)(uintptr_t)p->universe);
	return count;
}

struct sum persons_hash(struct persons *p, uint32_t label, struct text salt)
{
	uint32_t count = persons_members(p, label);

	buffer_reset(&p->scratch);
	buffer_text_add(&p->scratch, salt);
	for (uint32_t i = 0; i < count; i++) {
		buffer_text_add(&p->scratch, universe_rid(p->universe, p->members[i]));
		buffer_byte(&p->scratch, '\n');
	}
	struct sum id = sum_line(buffer_text(&p->scratch));
	id.low &= ~(uint64_t)UINT32_MAX;
	return id;
}

void persons_free(struct persons *p)
{
	memory_free(p->labels);
	memory_free(p->next);
	memory_free(p->members);
	buffer_free(&p->scratch);
	*p = (struct persons){0};
}

void person_id_print(struct buffer *b, struct sum id)
{
	buffer_hex(b, id.high, 16);
	buffer_hex(b, id.low >> 32, 2 * PERSON_ID_BYTES - 16);
}

bool person_id_parse(struct text a, struct sum *id)
{
	uint64_t high;

	if (a.length != (size_t)2 * PERSON_ID_BYTES ||
	    !text_hex((struct text){a.at, 16}, &high, &id->high) ||
	    !text_hex((struct text){a.at + 16, a.length - 16}, &high, &id->low))
		return false;
	id->low <<= 32;
	return true;
}
