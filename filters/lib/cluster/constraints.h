#ifndef JIGSAW_CLUSTER_CONSTRAINTS_H
#define JIGSAW_CLUSTER_CONSTRAINTS_H

#include "cluster/apart.h"
#include "cluster/cohesion.h"
#include "cluster/person_ledger.h"
#include "cluster/universe.h"

/*
 * Reads streams of decisions (cluster --must-link, --must-not): pairs of records
 * that are one person, or may never be one. A stream names records by rid (columns
 * id_a, id_b), or by the sources' own ids (source_a, key_a, source_b, key_b), the
 * keys of a ledger, which last when rids change. A key that nobody has in this
 * refresh is no mistake: the child may have left.
 */

struct constraints {
	const struct universe *universe;
	struct components *components;
	struct apart *apart;
	struct person_ledger *ledger; /* NULL: only by rid */
	const struct preamble *records;
	struct cohesion *cohesion; /* told of each pair that is linked, or NULL */
	uint64_t absent;           /* pairs of which one key at least did not come up */
	uint64_t conflicts;        /* pairs that may not be one person and are */
};

/* Reads streams: links the pairs of some, then keeps those of others apart. A
 * pair to keep apart that is one person already is complained of at its line;
 * any such is exit 78 in the end. */
void constraints_read(struct constraints *d, struct reader *const *must_link, size_t link_count,
		      struct reader *const *must_not, size_t apart_count);

#endif
