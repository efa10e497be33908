#ifndef JIGSAW_CLUSTER_TIES_H
#define JIGSAW_CLUSTER_TIES_H

#include "cluster/path.h"
#include "cluster/universe.h"

/* The pairs that link identities, as edges for the shortest path between two of
 * them (path.h). */

struct tie {
	struct text rule; /* empty: by weight */
	bool weighed;
	int64_t weight;
};

/* `struct ties t = {0}` is empty. */
struct ties {
	struct path_edge *edges; /* their tags are indexes into at */
	struct tie *at;
	size_t count, edge_capacity, capacity;
};

/* Reads scored pairs (columns id_a, id_b, weight and maybe rule) and keeps those
 * between identities that are `within`: pairs with a rule, pairs of at least
 * *threshold and, where that is NULL, all. The rules' names are copied into the
 * arena. An id that the universe, read from records, does not have is exit 65. */
void ties_read(struct ties *t, struct reader *in, const struct universe *u, const bool *within,
	       const int64_t *threshold, struct arena *arena);
void ties_free(struct ties *t);

#endif
