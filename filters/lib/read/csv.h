#ifndef JIGSAW_READ_CSV_H
#define JIGSAW_READ_CSV_H

#include "read/inlet.h"
#include "read/raw.h"

/*
 * Reads CSV by RFC 4180, with any one-byte delimiter. It is strict wherever a
 * guess could move a value into another column:
 *
 * - A quote may only open a cell, be doubled inside a quoted cell, or close it
 *   right before a delimiter or line end.
 * - Records end with LF or CRLF. A file whose header row ends with a CR that no
 *   LF follows has CR for line ends throughout. Inside quotes line ends are
 *   data, kept as they are.
 * - Every record has as many cells as the header row. Surplus cells are dropped
 *   and counted if they are empty. Spreadsheets leave trailing delimiters out where
 *   the last columns are empty: below a row of titles a record of two cells or
 *   more may be short, and says how many cells it lacks. One that the file ends
 *   in without a line end may have been cut, and one that makes up a record with
 *   those right above, but begins with a digit where they do not or the other way
 *   round, is the rest of one that a line end has cut: these are bad.
 * - Where quotes mean nothing (`quotes_plain`), a quote is a character like others.
 * - A line without a byte in it is skipped and counted.
 *
 * A record that breaks a rule comes back with a flaw and ends at the next line
 * end outside quotes. When a quote is never closed, only the line where it
 * opens is taken for the bad record and reading goes on behind that line.
 *
 * Bytes are classified 64 at a time (AVX-512, AVX2 or SSE2 where there is,
 * else a portable loop); only delimiters, quotes and line ends are then looked at one by one.
 */

/* Of 64 bytes, bit i for byte i. */
struct csv_classes {
	uint64_t delimiters;
	uint64_t marks; /* quote, CR, LF */
	uint64_t odd;   /* else what a cell may not hold unescaped or unchecked:
			 * below 0x20, above 0x7e, backslash, `#` */
};

struct csv_classifier {
	void (*classify)(const char *bytes, char delimiter, struct csv_classes *to);
};

/* Ways to do it; tests compare them. */
enum csv_path { CSV_BEST, CSV_PORTABLE, CSV_SSE2, CSV_AVX2, CSV_AVX512 };

/* The fastest that this machine has, or the one asked for: NULL in it when the
 * machine has it not. */
struct csv_classifier csv_classifier(enum csv_path path);

struct csv {
	struct inlet from;
	char delimiter;
	size_t width;         /* cells of the first record; 0 before it */
	bool untitled;        /* that record is no header row: none below it may be short */
	bool quotes_plain;    /* quotes mean nothing */
	bool cr_ends;         /* lines end with CR */
	uint64_t blank_lines; /* skipped */
	uint64_t surplus;     /* records with cells too many, all of them empty */
	/* private */
	struct csv_classifier by;
	char *buffer;
	size_t capacity, start, end; /* of the record being read; of the bytes there are */
	size_t next, base;           /* first byte not yet classified; of the current block */
	uint64_t bits;               /* of the current block: structure left */
	struct csv_classes classes;  /* of it; bytes to check only those that are left */
	uint64_t ahead[2];           /* csv_plain(): of the block that it is in */
	bool eof;
	uint64_t line; /* number of the line that `start` is in */
	size_t pieces; /* cells of the short records just read */
	bool digit;    /* the first of those begins with one */
	struct raw_span *spans;
	size_t span_capacity;
	struct csv_state *state;
	struct buffer message;
};

void csv_start(struct csv *c, struct inlet from, char delimiter);
/* The next record, header row first; false at the end. */
bool csv_next(struct csv *c, struct raw_record *record);
void csv_free(struct csv *c);

/* Tests set the buffer's first size (default 256 KiB; at least 1). */
extern size_t csv_buffer_size;

#endif
