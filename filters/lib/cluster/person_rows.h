#ifndef JIGSAW_CLUSTER_PERSON_ROWS_H
#define JIGSAW_CLUSTER_PERSON_ROWS_H

#include "cluster/cohesion.h"
#include "cluster/person_ledger.h"

/*
 * Persons as a stream: a row for each identity, the persons in the order of
 * their ids, those of one person in the order of their rids.
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
