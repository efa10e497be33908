#ifndef JIGSAW_SYNTH_RANDOM_H
#define JIGSAW_SYNTH_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Random numbers that are the same on every machine: SplitMix64 (Steele, Lea
 * and Flood 2014; the constants are the public ones). A generator is started
 * from a seed, a purpose and an item, so that what happens to one child does
 * not depend on the order in which children are visited.
 */

struct random {
	uint64_t state;
};

struct random random_start(uint64_t seed, uint64_t purpose, uint64_t item);
uint64_t random_next(struct random *r);
/* 0 .. n - 1; n must not be 0. The bias is below n / 2^64. */
uint64_t random_below(struct random *r, uint64_t n);
/* least .. most, both included. */
int64_t random_between(struct random *r, int64_t least, int64_t most);
/* True with the probability `millionths` / 1,000,000. */
bool random_chance(struct random *r, int64_t millionths);
/* Puts the items into an order that depends on r only (Fisher and Yates). */
void random_shuffle(struct random *r, uint64_t *items, uint64_t count);

#endif
