#ifndef JIGSAW_CLUSTER_PERSON_ROWS_H
#define JIGSAW_CLUSTER_PERSON_ROWS_H

#include "cluster/cohesion.h"
#include "cluster/person_ledger.h"

/*
 * Writes persons as a stream: one row per identity, sorted by person id and then
 * by rid.
 *
 *	rid source person_id
 */

struct person_rows {
	struct persons *persons;      /* given, with all identities */
	struct person_ledger *ledger; /* where ids come from, and what is told of them; NULL: ids
					 are made of the rids */
	struct cohesion *cohesion;    /* told of every person, or NULL */
	uint64_t linked;              /* persons of several identities */
	struct buffer id;
};

/* The columns, for a preamble that has none. */
void person_rows_columns(struct preamble *out);
/* Writes them all. */
void person_rows_write(struct person_rows *r, struct writer *w);

#endif
