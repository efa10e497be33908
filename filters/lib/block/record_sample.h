#ifndef JIGSAW_BLOCK_RECORD_SAMPLE_H
#define JIGSAW_BLOCK_RECORD_SAMPLE_H

#include "base/sorter.h"
#include "stream/reader.h"

/*
 * Draws a random sample of the records of a stream, independent of their order:
 * those with the smallest hash of seed and rid. Beyond `memory` bytes the records
 * are in a temporary file.
 *
 *	record_sample_start(&s, seed, memory, tmpdir);
 *	for each record: record_sample_add(&s, rid, &row, marks);
 *	while (... && record_sample_next(&s, &row, &marks)) ...
 */

struct record_sample {
	uint64_t seed;
	struct sorter sorter;
	struct buffer line;
	uint32_t *ends; /* of the current record */
	size_t end_capacity;
};

void record_sample_start(struct record_sample *s, uint64_t seed, size_t memory, const char *tmpdir);
/* A record, and bytes that come with it. */
void record_sample_add(struct record_sample *s, struct text rid, const struct record *row,
		       struct text marks);
/* The next record of the sample, as it was added; both are valid until the next
 * call. False when there are no more. */
bool record_sample_next(struct record_sample *s, struct record *row, struct text *marks);
void record_sample_free(struct record_sample *s);

#endif
