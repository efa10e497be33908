#ifndef JIGSAW_CALENDAR_H
#define JIGSAW_CALENDAR_H

#include "base/text.h"

/*
 * Days of the Gregorian calendar for artificial records: a day is the number
 * of days since 1970-01-01.
 */

struct day_parts {
	int year, month, day;
};

int32_t day_of(int year, int month, int day);
struct day_parts day_parts(int32_t day);
/* YYYY-MM-DD; false when it is not a date. */
bool day_parse(struct text a, int32_t *day);
/* Completed years from birth to day. */
int day_age(int32_t birth, int32_t day);
/* The last 31 August on or before the day: school years are counted from it. */
int32_t day_school_year(int32_t day);

void day_iso(struct buffer *b, int32_t day);      /* 2013-07-19 */
void day_slashed(struct buffer *b, int32_t day);  /* 19/07/2013 */
void day_exported(struct buffer *b, int32_t day); /* 2013-Jul-19 00:00:00, as COLLECT exports */

#endif
