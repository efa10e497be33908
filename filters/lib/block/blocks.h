#ifndef JIGSAW_BLOCK_BLOCKS_H
#define JIGSAW_BLOCK_BLOCKS_H

#include "block/survey.h"
#include "model/occurrence.h"
#include "stream/scatter.h"

/*
 * Writes the groups of block(1) from the rows of entries. Groups without a possible
 * pair are left out; rows of a group that the survey has split are written once
 * for each sub-block of their chunk.
 *
 * The columns are pass, key, sub, side (with `sides`), seen, rid, the entries'
 * cells (source first), and the counts of the occurrences' cells.
 */

struct blocks {
	/* given */
	struct entries *entries;
	struct pairing *pairing;
	struct survey *survey; /* all zero when none was taken */
	const struct occurrences *occurrences;
	size_t occurrences_count;
	bool sides;
	size_t memory; /* for the rows of a group that is split */
	const char *tmpdir;
	/* what came of it */
	uint64_t rows, groups, dropped_groups;
	uint64_t dropped_keys;  /* rows of groups in which no two may be paired */
	uint64_t repeated_rows; /* rows of split groups beyond the first */
	uint64_t cost;          /* the groups' pairs, met before or not, and rows */
	struct sum sum;
	/* private */
	struct writer *writer;
	struct scatter *scatter; /* a piece ends with the group that takes the cost of all
				    so far to its share of `total` */
	uint64_t total;          /* cost of all, counted before */
	struct meeting meeting;
	struct entry_row *held; /* of a group in which no two may be paired so far */
	size_t held_count, held_capacity;
	struct arena held_arena;
	struct buffer row, line, seen;
	struct chunks *chunks; /* of the current group, if it is split */
	size_t parted_next;
	struct sorter parts;
	size_t head;  /* of row: what all rows of the current group begin with */
	uint64_t key; /* of the current group */
	uint16_t pass;
};

/* Adds the columns to a preamble that has none: `kept` are the columns of the
 * input that are the cells of a row, after the source, which the occurrences
 * count by. `sides` and the occurrences must be set. */
void blocks_columns(const struct blocks *g, const struct preamble *input, const size_t *kept,
		    size_t kept_count, struct preamble *out);
/* Writes the groups, and the figures of the ledger. Walks the entries and
 * rewinds them; what is given must be set. */
void blocks_write(struct blocks *g, struct writer *writer);
/* The same into `pieces` pieces of a folder, of about the same cost each; the
 * last step of `out` is block's, whose input has been read. */
void blocks_scatter(struct blocks *g, const char *folder, uint64_t pieces, struct preamble *out,
		    const struct reader *input, const struct common *common);
void blocks_free(struct blocks *g);

#endif
