#ifndef JIGSAW_CLUSTER_PATH_H
#define JIGSAW_CLUSTER_PATH_H

#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"

/* Finds a shortest path between two nodes over undirected edges. */

struct path_edge {
	uint32_t a, b;
	uint32_t tag; /* the caller's */
};

/* Fills `steps` (taken from the arena) with edge indexes from `from` to `to`,
 * each edge turned so that it leads from its a to its b, and returns how many:
 * 0 if there is no path or both are the same node. Of several shortest paths it
 * takes that with the lower edges, in the caller's numbering. Reorders
 * nothing; memory O(nodes + edges). */
size_t path_find(const struct path_edge *edges, size_t count, size_t nodes, uint32_t from,
		 uint32_t to, struct arena *arena, struct path_edge **steps);

#endif
