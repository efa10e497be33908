#ifndef JIGSAW_EVALUATE_INTERVAL_H
#define JIGSAW_EVALUATE_INTERVAL_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Ratios, their confidence intervals and standardised differences, in millionths.
 * They are computed in doubles with the five operations that IEEE 754 rounds
 * correctly (the square root is one of them), in a fixed order, so every machine
 * gives the same digits.
 */

/* over / under, halves rounded up; under is not 0. */
uint64_t ratio_millionths(uint64_t over, uint64_t under);

/* The 95 % interval of the share over / under by Wilson's score method
 * (E. B. Wilson, "Probable inference, the law of succession, and statistical
 * inference", J. Am. Stat. Assoc. 22, 1927), with z = 1.959963984540054 and no
 * correction for continuity. It takes the cases to be independent of each
 * other. over <= under, under is not 0. */
void wilson_millionths(uint64_t over, uint64_t under, uint64_t *low, uint64_t *high);

/* The same of a share whose cases are not alike, with the number of like ones
 * that would tell as much (Kish's effective sample size): 0 <= over <= under,
 * under above 0. */
void wilson_effective(double over, double under, uint64_t *low, uint64_t *high);

/* How much more frequent something is among the first than among the second,
 * in pooled standard deviations:
 *
 *	(p - q) / sqrt((p (1 - p) + q (1 - q)) / 2)
 *
 * (P. C. Austin, "Using the standardized difference to compare the prevalence
 * of a binary variable between two groups in observational research", Commun.
 * Stat. Simul. Comput. 38, 2009). False where it is not defined: nobody on a
 * side, or nothing varies while the shares differ. */
bool standardised_difference(uint64_t over, uint64_t under, uint64_t other_over,
			     uint64_t other_under, int64_t *millionths);

#endif
