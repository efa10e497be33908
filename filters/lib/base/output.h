#ifndef JIGSAW_BASE_OUTPUT_H
#define JIGSAW_BASE_OUTPUT_H

#include <sys/types.h>

#include "base/error.h"
#include "base/seal.h"

/*
 * Buffered output to standard output or, atomically, to a file. The bytes go to
 * a temporary file in the same directory, 0600; output_finish() flushes and
 * syncs it, and outputs_commit() renames all finished files, so a run with
 * several outputs leaves all of them or none. An existing path that is not a
 * regular file (a device, a FIFO) is written directly. Also used for outputs
 * that are not streams: exported files, pages.
 */
struct output {
	const char *path; /* NULL: standard output */
	char *temporary;
	int fd;
	struct buffer buffer;
	struct digest digest; /* of all bytes, with --receipt */
	bool digesting;
	uint64_t bytes;
};

void output_open(struct output *o, const char *path);
/* Writes out what the buffer holds. */
void output_flush(struct output *o);
void output_finish(struct output *o);
void outputs_commit(void);

/* write(2)'s contract; tests make it fail or write short. */
extern ssize_t (*write_hook)(int fd, const void *bytes, size_t count);

#endif
