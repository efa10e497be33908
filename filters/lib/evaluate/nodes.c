#include "evaluate/nodes.h"

#include "cluster/clusters.h"

struct node *nodes_at(struct nodes *n, uint32_t identity)
{
	size_t had = n->capacity;

	memory_need(&n->at, &n->capacity, (size_t)identity + 1, sizeof *n->at);
	if (n->capacity > had)
		memset(n->at + had, 0, (n->capacity - had) * sizeof *n->at);
	return &n->at[identity];
}

uint32_t nodes_identity(const struct nodes *n, const struct reader *in, struct text cell,
			const char *column)
{
	return universe_need(&n->universe, in, cell, column, n->paired ? "records" : "clusters");
}

void nodes_clusters(struct nodes *n, struct reader *in)
{
	struct clusters rows = clusters_of(in);
	uint32_t identity, person;

	while (clusters_next(&rows, &n->universe, &n->persons, &identity, &person))
		nodes_at(n, identity)->cluster = person;
}

void nodes_number(struct nodes *n)
{
	for (uint32_t i = 0; i < n->universe.rids.count; i++) {
		struct node *node = nodes_at(n, i);
		node->source = n->universe.source[i];
		node->identity = i;
	}
}

bool nodes_count(const struct nodes *n, uint32_t a, uint32_t b)
{
	return n->at[a].source != n->at[b].source || n->universe.sources.count == 1;
}

uint32_t *nodes_cluster_of(const struct nodes *n)
{
	size_t count = n->universe.rids.count;
	uint32_t *cluster = memory_take((count + 1) * sizeof *cluster);

	for (size_t i = 0; i < count; i++)
		cluster[i] = n->at[i].cluster;
	return cluster;
}

void nodes_free(struct nodes *n)
{
	memory_free(n->at);
	map_free(&n->persons);
	universe_free(&n->universe);
	*n = (struct nodes){0};
}
