#ifndef JIGSAW_TABLE_CELLS_H
#define JIGSAW_TABLE_CELLS_H

#include "base/map.h"

/*
 * A table of counts by dimensions, with every margin: for each subset of the
 * dimensions there are cells in which these are summed over, or only the cells
 * that name few of them. The table is complete: each combination of values that
 * occur has its cell, with a count of zero if it is empty (DfE: "complete the
 * matrix").
 *
 * Memory O(values + cells that are not zero).
 */

#define DIMENSIONS_MOST 8
#define CELL_TOTAL "_total"
#define CELL_MISSING "_missing" /* what an empty value counts as */
#define CELL_OTHER "_other"     /* values that may not be named, together */

struct cells {
	size_t dimensions, ways;
	struct map values[DIMENSIONS_MOST]; /* in order of arrival */
	struct map table;                   /* value indexes, four bytes a dimension -> index */
	uint64_t *counts;
	uint64_t *units; /* the unit that was counted last */
	size_t capacity, units_capacity;
	/* walking */
	uint32_t *order[DIMENSIONS_MOST];
	size_t at[DIMENSIONS_MOST];
	bool walking, ended;
};

/* 1 to DIMENSIONS_MOST dimensions. Cells that name more than `ways` of them (1 to
 * `dimensions`), the others summed over, are neither counted nor given. */
void cells_start(struct cells *c, size_t dimensions, size_t ways);
/* Counts `unit` in the cell of these values and in its margins, in each of
 * them once however often it is added in a row: units may not be 0, and all
 * additions of one unit follow each other. Values are escaped cells; they are
 * copied. */
void cells_add(struct cells *c, const struct text *values, uint64_t unit);
/* How many cells the walk will give, saturating at 2^64 - 1. */
uint64_t cells_total(const struct cells *c);
/* The cells in order: the values of a dimension by their bytes, then
 * CELL_MISSING, then CELL_TOTAL. False at the end. Ends the adding. */
bool cells_next(struct cells *c, struct text *values, uint64_t *count);
void cells_free(struct cells *c);

#endif
