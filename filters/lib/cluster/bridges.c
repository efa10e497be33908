#include "cluster/bridges.h"

#include <string.h>

#include "base/memory.h"

/* Depth first, without recursion: a chain may be as long as the graph. */
struct walk {
	size_t *first; /* where the neighbours of each node begin; nodes + 1 */
	uint32_t *neighbours;
	uint32_t *entered; /* when each node was met, from 1 */
	uint32_t *lowest;  /* the earliest met that it reaches without its way in */
	uint32_t *from;    /* its way in */
	uint32_t clock;
	size_t *next; /* neighbour to try, by node */
	size_t bridges;
};

static void list_neighbours(struct walk *w, const struct graph_edge *edges, size_t count,
			    uint32_t nodes)
{
	memset(w->first, 0, (nodes + (size_t)2) * sizeof *w->first);
	for (size_t i = 0; i < count; i++) {
		w->first[edges[i].a + 1]++;
		w->first[edges[i].b + 1]++;
	}
	for (uint32_t i = 0; i < nodes; i++)
		w->first[i + 1] += w->first[i];
	memcpy(w->next, w->first, (nodes + (size_t)1) * sizeof *w->next);
	for (size_t i = 0; i < count; i++) {
		w->neighbours[w->next[edges[i].a]++] = edges[i].b;
		w->neighbours[w->next[edges[i].b]++] = edges[i].a;
	}
	memcpy(w->next, w->first, (nodes + (size_t)1) * sizeof *w->next);
}

static void enter(struct walk *w, uint32_t node, uint32_t from)
{
	w->from[node] = from;
	w->entered[node] = w->lowest[node] = ++w->clock;
}

static void walk_from(struct walk *w, uint32_t start)
{
	uint32_t node = start;

	enter(w, start, start);
	for (;;) {
		if (w->next[node] < w->first[node + 1]) {
			uint32_t other = w->neighbours[w->next[node]++];
			if (!w->entered[other]) {
				enter(w, other, node);
				node = other;
			} else if (other != w->from[node] && w->entered[other] < w->lowest[node]) {
				w->lowest[node] = w->entered[other];
			}
			continue;
		}
		if (node == start)
			return;
		uint32_t from = w->from[node];
		w->bridges += w->lowest[node] == w->entered[node];
		if (w->lowest[node] < w->lowest[from])
			w->lowest[from] = w->lowest[node];
		node = from;
	}
}

size_t bridges_count(const struct graph_edge *edges, size_t count, uint32_t nodes)
{
	struct walk w = {0};

	w.first = memory_take((nodes + (size_t)2) * sizeof *w.first);
	w.next = memory_take((nodes + (size_t)1) * sizeof *w.next);
	w.neighbours = memory_take((2 * count + 1) * sizeof *w.neighbours);
	w.entered = memory_take((nodes + (size_t)1) * sizeof *w.entered);
	w.lowest = memory_take((nodes + (size_t)1) * sizeof *w.lowest);
	w.from = memory_take((nodes + (size_t)1) * sizeof *w.from);
	memset(w.entered, 0, (nodes + (size_t)1) * sizeof *w.entered);
	list_neighbours(&w, edges, count, nodes);
	for (uint32_t i = 0; i < nodes; i++)
		if (!w.entered[i])
			walk_from(&w, i);
	memory_free(w.first);
	memory_free(w.next);
	memory_free(w.neighbours);
	memory_free(w.entered);
	memory_free(w.lowest);
	memory_free(w.from);
	return w.bridges;
}
