#ifndef JIGSAW_SYNTH_RECORDS_SCHOOL_H
#define JIGSAW_SYNTH_RECORDS_SCHOOL_H

#include "synth/records.h"

/*
 * The common parts of the tables of the school census. COLLECT joins them by row
 * ids that are new in every return.
 */

/* Which row: each kind has ids of its own. */
enum row_kind {
	ROW_ADDRESS = 1,
	ROW_SCHOOL,
	ROW_RETURN,
	ROW_LEAVER,
	ROW_MEALS,
	ROW_NEED,
	ROW_SANCTION
};

struct roll {
	struct records *records;
	struct output pupils, addresses;
	struct output meals, needs, sanctions; /* on the roll only */
	int32_t school_year;
	uint64_t rows[ROW_SANCTION + 1]; /* written of each kind */
	bool left;                       /* the tables of who has left, else of who is there */
};

/* Begins a row of a table that hangs on a pupil: the ids of pupil and school,
 * its own id, its place and the return's id. */
void roll_begin(struct roll *x, struct output *o, const struct child *c, enum row_kind kind,
		uint64_t place, uint64_t school);
/* Ends a row. */
void roll_end(struct roll *x, struct output *o);

/* fsmperiodsonroll.csv, senneedsonroll.csv, termlyexclusionsonroll.csv. */
void pupils_open(struct roll *x);
void pupils_write(struct roll *x, const struct child *c, uint64_t school);
void pupils_close(struct roll *x);

#endif
