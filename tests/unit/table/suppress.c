/* The rule of HES, and tables whose margins do not agree. */

#include "table/suppress.h"
#include "test.h"

static void hes_shows(uint64_t count, const char *expected)
{
	struct buffer b = {0};
	bool hidden = suppress_hes(&b, count);

	check_text(buffer_text(&b), text_of(expected), "%lu", count);
	check_number(hidden, expected[0] == '*', "%lu is hidden", count);
	buffer_free(&b);
}

/* The rule as published: 0, 1 to 7, then to the nearest 5. */
static void hes_rule(void)
{
	hes_shows(0, "0");
	hes_shows(1, "*");
	hes_shows(7, "*");
	hes_shows(8, "10");
	hes_shows(12, "10");
	hes_shows(13, "15");
	hes_shows(17, "15");
	hes_shows(18, "20");
	hes_shows(19, "20");
	hes_shows(1002, "1000");
	hes_shows(1003, "1005");
	hes_shows(UINT64_MAX, "18446744073709551615");
}

int main(void)
{
	hes_rule();
	return 0;
}
