#ifndef JIGSAW_SCORE_PARTNERS_H
#define JIGSAW_SCORE_PARTNERS_H

#include "model/pairing.h"

/*
 * Finds the records that a record of a group is to be compared with: those after
 * it that its source and side allow, and with which it shares no earlier key.
 *
 * The records that a source and side may be paired with are a bit string, made
 * once per group. Records that share an earlier key are chained, last first, so
 * the time to find them is proportional to the pairs skipped.
 */

struct partner {
	size_t source;
	enum side side;
	const uint64_t *seen; /* hashes of earlier keys, distinct */
	size_t seen_count;
};

/* `struct partners p = {0}` is empty. */
struct partners {
	const struct partner **at;
	size_t count, words; /* records; 64-bit words in a bit string */
	uint64_t *allowed;   /* of each kind of record: a source and a side */
	size_t *kind;        /* of each record */
	size_t kind_count;
	uint32_t *first; /* of the chains, by hash: a link + 1 */
	size_t first_mask;
	struct partner_link {
		uint64_t hash;
		uint32_t record, next; /* next: a link + 1 */
	} * links;
	size_t *link_of; /* of each record: its first link; count + 1 of them */
	uint64_t *bits;
	uint64_t skipped; /* by the last partners_of() */
};

/* Reads the hashes of the earlier keys of a record, of 16 hexadecimal digits,
 * by commas, into the arena; false when they are not, or not in ascending order. */
bool partner_seen(struct partner *p, struct text cell, struct arena *arena);

/* A group; `at` and the arena last until the next. At most 2^32 - 2 keys. */
void partners_group(struct partners *p, const struct pairing *pairing, const struct partner **at,
		    size_t count, struct arena *arena);

/* The partners of record i: bit j mod 64 of word j / 64 for each record j above
 * i; words before i / 64 mean nothing. Valid until the next call. p->skipped is
 * how many it met before. */
const uint64_t *partners_of(struct partners *p, size_t i);

#endif
