#include "base/calendar.h"

static bool leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

bool date_exists(struct date d)
{
	static const int lengths[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (d.year < 1 || d.year > 9999 || d.month < 1 || d.month > 12 || d.day < 1)
		return false;
	return d.day <= lengths[d.month - 1] + (d.month == 2 && leap(d.year));
}

/* Both directions count years from 1 March, so that the leap day comes last,
 * in eras of 400 years (146,097 days), as in civil calendar arithmetic. */

int32_t date_days(struct date d)
{
	int year = d.month > 2 ? d.year : d.year - 1;
	int era = (year >= 0 ? year : year - 399) / 400;
	int of_era = year - era * 400;
	int month = (d.month + 9) % 12;
	int of_year = (153 * month + 2) / 5 + d.day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct date date_from_days(int32_t days)
{
	int64_t z = (int64_t)days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t day_of_era = z - era * 146097;
	int64_t year_of_era =
		(day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year =
		day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t month = (5 * day_of_year + 2) / 153;
	struct date d;

	d.day = (int)(day_of_year - (153 * month + 2) / 5 + 1);
	d.month = (int)(month < 10 ? month + 3 : month - 9);
	d.year = (int)(year_of_era + era * 400 + (d.month <= 2));
	return d;
}

int32_t date_age(struct date birth, struct date on)
{
	bool before = on.month < birth.month || (on.month == birth.month && on.day < birth.day);

	return on.year - birth.year - before;
}

static int digit_at(const char *at)
{
	return *at >= '0' && *at <= '9' ? *at - '0' : -1;
}

bool date_numbers(struct text cell, struct date *date)
{
	static const int places[8] = {0, 1, 2, 3, 5, 6, 8, 9};
	int n[8];

	if (cell.length != 10 || cell.at[4] != '-' || cell.at[7] != '-')
		return false;
	for (int i = 0; i < 8; i++)
		if ((n[i] = digit_at(cell.at + places[i])) < 0)
			return false;
	date->year = n[0] * 1000 + n[1] * 100 + n[2] * 10 + n[3];
	date->month = n[4] * 10 + n[5];
	date->day = n[6] * 10 + n[7];
	return true;
}

bool date_read(struct text cell, struct date *date)
{
	return date_numbers(cell, date) && date_exists(*date);
}

void date_print(struct buffer *b, struct date d)
{
	char out[10] = {(char)('0' + d.year / 1000 % 10),
			(char)('0' + d.year / 100 % 10),
			(char)('0' + d.year / 10 % 10),
			(char)('0' + d.year % 10),
			'-',
			(char)('0' + d.month / 10),
			(char)('0' + d.month % 10),
			'-',
			(char)('0' + d.day / 10),
			(char)('0' + d.day % 10)};

	buffer_add(b, out, sizeof(out));
}
