#ifndef JIGSAW_READ_WORKBOOK_SHEET_INTERNAL_H
#define JIGSAW_READ_WORKBOOK_SHEET_INTERNAL_H

#include "read/workbook_sheet.h"

/* What workbook_sheet.c and workbook_cell.c share. */

_Noreturn void sheet_refuse(struct sheet *s, const char *rule, const char *why);
/* The row that has just opened: takes its cells and goes behind its end. */
void sheet_cells(struct sheet *s);

#endif
