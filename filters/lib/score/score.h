#ifndef JIGSAW_SCORE_SCORE_H
#define JIGSAW_SCORE_SCORE_H

#include "model/model.h"

/*
 * Scores pairs of records by a comparison model.
 *
 * A record is loaded once and then compared with many. The adjustment for term
 * frequency is Splink's: tf_weight * (log2(u of the exact level) -
 * log2(max(term frequency of a's value, of b's, tf_minimum))), where a
 * missing side takes the other's and nothing is added when both are
 * missing. Of a list column the rarest value that both have counts, and
 * without one the rarest of either side.
 */

struct entry {
	struct values *values;      /* by slot of the model's expressions */
	int64_t **term_frequencies; /* by frequency: log2 of the term frequency of each value of its
				       slot */
};

struct scorer {
	const struct model *model;
	struct measured measured;
	const uint64_t *totals;       /* by frequency: how many values were counted */
	struct term_frequency_cache { /* by frequency and count */
		uint64_t count;
		int64_t term_frequency;
	} * cache;
	struct pair_weights *pair_weights;
	struct arena *arena;
	int64_t most_together; /* the most that the interactions add */
};

/* The weights for a pair of sources, made ready. */
struct pair_weights {
	const struct parameters *parameters;
	size_t *order;      /* of comparisons: those that can weigh most first */
	int64_t *most_left; /* by place in that order: the most that is still to come */
	struct pair_weights *next;
};

#define NO_RULE SIZE_MAX

struct score {
	int64_t weight;
	size_t rule;             /* index of the first rule that holds, or NO_RULE */
	int8_t *levels;          /* by comparison: number of the level */
	int64_t *weights;        /* by comparison: what it adds; NULL when nobody asks */
	int64_t prior, together; /* and what the prior and the interactions add */
};

enum load {
	LOAD_DONE,
	LOAD_ENCODING,  /* a cell that dice() or shared() compares is none that it knows */
	LOAD_FREQUENCY, /* counts that are not numbers, or not one for each value */
};

/* What log2 of a value's term frequency adds to a level's weight. */
int64_t score_adjustment(const struct comparison_level *level, int64_t term_frequency);

/* `totals` has one number per term frequency of the model; both must last. */
void scorer_start(struct scorer *s, const struct model *m, const uint64_t *totals,
		  struct arena *arena);

/* Makes a record ready: cells, lists as for expressions_load(); counts[f] is
 * the cell with the counts of frequency f. */
enum load scorer_load(struct scorer *s, const struct text *cells, const bool *lists,
		      const struct text *counts, struct arena *arena, struct entry *entry);

/* The weights for pairs with these parameters; they last as long as the scorer. */
const struct pair_weights *scorer_weights(struct scorer *s, const struct parameters *parameters);

/* Scores a pair. False, with *score unset, when its weight is below the
 * threshold and no rule holds, or when the model leaves it out (`only`). */
bool scorer_pair(struct scorer *s, const struct pair_weights *weights, const struct entry *a,
		 const struct entry *b, int64_t threshold, struct score *score);

#endif
