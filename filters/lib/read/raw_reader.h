#ifndef JIGSAW_READ_RAW_READER_H
#define JIGSAW_READ_RAW_READER_H

#include "read/inlet.h"
#include "read/raw.h"

/*
 * The common interface of the readers of all formats. To add a format, add a
 * file NAME_kind.c with a `struct raw_kind raw_NAME`, and its row in
 * schema/formats.h.
 *
 *	raw_open(&r, &raw_csv, source, &layout, &arena);
 *	while (raw_titles(&r, &row)) ...        where the kind has titles
 *	while (raw_next(&r, &row)) ...          records, and flaws
 *	for (i < r.figure_count) r.figures[i]   what is to be counted
 *	raw_close(&r);
 *
 * A kind knows nothing of schemas, roles and streams. What does not concern one
 * record (a document that is not well-formed, a workbook without the sheet) it
 * ends the run for, by fail_at() with exit 65.
 */

/* Where the bytes come from: one member of a file as received. */
struct raw_source {
	struct inlet bytes; /* UTF-8 for all but a workbook */
	const char *file;   /* for messages; NULL: standard input */
	bool decoded;       /* the bytes have been decoded; ignore the file's declaration */
	/* For a reader that needs to seek (a workbook): the file as received. */
	struct received *received;
};

/* A column to read. By its place in this list a kind without titles
 * gives its cells. */
struct raw_column {
	const struct text *titles; /* alternatives: paths in XML and JSON */
	size_t title_count;
	bool list, required;
	size_t first, last; /* from 1: characters (fixed width) or the cell, twice */
};

/* How the table is laid out: what a schema and the command line say of it. */
struct raw_layout {
	const struct raw_column *columns;
	size_t column_count;
	struct text record; /* XML, JSON: path of the record; JSON: or empty */
	struct text sheet;  /* workbook: alternatives `A|B` of names or numbers; or empty */
	bool sheet_must;    /* and no other will do */
	char delimiter;
	bool quotes_plain; /* CSV: quotes mean nothing */
	bool untitled;     /* there is no row of titles */
	/* Lines (rows of a sheet) that are no records: before the titles or the
	 * first record, and behind the last. A kind skips its lead itself; the
	 * tail is taken off here. */
	uint64_t lead, tail;
	/* Where the first lead line says how many records follow: its cell
	 * (twice), or characters of a fixed width file; 0: nowhere. */
	size_t count_first, count_last;
};

enum { RAW_FIGURES = 24 };

struct raw_figure {
	const char *name;
	uint64_t value;
};

struct raw_reader {
	const struct raw_kind *kind;
	struct raw_source source;
	const struct raw_layout *layout;
	struct arena *arena; /* of the run */
	void *state;         /* the kind's own: kind->state_size bytes, zeroed */
	size_t sheet;        /* of a workbook: the one that is read, from 1 */
	/* Set by a kind without titles that cannot know before the end which
	 * columns a file has: by column, was there any? Else NULL. */
	const bool *seen;
	uint64_t records; /* given by raw_next() so far, flaws included */
	struct raw_figure figures[RAW_FIGURES];
	size_t figure_count;
	/* private */
	bool stated; /* the lead states how many records follow */
	uint64_t stated_records, stated_line;
	bool peeked; /* raw_width() has read the first record already */
	struct raw_record peek;
	bool peek_there;
	struct raw_tail *held; /* a ring of layout->tail records */
	size_t held_count, held_first;
};

struct raw_kind {
	const char *name;
	size_t state_size;
	/* Starts reading, up to behind the lead. */
	void (*open)(struct raw_reader *r);
	/*
	 * The next row as a row of titles; false at the end. When it is called
	 * again, the row it gave was none after all. NULL for a kind that finds
	 * columns by their paths or positions: its records have the layout's
	 * columns in their order, all of them.
	 */
	bool (*titles)(struct raw_reader *r, struct raw_record *row);
	/* The next record, valid until the next call; false at the end, when the
	 * figures are in (raw_figure()). */
	bool (*next)(struct raw_reader *r, struct raw_record *row);
	void (*close)(struct raw_reader *r);
};

/* The kinds are in NAME_kind.c, by the name that schema/formats.h gives them.
 * This one is for a sheet of a workbook, which is found out from the file. */
extern const struct raw_kind raw_workbook;

void raw_open(struct raw_reader *r, const struct raw_kind *kind, struct raw_source source,
	      const struct raw_layout *layout, struct arena *arena);
/* A row of titles, where the kind has them and the layout is not untitled. */
bool raw_titles(struct raw_reader *r, struct raw_record *row);
/* Cells of the first record of an untitled table; that record is still to be
 * read. False when there is none. A first record with a flaw is exit 65. */
bool raw_width(struct raw_reader *r, size_t *cells);
/* The next record. Before it returns false the number of records is compared
 * with what the lead says: exit 65 when they differ. */
bool raw_next(struct raw_reader *r, struct raw_record *row);
void raw_close(struct raw_reader *r);

/* For kinds: adds to a figure of the ledger (a string literal with a dot). */
void raw_figure(struct raw_reader *r, const char *name, uint64_t more);
/* For kinds: the text of the cell in the first lead line, at `line`, that says
 * how many records follow. */
void raw_state(struct raw_reader *r, struct text number, uint64_t line);

#endif
