#ifndef JIGSAW_STREAM_READER_H
#define JIGSAW_STREAM_READER_H

#include "stream/ledger.h"
#include "stream/options.h"

/*
 * Reads and verifies a sealed stream.
 *
 *	struct reader in;
 *	reader_open(&in, path, common);           preamble read and checked
 *	... policy, columns, output preamble ...
 *	struct record row;
 *	while (reader_next(&in, &row))
 *		...record_cell(&row, i)...        escaped text
 *
 * Every record is checked for its number of cells, its escapes, CR and NUL.
 * When the records end, the trailer is verified: rows, sum, head, trail and
 * ledger. Damage of any kind is exit 65. With --partial it is a notice instead
 * and the stream simply ends there. reader_next() returning false therefore
 * means "read whole and verified".
 */

struct record {
	struct text line;     /* without LF; valid until the next reader_next() */
	const uint32_t *ends; /* where each cell ends, as an offset in line */
	size_t cells;
	uint64_t number; /* line in the stream, from 1, preamble included */
};

static inline struct text record_cell(const struct record *row, size_t i)
{
	size_t start = i ? row->ends[i - 1] + 1u : 0;

	return (struct text){row->line.at + start, row->ends[i] - start};
}

struct reader {
	struct arena arena;
	struct preamble preamble;
	struct ledger ledger; /* complete after the end */
	const char *path;     /* NULL: standard input */
	const struct common *common;
	uint64_t rows;  /* records read so far */
	struct sum sum; /* over them */
	bool ended;
	bool damaged;        /* --partial met damage */
	bool bare;           /* --preamble: no preamble, no trailer */
	bool accepts_pieces; /* from policy_piecewise(); stack --whole sets it */
	/* private */
	int fd;
	char *buffer;
	size_t capacity, start, end;
	bool eof;
	uint64_t line_number;
	uint32_t *ends;
	struct preamble_reader lines;
	struct digest trail;
	struct digest file_digest; /* with --receipt */
	uint64_t bytes;
};

/* Opens path (NULL: standard input) and reads the preamble and header row.
 * With common->preamble set and path the main input, records are bare. An
 * input without a preamble is exit 65 and names `seal adopt`. */
void reader_open(struct reader *r, const char *path, const struct common *common);
/* For side streams: as reader_open, but --preamble does not apply. */
void reader_open_side(struct reader *r, const char *path, const struct common *common);
/* Opens the seal of a stream that was split: the stream itself, or the slice
 * without records that seal split writes with the others. It is read to its end;
 * rows and sum are then those of the whole. */
void reader_open_seal(struct reader *r, const char *path, const struct common *common);
/* A piece for stack --whole: with a preamble of its own, or without, as
 * --preamble leaves it; the preamble then is that of the first piece, whose
 * arena must outlive r. */
void reader_open_piece(struct reader *r, const char *path, const struct common *common,
		       const struct reader *first);

bool reader_next(struct reader *r, struct record *row);
/* Reads on to the verified end. */
void reader_drain(struct reader *r);
/* The place of the current record, for messages. */
struct place reader_place(const struct reader *r, const char *column);
void reader_close(struct reader *r);

/* Tests set the buffer's first size (default 256 KiB; at least 1). */
extern size_t reader_buffer_size;

#endif
