#include "field/blank.h"
#include "field/date_internal.h"

/* A run of digits or of letters. */
struct group {
	struct text text;
	bool digits;
	int number; /* of digits, at most 8 of them; or of a month's name; else 0 */
};

/* 1 to 12 for an English month's name, whole or its first three letters (and
 * Sept); else 0. */
static int month_named(struct text name)
{
	static const char *const names[12] = {"JANUARY",   "FEBRUARY", "MARCH",    "APRIL",
					      "MAY",       "JUNE",     "JULY",     "AUGUST",
					      "SEPTEMBER", "OCTOBER",  "NOVEMBER", "DECEMBER"};

	for (int m = 0; m < 12; m++) {
		size_t whole = strlen(names[m]), i = 0;
		while (i < name.length && i < whole && (name.at[i] & ~0x20) == names[m][i])
			i++;
		if (i == name.length && (i == 3 || i == whole || (i == 4 && m == 8)))
			return m + 1;
	}
	return 0;
}

/* Takes a group off *rest; false when none stands there or it is too long. */
static bool group_take(struct text *rest, struct group *g)
{
	size_t n = 0;

	if (!rest->length)
		return false;
	*g = (struct group){.text = {rest->at, 0}, .digits = is_digit(rest->at[0])};
	if (g->digits)
		for (; n < rest->length && is_digit(rest->at[n]); n++)
			g->number = n < 8 ? g->number * 10 + (rest->at[n] - '0') : 0;
	else
		while (n < rest->length && is_letter(rest->at[n]))
			n++;
	g->text.length = n;
	if (!g->digits)
		g->number = month_named(g->text);
	rest->at += n;
	rest->length -= n;
	return n > 0;
}

static enum rule date_judge(struct date *d)
{
	static const struct date placeholders[] = {
		{2079, 6, 6}, {2099, 12, 31}, {2999, 12, 31}, {1753, 1, 1},   {0, 0, 0},
		{1, 1, 1},    {1800, 1, 1},   {1801, 1, 1},   {1899, 12, 30}, {1899, 12, 31},
		{1900, 1, 0}, {1900, 1, 1},   {9999, 12, 31}};
	bool may_be = d->year < 1901 || d->year > 2078;

	for (size_t i = 0; may_be && i < sizeof(placeholders) / sizeof(placeholders[0]); i++)
		if (d->year == placeholders[i].year && d->month == placeholders[i].month &&
		    d->day == placeholders[i].day)
			return RULE_DATE_PLACEHOLDER;
	if (!date_exists(*d))
		return RULE_DATE_CALENDAR;
	return d->year < 1800 || d->year > 2199 ? RULE_DATE_RANGE : RULE_VALID;
}

/* Days since 1899-12-30, which is the 1900 system's count from March 1900 on
 * (it believes in a 29 February 1900). */
static enum rule serial_parse(struct group first, struct text rest, unsigned allow,
			      struct date *date)
{
	struct group fraction;

	if (rest.length && (!text_take(&rest, '.') || !group_take(&rest, &fraction) ||
			    !fraction.digits || rest.length))
		return RULE_DATE;
	if (!(allow & DATE_SERIAL))
		return RULE_DATE_SERIAL;
	*date = date_from_days(date_days((struct date){1899, 12, 30}) + first.number);
	return date_judge(date);
}

/* What stands between a date and its time: blanks, T, or a comma and a blank. */
static bool between_take(struct text *rest)
{
	if (text_take(rest, 'T'))
		return true;
	text_take(rest, ',');
	bool blank = false;
	while (text_take(rest, ' '))
		blank = true;
	return blank;
}

/* A value that begins with its only group of digits: yyyymmdd and serials. */
static enum rule digits_parse(struct group first, struct text rest, unsigned allow,
			      struct date *date, struct time_of_day *time)
{
	struct text all = {first.text.at, first.text.length + rest.length};
	struct text whole = blank_decimals(all);

	if (first.text.length == 5)
		return serial_parse(first, rest, allow, date);
	if (first.text.length != 8 && first.text.length != 14 && first.text.length != 12)
		return RULE_DATE;
	struct text head = {first.text.at, 8}, tail = {head.at + 8, whole.length - 8};
	struct group day;
	group_take(&head, &day);
	*date = (struct date){day.number / 10000, day.number / 100 % 100, day.number % 100};
	if (tail.length && first.text.length == 8 && !between_take(&tail))
		return RULE_DATE;
	if (tail.length && !time_take(&tail, time))
		return RULE_DATE;
	return date_judge(date);
}

