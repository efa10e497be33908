#ifndef JIGSAW_READ_LEAD_H
#define JIGSAW_READ_LEAD_H

#include "base/text.h"
#include "read/inlet.h"

/*
 * Removes the first lines of a text file (a header line, a letterhead above the
 * titles) and passes on the rest. Lines end with LF, CRLF or a
 * CR that no LF follows; what they hold does not matter, so a quote in them
 * cannot run on.
 */

enum { LEAD_KEPT = 64 << 10 };

struct lead {
	struct inlet from;
	struct buffer first; /* the first line, as far as LEAD_KEPT goes */
	uint64_t lines;      /* that there were: fewer than asked for in a short file */
	/* private */
	char *block;
	size_t start, end;
	bool eof;
};

void lead_start(struct lead *l, struct inlet from, uint64_t lines);
/* An inlet's read function (context: the lead). */
size_t lead_read(void *lead, char *into, size_t room);
void lead_free(struct lead *l);

#endif
