/* Numbers in order, against qsort: few, many, equal, and all alike in most bytes. */

#include <stdlib.h>

#include "base/radix.h"
#include "random.h"
#include "test.h"

enum { MOST = 20000 };

static uint64_t numbers[MOST], expected[MOST];

/* Random in every byte. */
static uint64_t spread_number(void)
{
	uint64_t number = random_number();

	return number ^ number >> 32;
}

static int compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

int main(void)
{
	static const size_t counts[] = {0, 1, 2, 64, 65, 300, MOST};
	static const uint64_t masks[] = {UINT64_MAX, 0xFF, 0xFF00000000000000, 0,
					 0x0100000000000001};

	for (size_t c = 0; c < sizeof counts / sizeof *counts; c++)
		for (size_t m = 0; m < sizeof masks / sizeof *masks; m++) {
			for (size_t i = 0; i < counts[c]; i++)
				numbers[i] = expected[i] = spread_number() & masks[m];
			radix_order(numbers, counts[c]);
			qsort(expected, counts[c], sizeof *expected, compare);
			for (size_t i = 0; i < counts[c]; i++)
				check(numbers[i] == expected[i], "number %zu", i);
		}
	return 0;
}
