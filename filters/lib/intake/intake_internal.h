#ifndef JIGSAW_INTAKE_INTAKE_INTERNAL_H
#define JIGSAW_INTAKE_INTAKE_INTERNAL_H

#include "intake/intake.h"

/* What intake.c and intake_open.c share. */

/* Finds the columns (from the row of titles, where there is one), and with the first member opens
 * the outputs. */
void intake_columns(struct intake *in, struct raw_reader *r);

#endif
