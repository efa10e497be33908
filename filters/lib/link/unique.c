#include "link/unique.h"

#include "stream/error.h"
#include "stream/memory.h"

static struct unique_slot *slot_of(const struct unique *u, uint32_t node, uint32_t source)
{
	uint64_t key = (uint64_t)node << 32 | source;
	/* Fibonacci hashing; the high half is the well-mixed one. */
	size_t at = (size_t)((key * 0x9e3779b97f4a7c15u) >> 32);
	for (;; at++) {
		struct unique_slot *slot = &u->slots[at & (u->capacity - 1)];
		if (slot->partner == UINT32_MAX || (slot->node == node && slot->source == source))
			return slot;
	}
}

static void grow(struct unique *u)
{
	struct unique old = *u;
	u->capacity = old.capacity ? old.capacity * 2 : 1024;
	if (u->capacity > SIZE_MAX / sizeof(*u->slots) || u->capacity > (size_t)UINT32_MAX)
		fail(EXIT_IO, "out of memory");
	u->slots = memory_take(u->capacity * sizeof(*u->slots));
	for (size_t i = 0; i < u->capacity; i++)
		u->slots[i].partner = UINT32_MAX;
	for (size_t i = 0; i < old.capacity; i++)
		if (old.slots[i].partner != UINT32_MAX)
			*slot_of(u, old.slots[i].node, old.slots[i].source) = old.slots[i];
	memory_free(old.slots);
}

static void note(struct unique *u, uint32_t node, uint32_t source, uint32_t partner, uint16_t rule)
{
	if (u->count >= u->capacity / 2)
		grow(u);
	struct unique_slot *slot = slot_of(u, node, source);
	if (slot->partner == UINT32_MAX) {
		*slot = (struct unique_slot){node, source, partner, rule, UINT16_MAX};
		u->count++;
	} else if (slot->partner == partner) {
		if (rule < slot->rule)
			slot->rule = rule;
	} else if (rule < slot->rule) {
		slot->rival = slot->rule;
		slot->partner = partner;
		slot->rule = rule;
	} else if (rule < slot->rival) {
		slot->rival = rule;
	}
}

void unique_add(struct unique *u, uint32_t a, uint32_t source_a, uint32_t b, uint32_t source_b,
		uint32_t rule)
{
	note(u, a, source_b, b, (uint16_t)rule);
	note(u, b, source_a, a, (uint16_t)rule);
}

static bool alone(const struct unique *u, uint32_t node, uint32_t source, uint32_t partner,
		  uint32_t rule)
{
	const struct unique_slot *slot = slot_of(u, node, source);
	return slot->partner == partner && slot->rule == rule && slot->rival > rule;
}

bool unique_fires(const struct unique *u, uint32_t a, uint32_t source_a, uint32_t b,
		  uint32_t source_b, uint32_t rule)
{
	return u->capacity && alone(u, a, source_b, b, rule) && alone(u, b, source_a, a, rule);
}

void unique_free(struct unique *u)
{
	memory_free(u->slots);
	*u = (struct unique){0};
}
