#ifndef JIGSAW_READ_XML_H
#define JIGSAW_READ_XML_H

#include <expat.h>

#include "read/inlet.h"
#include "read/raw.h"

/*
 * Reads XML as a stream: one record for each element at a path such as
 * Message/Children/Child, its cells by paths relative to that element
 * (ChildIdentifiers/UPN), with `..` in front for fields of its parents
 * (../ChildIdentifiers/UPN), which must come before the records they belong to.
 *
 * - Names are compared without their namespace prefix.
 * - A column may have several paths. An element that repeats is a list, joined
 *   with `|`, in a list column; in another column the record has the flaw
 *   `repeated`. Empty elements do not count as values.
 * - Text between elements is counted and not read.
 * - A DOCTYPE is refused (nothing here needs one, and entities are an attack);
 *   so are more than 64 levels and a tag longer than 8 MiB.
 *
 * A document that is not well-formed, or breaks these rules, is exit 65 with
 * file and line, since the following records can no longer be separated.
 */

enum { XML_DEPTH = 64 };

/* A path for a column; several may name one column. */
struct xml_path {
	struct text path;
	size_t column;
};

struct xml {
	struct inlet from;
	const char *file; /* for messages */
	size_t columns;
	const bool *lists; /* by column */
	bool *seen;        /* by column: has the document had such an element? */
	uint64_t stray;    /* elements that mix text with child elements */
	uint64_t unread;   /* elements in records, with text, that no column reads */
	/* private */
	XML_Parser parser;
	struct arena *arena;
	struct xml_node *nodes;
	size_t node_count, node_capacity;
	struct xml_value *values;
	uint32_t stack[XML_DEPTH + 1];
	bool noted[XML_DEPTH + 1];   /* text counted in stray or unread */
	bool emitted[XML_DEPTH + 1]; /* records came since this level was opened */
	size_t depth, record_depth;
	uint64_t record_line;
	uint64_t fed, seen_to; /* bytes given to expat; when it last made something of them */
	bool in_record, ready, ended;
	const char *refused; /* why the document is refused, or NULL */
	struct raw_span *spans;
	struct buffer record, message;
};

/*
 * `utf8`: the bytes have been decoded, whatever the document declares. Else its
 * declaration rules (UTF-8, UTF-16, ISO-8859-1, US-ASCII, Windows-1252).
 * Paths have no empty parts, and `..` in front only; one that leads above the
 * document, or to an element that another column reads, is exit 78.
 */
void xml_start(struct xml *x, struct arena *arena, struct inlet from, const char *file, bool utf8,
	       struct text record, const struct xml_path *paths, size_t path_count,
	       const bool *lists, size_t columns);
/* The next record; false at the end of the document. */
bool xml_next(struct xml *x, struct raw_record *record);
void xml_free(struct xml *x);

/*
 * What the paths make: a tree of the elements that matter. Node 0 is the
 * document itself. `scope` is the level (root element: 1) whose next opening
 * makes a column's value void.
 */
#define XML_NONE UINT32_MAX

struct xml_node {
	struct text name;
	uint32_t child, sibling; /* 0: none */
	uint32_t column;         /* XML_NONE: none */
	size_t level;
	bool to_record, is_record;
};

struct xml_value {
	struct buffer text;
	size_t scope;
	size_t mark; /* length before the current element */
	bool repeated, bar;
};

/* Tests set how many bytes are fed at once (default 64 KiB; at least 1). */
extern size_t xml_block_size;

#endif
