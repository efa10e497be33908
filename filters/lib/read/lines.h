#ifndef JIGSAW_READ_LINES_H
#define JIGSAW_READ_LINES_H

#include "read/inlet.h"
#include "read/raw.h"

/*
 * Reads a text file line by line, for formats whose records are lines (fixed width,
 * JSON lines). Lines end with LF or CRLF; a file whose first line ends with a
 * CR that no LF follows has CR for line ends throughout. Empty lines are
 * skipped and counted.
 */
struct lines {
	struct inlet from;
	uint64_t line;        /* number of the line just given */
	uint64_t blank_lines; /* skipped */
	/* private */
	char *buffer;
	size_t capacity, start, end;
	uint64_t next_line;
	struct buffer kept; /* of a line that is too long */
	bool eof, started, cr_ends;
};

/* `before`: lines that came before the first byte. */
void lines_start(struct lines *l, struct inlet from, uint64_t before);
/*
 * The next line without its end, valid until the next call; false when there
 * is none. In *flaw the rule that it breaks (length, nul, encoding, line_end),
 * or NULL; of a line that is too long only its first RAW_KEPT bytes are given.
 */
bool lines_next(struct lines *l, struct text *line, const char **flaw);
void lines_free(struct lines *l);

/* Makes a record with a flaw of the line just given. */
void lines_flawed(const struct lines *l, struct raw_record *r, struct text line, const char *flaw,
		  const char *message);
/* What lines_next()'s flaws mean, in words. */
const char *lines_explain(const struct lines *l, const char *flaw);

/* Tests set the buffer's first size (default 64 KiB; at least 2). */
extern size_t lines_buffer_size;

#endif
