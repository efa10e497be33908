/* Random graphs against labels found by spreading the smallest number. */

#include <string.h>

#include "cluster/components.h"
#include "random.h"
#include "test.h"

enum { NODES = 60, EDGES = 80 };

static uint32_t naive(uint32_t nodes, uint32_t edges, uint32_t at[][2], uint32_t *labels)
{
	for (uint32_t i = 0; i < nodes; i++)
		labels[i] = i;
	for (bool changed = true; changed;) {
		changed = false;
		for (uint32_t e = 0; e < edges; e++) {
			uint32_t a = labels[at[e][0]], b = labels[at[e][1]];
			uint32_t low = a < b ? a : b;
			changed |= a != b;
			labels[at[e][0]] = labels[at[e][1]] = low;
		}
	}
	uint32_t found = 0;
	for (uint32_t i = 0; i < nodes; i++)
		found += labels[i] == i;
	return found;
}

static void graph(uint32_t nodes, uint32_t edges)
{
	static uint32_t at[EDGES][2], expected[NODES], labels[NODES], again[NODES];

	for (uint32_t e = 0; e < edges; e++) {
		at[e][0] = random_below(nodes);
		at[e][1] = random_below(nodes);
	}
	struct components c;
	components_start(&c, nodes);
	uint32_t joined = 0;
	for (uint32_t e = 0; e < edges; e++)
		joined += components_join(&c, at[e][0], at[e][1]);
	uint32_t found = components_labels(&c, labels);
	check(found == naive(nodes, edges, at, expected), "number of components");
	check(found == nodes - joined, "a join that joins lowers the number by one");
	check(!memcmp(labels, expected, nodes * sizeof(*labels)), "labels");
	components_free(&c);

	components_start(&c, nodes);
	for (uint32_t e = edges; e-- > 0;)
		components_join(&c, at[e][1], at[e][0]);
	components_labels(&c, again);
	check(!memcmp(labels, again, nodes * sizeof(*labels)), "order of edges");
	components_free(&c);
}

int main(void)
{
	struct components none;

	components_start(&none, 0);
	check(components_labels(&none, NULL) == 0, "no nodes");
	components_free(&none);
	for (int i = 0; i < 3000; i++)
		graph(1 + random_below(NODES), random_below(EDGES));

	/* A path of 200,000 nodes must not cost more than it should. */
	struct components path;
	enum { LONG = 200000 };
	components_start(&path, LONG);
	for (uint32_t i = 1; i < LONG; i++)
		check(components_join(&path, i - 1, i), "path");
	check(components_root(&path, 0) == components_root(&path, LONG - 1), "path ends");
	components_free(&path);
	return 0;
}
