#include <stdio.h>

#include "outlet/outlet.h"

static int broken;

static void wrong(const char *what, const char *value)
{
	fprintf(stderr, "outlet: %s: '%s'\n", what, value);
	broken = 1;
}

static void altered(const char *value, bool expected)
{
	if (outlet_altered(text_of(value)) != expected)
		wrong(expected ? "a spreadsheet alters it" : "a spreadsheet keeps it", value);
}

static void formula(const char *value, bool expected)
{
	if (outlet_formula(text_of(value)) != expected)
		wrong(expected ? "is a formula" : "is no formula", value);
}

static void written(const struct outlet_options *options, enum outlet_kind kind, bool list,
		    const char *value, const char *expected, bool kept)
{
	struct column declared = {.list = list};
	struct outlet_column column = {.kind = kind, .list = list, .declared = &declared};
	struct buffer into = {0};
	bool is_kept;

	if (!text_is(outlet_value(options, &column, text_of(value), &into, &is_kept), expected) ||
	    is_kept != kept)
		wrong("is written otherwise", value);
	buffer_free(&into);
}

int main(void)
{
	static const char *const kept[] = {"",
					   " ",
					   "Smith",
					   "12",
					   "-2.5",
					   "0",
					   "0.5",
					   "-0.5",
					   "123456789012345",
					   "AB12 3CD",
					   "x=1",
					   "Marsh",
					   "March",
					   "true-ish",
					   "a'b",
					   "2\xc2\xbd miles" + 1};
	static const char *const lost[] = {"007",
					   "00",
					   "1.10",
					   "1.",
					   "+5",
					   "-0",
					   "1e5",
					   "1234567890123456",
					   "2015-03-01",
					   "1/2",
					   "12:30",
					   "=1+1",
					   "@a",
					   "'a",
					   "TRUE",
					   "false",
					   "Mar1",
					   "Jan-20",
					   " 5",
					   "5 ",
					   "10 High Street",
					   "(5)",
					   "$5",
					   "\xc2\xa3"
					   "5",
					   ".5",
					   "\tx",
					   "- x",
					   "--",
					   " =1"};
	struct outlet_options as_is = {.dates = DATES_BRITISH}, trace = {.trace = true};

	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
		altered(kept[i], false);
	for (size_t i = 0; i < sizeof lost / sizeof *lost; i++)
		altered(lost[i], true);
	formula("=1", true);
	formula("-2", false);
	formula("-a", true);
	formula("x", false);
	written(&as_is, KIND_DATE, false, "2015-03-01", "01/03/2015", true);
	written(&as_is, KIND_DATE, true, "2015-03-01|x|2016-01-31", "01/03/2015|x|31/01/2016",
		true);
	written(&trace, KIND_DATE, true, "2015-03-01|2016-01-31", "20150301", true);
	written(&trace, KIND_DATE, false, "20150301", "20150301", true);
	written(&trace, KIND_DATE, false, "1/3/2015", "", false);
	written(&trace, KIND_POSTCODE, false, "le14xx", "LE1 4XX", true);
	written(&trace, KIND_POSTCODE, false, "ZZ993VZ", "", false);
	written(&trace, KIND_POSTCODE, false, "", "", true);
	written(&trace, KIND_SEX, false, "F", "2", true);
	written(&trace, KIND_SEX, false, "9", "9", true);
	written(&trace, KIND_SEX, false, "female", "", false);
	written(&trace, KIND_REFERENCE, false, "cin24:17", "cin24-17", true);
	return broken;
}
