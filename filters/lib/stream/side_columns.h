#ifndef JIGSAW_STREAM_SIDE_COLUMNS_H
#define JIGSAW_STREAM_SIDE_COLUMNS_H

#include "stream/reader.h"

/* Chooses the columns of side streams to add to a main stream, whose records
 * have the same id. */

struct side_columns {
	const struct reader *in; /* given */
	size_t on;               /* given: the column that is the id */
	/* Columns of the stream: first those that are added, then those that the
	 * main stream has too and no list, which can be compared, then the id and
	 * the rid, which may be NO_COLUMN. */
	size_t *kept, added, shared;
	size_t *with; /* by shared: the main stream's column */
};

/* Chooses the columns of `count` sides. Added are those that neither the main
 * stream nor an earlier side has, rid and source never. `names`, by commas,
 * are the only ones to add, each from the first side that has it, and one that
 * none has is exit 2; with NULL, a column that two sides have is exit 2. Lasts
 * as long as the arena. */
void side_columns_choose(struct side_columns *sides, size_t count, const struct preamble *main,
			 const char *names, struct arena *arena);

#endif
