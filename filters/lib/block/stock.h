#ifndef JIGSAW_BLOCK_STOCK_H
#define JIGSAW_BLOCK_STOCK_H

#include "base/sorter.h"
#include "block/passes.h"
#include "model/pairing.h"

/*
 * Holds records and their blocking keys in memory, each record once however many
 * keys it has, and gives their rows, one for each key, sorted by key, pass and
 * rid. Memory: 16 bytes per key, and the records' own bytes with 13 per key.
 */

/* The row of a record in a group. */
struct entry_row {
	uint64_t key;
	uint16_t pass;
	enum side side;
	const uint64_t *seen; /* keys of earlier passes, and of this one, ascending */
	size_t seen_count;
	struct text line; /* rid, TAB and cells */
	struct text rid, cells;
	struct text marks; /* what came with the record */
	bool first;        /* of its group */
};

/* Sets rid and cells from the line. */
static inline void entry_row_line(struct entry_row *row)
{
	struct text rest = row->line;

	text_cut(&rest, '\t', &row->rid);
	row->cells = rest;
}

/* A key, and where its record begins, shifted up by 16 bits, with the pass. */
struct stock_key {
	uint64_t hash;
	uint64_t place;
};

struct stock {
	struct buffer bytes; /* the records */
	struct stock_key *keys;
	size_t count, capacity;
	bool ordered;
	size_t next;    /* key after the current group */
	size_t singles; /* groups passed over, of a single record */
	struct sorter_entry *group;
	size_t group_count, group_capacity, group_next;
	uint64_t *seen;
	size_t seen_capacity;
};

/* `struct stock s = {0}` is empty. Adds a record: its keys in the order of
 * pass_hashes_order(), rid, cells, and bytes of the caller's that come with
 * every row. */
void stock_add(struct stock *s, const struct pass_hashes *keys, struct text rid, struct text cells,
	       struct text marks);
/* How many bytes it would take with a record of so many keys and bytes. */
size_t stock_bytes(const struct stock *s, size_t keys, size_t bytes);
/* The next row, `first` apart; valid until the next call. The first call ends
 * the adding. With `singles` groups of a single record come too. */
bool stock_next(struct stock *s, bool singles, struct entry_row *row);
void stock_rewind(struct stock *s);
/* Forgets the records, but keeps the room. */
void stock_clear(struct stock *s);
void stock_free(struct stock *s);

#endif
