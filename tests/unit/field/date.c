/* Dates: the calendar against published days, and every form that extracts use. */

#include "field/date.h"
#include "test.h"

static void calendar(void)
{
	check(date_days((struct date){1970, 1, 1}) == 0, "1970-01-01 is day 0");
	check(date_days((struct date){2000, 3, 1}) == 11017, "2000-03-01 is day 11017");
	check(date_days((struct date){1900, 1, 1}) == -25567, "1900-01-01 is day -25567");
	check(date_days((struct date){2038, 1, 19}) == 24855, "2038-01-19 is day 24855");
	int32_t day = date_days((struct date){1799, 12, 31});
	struct date last = {1799, 12, 31};
	for (int i = 0; i < 150000; i++) {
		struct date d = date_from_days(++day);
		bool next = d.day == last.day + 1 && d.month == last.month && d.year == last.year;
		bool first =
			d.day == 1 && (last.month == 12 ? d.month == 1 && d.year == last.year + 1
							: d.month == last.month + 1);
		check(date_exists(d) && date_days(d) == day && (next || first), "day %d", day);
		last = d;
	}
	check(!date_exists((struct date){1900, 2, 29}), "1900 was no leap year");
	check(date_exists((struct date){2000, 2, 29}), "2000 was one");
	check(!date_exists((struct date){2012, 13, 1}), "no month 13");
	check(!date_exists((struct date){2012, 4, 31}), "no 31 April");
	check(date_age((struct date){2008, 2, 29}, (struct date){2009, 2, 28}) == 0,
	      "a child of 29 February is not one on 28 February");
	check(date_age((struct date){2008, 2, 29}, (struct date){2009, 3, 1}) == 1,
	      "but on 1 March");
	check(date_age((struct date){2012, 10, 16}, (struct date){2024, 10, 15}) == 11,
	      "the day before a birthday");
	check(date_age((struct date){2012, 10, 16}, (struct date){2012, 10, 15}) == -1,
	      "before birth");
}

struct sample {
	const char *value;
	enum rule rule;
	const char *date; /* as printed; NULL when not valid */
};

