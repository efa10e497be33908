#ifndef JIGSAW_EVALUATE_CONTINGENCY_H
#define JIGSAW_EVALUATE_CONTINGENCY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Counts pairs of identities with a common property without listing them: sorts
 * by the property, and multiplies the counts of the sources in each run.
 */

/* What an identity is (by the truth) and where it was put. Numbers that are
 * equal mean the same; person lies within birth, birth within family, and
 * person within forbidden: persons of one such number must never be linked. */
struct node {
	uint32_t cluster, person, birth, family, forbidden, source, identity;
	uint64_t fields; /* bit i: it has field i to link by */
};

/* Pairs by source a <= b, at [a * sources + b]. */
struct tally {
	size_t sources;
	uint64_t *pairs;
};

void tally_start(struct tally *t, size_t sources);
void tally_free(struct tally *t);
/* Adds n pairs of sources a and b, in either order. */
void tally_add(struct tally *t, uint32_t a, uint32_t b, uint64_t n);
/* The pairs of sources a and b. */
uint64_t tally_of(const struct tally *t, uint32_t a, uint32_t b);
/* The pairs of different sources; where there is one source only, all. */
uint64_t tally_total(const struct tally *t);

enum { BY_CLUSTER = 1, BY_PERSON = 2, BY_BIRTH = 4, BY_FAMILY = 8, BY_FORBIDDEN = 16 };

/* Adds the pairs of nodes that agree on every number named in `by`; with
 * `linkable` only those that share a bit of `fields`. `partners`, unless NULL,
 * has a number for each identity, to which is added how many it makes such a
 * pair with; of another source, unless t has one source only. Reorders the
 * nodes. Time: sorting, and for each run the square of how many different
 * sources (with `linkable`: and fields) it has. */
void tally_groups(struct tally *t, uint32_t *partners, struct node *nodes, size_t count,
		  unsigned by, bool linkable);

#endif
