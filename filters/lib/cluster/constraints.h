#ifndef JIGSAW_CLUSTER_CONSTRAINTS_H
#define JIGSAW_CLUSTER_CONSTRAINTS_H

#include "cluster/apart.h"
#include "cluster/person_ledger.h"
#include "cluster/universe.h"

/*
 * Streams of decisions: pairs of records that are one person, or may never be
 * one. A stream names records by rid (columns id_a, id_b), or by the sources'
 * own ids (source_a, key_a, source_b, key_b), which stay when rids are new: the
 * keys of a ledger. A key of this refresh that nobody has is no mistake: the
 * child may be gone.
 */

struct constraints {
	const struct universe *universe;
	struct components *components;
	struct apart *apart;
	struct person_ledger *ledger; /* NULL: only by rid */
	const struct preamble *records;
	/* Told of each pair that is linked, or NULL. */
	void (*linked)(void *context, uint32_t a, uint32_t b);
	void *context;
	uint64_t absent;    /* pairs of which one key at least did not come up */
	uint64_t conflicts; /* pairs that may not be one person and are */
};

/* Reads a stream: links its pairs, or (link false) keeps them apart. A pair that
 * is one person already is complained of at its line and counted in conflicts. */
void constraints_read(struct constraints *d, struct reader *in, bool link);

#endif
