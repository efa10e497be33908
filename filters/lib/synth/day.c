#include "synth/day.h"

int32_t day_of(int year, int month, int day)
{
	return date_days((struct date){year, month, day});
}

int day_age(int32_t birth, int32_t day)
{
	return date_age(date_from_days(birth), date_from_days(day));
}

int32_t day_school_year(int32_t day)
{
	struct date d = date_from_days(day);
	bool begun = d.month > 8 || (d.month == 8 && d.day == 31);

	return day_of(begun ? d.year : d.year - 1, 8, 31);
}

static void digits(struct buffer *b, int number, int width)
{
	for (int unit = width == 4 ? 1000 : 10; unit; unit /= 10)
		buffer_byte(b, (char)('0' + number / unit % 10));
}

void day_iso(struct buffer *b, int32_t day)
{
	date_print(b, date_from_days(day));
}

void day_slashed(struct buffer *b, int32_t day)
{
	struct date d = date_from_days(day);

	digits(b, d.day, 2);
	buffer_byte(b, '/');
	digits(b, d.month, 2);
	buffer_byte(b, '/');
	digits(b, d.year, 4);
}

void day_exported(struct buffer *b, int32_t day)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct date d = date_from_days(day);

	digits(b, d.year, 4);
	buffer_byte(b, '-');
	buffer_add(b, months + 3 * (d.month - 1), 3);
	buffer_byte(b, '-');
	digits(b, d.day, 2);
	buffer_string(b, " 00:00:00");
}
