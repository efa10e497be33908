#ifndef JIGSAW_REVIEW_REVIEW_SAMPLE_H
#define JIGSAW_REVIEW_REVIEW_SAMPLE_H

#include "model/weight.h"

/*
 * Chooses the pairs in a weight range that a reviewer is shown: a sample stratified
 * by weight, since most pairs of a range are at its lower end and a plain sample
 * would show little else.
 *
 * A stratum is a whole number of bits wide, the fewest that make at most ten
 * strata; pairs without a weight are a stratum of their own, the last. The
 * strata get the same number of pairs each, as far as they have them.
 */

enum { MOST_STRATA = 10 };

struct review_candidate {
	uint64_t order; /* by chance: see review_sample_order() */
	int64_t weight;
	bool weighed;
	uint32_t stratum; /* set by review_sample_take() */
	uint32_t number;  /* the caller's */
};

struct stratum {
	int64_t from, to; /* a weight in it is from <= weight < to */
	bool weighed;
	uint64_t pairs, shown;
};

struct review_sample {
	struct stratum strata[MOST_STRATA + 1];
	size_t stratum_count;
	size_t shown;
};

/* A number for a pair that depends on the seed and the two ids only, so that
 * neither the order of the stream nor other pairs change what is drawn. */
uint64_t review_sample_order(uint64_t seed, struct text id_a, struct text id_b);

/* Draws at most `most` (0: all) of the candidates and moves them to the front,
 * in the order of their numbers, which says nothing about their weights. */
void review_sample_take(struct review_sample *s, struct review_candidate *candidates, size_t count,
			uint64_t most);

#endif
