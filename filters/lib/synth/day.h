#ifndef JIGSAW_SYNTH_DAY_H
#define JIGSAW_SYNTH_DAY_H

#include "field/date.h"

/*
 * Writes days in the formats of the services' files. A day is a number of days since
 * 1970-01-01, as in field/date.h.
 */

int32_t day_of(int year, int month, int day);
/* Completed years from birth to day. */
int day_age(int32_t birth, int32_t day);
/* The last 31 August on or before the day: school years are counted from it. */
int32_t day_school_year(int32_t day);

void day_iso(struct buffer *b, int32_t day);      /* 2013-07-19 */
void day_slashed(struct buffer *b, int32_t day);  /* 19/07/2013 */
void day_exported(struct buffer *b, int32_t day); /* 2013-Jul-19 00:00:00, as COLLECT exports */

#endif
