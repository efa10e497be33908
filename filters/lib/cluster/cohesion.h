#ifndef JIGSAW_CLUSTER_COHESION_H
#define JIGSAW_CLUSTER_COHESION_H

#include "base/sorter.h"
#include "cluster/edges.h"
#include "cluster/persons.h"
#include "stream/writer.h"

/*
 * Reports how well persons hold together (cluster --report): a row for each person
 * of several records, with
 *
 *	records   its identities
 *	sources   the number of their sources
 *	repeated  the most of one source
 *	links     pairs that link two of them, each once
 *	density   links / (records * (records - 1) / 2), 6 decimals
 *	bridges   links without which the person would fall apart
 *	weakest   the smallest weight of a link, if they have weights
 *
 * (Splink's graph_metrics.py and edge_metrics.py.) Links wait in temporary
 * files; memory goes by the largest person.
 */

struct cohesion {
	struct sorter links, ordered, rows;
	const char *tmpdir;
	struct buffer entry;
	struct text pending; /* the next link of `ordered` */
	bool has_pending;
	struct graph_edge *edges;
	uint32_t *numbers;
	size_t edge_capacity, number_capacity;
};

/* The columns of the report. */
void cohesion_columns(struct preamble *p);
void cohesion_start(struct cohesion *r, const char *tmpdir);
/* A link that was made, or that joins who is one person already. */
void cohesion_link(struct cohesion *r, const struct edge *e);
/* Once persons are settled: sorts the links by person. */
void cohesion_settle(struct cohesion *r, const struct persons *p);
/* The person `label`, in rising order of labels; it is `id` from now on. */
void cohesion_person(struct cohesion *r, struct persons *p, uint32_t label, struct sum id);
/* Writes the rows in the order of ids; frees all. */
void cohesion_write(struct cohesion *r, struct writer *w);

#endif
