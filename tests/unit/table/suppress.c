/* The rule of HES, and tables whose margins do not agree. */

#include "table/suppress.h"
#include "test.h"
#include "trap.h"

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

/* A refusal ends the run, and what it held ends with it; here the run goes on. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "detect_leaks=0";
}

/* The status with which a table of one dimension is refused, or 0. */
static int status_of(uint64_t a, uint64_t b, uint64_t total, bool overlapping)
{
	static const char *const names[] = {"a", "b", "_total"};
	static struct count_table t;
	uint64_t counts[] = {a, b, total};

	t = (struct count_table){.dimensions = 1};
	for (int i = 0; i < 3; i++) {
		struct text value = text_of(names[i]);
		count_table_add(&t, &value, counts[i]);
	}
	failure = 0;
	error_trap = trap;
	if (setjmp(failed) == 0)
		count_table_check(&t, overlapping, "table");
	error_trap = NULL;
	count_table_free(&t);
	return failure;
}

static void margins_agree(void)
{
	check_number(status_of(3, 4, 7, false), 0, "status");
	check_number(status_of(3, 4, 6, false), EXIT_DATA, "status");
	check_number(status_of(3, 4, 6, true), 0, "status");
	check_number(status_of(3, 4, 4, true), 0, "status");
	check_number(status_of(3, 4, 3, true), EXIT_DATA, "status");
	check_number(status_of(3, 4, 8, true), EXIT_DATA, "status");
	check_number(status_of(UINT64_MAX, 4, 3, true), EXIT_DATA, "status");
}

int main(void)
{
	hes_rule();
	margins_agree();
	return 0;
}
