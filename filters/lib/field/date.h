#ifndef JIGSAW_FIELD_DATE_H
#define JIGSAW_FIELD_DATE_H

#include "base/calendar.h"
#include "field/rule.h"

/* Dates as received: base/calendar.h is what they become. */

/* What to accept beyond the unmistakable forms. */
#define DATE_SERIAL 1u     /* five-digit spreadsheet serials, 1900 system: 42029 is 2015-01-25 */
#define DATE_SHORT_YEAR 2u /* d/m/yy: 00-49 is 2000-2049, 50-99 is 1950-1999 */

/* The order of numbers, when the source is known to have another than day before
 * month: at most one of them. Months with names and yyyymmdd are not affected. */
#define DATE_MONTH_FIRST 4u /* mm/dd/yyyy */
#define DATE_YEAR_DAY 8u    /* yyyy-dd-mm */

/*
 * A date as received: 2012-10-16, 2012/10/16, 16/10/2012, 6/1/2012, 16-10-2012,
 * 16.10.2012, 16 Oct 2012, 16-October-2012, 2012-Oct-16, 20121016, 20121016093000,
 * each with or without a time (2012-10-16T09:30:00Z, 16/10/2012 0:00, 16/10/2012
 * 12:00:00 AM), which is checked and dropped; but at 23 hours of UTC in British
 * Summer Time it is the next day here, and *moved is set: what has the midnight
 * of a birth date in UTC writes 2012-07-15T23:00:00Z for the 16th. Day before month, month before
 * day after a year, unless `allow` says otherwise: 10/16/2012 and 2012-16-10 are
 * RULE_DATE_CALENDAR, never guessed. Else RULE_DATE or one of RULE_DATE_*; *date is set when
 * RULE_VALID only.
 */
enum rule date_parse(struct text value, unsigned allow, struct date *date, bool *moved);

/* A time of day; zone is 0 (none given), 'Z', '+' or '-' with zone_minutes. */
struct time_of_day {
	bool given;
	int hour, minute, second;
	char zone;
	int zone_minutes;
};

/* The same with its time kept; fractions of a second are dropped. Of
 * 20240610T18332501 the last two digits are the hours before UTC, 00 or 01, as in
 * batches of the NHS. RULE_DATETIME or one of RULE_DATE_*. */
enum rule datetime_parse(struct text value, unsigned allow, struct date *date,
			 struct time_of_day *time);
/* Appends YYYY-MM-DD, and THH:MM:SS with Z or +HH:MM when they were given: no
 * time is invented. */
void datetime_print(struct buffer *b, struct date date, struct time_of_day time);

/* A time of day: HH:MM, HH:MM:SS with or without a fraction, which is dropped,
 * HHMM, HHMMSS, H:MM, each with or without AM or PM; also after the date that a spreadsheet puts
 * before a time (1899-12-30, 1900-01-00). No zones. RULE_TIME. */
enum rule time_parse(struct text value, struct time_of_day *time);
/* Appends HH:MM:SS. */
void time_print(struct buffer *b, struct time_of_day time);

/* A month of a year: YYYY-MM, YYYY/MM, MM/YYYY, MM-YYYY, YYYYMM, MMYYYY (HES's
 * MYDOB; the two cannot be confused for years 1300 to 9999), 2012-Oct, Oct-2012.
 * date->day is 1. RULE_MONTH, RULE_DATE_RANGE, RULE_DATE_PLACEHOLDER (011800 and
 * 011801 of HES, and the like), or RULE_LEADING_ZERO for five digits (41968 was 041968). */
enum rule month_parse(struct text value, struct date *month);

/* A year of four digits ("2012", "2012.0"): RULE_YEAR, RULE_DATE_RANGE, or
 * RULE_DATE_PLACEHOLDER for 1800, 1801 and 9999. */
enum rule year_parse(struct text value, int *year);

#endif
