#ifndef JIGSAW_STREAM_HELD_ROWS_H
#define JIGSAW_STREAM_HELD_ROWS_H

#include "base/map.h"
#include "stream/reader.h"

/*
 * Rows of a stream held in memory by an id that several of them may share, and
 * the cells of several rows as one list. Memory: the cells that are kept, the
 * ids and 32 bytes per row.
 */

struct held_row {
	size_t start;         /* of its cells in `bytes` */
	uint64_t line;        /* in the stream */
	uint32_t next;        /* row of the same id, + 1; 0: none */
	bool joined, refused; /* the caller's marks */
};

/* `{.columns = ..., .width = ...}` is empty. */
struct held_rows {
	const size_t *columns; /* of the stream: those to keep; NO_COLUMN is an empty cell */
	size_t width;          /* so many */
	struct held_row *at;   /* in the order of the stream */
	size_t count, capacity;
	bool several;   /* some id has several rows */
	struct map ids; /* id -> first row << 32 | last row, both + 1 */
	struct buffer bytes;
};

/* Keeps a row under an id; under an empty id it is kept but never found. False
 * when an earlier row has that id. More than 2^32 - 2 rows are exit 65. */
bool held_rows_add(struct held_rows *h, const struct reader *in, const struct record *row,
		   struct text id);
/* The first row of an id, in the order of the stream, or NULL; and the one after. */
struct held_row *held_rows_find(const struct held_rows *h, struct text id);
struct held_row *held_rows_next(const struct held_rows *h, const struct held_row *row);
/* The cells of a row, `width` of them; valid until the next held_rows_add(). */
void held_rows_cells(const struct held_rows *h, const struct held_row *row, struct text *cells);
void held_rows_free(struct held_rows *h);

/* The cells cells[0], cells[stride], ... , `count` of them, as one cell: a list,
 * or the cell itself when it is one. Empty when none has a value, however many
 * there are. Lies in `list` until the next call. */
struct text cells_as_list(struct buffer *list, const struct text *cells, size_t stride,
			  size_t count);

#endif
