#ifndef JIGSAW_SORTER_H
#define JIGSAW_SORTER_H

#include "stream/options.h"

/*
 * An external sort of byte strings in bounded memory. Entries are ordered by
 * their bytes (memcmp, a prefix first), so a caller puts its sort key in
 * front, in an encoding whose byte order is the wanted order (big-endian
 * numbers). Equal entries are all kept. Runs that do not fit are spilled to
 * one temporary file in --tmpdir, unlinked at once, 0600.
 */

struct sorter {
	size_t memory; /* bytes for the run being filled */
	const char *tmpdir;
	struct buffer bytes;
	struct sorter_entry *entries;
	size_t count, capacity;
	struct sorter_run *runs;
	size_t run_count, run_capacity;
	int fd;
	uint64_t spilled;
	bool reading;
	size_t next;
	size_t *heap;
	size_t heap_count;
	struct buffer current;
};

void sorter_start(struct sorter *s, size_t memory, const char *tmpdir);
void sorter_add(struct sorter *s, struct text entry);
/* The entries in order; valid until the next call. False at the end. The first
 * call ends the adding. */
bool sorter_next(struct sorter *s, struct text *entry);
void sorter_free(struct sorter *s);

#endif
