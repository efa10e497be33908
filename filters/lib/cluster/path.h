#ifndef JIGSAW_CLUSTER_PATH_H
#define JIGSAW_CLUSTER_PATH_H

#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"

/* A shortest way between two nodes over undirected edges. */

struct path_edge {
	uint32_t a, b;
	uint32_t tag; /* the caller's */
};

/* Fills `steps` (taken from the arena) with edge indexes from `from` to `to`,
 * each edge turned so that it leads from its a to its b, and returns how many:
 * 0 when there is no way or both are one node. Of several shortest ways that
 * over the lower edges, as they are numbered by the caller, is taken. Reorders
 * nothing; memory O(nodes + edges). */
size_t path_find(const struct path_edge *edges, size_t count, size_t nodes, uint32_t from,
		 uint32_t to, struct arena *arena, struct path_edge **steps);

#endif
