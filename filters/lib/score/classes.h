#ifndef JIGSAW_SCORE_CLASSES_H
#define JIGSAW_SCORE_CLASSES_H

#include "score/score.h"

/*
 * Groups records with identical model inputs into classes, so that each pair of
 * classes is scored once: the score of its first pair holds for all its pairs.
 *
 *	classes_group(&a, model, records, count, &arena)    each group
 *	classes_pair(&a, &scorer, weights, i, j, threshold, &score)
 */

struct class_record {
	const struct entry *entry;
	size_t source;
};

/* `struct classes a = {0}` is empty. */
struct classes {
	const struct model *model;
	const struct class_record *records;
	uint32_t *firsts;   /* of each class, its first record */
	uint32_t *class_of; /* of each record; NULL: too few are equal to be worth it */
	size_t class_count;
	struct class_result *results; /* class_count * class_count, the left record's class first */
	int8_t *levels;
	uint64_t (*counts)[2]; /* as results */
	size_t result_capacity, level_capacity, count_capacity;
	bool counting; /* counts were made for this group */
};

/* Takes a group's records, which with the arena must last until the next. */
void classes_group(struct classes *a, const struct model *m, const struct class_record *records,
		   size_t count, struct arena *arena);

/* As scorer_pair() for records i and j of the group, in this order. The
 * threshold and the weights of two sources must be the same throughout a group. */
bool classes_pair(struct classes *a, struct scorer *s, const struct pair_weights *weights, size_t i,
		  size_t j, int64_t threshold, struct score *score);

/*
 * Counting instead: classes_count() counts the pair (i, j) in one of two ways and
 * leaves it to classes_counted() to name, after the group, each two classes that
 * were counted, by a pair of records i and j, once a way. False from
 * classes_count() when too few are equal; false from classes_counted() at the end.
 */
bool classes_count(struct classes *a, size_t i, size_t j, bool way);
struct classes_counted {
	size_t at, i, j; /* at: where to go on; 0 to begin with */
	bool way;
	uint64_t count;
};
bool classes_counted(struct classes *a, struct classes_counted *next);

void classes_free(struct classes *a);

#endif
