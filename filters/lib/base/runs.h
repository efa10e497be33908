#ifndef JIGSAW_BASE_RUNS_H
#define JIGSAW_BASE_RUNS_H

#include "base/text.h"

/*
 * Sorted runs of an external sort, in one temporary file (unlinked at once,
 * 0600), and their merge. Entries are byte strings in memcmp order, a prefix
 * first.
 *
 *	runs_start(&r, memory, tmpdir);
 *	runs_begin(&r);                       a run
 *	runs_add(&r, entry);                  its entries, in order
 *	...
 *	while (runs_next(&r, &entry)) ...     the entries of all runs, in order
 */

struct run_of_entries;

struct runs {
	size_t memory; /* bytes to read ahead in all runs together */
	const char *tmpdir;
	struct run_of_entries *at;
	size_t count, capacity;
	int fd;
	uint64_t spilled;
	struct buffer out; /* not written yet */
	bool reading;
	size_t *heap;
	size_t heap_count;
};

void runs_start(struct runs *r, size_t memory, const char *tmpdir);
void runs_begin(struct runs *r);
void runs_add(struct runs *r, struct text entry);
/* The next entry; valid until the next call. False at the end. The first call
 * ends the adding. */
bool runs_next(struct runs *r, struct text *entry);
/* Reads from the first entry again. */
void runs_rewind(struct runs *r);
void runs_free(struct runs *r);

#endif
