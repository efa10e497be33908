#ifndef JIGSAW_SCHEMA_CODES_H
#define JIGSAW_SCHEMA_CODES_H

#include "base/map.h"
#include "stream/sidefile.h"

/*
 * Code lists: the codes of a column, their labels and other spellings. A
 * list is a side file (schemas/codes/NAME.tsv; the format is in
 * schemas/README.md):
 *
 *	code	label	from	to	now	spellings	note
 *	FIXD	Fixed period		2020	SUSP
 *	SUSP	Suspension	2020			suspended|fixed term
 *
 * Every mistake in it is exit 78 at file, line and column.
 */

struct code {
	struct text code, label;
	int from, to;    /* first and last year of the collection; 0: open */
	struct text now; /* the code that means the same today: its own, or its last successor */
};

struct codes {
	const char *path;
	char digest[13];
	struct code *at; /* in the order of the file */
	size_t count;
	/* private */
	struct map exact;  /* code -> index in `at` */
	struct map folded; /* code, spelling or label as schema_fold() has it -> index, or none */
	struct buffer fold;
};

/* Reads a list. A code may have several rows, of different years; it is replaced
 * by its successor only if all of them name the same one. */
void codes_read(struct codes *codes, struct arena *arena, const char *path);
void codes_free(struct codes *codes);

enum coding {
	CODING_CODE,     /* the value is a code of the list */
	CODING_SPELLING, /* it is a spelling, the label, or a code with something around it */
	CODING_RENAMED,  /* either, and the code has a successor */
	CODING_UNLISTED,
};

/*
 * The code that a value (trimmed, not empty) means, by the first of these
 * that applies:
 *  - it is a code
 *  - it is a code, a spelling or a label when compared as titles are
 *    (schema_fold() in schema.h), also without a ".0" at its end
 *  - the same without a list letter before it: "a) ", "b.", "(c) ", "aa) "
 *  - it is a code, then `:` or a dash between blanks, then words ("6: Police",
 *    "N1 - Abuse or neglect"); the words may be anything but another code's
 *  - what precedes `:` or the dash is no code of the list but looks like one
 *    (at most four letters and digits), and the words are a code's
 *  - it is a code, a blank, and its own label or spelling
 * A value that fits two codes has none.
 */
enum coding codes_find(struct codes *codes, struct text value, struct text *code);

#endif
