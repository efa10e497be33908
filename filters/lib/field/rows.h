#ifndef JIGSAW_FIELD_ROWS_H
#define JIGSAW_FIELD_ROWS_H

#include "base/text.h"

/* Looks up a row by its first cell in a table whose rows are in byte order
 * below the header row. False if there is none; otherwise *rest is the row after
 * that cell's tab. */
bool table_row(struct text table, struct text key, struct text *rest);

#endif
