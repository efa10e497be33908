#ifndef JIGSAW_TRAIN_EM_H
#define JIGSAW_TRAIN_EM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Expectation maximisation over agreement patterns (Fellegi and Sunter 1969,
 * section 3.3.1; Winkler 1988; Splink's expectation_maximisation.py).
 *
 * The patterns come in sessions: the pairs of a pass, or a random sample of all
 * pairs. Each session has its own share of matches; m and u are common to all.
 * A session excludes the comparisons that its pass decides. The u of levels come
 * from random sessions, m from all: one model and one likelihood for all counts,
 * so a pass weighs as much as it knows. (Splink instead estimates m in each
 * session separately and takes the median, and counts the matches in the random
 * sample as non-matches, which raises u of an identifier many times: em_median().)
 *
 * An interaction has a table of its own, the ratio of the joint shares of two
 * comparisons to the product of the single ones, among matches and among
 * non-matches (a latent class model with tree dependence). A null level (-1) is
 * no evidence.
 *
 * Only +, -, * and / on doubles, in one fixed order: the same input gives the
 * same bits on every machine (with -ffp-contract=off).
 */

struct em_pattern {
	const int8_t *levels; /* by comparison: number of the level, or -1 */
	uint64_t count;
};

/* One of the pairs of a session, of which it is known what it is. */
struct em_judged {
	const int8_t *levels;
	bool match;
};

struct em_session {
	const struct em_pattern *patterns;
	size_t count;
	const bool *excluded;     /* by comparison: which the session does not look at */
	bool random;              /* its share is known and stays; u is learned from it */
	double share;             /* of matches; below 0: start from what the model says */
	struct em_judged *judged; /* pairs that are in the patterns too */
	size_t judged_count;
};

struct em_comparison {
	size_t levels;
	double *m, *u;         /* by number: start values, then the result */
	bool *keep_m, *keep_u; /* these stay as they are */
	double *m_count;       /* out: matches in which the level was seen, all sessions */
	double *u_count;       /* out: others, in random sessions */
	uint64_t *seen;        /* out: pairs at the level in sessions that look at it */
	uint64_t *sampled;     /* out: of those, pairs in random sessions */
};

struct em_interaction {
	size_t a, b;   /* comparisons */
	double *m, *u; /* ratios at [level of a * levels of b + level of b] */
};

struct em {
	struct em_comparison *comparisons;
	size_t comparison_count;
	struct em_session *sessions;
	size_t session_count;
	struct em_interaction *interactions;
	size_t interaction_count;
	double prior;      /* share of matches among all pairs: where shares start from */
	double least;      /* stop when nothing changes by more than this */
	size_t most;       /* iterations */
	double pseudo;     /* added to each count: 0.5 (Jeffreys), or 0 as Splink */
	bool learn_u;      /* false: u stays where it starts */
	size_t iterations; /* out */
	double change;     /* out: the last largest change */
	bool converged;    /* out */
};

/* Probability that a pair of this pattern is a match; `excluded` may be NULL. */
double em_posterior(const struct em *e, const int8_t *levels, const bool *excluded, double share);

/* Counts seen and sampled. */
void em_count(struct em *e);

/* The same, and sets u of every level that was sampled (and is
 * not kept) to its share of the random sessions, and the ratios of interactions among
 * non-matches to those of the random sessions: where EM starts from. */
void em_sample(struct em *e);

/* All sessions at once. Needs em_sample() before it. */
void em_joint(struct em *e);

/* Each session that is not random by itself, and the median over those that
 * saw the level. Needs em_sample() before it. */
void em_median(struct em *e);

/* Adds to m_count and u_count (by comparison and number, laid out by `first`)
 * what one session holds at the present parameters. */
void em_expect(const struct em *e, const struct em_session *s, const size_t *first, double *m_count,
	       double *u_count);

#endif
