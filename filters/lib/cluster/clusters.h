#ifndef JIGSAW_CLUSTER_CLUSTERS_H
#define JIGSAW_CLUSTER_CLUSTERS_H

#include "cluster/universe.h"
#include "stream/columns.h"

/* Reads a stream of clusters: the person of each identity. */
struct clusters {
	struct reader *in;
	size_t rid, person;
	struct source_column source;
};

/* Of an open reader; without the columns rid, person_id or a source it is exit 65. */
struct clusters clusters_of(struct reader *in);

/* The next row: its identity, which is added to the universe, and its person as
 * an index into `persons`, whose keys are the person ids; false at the end. */
bool clusters_next(struct clusters *c, struct universe *u, struct map *persons, uint32_t *identity,
		   uint32_t *person);

#endif
