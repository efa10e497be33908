#ifndef JIGSAW_OCCURRENCE_H
#define JIGSAW_OCCURRENCE_H

#include "stream/map.h"

/* How often each value of a column was found; of a list each element. */
struct occurrences {
	size_t at; /* of the column among the cells of a row */
	bool list;
	struct map counts;
	uint64_t total;
};

void occurrences_add(struct occurrences *t, struct text cell);
/* Appends the counts of a cell's values, separated by `|`; all were added before. */
void occurrences_print(const struct occurrences *t, struct text cell, struct buffer *out);
void occurrences_free(struct occurrences *t);

#endif
