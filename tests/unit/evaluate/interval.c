/* Shares, Wilson intervals and standardised differences. */

#include "evaluate/interval.h"
#include "test.h"

static void wilson(uint64_t over, uint64_t under, uint64_t low, uint64_t high)
{
	uint64_t l, h;

	wilson_millionths(over, under, &l, &h);
	check_number(l, low, "least of %lu of %lu", over, under);
	check_number(h, high, "most of %lu of %lu", over, under);
}

static void difference(uint64_t a, uint64_t b, uint64_t c, uint64_t d, int64_t expected)
{
	int64_t found;

	check(standardised_difference(a, b, c, d, &found), "defined");
	check_number(found, expected, "%lu of %lu to %lu of %lu", a, b, c, d);
}

int main(void)
{
	int64_t unused;

	check_number(ratio_millionths(0, 7), 0, "none");
	check_number(ratio_millionths(7, 7), 1000000, "all");
	check_number(ratio_millionths(2, 3), 666667, "up");
	check_number(ratio_millionths(1, 3), 333333, "down");
	check_number(ratio_millionths(1, 2000000), 1, "half");
	check_number(ratio_millionths(UINT64_MAX, UINT64_MAX), 1000000, "large");

	/* R. G. Newcombe, "Two-sided confidence intervals for the single
	 * proportion", Stat. Med. 17, 1998, Table I, method 3, gives four decimals
	 * of these; the rest by the formula in another language. */
	wilson(81, 263, 255289, 366210);
	wilson(15, 148, 62386, 160487);
	wilson(0, 20, 0, 161125);
	wilson(1, 29, 6113, 171755);
	wilson(20, 20, 838875, 1000000);

	difference(30, 100, 20, 100, 232495);
	difference(20, 100, 30, 100, -232495);
	difference(1, 2, 1, 2, 0);
	difference(0, 5, 0, 9, 0);
	check(!standardised_difference(0, 0, 1, 2, &unused), "nobody");
	check(!standardised_difference(5, 5, 0, 5, &unused), "nothing varies");
	return 0;
}
