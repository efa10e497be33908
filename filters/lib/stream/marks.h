#ifndef JIGSAW_STREAM_MARKS_H
#define JIGSAW_STREAM_MARKS_H

#include <stdint.h>
#include <string.h>

/*
 * Finds the special bytes of a record, 64 at a time: bit i of the result is set
 * if byte i of the 64 at `at` is below 0x0E (TAB, LF, CR, NUL and other controls)
 * or a backslash. Both forms give the same result; marks_of() is the faster one.
 */

enum { MARKS_BYTES = 64 };

static inline uint64_t marks_portable(const char *at)
{
	const uint64_t ones = 0x0101010101010101u, tops = ones << 7, rest = ~tops;
	uint64_t all = 0;

	for (int i = 0; i < MARKS_BYTES / 8; i++) {
		uint64_t word;
		memcpy(&word, at + 8 * i, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
		word = __builtin_bswap64(word);
#endif
		/* The top bit of each byte, exact: no carry goes from one to the next. */
		uint64_t low = ((word & rest) + ones * (0x80 - 0x0E)) | word;
		uint64_t slash = word ^ ones * '\\';
		slash = ((slash & rest) + rest) | slash;
		uint64_t found = ((~low | ~slash) & tops) >> 7;
		all |= (found * 0x0102040810204080u >> 56) << 8 * i;
	}
	return all;
}

#ifdef __SSE2__
#include <emmintrin.h>

static inline uint64_t marks_of(const char *at)
{
	const __m128i most = _mm_set1_epi8(0x0D), slash = _mm_set1_epi8('\\');
	uint64_t all = 0;

	for (int i = 0; i < MARKS_BYTES / 16; i++) {
		__m128i bytes = _mm_loadu_si128((const void *)(at + 16 * i));
		__m128i found = _mm_or_si128(_mm_cmpeq_epi8(_mm_min_epu8(bytes, most), bytes),
					     _mm_cmpeq_epi8(bytes, slash));
		all |= (uint64_t)(uint32_t)_mm_movemask_epi8(found) << 16 * i;
	}
	return all;
}
#else
static inline uint64_t marks_of(const char *at)
{
	return marks_portable(at);
}
#endif

#endif