/* Orders three groups: year first or year last, the month in the middle. */
static enum rule groups_order(const struct group g[3], unsigned allow, struct date *date)
{
	if (!g[0].digits || !g[2].digits || (g[1].digits ? g[1].text.length > 2 : !g[1].number))
		return RULE_DATE;
	bool named = !g[1].digits;
	if (g[0].text.length == 4 && g[2].text.length <= 2) {
		bool swapped = !named && (allow & DATE_YEAR_DAY);
		*date = (struct date){g[0].number, g[1 + swapped].number, g[2 - swapped].number};
		return date_judge(date);
	}
	if (g[0].text.length > 2)
		return RULE_DATE;
	bool month_first = !named && (allow & DATE_MONTH_FIRST);
	*date = (struct date){g[2].number, g[!month_first].number, g[month_first].number};
	if (g[2].text.length == 4)
		return date_judge(date);
	if (g[2].text.length != 2)
		return RULE_DATE;
	if (!(allow & DATE_SHORT_YEAR))
		return RULE_DATE_SHORT_YEAR;
	date->year += date->year < 50 ? 2000 : 1900;
	return date_judge(date);
}

static enum rule parse(struct text value, unsigned allow, struct date *date,
		       struct time_of_day *time)
{
	struct text rest = blank_trim(value);
	struct group g[3];

	*time = (struct time_of_day){.given = false};
	if (!(allow & DATE_YEAR_DAY) && date_read(rest, date))
		return date_judge(date);
	if (!group_take(&rest, &g[0]))
		return RULE_DATE;
	if (g[0].digits && (!rest.length || g[0].text.length > 4))
		return digits_parse(g[0], rest, allow, date, time);
	char mark = rest.length ? rest.at[0] : ' ';
	if (!strchr("-/. ", mark) || !text_take(&rest, mark) || !group_take(&rest, &g[1]) ||
	    !text_take(&rest, mark) || !group_take(&rest, &g[2]))
		return RULE_DATE;
	enum rule rule = groups_order(g, allow, date);
	if (rest.length && (!between_take(&rest) || !time_take(&rest, time)))
		return RULE_DATE;
	return rule;
}

/* British Summer Time, by the days between which it has lain since 1996: from
 * the last Sunday of March to that of October. */
static bool is_summer(struct date d)
{
	if (d.year < 1972 || d.month < 3 || d.month > 10)
		return false;
	if (d.month != 3 && d.month != 10)
		return true;
	int32_t last = date_days((struct date){d.year, d.month, 31});
	last -= (last + 4) % 7; /* 1970-01-01 was a Thursday */
	return (date_days(d) >= last) == (d.month == 3);
}

enum rule date_parse(struct text value, unsigned allow, struct date *date, bool *moved)
{
	struct time_of_day time;
	enum rule rule = parse(value, allow, date, &time);

	*moved = rule == RULE_VALID && time.zone == 'Z' && time.hour == 23 && is_summer(*date);
	if (*moved)
		*date = date_from_days(date_days(*date) + 1);
	return rule;
}

enum rule datetime_parse(struct text value, unsigned allow, struct date *date,
			 struct time_of_day *time)
{
	enum rule rule = parse(value, allow, date, time);

	return rule == RULE_DATE ? RULE_DATETIME : rule;
}

/* Of the placeholders among dates, those that say "not known" or "not valid". */
static bool is_no_year(int year)
{
	return year == 0 || year == 1 || year == 1800 || year == 1801 || year == 1900;
}

enum rule month_parse(struct text value, struct date *month)
{
	struct text rest = blank_trim(value);
	struct group g[2];

	if (!group_take(&rest, &g[0]))
		return RULE_MONTH;
	if (!rest.length && g[0].digits && g[0].text.length == 5)
		return RULE_LEADING_ZERO;
	if (!rest.length && g[0].digits && g[0].text.length == 6) {
		int high = g[0].number / 10000, low = g[0].number % 10000;
		*month = high <= 12 ? (struct date){low, high, 1}
				    : (struct date){g[0].number / 100, g[0].number % 100, 1};
	} else {
		char mark = rest.length ? rest.at[0] : 'x';
		if (!strchr("-/. ", mark) || !text_take(&rest, mark) || !group_take(&rest, &g[1]) ||
		    rest.length)
			return RULE_MONTH;
		bool year_first = g[0].digits && g[0].text.length == 4;
		struct group year = g[!year_first], named = g[year_first];
		if (!year.digits || year.text.length != 4 || named.text.length > 9 ||
		    (named.digits && named.text.length > 2))
			return RULE_MONTH;
		*month = (struct date){year.number, named.number, 1};
	}
	if ((month->month == 1 && is_no_year(month->year)) ||
	    (month->month == 12 && month->year == 9999))
		return RULE_DATE_PLACEHOLDER;
	if (!date_exists(*month))
		return RULE_MONTH;
	return month->year < 1800 || month->year > 2199 ? RULE_DATE_RANGE : RULE_VALID;
}

enum rule year_parse(struct text value, int *year)
{
	struct text rest = blank_decimals(blank_trim(value));
	struct group g;

	if (!group_take(&rest, &g) || rest.length || !g.digits || g.text.length != 4)
		return RULE_YEAR;
	*year = g.number;
	if (*year != 1900 && (is_no_year(*year) || *year == 9999))
		return RULE_DATE_PLACEHOLDER;
	return *year < 1800 || *year > 2199 ? RULE_DATE_RANGE : RULE_VALID;
}
