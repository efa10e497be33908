#ifndef JIGSAW_UNIQUE_H
#define JIGSAW_UNIQUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Rules that fire only where one record fits on each side. Rules are numbered
 * by their place in the model, 0 first. A pair (a, b) that first satisfies
 * rule r fires when, among all pairs that satisfy rule r or one before it, a
 * has no other partner in b's source and b has no other in a's source. Rules
 * before r count because a pair is listed under its first rule only: a twin
 * who was found by a stronger rule is still a candidate for a weaker one.
 *
 * What is kept for a record and another source is one partner, the rule that
 * found it and the first rule that found a different partner: 16 bytes a
 * record and source, whatever the number of pairs, and whatever their order.
 */

struct unique_slot {
	uint32_t node, source; /* this record, the other source */
	uint32_t partner;      /* UINT32_MAX: slot not in use */
	uint16_t rule, rival;  /* rival: UINT16_MAX when there is none */
};

/* `struct unique u = {0}` is empty. */
struct unique {
	struct unique_slot *slots;
	size_t count, capacity; /* capacity: 0 or a power of two */
};

#define UNIQUE_RULES 65535u

/* Notes that a (of source_a) and b (of source_b) satisfy rule (below
 * UNIQUE_RULES) first. Both directions are noted. */
void unique_add(struct unique *u, uint32_t a, uint32_t source_a, uint32_t b, uint32_t source_b,
		uint32_t rule);
/* Do a and b, noted under rule, have no rivals on either side? */
bool unique_fires(const struct unique *u, uint32_t a, uint32_t source_a, uint32_t b,
		  uint32_t source_b, uint32_t rule);
void unique_free(struct unique *u);

#endif
