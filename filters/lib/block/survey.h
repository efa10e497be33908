#ifndef JIGSAW_BLOCK_SURVEY_H
#define JIGSAW_BLOCK_SURVEY_H

#include "block/chunks.h"
#include "block/entries.h"
#include "block/new_pairs.h"

/*
 * Counts the results of blocking before any are written: exactly the pairs of
 * every pass, without those of an earlier key; the largest groups; and how groups
 * that are too large will be split.
 */

enum { SURVEY_LARGEST = 10 };

/* A group. */
struct survey_group {
	uint64_t key, records, pairs, new_pairs;
	uint16_t pass;
};

struct survey_pass {
	uint16_t number;
	size_t rule; /* the first of its rows in the passes */
	uint64_t groups, largest, pairs, new_pairs;
};

struct survey_parted {
	uint64_t key;
	uint16_t pass;
	struct chunks chunks;
};

struct survey {
	struct survey_pass *passes;
	size_t pass_count;
	struct survey_group largest[SURVEY_LARGEST]; /* by pairs, the most first */
	size_t largest_count;
	struct survey_parted *parted; /* in the order of the walk */
	size_t parted_count, parted_capacity;
	uint64_t pairs, new_pairs;
};

/*
 * Walks all entries and rewinds them. `most` records may be in a group; 0:
 * any number. `pairing` gets to know the sources. A group that would need too
 * many parts is exit 65.
 */
void survey_take(struct survey *s, const struct passes *passes, struct entries *e,
		 struct pairing *pairing, uint64_t most);
void survey_free(struct survey *s);

/* The number of the source of a row, which is its first cell. */
size_t survey_source(struct pairing *pairing, const struct entry_row *row);

#endif
