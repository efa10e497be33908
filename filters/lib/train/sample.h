#ifndef JIGSAW_TRAIN_SAMPLE_H
#define JIGSAW_TRAIN_SAMPLE_H

#include "model/pairing.h"
#include "train/patterns.h"

/*
 * Draws a random sample of records and compares all its pairs. Almost none of them
 * are matches, so they show how often levels occur by chance.
 *
 * A record is in the sample when the hash of seed and id is below a limit, so
 * the sample is the same on every machine and in any order of records. The limit
 * is chosen to give about as many pairs as requested:
 * each record with the same probability sqrt(wanted / possible), as Splink's
 * estimate_u.py. Memory: the sample.
 */

struct sample_source {
	struct text id;
	uint64_t records;
	bool *collects; /* by comparison: some record comes to a level above the last */
};

struct sample {
	struct model *model;
	uint64_t seed, wanted;
	struct pairing pairing;
	struct sample_source *sources; /* by their numbers in the pairing */
	size_t source_count, source_capacity;
	struct sampled {
		uint64_t hash;
		size_t source;
		struct text *cells; /* by the model's columns; one piece of memory */
	} * records;
	size_t record_count, record_capacity, trimmed;
	uint64_t limit;
	struct measured measured;
	struct arena arena, row_arena;
};

/* `wanted` pairs, of what `pairs` says (pairing_read()); false when it is none
 * of that. The model must last. */
bool sample_start(struct sample *s, struct model *m, uint64_t seed, uint64_t wanted,
		  struct text pairs);
/* A record: its cells as for expressions_load(). False when a cell for dice()
 * or shared() is no such encoding. */
bool sample_add(struct sample *s, struct text rid, struct text source, const struct text *cells,
		const bool *lists);
/* Compares all pairs of the sample; they are pass 0 of the patterns. False as
 * above. */
bool sample_compare(struct sample *s, const bool *lists, struct patterns *patterns);
void sample_free(struct sample *s);

/* How many pairs there are: of two sources, or of all that may be paired. */
uint64_t sample_possible_of(const struct sample *s, struct text source_a, struct text source_b);
uint64_t sample_possible(const struct sample *s);

#endif