static const struct sample dates[] = {
	{"2012-10-16", RULE_VALID, "2012-10-16"},
	{"2012/10/16", RULE_VALID, "2012-10-16"},
	{"2012-1-6", RULE_VALID, "2012-01-06"},
	{"16/10/2012", RULE_VALID, "2012-10-16"},
	{"6/1/2012", RULE_VALID, "2012-01-06"},
	{"16-10-2012", RULE_VALID, "2012-10-16"},
	{"16.10.2012", RULE_VALID, "2012-10-16"},
	{"6.1.2012", RULE_VALID, "2012-01-06"},
	{"2012.10.16", RULE_VALID, "2012-10-16"},
	{"16 10 2012", RULE_VALID, "2012-10-16"},
	{"2024-Oct-16 00:00:00", RULE_VALID, "2024-10-16"},
	{"2024-OCT-16", RULE_VALID, "2024-10-16"},
	{"16-Oct-2024", RULE_VALID, "2024-10-16"},
	{"16 October 2024", RULE_VALID, "2024-10-16"},
	{"1 sept 2024", RULE_VALID, "2024-09-01"},
	{"16/may/2024", RULE_VALID, "2024-05-16"},
	{"20121016", RULE_VALID, "2012-10-16"},
	{"20121016.0", RULE_VALID, "2012-10-16"},
	{"20121016093000", RULE_VALID, "2012-10-16"},
	{"2012-10-16T09:30:00", RULE_VALID, "2012-10-16"},
	{"2012-10-16T09:30:00Z", RULE_VALID, "2012-10-16"},
	{"2012-10-16T09:30:00.123+01:00", RULE_VALID, "2012-10-16"},
	{"16/10/2012 00:00", RULE_VALID, "2012-10-16"},
	{"  16/10/2012\xC2\xA0", RULE_VALID, "2012-10-16"},
	{"16/10/2012 0:00", RULE_VALID, "2012-10-16"},
	{"16/10/2012 0:00:00", RULE_VALID, "2012-10-16"},
	{"1/6/2012 9:30", RULE_VALID, "2012-06-01"},
	{"16/10/2012 12:00:00 AM", RULE_VALID, "2012-10-16"},
	{"16/10/2012 11:30 PM", RULE_VALID, "2012-10-16"},
	{"16/10/2012 9:30am", RULE_VALID, "2012-10-16"},
	{"16/10/2012 00:00:00 AM", RULE_VALID, "2012-10-16"},
	{"16/10/2012 16:30:00 PM", RULE_VALID, "2012-10-16"},
	{"16/10/2012  00:00", RULE_VALID, "2012-10-16"},
	{"16/10/2012, 00:00:00", RULE_VALID, "2012-10-16"},
	{"2012-10-16 00:00:00+00", RULE_VALID, "2012-10-16"},
	{"2012-10-16 00:00:00 UTC", RULE_VALID, "2012-10-16"},
	{"2012-07-15T23:00:00Z", RULE_VALID, "2012-07-16"},
	{"2012-07-15T23:00:00.000+00:00", RULE_VALID, "2012-07-16"},
	{"2012-07-15T22:59:59Z", RULE_VALID, "2012-07-15"},
	{"2012-07-15T23:00:00", RULE_VALID, "2012-07-15"},
	{"2012-07-15T23:00:00+01:00", RULE_VALID, "2012-07-15"},
	{"2012-12-15T23:00:00Z", RULE_VALID, "2012-12-15"},
	{"2013-03-30T23:00:00Z", RULE_VALID, "2013-03-30"},
	{"2013-03-31T23:00:00Z", RULE_VALID, "2013-04-01"},
	{"2013-10-26T23:00:00Z", RULE_VALID, "2013-10-27"},
	{"2013-10-27T23:00:00Z", RULE_VALID, "2013-10-27"},
	{"29/02/2012", RULE_VALID, "2012-02-29"},
	{"1800-01-02", RULE_VALID, "1800-01-02"},
	{"29/02/2011", RULE_DATE_CALENDAR, NULL},
	{"31/04/2012", RULE_DATE_CALENDAR, NULL},
	{"10/16/2012", RULE_DATE_CALENDAR, NULL},
	{"2012-16-10", RULE_DATE_CALENDAR, NULL},
	{"20121316", RULE_DATE_CALENDAR, NULL},
	{"00/10/2012", RULE_DATE_CALENDAR, NULL},
	{"1800-01-01", RULE_DATE_PLACEHOLDER, NULL},
	{"1801-01-01", RULE_DATE_PLACEHOLDER, NULL},
	{"01/01/1801", RULE_DATE_PLACEHOLDER, NULL},
	{"1900-01-01", RULE_DATE_PLACEHOLDER, NULL},
	{"01/01/1900 00:00", RULE_DATE_PLACEHOLDER, NULL},
	{"0001-01-01", RULE_DATE_PLACEHOLDER, NULL},
	{"9999-12-31", RULE_DATE_PLACEHOLDER, NULL},
	{"00/00/0000", RULE_DATE_PLACEHOLDER, NULL},
	{"00/01/1900", RULE_DATE_PLACEHOLDER, NULL},
	{"31/12/2099", RULE_DATE_PLACEHOLDER, NULL},
	{"2079-06-06 00:00:00", RULE_DATE_PLACEHOLDER, NULL},
	{"1753-01-01", RULE_DATE_PLACEHOLDER, NULL},
	{"16/10/2012 16:30 AM", RULE_DATE, NULL},
	{"16/10/2012 0:30 PM", RULE_DATE, NULL},
	{"16/10/2012 9:30 AMX", RULE_DATE, NULL},
	{"16/10/2012 930", RULE_DATE, NULL},
	{"16/10/0201", RULE_DATE_RANGE, NULL},
	{"16/10/2212", RULE_DATE_RANGE, NULL},
	{"16/10/12", RULE_DATE_SHORT_YEAR, NULL},
	{"16-Oct-12", RULE_DATE_SHORT_YEAR, NULL},
	{"42029", RULE_DATE_SERIAL, NULL},
	{"42029.5", RULE_DATE_SERIAL, NULL},
	{"", RULE_DATE, NULL},
	{"2012", RULE_DATE, NULL},
	{"102012", RULE_DATE, NULL},
	{"16/10", RULE_DATE, NULL},
	{"16/10/201", RULE_DATE, NULL},
	{"116/10/2012", RULE_DATE, NULL},
	{"16/010/2012", RULE_DATE, NULL},
	{"16/10-2012", RULE_DATE, NULL},
	{"2012-10-16 25:00", RULE_DATE, NULL},
	{"2012-10-16 09", RULE_DATE, NULL},
	{"2012-10-16T", RULE_DATE, NULL},
	{"2012-10-16X09:00", RULE_DATE, NULL},
	{"Oct 16 2012", RULE_DATE, NULL},
	{"16 Okt 2012", RULE_DATE, NULL},
	{"16 O 2012", RULE_DATE, NULL},
	{"-16/10/2012", RULE_DATE, NULL},
	{"yesterday", RULE_DATE, NULL},
	{"12345678901234567890", RULE_DATE, NULL},
};

