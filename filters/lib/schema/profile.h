#ifndef JIGSAW_SCHEMA_PROFILE_H
#define JIGSAW_SCHEMA_PROFILE_H

#include "base/map.h"
#include "base/sorter.h"

/*
 * Profiles the values of a column without showing any: the number of distinct
 * values, and their shapes. A shape has A for a letter and 9
 * for a digit, other characters of ASCII as they are: `AA9 9AA`; after
 * SHAPE_LENGTH characters it ends with a `+`.
 *
 * Memory: O(columns). Distinct values are counted exactly, except for collisions
 * of 64-bit hashes, by an external sort; the first SHAPE_MOST shapes of a
 * column are counted separately, later ones together.
 */

enum { SHAPE_LENGTH = 24, SHAPE_MOST = 4096 };

struct shape {
	struct text shape; /* lies in the profile */
	uint64_t count;
};

struct profile_column {
	struct map shapes;
	uint64_t other_shapes; /* values whose shape came too late */
	uint64_t *recent;      /* hashes seen lately: most values that repeat do so soon */
	uint64_t distinct;     /* after profile_end() */
};

struct profile {
	struct profile_column *columns;
	size_t count;
	struct sorter hashes;
};

/* `tmpdir` is where hashes go that do not fit into memory. */
void profile_start(struct profile *p, struct arena *arena, size_t columns, const char *tmpdir);

/* Counts the shape of a value (unescaped) of a column. */
void profile_shape(struct profile *p, size_t column, struct text value);
/* Counts a value among the different ones of a column. */
void profile_distinct(struct profile *p, size_t column, struct text value);

void profile_end(struct profile *p);
/* The most frequent shapes of a column, at most `most`, the most frequent first,
 * equal ones in byte order; how many there are. */
size_t profile_shapes(const struct profile *p, size_t column, struct shape *out, size_t most);
void profile_free(struct profile *p);

#endif
