#ifndef JIGSAW_MODEL_WEIGHT_H
#define JIGSAW_MODEL_WEIGHT_H

#include "base/text.h"

/*
 * Match weights: 64-bit integers in units of 10^-12 bit. They are rounded once,
 * when a model is loaded or a frequency looked up, and only added after that,
 * so no order of summation and no processor can change a result. Everything
 * here is integer arithmetic; the C library's log2() and exp2(), which differ
 * between machines, are not used.
 */

#define WEIGHT_BIT INT64_C(1000000000000)

/* digits * 10^exponent, exactly as it was written. */
struct decimal {
	uint64_t digits;
	int32_t exponent;
};

/* `0.95`, `1`, `2.5e-7`: at most 18 significant digits, exponent within
 * -350..350 (so that every double can be read), no sign. False when it is something else. */
bool decimal_read(struct text a, struct decimal *number);

/* Is 0 < number < 1? */
bool decimal_is_share(struct decimal number);

/* log2(over / under); neither may be 0. The nearest unit, unless the true
 * value lies within 10^-9 unit of a half. */
int64_t weight_of_ratio(struct decimal over, struct decimal under);
/* log2(n / of), both above 0. */
int64_t weight_of_share(uint64_t n, uint64_t of);
/* log2(p / (1 - p)) of a decimal_is_share(). */
int64_t weight_of_odds(struct decimal p);

/* Bits as a person writes them (`-5`, `9.25`), at most 12 decimals and within
 * +-1000. */
bool weight_parse(struct text a, int64_t *weight);

/* More bits than any pair has: the threshold of a model in which only rules
 * link. */
#define THRESHOLD_NONE (1000000 * WEIGHT_BIT)
/* A threshold as a person writes it: `none`, or bits as weight_parse() has them. */
bool threshold_parse(struct text a, int64_t *threshold);
/* The same the other way, for step_option(): `none`, or bits with 12 decimals. */
void threshold_print(struct buffer *b, int64_t threshold);

/* 1 / (1 + 2^-weight) in units of 10^-12. */
int64_t weight_probability(int64_t weight);

#endif
