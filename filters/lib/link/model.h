#ifndef JIGSAW_MODEL_H
#define JIGSAW_MODEL_H

#include "link/expression.h"
#include "link/weight.h"
#include "stream/sidefile.h"

/*
 * A comparison model: the Fellegi-Sunter weights of each level of agreement,
 * and deterministic rules beside them. schemas/link/README.md describes the
 * file; the formulas are Splink's (predict.py, comparison_level.py).
 *
 *	weight of a pair = log2(prior / (1 - prior)) + the sum over comparisons
 *	of log2(m / u) of the first level that holds + its frequency adjustment
 */

#define NO_FREQUENCY SIZE_MAX

struct agreement {
	struct text name;
	const struct condition *condition;
	int number;       /* -1: null; else counted down to 0, the last */
	int64_t weight;   /* log2(m / u); 0 for null */
	size_t frequency; /* which of the model's frequencies, or NO_FREQUENCY */
	int64_t exact;    /* log2 of u of the exact level on that column */
	int64_t least;    /* log2 of tf_minimum; INT64_MIN when there is none */
	int64_t share;    /* tf_weight in units of 10^-12 */
};

struct comparison {
	struct text name; /* the column of the pairs that its level goes to */
	struct agreement *levels;
	size_t level_count;
};

struct rule {
	struct text name;
	const struct condition *condition;
	bool unique; /* fires only if one record fits on each side: cluster's business */
};

/* A column whose values' frequencies adjust weights. */
struct frequency {
	size_t column; /* in expressions.columns */
	size_t slot;   /* of the column itself */
};

struct model {
	struct expressions expressions;
	struct comparison *comparisons;
	size_t comparison_count, comparison_capacity;
	struct rule *rules;
	size_t rule_count, rule_capacity;
	struct frequency *frequencies;
	size_t frequency_count, frequency_capacity;
	int64_t prior;     /* log2(prior / (1 - prior)); 0 when there are only rules */
	int64_t threshold; /* in units of 10^-12 bit; THRESHOLD_NONE when there are only rules */
	bool has_threshold;
	char digest[13]; /* of the file, for step_file() */
	struct sidefile side;
};

/* Reads a model; every mistake is exit 78 at its line and column. All of it
 * lives as long as the arena and model_free(). */
void model_read(struct model *m, struct arena *arena, const char *path);
/* The threshold of a purpose, as `##purpose individual=20 statistics=9` has
 * them; one that is not there is exit 78. */
int64_t model_purpose(const struct model *m, const char *purpose);
void model_free(struct model *m);

#endif
