/* Shortest ways, held to what looking at every distance gives. */

#include "cluster/path.h"
#include "random.h"
#include "test.h"

enum { NODES = 12, EDGES = 20, FAR = 1000 };

static int distance(const struct path_edge *edges, size_t count, uint32_t from, uint32_t to)
{
	int far[NODES];

	for (int i = 0; i < NODES; i++)
		far[i] = FAR;
	far[from] = 0;
	for (int round = 0; round < NODES; round++)
		for (size_t i = 0; i < count; i++) {
			uint32_t a = edges[i].a, b = edges[i].b;
			if (far[a] + 1 < far[b])
				far[b] = far[a] + 1;
			if (far[b] + 1 < far[a])
				far[a] = far[b] + 1;
		}
	return far[to];
}

static void round_of(size_t count)
{
	struct path_edge edges[EDGES], *steps;
	struct arena arena = {0};
	uint32_t from = random_below(NODES), to = random_below(NODES), at = from;

	for (size_t i = 0; i < count; i++)
		edges[i] =
			(struct path_edge){random_below(NODES), random_below(NODES), (uint32_t)i};
	size_t length = path_find(edges, count, NODES, from, to, &arena, &steps);
	int expected = distance(edges, count, from, to);
	check(length == (expected == FAR ? 0 : (size_t)expected), "length");
	for (size_t i = 0; i < length; i++) {
		const struct path_edge *e = &edges[steps[i].tag];
		check(steps[i].a == at, "in order");
		check((e->a == steps[i].a && e->b == steps[i].b) ||
			      (e->b == steps[i].a && e->a == steps[i].b),
		      "over an edge");
		at = steps[i].b;
	}
	check(!length || at == to, "arrives");
	arena_free(&arena);
}

int main(void)
{
	random_state = 7;
	for (int i = 0; i < 5000; i++)
		round_of(random_below(EDGES));
	return 0;
}
