#ifndef JIGSAW_BLOCK_ENTRIES_H
#define JIGSAW_BLOCK_ENTRIES_H

#include "block/stock.h"

/*
 * Turns records into the rows of groups: one row for every blocking key of a
 * record, sorted by key, pass and rid, which can be walked repeatedly. Beyond
 * `memory` bytes the rows are in a temporary file.
 *
 *	entries_start(&e, &passes, memory, tmpdir);
 *	for each record: entries_add(&e, rid, values, cells, marks);
 *	entries_end(&e);
 *	while (entries_next(&e, &row)) ...
 *	entries_rewind(&e); while (entries_next(&e, &row)) ...
 *
 * Passes of sorted() need all records before they know any key. A record's window,
 * in which it is side a and those that follow are side b, is a group of its own,
 * whose key is the hash of pass and rid. Records are then stored too, and 8 bytes
 * per record and 16 per record and pass are held.
 */

struct entries {
	struct passes *passes;
	size_t memory;
	struct stock stock;
	struct runs runs; /* of rows, when they are more than fit */
	struct sorter records, windows;
	struct pass_hashes hashes;
	struct buffer line;
	uint64_t *rids; /* their hashes, with sorted() */
	size_t record_count, rid_capacity;
	uint64_t *seen;
	size_t seen_capacity;
	uint64_t made, without_key;
	uint64_t singles;   /* keys that one record alone has, passed over in the walk */
	uint64_t *with_key; /* records, by passes_index() */
	bool walking;
	uint64_t last_key; /* of the walk */
	uint16_t last_pass;
};

void entries_start(struct entries *e, struct passes *passes, size_t memory, const char *tmpdir);
/* A record, the cells that its rows carry, separated by TAB, and bytes that come
 * with them. `values` are those of the passes' expressions. False when it has
 * too many keys. */
bool entries_add(struct entries *e, struct text rid, const struct values *values, struct text cells,
		 struct text marks);
void entries_end(struct entries *e);
/* The next row; valid until the next call. Groups of a single record may be
 * passed over. */
bool entries_next(struct entries *e, struct entry_row *row);
void entries_rewind(struct entries *e);
void entries_free(struct entries *e);

#endif
