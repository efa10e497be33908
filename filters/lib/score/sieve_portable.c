#include "score/sieve.h"

/* Any processor: the compiler makes of it what there is. */

typedef int32_t lanes __attribute__((vector_size(64)));
typedef uint64_t wide __attribute__((vector_size(64)));

static inline lanes lanes_popcount(lanes x)
{
	x -= (x >> 1) & 0x55555555;
	x = (x & 0x33333333) + ((x >> 2) & 0x33333333);
	x = (x + (x >> 4)) & 0x0F0F0F0F;
	x += x >> 8;
	return (x + (x >> 16)) & 63;
}

static inline wide wide_popcount(wide x)
{
	for (int i = 0; i < 8; i++)
		x[i] = (uint64_t)__builtin_popcountll(x[i]);
	return x;
}

static inline lanes lanes_join(wide low, wide high)
{
	lanes x;

	for (int i = 0; i < 8; i++) {
		x[i] = (int32_t)low[i];
		x[i + 8] = (int32_t)high[i];
	}
	return x;
}

static inline lanes lanes_pick(const uint32_t *table, lanes index)
{
	lanes x;

	for (int i = 0; i < SIEVE_LANES; i++)
		x[i] = (int32_t)table[index[i]];
	return x;
}

static inline lanes lanes_larger(lanes a, lanes b)
{
	lanes larger = a > b;

	return (a & larger) | (b & ~larger);
}

static inline uint32_t lanes_bits(lanes mask)
{
	uint32_t bits = 0;

	for (int i = 0; i < SIEVE_LANES; i++)
		bits |= (uint32_t)(mask[i] & 1) << i;
	return bits;
}

#define SIEVE_BATCH sieve_batch_portable
#include "score/sieve_kernel.h"
