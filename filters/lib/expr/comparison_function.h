#ifndef JIGSAW_EXPR_COMPARISON_FUNCTION_H
#define JIGSAW_EXPR_COMPARISON_FUNCTION_H

#include "expr/expression.h"

/*
 * The comparison functions of the expression language: one row of one table
 * each, in comparison_function.c. The parser, the evaluation, what implies
 * what and the sieve (score/sieve.h) go by what the row says, so a new one is
 * its row, its line in models/README.md, and a case in
 * tests/unit/expr/expression.c.
 */

/* What follows `NAME(...)` in a condition. */
enum holds {
	HOLDS_BY_ITSELF, /* nothing: it is true or false by itself */
	HOLDS_AT_LEAST,  /* `>= NUMBER`: a similarity, the more the better */
	HOLDS_AT_MOST,   /* `<= NUMBER`: a distance, the less the better */
	HOLDS_BELOW,     /* `< NUMBER`: a distance too */
};

/* What stands between the parentheses. */
enum operands {
	OPERANDS_VALUE, /* (value) */
	OPERANDS_TWO,   /* (value, value) */
	OPERANDS_TEXT,  /* (value, 'TEXT') */
	OPERANDS_UNIT,  /* (value, 'day' | 'month' | 'year') */
	OPERANDS_GRAMS, /* (value [, Q]), letters to a group */
};

/* What the sieve can bound it from, without computing it. */
enum bound {
	BOUND_PRESENT, /* nothing, but that it holds of two values only */
	BOUND_NONE,    /* nothing: it may always hold */
	BOUND_EQUAL,   /* it holds just when both sides share a value */
	BOUND_MISSING, /* it holds just when a side has none */
	BOUND_SWAPPED,
	BOUND_DAYS,
	BOUND_DAY_MONTH,
	BOUND_BITS,
	BOUND_JARO, /* these three from lengths and common letters */
	BOUND_JARO_WINKLER,
	BOUND_EDITS,
};

struct comparison_function {
	const char *name;
	enum holds holds;
	enum operands operands;
	const char *expected; /* OPERANDS_TWO: the message when there is only one; else NULL */
	double ceiling;       /* the highest threshold that makes sense; HOLDS_BY_ITSELF: 0 */
	unsigned needs;       /* NEEDS_*, of every operand */
	uint32_t grams;       /* OPERANDS_GRAMS: letters to a group unless said */
	enum bound bound;
	bool best_if_equal; /* sides that share a value meet any threshold */
	/* From the threshold as written to that which a measurement is held
	 * against; NULL when they are the same. */
	double (*threshold)(double written);
	/*
	 * How it is computed: one of these, the others NULL. `of_pair` is given one
	 * value of each side; of lists the best pair counts, and of a side that is
	 * missing nothing is known. The other two are given all the values of both
	 * records, by slot. The first two return NAN where the answer is not known;
	 * what they return is remembered while the pair of records is at hand;
	 * `cells_hold` is quicker than that. With HOLDS_BY_ITSELF what is above 0
	 * holds.
	 */
	double (*of_pair)(const struct measurement *m, const struct value *a,
			  const struct value *b);
	double (*of_cells)(const struct measurement *m, const struct values *a,
			   const struct values *b);
	bool (*cells_hold)(const struct measurement *m, const struct values *a,
			   const struct values *b);
	/* Where `cells_hold` does not hold: is it unknown, not false? NULL: never. */
	bool (*cells_unknown)(const struct measurement *m, const struct values *a,
			      const struct values *b);
};

#define COMPARISON_BEYOND 1e9

extern const struct comparison_function comparison_functions[];
extern const size_t comparison_function_count;

static inline bool comparison_is_distance(const struct comparison_function *f)
{
	return f->holds == HOLDS_AT_MOST || f->holds == HOLDS_BELOW;
}

#endif
