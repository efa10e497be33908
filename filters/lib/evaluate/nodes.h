#ifndef JIGSAW_EVALUATE_NODES_H
#define JIGSAW_EVALUATE_NODES_H

#include "cluster/universe.h"
#include "evaluate/contingency.h"

/*
 * The identities whose links are evaluated, numbered as nodes: those of the
 * clusters or, with pairs, those of the records.
 */

/* `struct nodes n = {0}` is empty. About 60 bytes per identity, and its id. */
struct nodes {
	bool paired; /* there are no clusters; set beforehand */
	struct universe universe;
	struct map persons; /* of the clusters */
	struct node *at;    /* of each identity */
	size_t capacity;
};

/* The node of an identity, empty when it is new; valid until the next call. */
struct node *nodes_at(struct nodes *n, uint32_t identity);
/* universe_need() for an id in a cell of a stream beside the main one. */
uint32_t nodes_identity(const struct nodes *n, const struct reader *in, struct text cell,
			const char *column);
/* Reads clusters: the identities, and who is whose person. */
void nodes_clusters(struct nodes *n, struct reader *in);
/* Says in each node which identity it is and of which source, when all are there. */
void nodes_number(struct nodes *n);
/* Do the ends of a pair count as one? They do when they are of different sources,
 * or when there is one source only. */
bool nodes_count(const struct nodes *n, uint32_t a, uint32_t b);
/* Of each identity its cluster, an index into persons; the caller frees it. */
uint32_t *nodes_cluster_of(const struct nodes *n);
void nodes_free(struct nodes *n);

#endif
