#ifndef JIGSAW_EVALUATE_REWEIGHTED_H
#define JIGSAW_EVALUATE_REWEIGHTED_H

#include "evaluate/accuracy.h"

/*
 * Estimates precision and recall for identities without an identifier from those
 * with it, held out: as if the latter were distributed over the groups like the
 * former, by post-stratification (D. Holt and T. M. F. Smith, "Post
 * stratification", J. R. Stat. Soc. A 142, 1979).
 */

/* How many with an identifier a cell must have; from fewer nothing is taken. */
#define REWEIGHTED_LEAST 20

/* A weight is in units of 10^-9. */
#define REWEIGHTED_ONE 1000000000

/*
 * Gives every identity with an identifier the number of those without whom it
 * stands for. Those without are divided evenly among all of those with who are
 * of the same source and the same category in each dimension; where these are
 * fewer than REWEIGHTED_LEAST, of the same in all dimensions but the last, and
 * so on, and in the end of the same source. The categories are the identity's
 * own, not its person's: of somebody without an identifier nothing else is
 * known. nodes[i] is identity i; it is with when its person is known. Returns
 * how many of those without found enough in all dimensions.
 */
uint64_t reweighted_weights(uint64_t *weight, const struct groups *g, const struct node *nodes,
			    const bool *without, size_t count);

/* An identity with an identifier: its weight, and of its `under` pairs `over`
 * are what is counted. */
struct weighted_case {
	uint64_t weight;
	uint32_t over, under, person; /* person is below `persons` */
};

struct weighted_share {
	uint64_t share, low, high; /* in millionths */
};

/*
 * The share R = sum w over / sum w under among those without an identifier,
 * and the 95 % interval in which theirs is to be expected. With residuals
 * q = over - R under and W = sum w under,
 *
 *	V = (sum over persons of (sum w q)^2 + sum w q^2) / W^2
 *
 * The first term is how sure R is: the linearised variance of a ratio with
 * persons as clusters (W. G. Cochran, "Sampling Techniques", 3rd edition, 1977,
 * chapters 6 and 9). The second is how far those without, of whom there are
 * only so many, may by chance be from it (R. Valliant, A. H. Dorfman and R. M.
 * Royall, "Finite Population Sampling and Inference", 2000, chapter 2). Weights
 * are taken as given. The interval is Wilson's with R (1 - R) / V cases; where V
 * is 0, with those that there would be if all pairs of a person went the same
 * way: the formula with q = under and without the factor R (1 - R). False where
 * W is 0.
 */
bool weighted_share(struct weighted_share *s, const struct weighted_case *cases, size_t count,
		    size_t persons);

/* Scope `reweighted` of the report. */
void reweighted_write(struct report *r, const struct accuracy *a, const struct groups *g,
		      const struct node *nodes, const bool *without);

#endif
