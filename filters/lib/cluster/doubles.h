#ifndef JIGSAW_CLUSTER_DOUBLES_H
#define JIGSAW_CLUSTER_DOUBLES_H

#include "cluster/cohesion.h"
#include "cluster/joining.h"
#include "cluster/universe.h"
#include "stream/writer.h"

/*
 * Joins records that one source has of one person (cluster --doubles), before a
 * source can be said to have a person once: what follows links the person, not one of
 * its records, and two that are one do not compete for a partner.
 */

struct doubles {
	struct reader **streams; /* of pairs: id_a, id_b */
	size_t count;
	uint64_t linked;  /* pairs joined now, or one person already */
	uint64_t apart;   /* refused: the two, or a chain of doubles, must not be one person */
	uint64_t between; /* of two sources: left to the other pairs */
};

/* Reads the streams to their ends (every pair counts, whatever its weight) and joins those
 * whose records are of one source, all together, so that their order does not matter;
 * `cohesion` is told of each, or NULL. */
void doubles_join(struct doubles *d, const struct universe *u, struct joining *j,
		  struct cohesion *cohesion);
/* Into the ledger of what is written, if there are streams. */
void doubles_figures(const struct doubles *d, struct writer *w);

#endif
