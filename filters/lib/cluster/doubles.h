#ifndef JIGSAW_CLUSTER_DOUBLES_H
#define JIGSAW_CLUSTER_DOUBLES_H

#include "cluster/cohesion.h"
#include "cluster/joining.h"
#include "cluster/universe.h"
#include "stream/reader.h"

/*
 * Joins records that one source has of one person (cluster --doubles), before a
 * source can be said to have a person once: what follows links the person, not one of
 * its records, and two that are one do not compete for a partner.
 */

enum doubles_figure {
	DOUBLES_LINKED,  /* joined now or one person already */
	DOUBLES_APART,   /* refused: the two, or a chain of doubles, must not be one person */
	DOUBLES_BETWEEN, /* of two sources: left to the other pairs */
	DOUBLES_FIGURES
};
extern const char *const doubles_figures[DOUBLES_FIGURES];

/* Reads streams of pairs (id_a, id_b: every pair counts, whatever its weight) to their ends and
 * joins those whose records are of one source, all together, so that their order does not
 * matter; `cohesion` is told of each, or NULL. Adds to `figures`. */
void doubles_join(struct joining *j, const struct universe *u, struct reader *const *streams,
		  size_t count, struct cohesion *cohesion, uint64_t figures[DOUBLES_FIGURES]);

#endif