static void parsing(void)
{
	struct buffer printed = {0};

	for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
		struct date date;
		bool moved;
		enum rule rule = date_parse(text_of(dates[i].value), 0, &date, &moved);
		buffer_reset(&printed);
		if (rule == RULE_VALID)
			date_print(&printed, date);
		check_number(rule, dates[i].rule, "rule of %s", dates[i].value);
		check_text(buffer_text(&printed), text_of(dates[i].date ? dates[i].date : ""),
			   "date of %s", dates[i].value);
	}
	buffer_free(&printed);
}

static void allowed(void)
{
	struct date d;
	bool moved;

	check(date_parse(TEXT("42029"), DATE_SERIAL, &d, &moved) == RULE_VALID && d.year == 2015 &&
		      d.month == 1 && d.day == 25,
	      "serial 42029 is 2015-01-25");
	check(date_parse(TEXT("42029.75"), DATE_SERIAL, &d, &moved) == RULE_VALID && d.day == 25,
	      "the time of a serial is dropped");
	check(date_parse(TEXT("2012"), DATE_SERIAL, &d, &moved) == RULE_DATE,
	      "a year is no serial");
	check(date_parse(TEXT("42029."), DATE_SERIAL, &d, &moved) == RULE_DATE,
	      "nor is a bare point");
	check(date_parse(TEXT("16/10/49"), DATE_SHORT_YEAR, &d, &moved) == RULE_VALID &&
		      d.year == 2049,
	      "49 is 2049");
	check(date_parse(TEXT("16/10/50"), DATE_SHORT_YEAR, &d, &moved) == RULE_VALID &&
		      d.year == 1950,
	      "50 is 1950");
	check(date_read(TEXT("2012-02-29"), &d), "a cleaned cell is read");
	check(!date_read(TEXT("2012-02-30"), &d) && !date_read(TEXT("2012-2-29"), &d) &&
		      !date_read(TEXT("2012-02-2x"), &d),
	      "nothing else is");
	check(date_numbers(TEXT("2012-02-30"), &d) && d.day == 30, "a day that does not exist");
	check(!date_numbers(TEXT("2012-02"), &d) && !date_numbers(TEXT("2012-02-3x"), &d),
	      "no numbers");
}

