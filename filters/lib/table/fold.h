#ifndef JIGSAW_TABLE_FOLD_H
#define JIGSAW_TABLE_FOLD_H

#include "table/audit.h"

/*
 * Values that stand for too few: a table may hide a count, but the name of its row
 * says that there is such a person. So a value of a dimension that the rule would hide
 * in a table of that dimension alone is counted as CELL_OTHER, together with the next
 * smallest values until CELL_OTHER itself may be shown, or no value is left.
 *
 * A value of nobody, CELL_MISSING, and values that everybody knows (value_is_known())
 * stay as they are. A folded table is sorted as cells_next() does it, CELL_OTHER
 * behind the values.
 */

/* Folds the values of dimension `d`, of type `type`; returns how many. The table must
 * be one that audit_start() has accepted, and its margins over `d` sums of their
 * cells (`additive`) if anything is to be folded; if they are not, the table is left as it is. */
size_t table_fold(struct count_table *t, size_t d, struct text type, bool additive);

#endif
