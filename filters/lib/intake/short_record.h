#ifndef JIGSAW_INTAKE_SHORT_RECORD_H
#define JIGSAW_INTAKE_SHORT_RECORD_H

#include "intake/intake.h"

/* Why a record with fewer cells than titles is not one that a spreadsheet left short,
 * whose last cells are empty: it ends before a column that the schema requires, or, since
 * behind a delimiter that is missing the cells are another column's, a cell is no value of
 * its column's type. NULL if it may be one. */
const char *short_record_fault(const struct intake *in, const struct raw_record *r);

#endif