static void other_types(void)
{
	static const struct sample times[] = {
		{"2012-10-16T09:30:00Z", RULE_VALID, "2012-10-16T09:30:00Z"},
		{"16/10/2012 09:30", RULE_VALID, "2012-10-16T09:30:00"},
		{"2012-10-16T09:30:05.25-05:30", RULE_VALID, "2012-10-16T09:30:05-05:30"},
		{"2012-10-16T09:30:05+00:00", RULE_VALID, "2012-10-16T09:30:05Z"},
		{"201210160930", RULE_VALID, "2012-10-16T09:30:00"},
		{"20121016 093015", RULE_VALID, "2012-10-16T09:30:15"},
		{"2012-10-16", RULE_VALID, "2012-10-16"},
		{"2012-10-16T09:60", RULE_DATETIME, NULL},
		{"2012-10-32T09:00", RULE_DATE_CALENDAR, NULL},
		{"16/10/2012 11:30 PM", RULE_VALID, "2012-10-16T23:30:00"},
		{"16/10/2012 12:05:09 a.m.", RULE_VALID, "2012-10-16T00:05:09"},
		{"16/10/2012 9:30", RULE_VALID, "2012-10-16T09:30:00"},
		{"2012-07-15 23:00:00+01", RULE_VALID, "2012-07-15T23:00:00+01:00"},
		{"2012-07-15T23:00:00Z", RULE_VALID, "2012-07-15T23:00:00Z"},
		{"09:30", RULE_DATETIME, NULL},
	};
	static const struct sample months[] = {
		{"2012-10", RULE_VALID, "2012-10-01"},
		{"10/2012", RULE_VALID, "2012-10-01"},
		{"041968", RULE_VALID, "1968-04-01"},
		{"196804", RULE_VALID, "1968-04-01"},
		{"Oct-2012", RULE_VALID, "2012-10-01"},
		{"2012-Oct", RULE_VALID, "2012-10-01"},
		{"2012-13", RULE_MONTH, NULL},
		{"13/2012", RULE_MONTH, NULL},
		{"132012", RULE_DATE_RANGE, NULL},
		{"2012", RULE_MONTH, NULL},
		{"16/10/2012", RULE_MONTH, NULL},
		{"10/12", RULE_MONTH, NULL},
		{"10/2301", RULE_DATE_RANGE, NULL},
		{"", RULE_MONTH, NULL},
		{"011800", RULE_DATE_PLACEHOLDER, NULL},
		{"1801-01", RULE_DATE_PLACEHOLDER, NULL},
		{"01/1900", RULE_DATE_PLACEHOLDER, NULL},
		{"12/9999", RULE_DATE_PLACEHOLDER, NULL},
		{"02/1900", RULE_VALID, "1900-02-01"},
	};
	struct buffer b = {0};
	struct date d;
	struct time_of_day t;

	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		buffer_reset(&b);
		enum rule rule = datetime_parse(text_of(times[i].value), 0, &d, &t);
		if (rule == RULE_VALID)
			datetime_print(&b, d, t);
		check(rule == times[i].rule &&
			      (!times[i].date || text_is(buffer_text(&b), times[i].date)),
		      "%s", times[i].value);
	}
	for (size_t i = 0; i < sizeof(months) / sizeof(months[0]); i++) {
		buffer_reset(&b);
		enum rule rule = month_parse(text_of(months[i].value), &d);
		if (rule == RULE_VALID)
			date_print(&b, d);
		check(rule == months[i].rule &&
			      (!months[i].date || text_is(buffer_text(&b), months[i].date)),
		      "%s", months[i].value);
	}
	buffer_free(&b);
	int year;
	check(year_parse(TEXT("2012"), &year) == RULE_VALID && year == 2012, "year 2012");
	check(year_parse(TEXT("2012.0"), &year) == RULE_VALID && year == 2012, "year 2012.0");
	check(year_parse(TEXT("1800"), &year) == RULE_DATE_PLACEHOLDER, "year 1800");
	check(year_parse(TEXT("9999"), &year) == RULE_DATE_PLACEHOLDER, "year 9999");
	check(year_parse(TEXT("1900"), &year) == RULE_VALID, "year 1900");
	check(year_parse(TEXT("12"), &year) == RULE_YEAR, "year 12");
	check(year_parse(TEXT("1066"), &year) == RULE_DATE_RANGE, "year 1066");
}

int main(void)
{
	calendar();
	parsing();
	allowed();
	other_types();
	return 0;
}
