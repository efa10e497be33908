#ifndef JIGSAW_IDENTITY_HISTORY_H
#define JIGSAW_IDENTITY_HISTORY_H

#include "base/map.h"

/*
 * The history of each identity's values: the latest value of an ordinary column,
 * and all distinct values of a list column, latest first. Values are stored once
 * for all identities. Per identity about 16 bytes per value and 4 per column, and
 * the text of distinct values.
 */

/* A point in the order of recording: the date (or 0), then the arrival. */
#define HISTORY_ORDER(date, arrival) ((uint64_t)(date) << 37 | (arrival))

struct sighting {
	uint32_t value; /* index in values; the top bit: other values were seen before */
	uint32_t next;  /* index + 1, 0: none */
	uint64_t order;
};

struct history {
	size_t columns;
	const bool *lists; /* a column each; borrowed */
	struct map values;
	uint32_t *heads; /* identities * columns: index + 1 of the first sighting */
	size_t identities, capacity;
	struct sighting *sightings;
	size_t sighting_count, sighting_capacity;
	struct sighting *sorted; /* the current list */
	size_t sorted_capacity;
};

void history_start(struct history *h, size_t columns, const bool *lists);
/* Makes room for one more identity and returns its index. */
size_t history_identity(struct history *h);
/* A value (not empty) was recorded for an identity at a point in the order.
 * More than 2^31 values or 2^32 sightings are exit 74. */
void history_see(struct history *h, size_t identity, size_t column, struct text value,
		 uint64_t order);
/* The cell of an identity: its value, or its list joined by `|`; appended to b
 * (nothing when no value was seen). */
void history_cell(struct history *h, size_t identity, size_t column, struct buffer *b);
/* Did a single-valued column of an identity have different values? */
bool history_conflict(const struct history *h, size_t identity, size_t column);
void history_free(struct history *h);

#endif
