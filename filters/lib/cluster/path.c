#include "cluster/path.h"

#include <string.h>

#define UNSEEN UINT32_MAX

/* The edges at each node, in the order of the edges: those of node i are
 * at[starts[i]] to at[starts[i + 1] - 1]. */
struct adjacency {
	size_t *starts;
	uint32_t *at;
};

static struct adjacency adjacency_of(const struct path_edge *edges, size_t count, size_t nodes)
{
	struct adjacency a = {memory_take((nodes + 2) * sizeof *a.starts),
			      memory_take((2 * count + 1) * sizeof *a.at)};

	memset(a.starts, 0, (nodes + 2) * sizeof *a.starts);
	for (size_t i = 0; i < count; i++) {
		a.starts[edges[i].a + 2]++;
		a.starts[edges[i].b + 2]++;
	}
	for (size_t i = 2; i < nodes + 2; i++)
		a.starts[i] += a.starts[i - 1];
	for (size_t i = 0; i < count; i++) {
		a.at[a.starts[edges[i].a + 1]++] = (uint32_t)i;
		a.at[a.starts[edges[i].b + 1]++] = (uint32_t)i;
	}
	return a;
}

size_t path_find(const struct path_edge *edges, size_t count, size_t nodes, uint32_t from,
		 uint32_t to, struct arena *arena, struct path_edge **steps)
{
	struct adjacency a = adjacency_of(edges, count, nodes);
	uint32_t *came = memory_take((nodes + 1) * sizeof *came); /* by which edge */
	uint32_t *queue = memory_take((nodes + 1) * sizeof *queue);
	size_t head = 0, tail = 0, length = 0;

	/* From the end, so that the way back is in order. */
	memset(came, 0xFF, (nodes + 1) * sizeof *came);
	queue[tail++] = to;
	while (head < tail && came[from] == UNSEEN && from != to) {
		uint32_t node = queue[head++];
		for (size_t i = a.starts[node]; i < a.starts[node + 1]; i++) {
			const struct path_edge *e = &edges[a.at[i]];
			uint32_t other = e->a == node ? e->b : e->a;
			if (other == to || came[other] != UNSEEN)
				continue;
			came[other] = a.at[i];
			queue[tail++] = other;
		}
	}
	*steps = ARENA_ARRAY(arena, tail + 1, struct path_edge);
	for (uint32_t node = from; node != to && came[node] != UNSEEN; length++) {
		const struct path_edge *e = &edges[came[node]];
		uint32_t next = e->a == node ? e->b : e->a;
		(*steps)[length] = (struct path_edge){node, next, e->tag};
		node = next;
	}
	memory_free(queue);
	memory_free(came);
	memory_free(a.at);
	memory_free(a.starts);
	return length;
}
