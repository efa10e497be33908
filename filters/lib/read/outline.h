#ifndef JIGSAW_READ_OUTLINE_H
#define JIGSAW_READ_OUTLINE_H

#include "base/map.h"
#include "read/inlet.h"

/*
 * Lists the paths of an XML document or JSON lines, without their values, to see
 * which schemas could read it. XML: names without prefixes, joined by `/`, from
 * the root; JSON: member names from the object of a line, through arrays.
 */

struct outline {
	struct map elements; /* path -> how often */
	struct map filled;   /* path -> how often with a value of its own */
	struct text root;    /* XML: path of the root element, or empty */
	uint64_t records;    /* JSON: objects that are a record */
	uint64_t unreadable; /* JSON: lines or texts that are none */
	bool ended;          /* its end was reached */
	/* Why it cannot be read as XML, or NULL, and where. */
	const char *fault;
	uint64_t fault_line;
};

enum { OUTLINE_DEPTH = 64, OUTLINE_PATHS = 20000 };

/* Reads XML up to `most` bytes. `decoded`: the bytes are UTF-8 regardless of what the
 * document declares. Never fails: what is wrong with it is o->fault. */
void outline_xml(struct outline *o, struct inlet from, bool decoded, uint64_t most);
/* Adds JSON, in lines or as a document (json_texts.h); a last line without its
 * LF, or an object without its end, counts when `whole`. */
void outline_json(struct outline *o, struct text text, bool whole);
void outline_free(struct outline *o);

#endif
