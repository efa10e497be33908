#ifdef __x86_64__
#ifdef __clang__
#pragma clang attribute push(__attribute__((target("avx2,popcnt,bmi"))), apply_to = function)
#else
#pragma GCC target("avx2,popcnt,bmi")
#endif

#include <immintrin.h>

#include "score/sieve.h"

typedef int32_t lanes __attribute__((vector_size(64)));
typedef uint64_t wide __attribute__((vector_size(64)));

union halves {
	lanes whole;
	wide words;
	__m256i half[2];
};

/* The bits of each byte, by its two digits. */
static inline __m256i byte_counts(__m256i x)
{
	const __m256i digit = _mm256_set1_epi8(15);
	const __m256i table = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1,
					       1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);

	return _mm256_add_epi8(
		_mm256_shuffle_epi8(table, _mm256_and_si256(x, digit)),
		_mm256_shuffle_epi8(table, _mm256_and_si256(_mm256_srli_epi16(x, 4), digit)));
}

static inline lanes lanes_popcount(lanes x)
{
	union halves h = {.whole = x};
	const __m256i ones = _mm256_set1_epi8(1);
	for (int i = 0; i < 2; i++)
		h.half[i] = _mm256_madd_epi16(_mm256_maddubs_epi16(byte_counts(h.half[i]), ones),
					      _mm256_set1_epi16(1));
	return h.whole;
}

static inline wide wide_popcount(wide x)
{
	union halves h = {.words = x};
	for (int i = 0; i < 2; i++)
		h.half[i] = _mm256_sad_epu8(byte_counts(h.half[i]), _mm256_setzero_si256());
	return h.words;
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
	union halves h = {.whole = index};
	for (int i = 0; i < 2; i++)
		h.half[i] = _mm256_i32gather_epi32((const int *)table, h.half[i], 4);
	return h.whole;
}

static inline lanes lanes_larger(lanes a, lanes b)
{
	union halves x = {.whole = a}, y = {.whole = b};
	for (int i = 0; i < 2; i++)
		x.half[i] = _mm256_max_epi32(x.half[i], y.half[i]);
	return x.whole;
}

static inline uint32_t lanes_bits(lanes mask)
{
	union halves h = {.whole = mask};
	return (uint32_t)_mm256_movemask_ps((__m256)h.half[0]) |
	       (uint32_t)_mm256_movemask_ps((__m256)h.half[1]) << 8;
}

#define SIEVE_BATCH sieve_batch_avx2
#include "score/sieve_kernel.h"

#ifdef __clang__
#pragma clang attribute pop
#endif
#endif
