#ifndef JIGSAW_BASE_OUTPUT_H
#define JIGSAW_BASE_OUTPUT_H

#include <sys/types.h>

#include "base/error.h"
#include "base/seal.h"

/*
 * Buffered output to standard output or, atomically, to a file. The bytes go to
 * a temporary file in the same directory, 0600; output_finish() flushes and
 * syncs it; outputs_commit() gives all files their names, and outputs_settle()
 * drops what had these names before. A run that ends by fail() or a signal before
 * that puts everything back, so a run with several outputs leaves all of them or
 * none. A symbolic link stays one: the file it points to is replaced. An existing
 * path that is not a regular file (a device, a FIFO), or names an open descriptor
 * (/dev/stdout), is written directly. Also used for outputs that are not streams:
 * exported files, pages.
 */
struct output {
	const char *path; /* NULL: standard output */
	char *temporary;
	int fd;
	struct buffer buffer;
	struct digest digest; /* of all bytes, while output_noted is set */
	bool digesting;
	uint64_t bytes;
};

/* Is told of each output that is finished, for the receipt, and ends its digest;
 * NULL: nobody. */
extern void (*output_noted)(struct output *o);

/* Exit 2 when another output of this run has the name; exit 74 when the file
 * cannot be made. `path` must last as long as the output. */
void output_open(struct output *o, const char *path);
/* Takes a name that this run writes by other means (a receipt), so that no output
 * can have it. */
void output_name(const char *path);
/* Writes out what the buffer holds. */
void output_flush(struct output *o);
void output_finish(struct output *o);
/* At the end of the run, when every output is finished. Exit 74 when a file cannot
 * be given its name. */
void outputs_commit(void);
void outputs_settle(void);

/* write(2)'s contract; tests make it fail or write short. */
extern ssize_t (*write_hook)(int fd, const void *bytes, size_t count);

#endif
