/* SplitMix64 against its first numbers, and chances. */

#include "synth/random.h"
#include "test.h"

int main(void)
{
	struct random zero = {0}, r = random_start(1, 2, 3);
	int hits = 0;

	check(random_next(&zero) == 0xe220a8397b1dcdafu, "the first from state 0");
	check(random_next(&zero) == 0x6e789e6aa1b965f4u, "the second from state 0");
	for (int i = 0; i < 100000; i++)
		hits += random_chance(&r, 250000);
	check(hits > 24000 && hits < 26000, "%d of 100000 with a chance of a quarter", hits);
	return 0;
}
