#ifndef JIGSAW_TEST_RANDOM_H
#define JIGSAW_TEST_RANDOM_H

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* What tests of many random cases have in common: numbers that are the same in
 * every run, and the end at the first case that is wrong. */

/* Where the numbers start; a test sets its own at the start of main(). */
static uint64_t random_state = 1;

/* A number from 0 to n - 1 (linear congruential, Knuth's MMIX). */
static inline uint32_t random_below(uint32_t n)
{
	random_state = random_state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(random_state >> 33) % n;
}

static inline void expect(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "%s: %s\n", program_invocation_short_name, what);
	exit(1);
}

#endif
