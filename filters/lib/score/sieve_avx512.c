#ifdef __x86_64__
#ifdef __clang__
#pragma clang attribute push(                                                                      \
	__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vpopcntdq,popcnt,bmi"))),  \
	apply_to = function)
#else
#pragma GCC target("avx512f,avx512bw,avx512dq,avx512vl,avx512vpopcntdq,popcnt,bmi")
#endif

#include <immintrin.h>

#include "score/sieve.h"

typedef int32_t lanes __attribute__((vector_size(64)));
typedef uint64_t wide __attribute__((vector_size(64)));

static inline lanes lanes_popcount(lanes x)
{
	return (lanes)_mm512_popcnt_epi32((__m512i)x);
}

static inline wide wide_popcount(wide x)
{
	return (wide)_mm512_popcnt_epi64((__m512i)x);
}

static inline lanes lanes_join(wide low, wide high)
{
	return (lanes)_mm512_inserti64x4(
		_mm512_castsi256_si512(_mm512_cvtepi64_epi32((__m512i)low)),
		_mm512_cvtepi64_epi32((__m512i)high), 1);
}

static inline lanes lanes_pick(const uint32_t *table, lanes index)
{
	return (lanes)_mm512_i32gather_epi32((__m512i)index, table, 4);
}

static inline lanes lanes_larger(lanes a, lanes b)
{
	return (lanes)_mm512_max_epi32((__m512i)a, (__m512i)b);
}

static inline uint32_t lanes_bits(lanes mask)
{
	return _mm512_movepi32_mask((__m512i)mask);
}

#define SIEVE_BATCH sieve_batch_avx512
#include "score/sieve_kernel.h"

#ifdef __clang__
#pragma clang attribute pop
#endif
#endif
