#ifndef JIGSAW_READ_CSV_INTERNAL_H
#define JIGSAW_READ_CSV_INTERNAL_H

#include "read/csv.h"

/* What the files of the CSV reader share. */

/* The common case: the next record, when it has no quote, the right
 * number of cells, and lies in the buffer. Else false, and nothing is changed. */
bool csv_plain(struct csv *c, struct raw_record *record);
/* The flaw that bytes below a blank or above 0x7e make, or NULL. */
const char *csv_odd(struct text record);

/* A record without a flaw that has too few cells: where it may be short, gives it
 * the others, empty. `ended`: by a line end. */
bool csv_fill_up(struct csv *c, struct raw_record *r, struct text text, bool ended);

/* What a flaw means, in words: valid until the next call. */
const char *csv_explain(struct csv *c, const char *flaw, bool unterminated, size_t cells);

#endif
