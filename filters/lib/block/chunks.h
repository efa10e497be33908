#ifndef JIGSAW_BLOCK_CHUNKS_H
#define JIGSAW_BLOCK_CHUNKS_H

#include "model/pairing.h"

/*
 * Splits a group that is too large into sub-blocks. Its records, in order, are
 * cut into chunks of at most half the largest group size, separately by source
 * unless any two records may be paired. Every chunk then forms a sub-block with
 * itself and one with every other chunk that it may be paired with. So every pair
 * occurs in exactly one sub-block, and none is too large.
 *
 *	chunks_plan(&c, &meeting, &pairing, most);
 *	for each record: i = chunks_next(&c, source);
 *		for each j: if (chunks_meet(&c, i, j)) it is in sub-block i.j or j.i
 */

struct chunk_run {
	size_t source, first; /* of its chunks, the first */
	uint64_t records, chunks, taken;
};

struct chunks {
	const struct pairing *pairing;
	struct chunk_run *runs; /* one a source, in their order */
	size_t run_count, run_capacity;
	size_t count;
	size_t *sources; /* of each chunk: its run */
	uint64_t *sizes; /* of each chunk */
	size_t size_capacity, source_capacity;
};

/* A sub-block's number has five digits for each chunk. */
enum { MOST_CHUNKS = 99999 };

/* Plans for the group that `m` holds; false when that would be more than
 * MOST_CHUNKS. */
bool chunks_plan(struct chunks *c, const struct meeting *m, const struct pairing *p, uint64_t most);
/* Before the records are walked. */
void chunks_restart(struct chunks *c);
/* The chunk of the next record, which is of this source. */
size_t chunks_next(struct chunks *c, size_t source);
/* Is there a sub-block of these two? One chunk with itself needs two records. */
bool chunks_meet(const struct chunks *c, size_t i, size_t j);
void chunks_free(struct chunks *c);

#endif
