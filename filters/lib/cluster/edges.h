#ifndef JIGSAW_CLUSTER_EDGES_H
#define JIGSAW_CLUSTER_EDGES_H

#include "base/text.h"

/*
 * Encodes a pair that may link as an entry of a sorter, to merge the pairs of
 * several streams, and to order links by falling strength, in bounded memory.
 *
 * Strength: first the pairs without a weight, in the order of their rules (a
 * ladder; without a rule last), then those with a weight, by weight.
 */

enum edge_kind {
	EDGE_RULE,   /* by a rule, regardless of weight */
	EDGE_WEIGHT, /* so does the weight */
	EDGE_UNIQUE, /* a unique rule may say so */
};

#define EDGE_NO_RULE UINT32_MAX

struct edge {
	uint32_t a, b;
	uint32_t rule; /* the first that holds, or EDGE_NO_RULE */
	enum edge_kind kind;
	bool weighed;
	int64_t weight; /* 0 unless weighed */
};

/* Two rids in order, with a TAB between: the key of a pair, regardless of which is a. */
void edge_pair(struct buffer *pair, struct text rid_a, struct text rid_b);
/* Entries that come in the order of their pairs. */
void edge_by_pair(struct buffer *entry, const struct edge *e, struct text rid_a, struct text rid_b);
/* Entries that come in falling strength, then in the order of their pairs; `line`
 * is kept with it. */
void edge_by_strength(struct buffer *entry, const struct edge *e, struct text rid_a,
		      struct text rid_b, struct text line);
/* What one of the two made: the edge, its pair and the line. */
void edge_read(struct text entry, bool by_strength, struct edge *e, struct text *pair,
	       struct text *line);

bool edge_equally_strong(const struct edge *a, const struct edge *b);
/* The same pair by another model: links if either says so, and how the firmer
 * says it; the first rule and the better weight are kept. */
void edge_merge(struct edge *e, const struct edge *other);

#endif
