#include "outlet/outlet_internal.h"
#include "test.h"
#include "trap.h"

static void written(const struct outlet_options *options, enum outlet_kind kind, bool list,
		    const char *value, const char *expected, bool kept)
{
	struct column declared = {.list = list};
	struct outlet_column column = {.kind = kind,
				       .list = list,
				       .declared = &declared,
				       .dates = options->trace ? DATES_PLAIN : options->dates};
	struct buffer into = {0};
	bool is_kept;

	check_text(outlet_value(options, &column, text_of(value), &into, &is_kept),
		   text_of(expected), "%s as kind %d", value, kind);
	check_number(is_kept, kept, "%s as kind %d is kept", value, kind);
	buffer_free(&into);
}

static void test_formats(void)
{
	static const char *const words[] = {"csv", "tsv", "json", "fixed", "xml"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		check_number(outlet_format_of(words[i]), i, "%s", words[i]);
	error_start("export");
	error_trap = trap;
	if (setjmp(failed) == 0) {
		outlet_format_of("ltsv");
		check(false, "a format that is only read is refused");
	}
	check_text(text_of(complaint),
		   TEXT("2 files of format ltsv can only be read; give --format csv, "
			"tsv or json; try export --help"),
		   "a format that is only read");
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
					   "\xc2\xbd miles"};
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
					   ("\xc2\xa3"
					    "5"),
					   ".5",
					   "\tx",
					   "- x",
					   "--",
					   " =1"};
	struct outlet_options as_is = {.dates = DATES_BRITISH}, trace = {.trace = true};

	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
		check(!outlet_altered(text_of(kept[i])), "a spreadsheet keeps %s", kept[i]);
	for (size_t i = 0; i < sizeof lost / sizeof *lost; i++)
		check(outlet_altered(text_of(lost[i])), "a spreadsheet alters %s", lost[i]);
	check(outlet_formula(TEXT("=1")) && outlet_formula(TEXT("-a")), "a formula");
	check(outlet_formula(TEXT("\xef\xbc\x9d"
				  "1+1")) &&
		      outlet_formula(TEXT("\xef\xbc\xa0SUM(1)")),
	      "a fullwidth sign");
	check(!outlet_formula(TEXT("-2")) && !outlet_formula(TEXT("x")), "no formula");
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
	test_formats();
	return 0;
}
