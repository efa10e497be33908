#ifndef JIGSAW_TABLE_SUPPRESS_H
#define JIGSAW_TABLE_SUPPRESS_H

#include "base/error.h"
#include "base/map.h"

/*
 * Disclosure control of a table of counts.
 *
 * The HES rule (NHS Digital, change to disclosure control methodology for HES
 * and ECDS from September 2018; HES Analysis Guide): in counts below the
 * national level 0 is shown, 1 to 7 are shown as `*`, and from 8 on counts are
 * rounded to the nearest 5. Totals are computed from unrounded parts and then
 * treated like any other count, so a table need not add up.
 */

/* Appends the count as the HES rule shows it; true when it was 1 to 7. */
bool suppress_hes(struct buffer *b, uint64_t count);
/* Is it 1 to 7? */
bool suppress_hes_hides(uint64_t count);
/* The counts that the HES rule shows as it shows this one: what a reader of the
 * table knows of it. */
void suppress_hes_range(uint64_t count, uint64_t *least, uint64_t *most);

/*
 * A table in memory: `dimensions` escaped values per row, and a count. All of it
 * is owned by `arena` and by the arrays.
 */
struct count_table {
	struct arena arena;
	size_t dimensions;
	struct text *values; /* row_count * dimensions */
	uint64_t *counts;
	size_t row_count, value_capacity, count_capacity;
};

void count_table_add(struct count_table *t, const struct text *values, uint64_t count);
void count_table_free(struct count_table *t);

#endif
