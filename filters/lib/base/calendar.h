#ifndef JIGSAW_BASE_CALENDAR_H
#define JIGSAW_BASE_CALENDAR_H

#include "base/text.h"

/*
 * Dates of the Gregorian calendar, without time zones or locale. The normal
 * form in a cell is YYYY-MM-DD.
 */

struct date {
	int year;  /* 1800 to 2199 in a cleaned cell */
	int month; /* 1 to 12 */
	int day;   /* 1 to 31 */
};

/* Does the calendar have the day? */
bool date_exists(struct date date);
/* Days from 1970-01-01, which is 0. */
int32_t date_days(struct date date);
struct date date_from_days(int32_t days);
/* Completed years at `on`; a child born on 29 February completes a year on
 * 1 March of a common year. Negative before birth. */
int32_t date_age(struct date birth, struct date on);

/* A cleaned cell, strictly YYYY-MM-DD and a day that exists. The fast path for
 * filters after `clean`. */
bool date_read(struct text cell, struct date *date);
/* The same whether or not the day exists: 2013-02-31 has its numbers too. */
bool date_numbers(struct text cell, struct date *date);
/* Appends YYYY-MM-DD. */
void date_print(struct buffer *b, struct date date);

#endif
