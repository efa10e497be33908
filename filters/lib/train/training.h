#ifndef JIGSAW_TRAIN_TRAINING_H
#define JIGSAW_TRAIN_TRAINING_H

#include "block/passes.h"
#include "train/em.h"
#include "train/patterns.h"
#include "train/sample.h"

/*
 * Trains the parameters of a model from agreement patterns: arranges patterns,
 * sample and labels for em.h.
 */

struct training_pair { /* two sources; source_a <= source_b */
	struct text source_a, source_b;
	uint64_t possible;      /* pairs of their records; 0: not known */
	uint64_t ruled;         /* pairs that a rule without `unique` found */
	double found;           /* matches expected among the pairs that the passes found */
	double prior;           /* share of matches */
	double *m, *u;          /* by training.first: shrunk to those of all sources */
	double *matches, *rest; /* pairs they were learned from, likewise */
};

struct training {
	struct model *model;
	struct arena *arena;
	struct em em;
	size_t *first, levels; /* where a comparison's levels are in the arrays of a pair */
	struct pattern *patterns;
	size_t pattern_count;
	struct training_session {
		uint64_t pass; /* 0: the random sample */
		size_t pair;   /* SIZE_MAX: all */
	} * sessions;          /* those of em */
	size_t *session_of;    /* by pattern */
	struct training_pair *pairs;
	size_t pair_count;
	double prior, found; /* found: of all pairs of sources, if there are more than rules say */
	uint64_t possible, ruled;
};

struct training_options {
	bool splink;     /* estimate as Splink does: passes apart, u as counted, median */
	double strength; /* counts by which a pair of sources is drawn to all sources */
	double recall;   /* share of the matches that the rules find; 0: the prior stays */
	double least;
	size_t most;
};

/* Which comparisons a pass of the rules file decides: those that use one of
 * the columns of its keys, and those that its column `implies` names. */
bool **training_excluded(const struct model *m, const char *rules_path, struct arena *arena,
			 uint64_t *most_pass, char digest[13]);

/* Lays the patterns out in sessions; excluded[pass] says which comparisons a pass excludes. The
 * sample may be NULL. */
void training_start(struct training *t, struct model *m, const struct patterns *patterns,
		    bool **excluded, uint64_t most_pass, const struct sample *sample,
		    const struct training_options *options, struct arena *arena);

/* Estimates: afterwards em's comparisons hold m and u, and the pairs theirs. */
void training_run(struct training *t, const struct training_options *options);

/* What a reader of the model should know, on standard error. */
void training_warn(const struct training *t, const struct training_options *options);

struct training_fit { /* pairs at the strongest level of two comparisons */
	double found, expected;
};

/* How well the model explains that two comparisons agree together: the pairs that
 * do, in all sessions that look at both, and how many there would be if the two were
 * independent among matches and among the rest (the bivariate residual of latent
 * class analysis, Vermunt and Magidson 2005). */
struct training_fit training_fit(const struct training *t, size_t a, size_t b);

/* Does the weight of this level not exceed that of the next one? */
bool training_falls(const struct training *t, size_t comparison, size_t number);

#endif
