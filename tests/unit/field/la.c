/* Local authorities by ONS code, back to the Department's numbers. */

#include "field/la.h"
#include "test.h"

static void number_is(const char *code, const char *number)
{
	check(text_is(la_number(text_of(code)), number), "%s", code);
}

int main(void)
{
	number_is("E06000016", "856");
	number_is("E09000002", "301");
	number_is("E06000060", "825");
	number_is("W92000004", "WAL");
	number_is("S92000003", "SCO");
	number_is("NUK", "");
	number_is("E07000012", "");
	number_is("856", "");
	number_is("Leicester", "");
	number_is("", "");
	return 0;
}
