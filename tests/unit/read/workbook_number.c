/* The numbers and dates of a workbook. */

#include "read/workbook_number.h"
#include "test.h"

static void number(const char *stored, const char *expected)
{
	static const char marks[] = {' ', '~', '!', '?'};
	struct buffer b = {0};
	enum number_outcome outcome = number_text(&b, text_of(stored));

	buffer_byte(&b, marks[outcome]);
	check_text(buffer_text(&b), text_of(expected), "number %s", stored);
	buffer_free(&b);
}

static void numbers(void)
{
	number("0", "0 ");
	number("-0", "0 ");
	number("20", "20 ");
	number("5.0", "5 ");
	number("5.0E+0", "5 ");
	number("1E2", "1E2~");
	number("1.0E2", "100 ");
	number("100E-2", "1 ");
	number("-12.50", "-12.5 ");
	number(" 7 ", "7 ");
	number("000123", "000123 ");
	number("123456789012345", "123456789012345 ");
	number("1234567890123456", "1234567890123456~");
	number("123456789012345678", "123456789012345678~");
	number("1.2345678901234568E+17", "1.2345678901234568E+17~");
	number("9.43477E+09", "9.43477E+09~");
	number("9.43477e9", "9.43477e9~");
	number("9.43477E9", "9434770000 ");
	number("9.434771234E+09", "9434771234 ");
	number("1.0E20", "1.0E20~");
	number("6.1382614647501708", "6.138261464750171 ");
	number("0.30000000000000004", "0.30000000000000004 ");
	number("1.1000000000000001", "1.1 ");
	number("0.99999999999999989", "0.9999999999999999 ");
	number("99999.999999999985", "99999.99999999999 ");
	number("4.4042999999999997E-2", "0.044043 ");
	number("1E-7", "0.0000001 ");
	number("5.0E-324", "5.0E-324 ");
	number(".5", "0.5 ");
	number("5.", "5 ");
	number("", "?");
	number(".", "?");
	number("-", "?");
	number("1E", "?");
	number("1E+", "?");
	number("1E99999", "?");
	number("1,5", "?");
	number("NaN", "?");
	number("INF", "?");
	number("0x10", "?");
	number("1 2", "?");
}

static void date(const char *stored, enum number_kind kind, bool from_1904, const char *expected)
{
	struct buffer b = {0};
	enum number_outcome outcome = number_date(&b, text_of(stored), kind, from_1904);

	if (outcome == NUMBER_DATELESS)
		buffer_byte(&b, '!');
	check_text(buffer_text(&b), text_of(expected), "date %s", stored);
	buffer_free(&b);
}

static void dates(void)
{
	date("0", NUMBER_DATE, false, "1900-01-00");
	date("1", NUMBER_DATE, false, "1900-01-01");
	date("59", NUMBER_DATE, false, "1900-02-28");
	date("60", NUMBER_DATE, false, "1900-02-29");
	date("61", NUMBER_DATE, false, "1900-03-01");
	date("25569", NUMBER_DATE, false, "1970-01-01");
	date("36585", NUMBER_DATE, false, "2000-02-29");
	date("42029", NUMBER_DATE, false, "2015-01-25");
	date("4.2029E4", NUMBER_DATE, false, "2015-01-25");
	date("73050", NUMBER_DATE, false, "2099-12-31");
	date("2958465", NUMBER_DATE, false, "9999-12-31");
	date("2958466", NUMBER_DATE, false, "2958466!");
	date("2958465.9999999", NUMBER_DATE, false, "2958465.9999999!");
	date("-1", NUMBER_DATE, false, "-1!");
	date("1E300", NUMBER_DATE, false, "1E300");
	date("0", NUMBER_DATE, true, "1904-01-01");
	date("40567", NUMBER_DATE, true, "2015-01-25");
	date("2957003", NUMBER_DATE, true, "9999-12-31");
	date("2957004", NUMBER_DATE, true, "2957004!");
	date("42029", NUMBER_DATETIME, false, "2015-01-25T00:00:00");
	date("42029.5", NUMBER_DATE, false, "2015-01-25T12:00:00");
	date("42029.99999999", NUMBER_DATE, false, "2015-01-26");
	date("44927.437511574077", NUMBER_DATETIME, false, "2023-01-01T10:30:01");
	date("0.25", NUMBER_TIME, false, "06:00:00");
	date("1.25", NUMBER_TIME, false, "1900-01-01T06:00:00");
	date("1.5", NUMBER_ELAPSED, false, "36:00:00");
	date("x", NUMBER_DATE, false, "");
}

int main(void)
{
	numbers();
	dates();
	return 0;
}
