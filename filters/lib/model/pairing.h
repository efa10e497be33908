#ifndef JIGSAW_MODEL_PAIRING_H
#define JIGSAW_MODEL_PAIRING_H

#include "base/map.h"
#include "stream/preamble.h"

/*
 * Decides which records of a group may be paired, by their sources and sides.
 * block(1) and compare(1) both use it, so they agree.
 */

enum pairing_kind {
	PAIR_WITHIN,  /* any two */
	PAIR_BETWEEN, /* two of different sources */
	PAIR_CHOSEN,  /* two of sources that were named together */
};

/* `struct pairing p = {0}` pairs any two. */
struct pairing {
	enum pairing_kind kind;
	struct map sources; /* a source's number is its index here */
	size_t named;       /* so many of them were named, and come first */
	bool *chosen;       /* named * named */
};

/* The side of a sub-block that a record is on: two records of the same side are
 * not paired. */
enum side { SIDE_NONE, SIDE_A, SIDE_B, SIDE_COUNT };

/* The column `side`: nothing, `a` or `b`; false when it is anything else. */
bool side_read(struct text cell, enum side *side);

/* Which pairs the groups of a stream are for, as pairing_read() takes it: what
 * the last step of block says; without one, `between` when there are several
 * sources and else `within`. */
struct text pairing_of_block(const struct preamble *p);

/* Reads `within`, `between` or a list such as `a:b,b:b` of pairs of sources;
 * false when it is none of them. Room is the arena's and, with pairing_free(),
 * its own. */
bool pairing_read(struct pairing *p, struct text value, struct arena *arena);
void pairing_free(struct pairing *p);

/* The number of a source, a new one when it was not seen before. */
size_t pairing_source(struct pairing *p, struct text id);

static inline bool pairing_allows(const struct pairing *p, size_t a, size_t b)
{
	if (p->kind != PAIR_CHOSEN)
		return p->kind == PAIR_WITHIN || a != b;
	return a < p->named && b < p->named && p->chosen[a * p->named + b];
}

static inline bool sides_allow(enum side a, enum side b)
{
	return a == SIDE_NONE || a != b;
}

/* A group's records by source and side, and how many pairs of them meet.
 * `struct meeting m = {0}` is an empty one. */
struct meeting {
	uint64_t records, pairs;
	uint64_t sides[SIDE_COUNT];
	uint64_t (*sizes)[SIDE_COUNT]; /* of each source */
	size_t capacity;
	size_t *present; /* the sources that are here */
	size_t present_count, present_capacity;
};

void meeting_add(struct meeting *m, const struct pairing *p, size_t source, enum side side);
/* Empties it for the next group. */
void meeting_clear(struct meeting *m);
void meeting_free(struct meeting *m);

#endif
