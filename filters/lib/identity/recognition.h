#ifndef JIGSAW_IDENTITY_RECOGNITION_H
#define JIGSAW_IDENTITY_RECOGNITION_H

#include "base/map.h"
#include "identity/history.h"
#include "identity/linkage.h"
#include "stream/reader.h"

/*
 * Finds the identity of a record. Records with the same entity, the source's own
 * person id, are one identity; without an entity, records that are equal in all
 * linkage columns are. A record without any linkage value is an identity of its
 * own.
 *
 * Memory: O(identities).
 */

struct recognition {
	struct map entities, values; /* entity, equal linkage values -> identity */
	struct buffer joined;
	uint64_t by_entity, by_values, without_values; /* identities made */
};

/* The index of the record's identity, which is made in `history` when it is new.
 * `entity` is a column of the record, or NO_COLUMN. */
size_t recognition_of(struct recognition *r, struct history *history,
		      const struct linkages *linkages, size_t entity, const struct record *row);

void recognition_free(struct recognition *r);

#endif
