#ifndef JIGSAW_CLUSTER_COMPONENTS_H
#define JIGSAW_CLUSTER_COMPONENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Connected components of an undirected graph whose nodes are numbered
 * 0..count-1: union-find with union by size and path halving (Tarjan and van
 * Leeuwen, "Worst-case analysis of set union algorithms", J. ACM 31(2), 1984).
 * Four bytes per node; edges are not kept, so they may stream past in any
 * number. At most 2^31 - 1 nodes.
 */

struct components {
	uint32_t *parents; /* of a root: the size of its tree, with the high bit set */
	uint32_t count;
};

/* Every node alone. More than 2^31 - 1 nodes is exit 74. */
void components_start(struct components *c, size_t count);
/* Adds the edge a-b; false when they were together already. */
bool components_join(struct components *c, uint32_t a, uint32_t b);
/* The root of a's tree: equal for two nodes exactly when they are connected,
 * but which node it is depends on the order of the edges. */
uint32_t components_root(struct components *c, uint32_t a);
/* How many nodes are connected with a, itself among them. */
uint32_t components_size(struct components *c, uint32_t a);

/* Turns the trees into labels: labels[i] is the smallest node connected with
 * i, so it does not depend on the order of the edges. `labels` has room for
 * `count` numbers. Returns the number of components. */
uint32_t components_labels(struct components *c, uint32_t *labels);
void components_free(struct components *c);

#endif
