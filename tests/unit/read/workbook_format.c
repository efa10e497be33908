/* What the formats of a workbook make of its numbers. */

#include "read/workbook_number.h"
#include "test.h"

static void format(const char *code, enum number_kind expected)
{
	check_number(number_kind_code(text_of(code)), expected, "format %s", code);
}

static void formats(void)
{
	static const char *const plain[] = {"General",
					    "0",
					    "0.00",
					    "#,##0.00",
					    "@",
					    "0%",
					    "0.00E+00",
					    "# ?/?",
					    "\"day\" 0",
					    "0\\d",
					    "[Red]0;[Blue]-0",
					    "_(* #,##0_);_(* \\(#,##0\\)",
					    "general;dd/mm/yyyy",
					    "[>100]0;0",
					    "0_d",
					    "",
					    "\"open",
					    "[open",
					    "\\"};
	static const char *const date[] = {"dd/mm/yyyy",
					   "dd/mm/yyyy;@",
					   "[$-809]dd mmmm yyyy;@",
					   "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
					   "mmm-yy",
					   "mmmm",
					   "yyyy",
					   "YYYY-MM-DD",
					   "d",
					   "mm",
					   "m/d",
					   "[Red]d.m.yy",
					   "[$-411]ggge\"\xe5\xb9\xb4\"m\"\xe6\x9c\x88\"d"};
	static const char *const time[] = {"hh:mm",
					   "h:mm AM/PM",
					   "mm:ss",
					   "mm:ss.0",
					   "hh:mm:ss.000",
					   "ss",
					   "[$-409]h:mm:ss AM/PM;@",
					   "h A/P"};
	static const char *const both[] = {"dd/mm/yyyy hh:mm", "hh:mm dd/mm", "m/d/yy h:mm",
					   "yyyy\\-mm\\-dd\\Thh:mm:ss", "yyyy-mm-dd hh:mm:ss.000"};
	static const char *const elapsed[] = {"[h]:mm", "[hh]:mm:ss", "[mm]:ss", "[s]"};

	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		format(plain[i], NUMBER_PLAIN);
	for (size_t i = 0; i < sizeof date / sizeof *date; i++)
		format(date[i], NUMBER_DATE);
	for (size_t i = 0; i < sizeof time / sizeof *time; i++)
		format(time[i], NUMBER_TIME);
	for (size_t i = 0; i < sizeof both / sizeof *both; i++)
		format(both[i], NUMBER_DATETIME);
	for (size_t i = 0; i < sizeof elapsed / sizeof *elapsed; i++)
		format(elapsed[i], NUMBER_ELAPSED);
	check_number(number_kind_builtin(13), NUMBER_PLAIN, "format 13");
	check_number(number_kind_builtin(14), NUMBER_DATE, "format 14");
	check_number(number_kind_builtin(20), NUMBER_TIME, "format 20");
	check_number(number_kind_builtin(22), NUMBER_DATETIME, "format 22");
	check_number(number_kind_builtin(46), NUMBER_ELAPSED, "format 46");
	check_number(number_kind_builtin(49), NUMBER_PLAIN, "format 49");
}

int main(void)
{
	formats();
	return 0;
}
