#ifndef JIGSAW_READ_RAW_H
#define JIGSAW_READ_RAW_H

#include "base/text.h"

/*
 * A record as received: what every reader of this room returns. It is valid
 * until the reader's next call.
 *
 * A record with a flaw has no cells. Its rule is one of
 *	encoding   bytes that are not UTF-8 (or could not be decoded)
 *	nul        a NUL byte
 *	quote      a misplaced or unclosed quote
 *	cells      number of cells differs from the header row
 *	length     longer than RAW_LIMIT
 *	line_end   a CR that is not followed by LF (or the other way round)
 *	repeated   XML, JSON: two values for a column that holds one
 *	list       XML, JSON: an element of a list holds the separator `|`
 *	width      fixed width: a line that is too short or too long
 *	json       not JSON, or no object
 */

/* Longest record as received, in bytes of UTF-8. */
#define RAW_LIMIT ((size_t)4 << 20)
/* Of a record with the flaw `length`, this much of its text is kept. */
#define RAW_KEPT ((size_t)4 << 10)

enum { RAW_SLACK = 32 };

struct raw_span {
	uint32_t start, end;
};

struct raw_record {
	const char *at; /* what the spans are offsets in */
	const struct raw_span *spans;
	size_t cells;
	size_t lacks;  /* of these, the last ones that the record is too short for: empty */
	uint64_t line; /* where it starts; with the flaw `quote`, where the quote opens */
	bool tame;     /* every cell is its own escaped form */
	bool bare;     /* one byte only lies between a cell and the next */
	/* The cells are in order, and RAW_SLACK bytes after the last one can
	 * be read (for copying in wide pieces). */
	bool roomy;
	const char *flaw;    /* the rule, or NULL */
	const char *message; /* what is wrong, when there is a flaw */
	struct text text;    /* as received, when there is a flaw or cells lack */
};

static inline struct text raw_cell(const struct raw_record *r, size_t i)
{
	return (struct text){r->at + r->spans[i].start, r->spans[i].end - r->spans[i].start};
}

#endif
