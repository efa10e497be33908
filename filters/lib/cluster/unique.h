#ifndef JIGSAW_CLUSTER_UNIQUE_H
#define JIGSAW_CLUSTER_UNIQUE_H

#include "cluster/components.h"

/*
 * Decides the pairs of unique rules, which link only if one person fits on each
 * side. Rules are numbered by their place in the model, 0 first.
 *
 * The firm links (rules that need not be unique, and weights) come first and
 * form persons; then come the unique rules in order, each working on the persons
 * that the rules before it have formed. A pair (a, b) of a unique rule r fires if
 *  - every partner of a in b's source, by rule r or one before it, is one
 *    person with b, and every such partner of b in a's source one with a;
 *  - no partner of a, in any source and by rule r or one before it, belongs to a
 *    person that cannot be b's because the two have a source in common; likewise
 *    for the partners of b;
 *  - a's person and b's person have no source in common, so the link puts no two
 *    records of a source together; if a chain of such links of the rule would,
 *    none of the chain fires.
 * Rules before r count because a pair is listed under its first rule only: a
 * twin who was found by a stronger rule is still a candidate for a weaker one.
 * A pair whose ends are one person already is settled; any other is ambiguous.
 * If a source may have a person more than once, a record of it that is one
 * person with a already is neither a rival to b nor an obstacle to the link.
 *
 * 12 bytes for each pair that a rule found, 60 and what qsort() takes while the
 * verdicts are reached. The order of the pairs is without effect.
 */

enum unique_verdict {
	UNIQUE_FIRM,
	UNIQUE_FIRES,
	UNIQUE_SETTLED,
	UNIQUE_AMBIGUOUS,
	/* Not by unique_resolve(), but by who joins what fires, on further conditions: */
	UNIQUE_TIED,
	UNIQUE_LARGE,
	UNIQUE_REFUSED,
};

struct unique_pair {
	uint32_t a, b;
	uint16_t rule;
	bool unique; /* the rule asks for it; else the pair is only a rival */
	uint8_t verdict;
};

/* `struct unique u = {0}` is empty. */
struct unique {
	struct unique_pair *pairs;
	size_t count, capacity;
};

#define UNIQUE_RULES 65535u

/* Notes that a and b satisfy rule (below UNIQUE_RULES) first. */
void unique_add(struct unique *u, uint32_t a, uint32_t b, uint32_t rule, bool unique);
/* The first rule from `from` on that has pairs and asks to be unique; false
 * when there is none. */
bool unique_next(const struct unique *u, uint32_t from, uint32_t *rule);
/* Gives each pair of a unique rule its verdict. persons: as the links so far
 * have made them; source[i]: the source of identity i, below source_count;
 * single[s]: UINT16_MAX when source s may have a person more than once; NULL:
 * none may. */
void unique_resolve(struct unique *u, uint32_t rule, struct components *persons,
		    const uint16_t *source, size_t source_count, const uint16_t *single);
void unique_free(struct unique *u);

#endif
