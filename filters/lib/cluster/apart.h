#ifndef JIGSAW_CLUSTER_APART_H
#define JIGSAW_CLUSTER_APART_H

#include "cluster/components.h"

/*
 * Keeps pairs of records apart that may never be one person, by person while
 * persons are joined: 4 bytes per record and 16 per pair. A query takes as many
 * steps as the person with fewer such pairs has.
 */

struct apart {
	struct components *persons;
	struct apart_entry {
		uint32_t other; /* the record to be kept apart from */
		uint32_t next;  /* of the same person, index + 1 */
	} * entries;
	size_t count, capacity;
	uint32_t *first; /* by root, index + 1; NULL as long as there is no pair */
};

/* `struct apart a = {.persons = &persons}` has no pairs. Keeps two records
 * apart; false when they are one person already. */
bool apart_add(struct apart *a, uint32_t one, uint32_t other);
/* May two persons, given by their roots, not become one? */
bool apart_persons(const struct apart *a, uint32_t x, uint32_t y);
/* To be called when two persons have become one: the root that is left, and
 * the one that was. */
void apart_joined(struct apart *a, uint32_t whole, uint32_t part);
/* The records that a person (its root) is to be kept apart from:
 * for (i = apart_first(a, x); i; i = apart_next(a, i, &other)) */
static inline uint32_t apart_first(const struct apart *a, uint32_t root)
{
	return a->first ? a->first[root] : 0;
}
static inline uint32_t apart_next(const struct apart *a, uint32_t i, uint32_t *other)
{
	*other = a->entries[i - 1].other;
	return a->entries[i - 1].next;
}
void apart_free(struct apart *a);

#endif
