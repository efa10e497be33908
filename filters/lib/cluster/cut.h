#ifndef JIGSAW_CLUSTER_CUT_H
#define JIGSAW_CLUSTER_CUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Chooses where the joining of groups stops: at the log2 odds at which the expected F1 of
 * the pairs within persons is highest,
 *
 *	precision = expected matches within persons / pairs within persons
 *	recall    = expected matches within persons / all expected matches
 *	F1        = 2 * expected matches within persons / (pairs within persons + all expected)
 *
 * where each pair of a join is expected to match by the odds of the join, so no truth is
 * needed. The cut is where the probability of a join is half that F1, since any that is
 * likelier adds to it and no other does (Lipton, Elkan and Naryanaswamy, "Optimal
 * thresholding of classifiers to maximize F1 measure", ECML PKDD 2014). It is 0 bits or
 * somewhat less; CUT_LEAST would be that of an F1 below 0.02.
 * Pairs that rules or decisions have joined are sure; matches that no candidate pair leads
 * to are not counted.
 *
 * All sums are integers. 16 bytes a join.
 */

#define CUT_LEAST (-7 * INT64_C(1000000000000))

struct cut_step {
	int64_t odds; /* reached by cuts up to here */
	uint64_t pairs;
};

/* `struct cut c = {0}` has no joins. */
struct cut {
	uint64_t sure; /* pairs within persons before the first join */
	struct cut_step *steps;
	size_t count, capacity;
	int64_t least; /* of the joins of the component at hand */
	/* Chosen. */
	int64_t at;
	int64_t precision, recall; /* in 10^-12; 0 without persons */
};

/* The joins of a component, in their order. A join that comes after one of lower odds is
 * not reached without that, and no likelier. */
void cut_component(struct cut *c);
void cut_join(struct cut *c, int64_t odds, uint64_t pairs);
void cut_choose(struct cut *c);
void cut_free(struct cut *c);

#endif
