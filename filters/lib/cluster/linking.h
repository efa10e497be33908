#ifndef JIGSAW_CLUSTER_LINKING_H
#define JIGSAW_CLUSTER_LINKING_H

#include "cluster/average.h"
#include "cluster/cohesion.h"
#include "cluster/edges.h"
#include "cluster/joining.h"
#include "cluster/unique.h"
#include "cluster/universe.h"

/*
 * Links pairs into persons: firm links first (rules that need not be unique, and
 * weights), then the unique rules on the persons so far.
 *
 * Without conditions a firm link is made at once and forgotten. With them
 * (linking_conditions) the links wait in a temporary file and are made in the
 * order of their strength, those of equal strength together. Pairs of several
 * streams wait in another file until those of the same two records are merged. With
 * `average` only rules make links so, and weights join by average.h after them.
 */

enum linking_figure {
	PAIRS_RULE,
	PAIRS_WEIGHT,
	PAIRS_UNIQUE,
	PAIRS_SETTLED,
	PAIRS_AMBIGUOUS,
	PAIRS_BELOW,
	PAIRS_MERGED,
	PAIRS_MUST_NOT,
	PAIRS_OTHER_VALUE,
	PAIRS_SECOND,
	PAIRS_TIED,
	PAIRS_LARGE,
	PAIRS_OUTWEIGHED, /* by average linkage alone; the last */
	PAIRS_FIGURES
};
extern const char *const linking_figures[PAIRS_FIGURES];

struct linking {
	const struct universe *universe;
	struct components components;
	struct joining joining;
	struct unique unique;
	const uint16_t *single;    /* by source, for unique_resolve(), or NULL */
	bool conditions;           /* those of `joining` have been set */
	bool several;              /* the pairs come from several streams */
	bool keeps_ambiguous;      /* for linking_ambiguous() */
	struct average *average;   /* joins by weights, or NULL: each weight links */
	struct cohesion *cohesion; /* told of every link, or NULL */
	/* The line of a pair that streams were merged to, appended: for several. */
	void (*print)(void *context, struct buffer *line, struct text pair, const struct edge *e);
	void *context;
	uint64_t figures[PAIRS_FIGURES];
	struct sorter merging, links, ambiguous;
	struct buffer entry, pair, line;
	struct buffer candidates; /* the lines of pairs that `average` has, if they are kept */
	struct edge *edges;       /* of one strength */
	struct link *group;
	size_t edge_capacity, group_capacity;
};

/* Every identity a person. The flags, cohesion and print are set after this. */
void linking_start(struct linking *l, const struct universe *u, const char *tmpdir);
/* A pair that links, or may; `line` is its record. */
void linking_pair(struct linking *l, const struct edge *e, struct text line);
/* Once all pairs are there: makes the links that have waited. */
void linking_settle(struct linking *l);
/* The next pair that was left open, in the order of its rids: `line`, as it
 * was given, a TAB and the reason (rival, tied, large). */
bool linking_ambiguous(struct linking *l, struct text *line);
/* All but the components, which are the caller's from now on. */
void linking_free(struct linking *l);

#endif
