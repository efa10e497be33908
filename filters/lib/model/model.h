#ifndef JIGSAW_MODEL_MODEL_H
#define JIGSAW_MODEL_MODEL_H

#include "expr/expression.h"
#include "model/weight.h"
#include "stream/sidefile.h"

/*
 * A comparison model: the Fellegi-Sunter weights of comparison levels, and
 * deterministic rules. models/README.md describes the file; the formulas are
 * Splink's (predict.py, comparison_level.py).
 *
 *	weight of a pair = log2(prior / (1 - prior)) + the sum over comparisons
 *	of log2(m / u) of the first level that holds + its term frequency
 *	adjustment + for each interaction, log2(m / u) of the two levels
 *
 * A pair of sources may have its own parameters: model_parameters().
 */

#define NO_FREQUENCY SIZE_MAX
#define NO_LEVEL SIZE_MAX

struct comparison_level {
	struct text name;
	struct text when; /* the condition as it is written */
	const struct condition *condition;
	int number;          /* -1: null; else counted down to 0, the last */
	struct decimal m, u; /* digits 0: not known yet */
	bool fixed_m, fixed_u;
	int64_t weight;     /* log2(m / u); 0 for null */
	size_t frequency;   /* which of the model's frequencies, or NO_FREQUENCY */
	size_t exact_level; /* place of the level that is exact on that column, or its own */
	int64_t exact;      /* log2 of u of that level */
	int64_t least;      /* log2 of tf_minimum; INT64_MIN when there is none */
	int64_t tf_weight;  /* in units of 10^-12 */
	size_t row;         /* of the file */
};

struct comparison {
	struct text name; /* the column of the pairs that its level goes to */
	struct comparison_level *levels;
	size_t level_count;
	size_t numbers; /* of levels that are not null */
};

struct model_rule {
	struct text name;
	struct text when; /* the condition as it is written */
	const struct condition *condition;
	bool unique; /* fires only if one record fits on each side: cluster's business */
	bool prior;  /* counts for estimate's prior alone, and links nothing */
};

/* A column whose term frequencies adjust weights. */
struct frequency {
	size_t column; /* in expressions.columns */
	size_t slot;   /* of the column itself */
};

/* An interaction: two comparisons whose levels occur together more or less often
 * than by chance. Interactions form trees. */
struct interaction {
	size_t a, b;      /* comparisons, in the order of the model */
	int64_t *weights; /* log2(m / u) at [number of a * numbers of b + number of b] */
};

/* m and u of a level among the pairs of two sources (source_a <= source_b). */
struct pair_level {
	struct text source_a, source_b;
	size_t comparison, level;
	struct decimal m, u;
	bool fixed;
	size_t row;
};

/* `##pair`: the prior of a pair of sources. `##absent`: a source that does not
 * collect what a comparison compares. */
struct pair_prior {
	struct text source_a, source_b;
	int64_t prior;
};
struct absence {
	struct text source;
	size_t comparison;
};

/* The model as it is for one pair of sources. What a source does not collect
 * has the one level null there. */
struct parameters {
	struct text source_a, source_b; /* both empty: any */
	struct comparison *comparisons;
	int64_t prior;
	struct parameters *next;
};

struct model {
	struct sidefile side;
	struct expressions expressions;
	struct comparison *comparisons;
	size_t comparison_count, comparison_capacity;
	struct model_rule *rules;
	size_t rule_count, rule_capacity;
	struct model_rule *only; /* a pair of which none of these holds is left out */
	size_t only_count, only_capacity;
	struct frequency *frequencies;
	size_t frequency_count, frequency_capacity;
	struct interaction *interactions;
	size_t interaction_count, interaction_capacity;
	struct pair_level *pair_levels;
	size_t pair_level_count, pair_level_capacity;
	struct pair_prior *pair_priors;
	size_t pair_prior_count, pair_prior_capacity;
	struct absence *absences;
	size_t absence_count, absence_capacity;
	struct parameters pooled;
	int64_t prior;     /* log2(prior / (1 - prior)); 0 when there are only rules */
	int64_t threshold; /* in units of 10^-12 bit; THRESHOLD_NONE when there are only rules */
	bool has_threshold;
	int64_t candidates; /* joins groups by average linkage, from this weight on */
	bool has_candidates;
	size_t untrained; /* a row without m or u, or SIZE_MAX */
	char digest[13];  /* of the file, for step_file() */
};

/* Reads a model; every mistake is exit 78 at its line and column. Levels may
 * lack m and u (see model_trained). All of it lives as long as the arena and
 * model_free(). */
void model_read(struct model *m, struct arena *arena, const char *path);
/* The least weight of pairs that matter to this model, those of candidates or else the
 * threshold; NULL: any does. */
const int64_t *model_least(const struct model *m);
/* The threshold of a purpose, as `##purpose individual=20 statistics=9` has
 * them; one that is not there is exit 78. */
int64_t model_purpose(const struct model *m, const char *purpose);
void model_free(struct model *m);

/* Names that no comparison can have: columns of the pairs and of their patterns,
 * and the words for other rows. */
bool model_name_reserved(struct text name);

/* Exit 78 at the first level without m or u: for programs that need weights. */
void model_trained(const struct model *m);
/* Forgets the rules that are for the prior alone: for programs that link. */
void model_drop_prior_rules(struct model *m);

/* The model for pairs of these two sources, in either order; made the first
 * time it is asked for. */
const struct parameters *model_parameters(struct model *m, struct text source_a,
					  struct text source_b);

/* The same model with weights that no pair of sources and no interaction goes
 * beyond, for programs that only want to know what a pair could reach at most.
 * It borrows from m, and is not to be freed. */
struct model model_bound(const struct model *m, struct arena *arena);
/* What an interaction adds to a pair whose comparisons have these levels; 0
 * where one of its two is null. */
static inline int64_t model_together(const struct model *m, const struct interaction *t,
				     const int8_t *levels)
{
	int a = levels[t->a], b = levels[t->b];

	return a < 0 || b < 0 ? 0
			      : t->weights[(size_t)a * m->comparisons[t->b].numbers + (size_t)b];
}
/* The most that all interactions together add. */
int64_t model_most_together(const struct model *m);

#endif
