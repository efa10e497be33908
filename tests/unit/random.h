#ifndef JIGSAW_TEST_RANDOM_H
#define JIGSAW_TEST_RANDOM_H

#include <stdint.h>

/* Random numbers that are the same in every run. */

/* Where they start; a test sets its own at the start of main(). */
static uint64_t random_state = 1;

/* The next one, of which the high bits are the better ones (linear congruential, Knuth's MMIX). */
static inline uint64_t random_number(void)
{
	random_state = random_state * 6364136223846793005u + 1442695040888963407u;
	return random_state;
}

/* A number from 0 to n - 1. */
static inline uint32_t random_below(uint32_t n)
{
	return (uint32_t)(random_number() >> 33) % n;
}

#endif
