#include "synth/calendar.h"

/* A year is taken to begin in March, so that the leap day is its last. */
int32_t day_of(int year, int month, int day)
{
	int32_t y = year - (month <= 2);
	int32_t era = (y >= 0 ? y : y - 399) / 400;
	int32_t of_era = y - era * 400;
	int32_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct day_parts day_parts(int32_t day)
{
	int32_t z = day + 719468;
	int32_t era = (z >= 0 ? z : z - 146096) / 146097;
	int32_t of_era = z - era * 146097;
	int32_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int32_t of_year = of_era - (365 * year + year / 4 - year / 100);
	int32_t month = (5 * of_year + 2) / 153;
	struct day_parts parts = {
		.year = year + era * 400 + (month >= 10),
		.month = month < 10 ? month + 3 : month - 9,
		.day = of_year - (153 * month + 2) / 5 + 1,
	};
	return parts;
}

bool day_parse(struct text a, int32_t *day)
{
	uint64_t year, month, of_month;
	if (a.length != 10 || a.at[4] != '-' || a.at[7] != '-' ||
	    !text_u64((struct text){a.at, 4}, &year) ||
	    !text_u64((struct text){a.at + 5, 2}, &month) ||
	    !text_u64((struct text){a.at + 8, 2}, &of_month))
		return false;
	if (month < 1 || month > 12 || of_month < 1 || of_month > 31)
		return false;
	*day = day_of((int)year, (int)month, (int)of_month);
	struct day_parts back = day_parts(*day);
	return back.month == (int)month && back.day == (int)of_month;
}

int day_age(int32_t birth, int32_t day)
{
	struct day_parts b = day_parts(birth), d = day_parts(day);
	int before = d.month < b.month || (d.month == b.month && d.day < b.day);
	return d.year - b.year - before;
}

int32_t day_school_year(int32_t day)
{
	struct day_parts d = day_parts(day);
	return day_of(d.month > 8 || (d.month == 8 && d.day == 31) ? d.year : d.year - 1, 8, 31);
}

static void digits(struct buffer *b, int number, int width)
{
	for (int unit = width == 4 ? 1000 : 10; unit; unit /= 10)
		buffer_byte(b, (char)('0' + number / unit % 10));
}

void day_iso(struct buffer *b, int32_t day)
{
	struct day_parts d = day_parts(day);
	digits(b, d.year, 4);
	buffer_byte(b, '-');
	digits(b, d.month, 2);
	buffer_byte(b, '-');
	digits(b, d.day, 2);
}

void day_slashed(struct buffer *b, int32_t day)
{
	struct day_parts d = day_parts(day);
	digits(b, d.day, 2);
	buffer_byte(b, '/');
	digits(b, d.month, 2);
	buffer_byte(b, '/');
	digits(b, d.year, 4);
}

void day_exported(struct buffer *b, int32_t day)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct day_parts d = day_parts(day);
	digits(b, d.year, 4);
	buffer_byte(b, '-');
	buffer_add(b, months + 3 * (d.month - 1), 3);
	buffer_byte(b, '-');
	digits(b, d.day, 2);
	buffer_string(b, " 00:00:00");
}
