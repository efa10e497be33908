#ifndef JIGSAW_BASE_SPOOL_H
#define JIGSAW_BASE_SPOOL_H

#include "base/output.h"

/*
 * Holds output back until its input is verified. The bytes are in a temporary
 * file in --tmpdir, 0600 and unlinked at once, so nothing remains of them
 * however the process ends. Failure is exit 74.
 */

struct spool {
	int fd;
	struct buffer buffer;
};

void spool_start(struct spool *s, const char *tmpdir);
/* Appends; a whole line with its LF. */
void spool_add(struct spool *s, struct text bytes);
void spool_line(struct spool *s, struct text line);
/* Ends the adding. The descriptor, at the first byte; owned by the spool. */
int spool_read(struct spool *s);
/* Ends the adding and appends all of it to o. */
void spool_copy(struct spool *s, struct output *o);
void spool_free(struct spool *s);

#endif
