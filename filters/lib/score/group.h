#ifndef JIGSAW_SCORE_GROUP_H
#define JIGSAW_SCORE_GROUP_H

#include "score/classes.h"
#include "score/partners.h"
#include "score/sieve.h"

/*
 * Holds the records of one group, which share a blocking key, and finds the pairs
 * to score: those that sources and sides allow (pairing.h), that did not occur
 * under an earlier key (partners.h), and that may reach the threshold (sieve.h).
 *
 *	struct group group = {.model = &model, .pairing = &pairing, ...};
 *	group_start(&group, totals, &arena);
 *	for each group
 *		for each of its records
 *			group_add(), partner_seen(), group_load()
 *		group_end(&group)
 *
 * Memory: O(largest group).
 */

struct group_member {
	struct text rid, source;
	struct partner partner;
	struct entry entry;
};

struct group_pair {
	const struct group_member *a, *b; /* a's source is not behind b's in byte order */
	const struct score *score;
	bool again;     /* they have met under an earlier key; only with `counts` */
	uint64_t count; /* so many pairs are like this one; 1 without `counts` */
};

struct group {
	/* Given; all must last. */
	struct model *model;
	struct pairing *pairing; /* learns the sources that come */
	int64_t threshold;
	bool explains; /* fill in score.weights, and score each pair by itself */
	bool counts;   /* tell all pairs that may meet, whatever they weigh, also those that
			  met before; many of the same levels at once */
	/* Told of each pair that reaches the threshold or that a rule finds. */
	void (*found)(void *context, const struct group_pair *pair);
	void *context;
	/* Of all groups so far: met = skipped + compared, and without `counts` compared
	 * = below + found. */
	uint64_t groups, met, skipped, compared, below;
	/* The current group. */
	struct group_member *members;
	size_t count, capacity;
	struct arena arena; /* for the contents of its members */
	struct meeting meeting;
	struct classes classes;
	/* The run. */
	struct model bound;
	struct scorer scorer;
	struct sieve sieve;
	struct score score;
	const struct pair_weights **weights; /* by the numbers of two sources; NULL: not yet */
	size_t weight_sources;
};

/* `totals` as for scorer_start(). */
void group_start(struct group *g, const uint64_t *totals, struct arena *arena);
/* Adds a record to the group, to be completed by partner_seen() and group_load();
 * valid until the next. The texts must last until group_end(), as what is in
 * g->arena does. */
struct group_member *group_add(struct group *g, struct text rid, struct text source,
			       enum side side);
/* As scorer_load(), for a member. */
enum load group_load(struct group *g, struct group_member *member, const struct text *cells,
		     const bool *lists, const struct text *counts);
/* Tells the pairs of the group, and empties it for the next. */
void group_end(struct group *g);
void group_free(struct group *g);

#endif
