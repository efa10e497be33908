/* Tables of counts, and the HES rule on them. */
#include <assert.h>
#include <setjmp.h>

#include "table/cells.h"
#include "table/suppress.h"

static void hes_shows(uint64_t count, const char *expected)
{
	struct buffer b = {0};
	bool hidden = suppress_hes(&b, count);
	assert(text_is(buffer_text(&b), expected));
	assert(hidden == (expected[0] == '*'));
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

static void put(struct cells *c, const char *a, const char *b, uint64_t unit)
{
	struct text values[] = {text_of(a), text_of(b)};
	cells_add(c, values, unit);
}

static void expect(struct cells *c, const char *a, const char *b, uint64_t count)
{
	struct text values[2];
	uint64_t is;
	assert(cells_next(c, values, &is));
	assert(text_is(values[0], a) && text_is(values[1], b) && is == count);
}

static void margins(void)
{
	struct cells c;
	cells_start(&c, 2);
	put(&c, "b", "x", 1);
	put(&c, "b", "x", 1);
	put(&c, "b", "y", 1);
	put(&c, "a", "", 2);
	assert(cells_total(&c) == 12);
	expect(&c, "a", "x", 0);
	expect(&c, "a", "y", 0);
	expect(&c, "a", "_missing", 1);
	expect(&c, "a", "_total", 1);
	expect(&c, "b", "x", 1);
	expect(&c, "b", "y", 1);
	expect(&c, "b", "_missing", 0);
	expect(&c, "b", "_total", 1);
	expect(&c, "_total", "x", 1);
	expect(&c, "_total", "y", 1);
	expect(&c, "_total", "_missing", 1);
	expect(&c, "_total", "_total", 2);
	struct text values[2];
	uint64_t count;
	assert(!cells_next(&c, values, &count) && !cells_next(&c, values, &count));
	cells_free(&c);
}

static void empty(void)
{
	struct cells c;
	cells_start(&c, 2);
	assert(cells_total(&c) == 1);
	expect(&c, "_total", "_total", 0);
	cells_free(&c);
}

static jmp_buf refused;

/* A refusal ends the run, and what it held ends with it; here the run goes on. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "detect_leaks=0";
}

static void trap(int status, const char *message)
{
	(void)message;
	longjmp(refused, status);
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
	error_trap = trap;
	int status = setjmp(refused);
	if (!status)
		count_table_check(&t, overlapping, "table");
	error_trap = NULL;
	count_table_free(&t);
	return status;
}

static void margins_agree(void)
{
	assert(status_of(3, 4, 7, false) == 0);
	assert(status_of(3, 4, 6, false) == EXIT_DATA);
	assert(status_of(3, 4, 6, true) == 0);
	assert(status_of(3, 4, 4, true) == 0);
	assert(status_of(3, 4, 3, true) == EXIT_DATA);
	assert(status_of(3, 4, 8, true) == EXIT_DATA);
	assert(status_of(UINT64_MAX, 4, 3, true) == EXIT_DATA);
}

int main(void)
{
	hes_rule();
	margins();
	empty();
	margins_agree();
	return 0;
}
