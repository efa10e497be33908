/* Random graphs: an edge is a bridge when leaving it out makes more components. */

#include "cluster/bridges.h"
#include "cluster/components.h"
#include "random.h"
#include "test.h"

enum { NODES = 14, MOST = 20, LONG = 200000 };

static uint32_t parts_without(const struct graph_edge *edges, size_t count, size_t without)
{
	uint32_t labels[NODES];
	struct components c;

	components_start(&c, NODES);
	for (size_t i = 0; i < count; i++)
		if (i != without)
			components_join(&c, edges[i].a, edges[i].b);
	uint32_t parts = components_labels(&c, labels);
	components_free(&c);
	return parts;
}

static void graph(void)
{
	struct graph_edge edges[MOST];
	size_t count = 0, bridges = 0;

	for (uint32_t tries = random_below(MOST); tries; tries--) {
		uint32_t a = random_below(NODES), b = random_below(NODES);
		bool known = a == b;
		for (size_t i = 0; i < count; i++)
			known |= (edges[i].a == a && edges[i].b == b) ||
				 (edges[i].a == b && edges[i].b == a);
		if (!known)
			edges[count++] = (struct graph_edge){a, b};
	}
	for (size_t i = 0; i < count; i++)
		bridges += parts_without(edges, count, i) > parts_without(edges, count, count);
	check(bridges_count(edges, count, NODES) == bridges, "count");
}

int main(void)
{
	random_state = 9;
	for (int i = 0; i < 3000; i++)
		graph();
	static struct graph_edge chain[LONG];
	for (uint32_t i = 0; i + 1 < LONG; i++)
		chain[i] = (struct graph_edge){i + 1, i};
	check(bridges_count(chain, LONG - 1, LONG) == LONG - 1, "a long chain");
	chain[LONG - 1] = (struct graph_edge){0, LONG - 1};
	check(bridges_count(chain, LONG, LONG) == 0, "a long ring");
	check(bridges_count(NULL, 0, 0) == 0, "nothing");
	return 0;
}
