#ifndef JIGSAW_READ_JSON_TEXTS_H
#define JIGSAW_READ_JSON_TEXTS_H

#include "read/inlet.h"
#include "read/raw.h"

/*
 * Splits JSON that is not one object per line into its objects: an array of them
 * (`[` is the first mark of the file), or objects written over several lines
 * (a line break follows the first `{`). Only brackets and strings are looked at;
 * the parser sees to the rest, object by object.
 *
 * With a path to the record, the objects are those that it leads to by member names,
 * from the start of each text and through arrays: `entry/resource`. What is beside
 * the path is passed over, whatever its size. A file without any member there is
 * exit 65, and so is a member that is neither an object, an array of them, nor null.
 *
 * Anything else between objects, an element that is not an object, and an object
 * that never ends or is longer than RAW_LIMIT are exit 65 at file and line, since
 * the following objects can no longer be separated.
 */
enum { JSON_LEVELS = 64 };

/* An array or object that reading is in, on the way to the record. */
struct json_level {
	bool array, any;  /* any: an element of it has been read */
	struct text path; /* what is left of the path for its members or elements */
};

struct json_texts {
	struct inlet from;
	const char *file;
	bool document; /* false: lines, to be read from json_texts_read() */
	uint64_t line; /* where the object just given starts */
	/* private */
	char *buffer;
	size_t capacity, start, end;
	uint64_t next_line;
	bool eof, array, opened, any;
	struct text record;
	struct json_level levels[JSON_LEVELS]; /* arrays and objects on the path */
	size_t depth;
	bool found; /* some member that the path leads to */
};

/* Is it such a document, by its first bytes? */
bool json_is_document(struct text start);
/* Looks at the first bytes; `before`: lines that came before them. */
void json_texts_start(struct json_texts *t, struct inlet from, const char *file, uint64_t before,
		      struct text record);
/* The next object's text, valid until the next call; false at the end. */
bool json_texts_next(struct json_texts *t, struct text *object);
/* An inlet's read function, where it is no document (context: the texts). */
size_t json_texts_read(void *texts, char *into, size_t room);
void json_texts_free(struct json_texts *t);

#endif
