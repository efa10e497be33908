#ifndef JIGSAW_ALIKE_H
#define JIGSAW_ALIKE_H

#include "score/score.h"

/*
 * Records of a group that are equal in everything that the model reads are of
 * one kind, and two kinds are scored once, however many pairs there are of
 * them: what scorer_pair() says of the first pair is said of all.
 *
 *	alike_group(&a, model, records, count, &arena)    each group
 *	alike_pair(&a, &scorer, standard, i, j, threshold, &score)
 */

struct alike_record {
	const struct entry *entry;
	size_t source;
};

/* `struct alike a = {0}` is empty. */
struct alike {
	const struct model *model;
	const struct alike_record *records;
	uint32_t *firsts; /* of each kind, its first record */
	uint32_t *kinds;  /* of each record; NULL: too few are alike to be worth it */
	size_t kind_count;
	struct alike_result *results; /* kind_count * kind_count, the left record's kind first */
	int8_t *levels;
	uint64_t (*counts)[2]; /* as results */
	size_t result_capacity, level_capacity, count_capacity;
	bool counting; /* counts were made for this group */
};

/* Takes a group's records, which with the arena must last until the next. */
void alike_group(struct alike *a, const struct model *m, const struct alike_record *records,
		 size_t count, struct arena *arena);

/* As scorer_pair() for records i and j of the group, in this order. The
 * threshold and the standard of two sources must be the same throughout a group. */
bool alike_pair(struct alike *a, struct scorer *s, const struct standard *standard, size_t i,
		size_t j, int64_t threshold, struct score *score);

/*
 * Counting instead: alike_count() counts the pair (i, j) in one of two ways and
 * leaves it to alike_counted() to name, after the group, each two kinds that
 * were counted, by a pair of records i and j, once a way. False from
 * alike_count() when too few are alike; false from alike_counted() at the end.
 */
bool alike_count(struct alike *a, size_t i, size_t j, bool way);
struct alike_counted {
	size_t at, i, j; /* at: where to go on; 0 to begin with */
	bool way;
	uint64_t count;
};
bool alike_counted(struct alike *a, struct alike_counted *next);

void alike_free(struct alike *a);

#endif
