#include "read/csv.h"

#ifdef __x86_64__
#include <immintrin.h>
#endif

static void portable(const char *bytes, char delimiter, struct csv_classes *to)
{
	uint64_t d = 0, s = 0, o = 0;

	for (unsigned i = 0; i < 64; i++) {
		unsigned char b = (unsigned char)bytes[i];
		bool mark = b == '"' || b == '\r' || b == '\n';
		bool rest = b < 0x20 || b >= 0x80 || b == '\\' || b == '#';

		d |= (uint64_t)(bytes[i] == delimiter) << i;
		s |= (uint64_t)mark << i;
		o |= (uint64_t)rest << i;
	}
	*to = (struct csv_classes){d, s, o & ~d & ~s};
}

/* Compared as signed numbers, bytes of 0x80 and above are less than a blank. */
#ifdef __x86_64__
static void sse2(const char *bytes, char delimiter, struct csv_classes *to)
{
	const __m128i cut = _mm_set1_epi8(delimiter), quote = _mm_set1_epi8('"');
	const __m128i cr = _mm_set1_epi8('\r'), lf = _mm_set1_epi8('\n');
	const __m128i blank = _mm_set1_epi8(' '), hash = _mm_set1_epi8('#');
	const __m128i back = _mm_set1_epi8('\\');
	uint64_t d = 0, s = 0, o = 0;

	for (unsigned i = 0; i < 64; i += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)(bytes + i));
		__m128i mark =
			_mm_or_si128(_mm_cmpeq_epi8(v, quote),
				     _mm_or_si128(_mm_cmpeq_epi8(v, cr), _mm_cmpeq_epi8(v, lf)));
		__m128i rest = _mm_or_si128(
			_mm_cmplt_epi8(v, blank),
			_mm_or_si128(_mm_cmpeq_epi8(v, hash), _mm_cmpeq_epi8(v, back)));

		d |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, cut)) << i;
		s |= (uint64_t)(unsigned)_mm_movemask_epi8(mark) << i;
		o |= (uint64_t)(unsigned)_mm_movemask_epi8(rest) << i;
	}
	*to = (struct csv_classes){d, s, o & ~d & ~s};
}

__attribute__((target("avx2"))) static void avx2(const char *bytes, char delimiter,
						 struct csv_classes *to)
{
	const __m256i cut = _mm256_set1_epi8(delimiter), quote = _mm256_set1_epi8('"');
	const __m256i cr = _mm256_set1_epi8('\r'), lf = _mm256_set1_epi8('\n');
	const __m256i blank = _mm256_set1_epi8(' '), hash = _mm256_set1_epi8('#');
	const __m256i back = _mm256_set1_epi8('\\');
	uint64_t d = 0, s = 0, o = 0;

	for (unsigned i = 0; i < 64; i += 32) {
		__m256i v = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + i));
		__m256i mark = _mm256_or_si256(
			_mm256_cmpeq_epi8(v, quote),
			_mm256_or_si256(_mm256_cmpeq_epi8(v, cr), _mm256_cmpeq_epi8(v, lf)));
		__m256i rest = _mm256_or_si256(
			_mm256_cmpgt_epi8(blank, v),
			_mm256_or_si256(_mm256_cmpeq_epi8(v, hash), _mm256_cmpeq_epi8(v, back)));

		d |= (uint64_t)(unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(v, cut)) << i;
		s |= (uint64_t)(unsigned)_mm256_movemask_epi8(mark) << i;
		o |= (uint64_t)(unsigned)_mm256_movemask_epi8(rest) << i;
	}
	*to = (struct csv_classes){d, s, o & ~d & ~s};
}

__attribute__((target("avx512f,avx512bw"))) static void avx512(const char *bytes, char delimiter,
							       struct csv_classes *to)
{
	const __m512i v = _mm512_loadu_si512(bytes);
	uint64_t d = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(delimiter));
	uint64_t s = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('"')) |
		     _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\r')) |
		     _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\n'));
	uint64_t o = _mm512_cmplt_epi8_mask(v, _mm512_set1_epi8(' ')) |
		     _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('#')) |
		     _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\\'));

	*to = (struct csv_classes){d, s, o & ~d & ~s};
}
#endif

struct csv_classifier csv_classifier(enum csv_path path)
{
#ifdef __x86_64__
	if ((path == CSV_BEST || path == CSV_AVX512) && __builtin_cpu_supports("avx512bw"))
		return (struct csv_classifier){avx512};
	if ((path == CSV_BEST || path == CSV_AVX2) && __builtin_cpu_supports("avx2"))
		return (struct csv_classifier){avx2};
	if (path == CSV_BEST || path == CSV_SSE2)
		return (struct csv_classifier){sse2};
#endif
	return (struct csv_classifier){path == CSV_BEST || path == CSV_PORTABLE ? portable : NULL};
}
