#ifndef JIGSAW_READ_MARKUP_H
#define JIGSAW_READ_MARKUP_H

#include "base/error.h"
#include "read/encoding.h"

/*
 * A pull parser for XML, token by token, for the parts of a workbook, where
 * expat's callbacks would take three times as long as all other work. It accepts
 * no document that expat refuses (tests/fuzz/workbook.c checks this), and fewer:
 *
 * - UTF-8 or UTF-16, XML 1.0, names in ASCII;
 * - a DOCTYPE is refused: no entities but the five that XML has;
 * - 64 levels, 256 attributes in a tag, 8 MiB for a tag or a run of text.
 *
 * Names are given without their prefix. What breaks a rule is exit 65 at
 * *place, which the caller keeps up to date.
 */

enum { MARKUP_DEPTH = 64 };

enum markup_token { MARKUP_END, MARKUP_OPEN, MARKUP_CLOSE, MARKUP_TEXT };

struct markup_attribute {
	struct text name, full; /* without prefix, with it */
	struct text value;
	bool prefixed;
};

struct markup {
	const struct place *place;
	/* The current token, valid until the next. */
	struct text name; /* of the element that opens or closes */
	struct text text; /* between tags, references resolved; in pieces where there is CDATA */
	struct markup_attribute *attributes;
	size_t attribute_count;
	size_t depth; /* open elements: with the one that opens, without the one that closes */
	/* private */
	struct decoder decoder;
	char *buffer;
	size_t capacity, at, end;
	size_t attribute_capacity;
	struct buffer names; /* of the open elements, with prefix */
	size_t starts[MARKUP_DEPTH];
	bool begun, rooted, closing; /* closing: the current element is <empty/> */
};

/* Looks at the first bytes. `place` is borrowed until markup_free(). */
void markup_start(struct markup *m, struct inlet from, const struct place *place);
enum markup_token markup_next(struct markup *m);
/* Skips the rest of the element that has just opened. */
void markup_skip(struct markup *m);
void markup_free(struct markup *m);

/* The value of an attribute without prefix, or of one with any prefix; its
 * `at` is NULL when there is none. */
struct text markup_value(const struct markup *m, const char *name);
struct text markup_prefixed(const struct markup *m, const char *name);

/*
 * For a reader that knows a form which needs no parsing: the bytes ahead, at
 * least `want` of them unless the document ends before. Not behind an <empty/>
 * element whose close was not taken (then there is nothing ahead). What was
 * recognised is passed with markup_pass(): whole elements only, in valid form.
 */
struct text markup_ahead(struct markup *m, size_t want);
static inline void markup_pass(struct markup *m, size_t bytes)
{
	m->at += bytes;
}

/* Tests set the buffer's first size (default 256 KiB; at least 1). */
extern size_t markup_buffer_size;

#endif
