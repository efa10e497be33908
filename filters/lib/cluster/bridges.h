#ifndef JIGSAW_CLUSTER_BRIDGES_H
#define JIGSAW_CLUSTER_BRIDGES_H

#include <stddef.h>
#include <stdint.h>

/*
 * Counts the bridges of an undirected graph: edges without which it would fall into
 * more parts (Tarjan, "A note on finding the bridges of a graph", Information
 * Processing Letters 2(6), 1974). A person held together by a bridge depends on
 * that one link.
 */

struct graph_edge {
	uint32_t a, b;
};

/* How many of the edges are bridges. Nodes are 0..nodes-1; no edge may be there
 * twice (in either direction) nor join a node with itself. 24 bytes per node and
 * 8 an edge. */
size_t bridges_count(const struct graph_edge *edges, size_t count, uint32_t nodes);

#endif
