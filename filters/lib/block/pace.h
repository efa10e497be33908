#ifndef JIGSAW_BLOCK_PACE_H
#define JIGSAW_BLOCK_PACE_H

#include "block/entries.h"
#include "model/model.h"
#include "model/occurrence.h"

/*
 * Measures how fast a model scores pairs of these records: the first groups in
 * the order of the walk, which is by hash and so a fair choice, are loaded and
 * scored as compare(1) does it, for a quarter of a second of processor time or
 * until there are no more.
 */

struct pace_columns {
	const size_t *cell; /* of each column of the model: which cell of a row */
	const bool *lists;
	const struct occurrences *occurrences; /* of each frequency of the model */
};

/* For a column that is the id of the record, and for one that records lack. */
#define PACE_RID SIZE_MAX
#define PACE_NONE (SIZE_MAX - 1)

/* Pairs scored in a second of processor time, reading and writing apart; 0 when
 * there are none. The model must be trained. Rewinds the entries. */
double pace_measure(struct entries *e, const struct model *m, const struct pace_columns *columns);

#endif
