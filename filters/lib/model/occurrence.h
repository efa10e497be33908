#ifndef JIGSAW_MODEL_OCCURRENCE_H
#define JIGSAW_MODEL_OCCURRENCE_H

#include "base/roster.h"
#include "stream/reader.h"

/* Counts how often each value of a column occurs (its term frequency); in a list
 * column each element counts. */
struct occurrences {
	struct text name;
	size_t at; /* of the column in the stream; NO_COLUMN: it has none (optional) */
	bool list;
	struct roster values;
	uint64_t *counts; /* of each value */
	size_t capacity;
	uint64_t total;
};

/* The cell of a record. */
static inline struct text occurrences_cell(const struct occurrences *t, const struct record *row)
{
	return t->at == NO_COLUMN ? TEXT_NONE : record_cell(row, t->at);
}

/* Counts a cell's values, and appends to `marks` (if not NULL) which they are. */
void occurrences_add(struct occurrences *t, struct text cell, struct buffer *marks);
/* Appends the counts of a cell's values, separated by `|`; all were added before. */
void occurrences_print(const struct occurrences *t, struct text cell, struct buffer *out);
/* The same of what occurrences_add() appended to marks, which is taken off them. */
void occurrences_print_marks(const struct occurrences *t, struct text *marks, struct buffer *out);
void occurrences_free(struct occurrences *t);

#endif
