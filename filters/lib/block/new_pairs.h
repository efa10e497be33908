#ifndef JIGSAW_BLOCK_NEW_PAIRS_H
#define JIGSAW_BLOCK_NEW_PAIRS_H

#include "model/pairing.h"

/*
 * Counts the pairs of a group that no earlier pass has produced: those that may be
 * paired and share no earlier key. The count is exact without looking at each
 * pair: keys of only one record of the group cannot be shared, and records that
 * are then equal in source, side and earlier keys are counted as one. The rest is
 * looked at only where two of them share a key.
 *
 *	new_pairs_add(&f, source, side, seen, seen_count)      each record
 *	uint64_t pairs = new_pairs_count(&f, &pairing, &meeting);   and forgets them
 */

struct new_pairs_unit;

/* `struct new_pairs f = {0}` is empty. */
struct new_pairs {
	struct new_pairs_unit *units; /* one a record; then one a kind of record */
	size_t unit_count, unit_capacity;
	uint64_t *seen; /* of all records */
	size_t seen_count, seen_capacity;
	struct new_pairs_key *keys; /* a key of a record */
	size_t key_capacity;
};

/* `seen` ascends, each key once, and is copied. */
void new_pairs_add(struct new_pairs *f, size_t source, enum side side, const uint64_t *seen,
		   size_t seen_count);
/* meeting->pairs are those that may be paired. */
uint64_t new_pairs_count(struct new_pairs *f, const struct pairing *p, const struct meeting *m);
void new_pairs_free(struct new_pairs *f);

#endif
