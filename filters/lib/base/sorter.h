#ifndef JIGSAW_BASE_SORTER_H
#define JIGSAW_BASE_SORTER_H

#include "base/runs.h"

/*
 * An external sort of byte strings in bounded memory. Entries are ordered by
 * their bytes (memcmp, a prefix first), so the caller puts its sort key first,
 * in an encoding whose byte order is the desired order (big-endian
 * numbers). Equal entries are all kept. Runs that do not fit are spilled to
 * one temporary file in --tmpdir, unlinked at once, 0600.
 */

/* An entry of the run in memory: where it is, and eight of its bytes, which
 * decide most comparisons without touching the entry itself. */
struct sorter_entry {
	uint64_t prefix;
	size_t offset;
	uint32_t length;
};

struct sorter {
	size_t memory; /* bytes for the run being filled */
	struct buffer bytes;
	struct sorter_entry *entries;
	size_t count, capacity;
	struct runs runs;
	bool reading;
	size_t next;
};

void sorter_start(struct sorter *s, size_t memory, const char *tmpdir);
void sorter_add(struct sorter *s, struct text entry);
/* The entries in order; valid until the next call. False at the end. The first
 * call ends the adding. */
bool sorter_next(struct sorter *s, struct text *entry);
void sorter_free(struct sorter *s);

/* Eight bytes of an entry from `from` on as a number, zeros past its end. */
uint64_t sorter_prefix(struct text entry, size_t from);
/* Puts entries in memory in order: they lie in `bytes`, are equal in their first `depth` bytes,
 * and have their prefixes from there, or from the multiple of eight below. */
void sorter_order(const char *bytes, struct sorter_entry *entries, size_t count, size_t depth);

#endif
