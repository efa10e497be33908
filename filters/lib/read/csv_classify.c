#include "read/csv.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

void csv_classify_portable(const char *bytes, char delimiter, uint64_t *structure, uint64_t *odd)
{
	uint64_t s = 0, o = 0;

	for (unsigned i = 0; i < 64; i++) {
		unsigned char b = (unsigned char)bytes[i];
		bool mark = bytes[i] == delimiter || b == '"' || b == '\r' || b == '\n';
		bool rest = b < 0x20 || b >= 0x80 || b == '\\' || b == '#';

		s |= (uint64_t)mark << i;
		o |= (uint64_t)(rest && !mark) << i;
	}
	*structure = s;
	*odd = o;
}

#ifdef __SSE2__
void csv_classify(const char *bytes, char delimiter, uint64_t *structure, uint64_t *odd)
{
	const __m128i cut = _mm_set1_epi8(delimiter), quote = _mm_set1_epi8('"');
	const __m128i cr = _mm_set1_epi8('\r'), lf = _mm_set1_epi8('\n');
	const __m128i blank = _mm_set1_epi8(' '), hash = _mm_set1_epi8('#');
	const __m128i back = _mm_set1_epi8('\\');
	uint64_t s = 0, o = 0;

	for (unsigned i = 0; i < 64; i += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)(bytes + i));
		__m128i mark =
			_mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, cut), _mm_cmpeq_epi8(v, quote)),
				     _mm_or_si128(_mm_cmpeq_epi8(v, cr), _mm_cmpeq_epi8(v, lf)));
		/* Signed: bytes of 0x80 and above count as less than a blank. */
		__m128i rest = _mm_or_si128(
			_mm_cmplt_epi8(v, blank),
			_mm_or_si128(_mm_cmpeq_epi8(v, hash), _mm_cmpeq_epi8(v, back)));

		s |= (uint64_t)(unsigned)_mm_movemask_epi8(mark) << i;
		o |= (uint64_t)(unsigned)_mm_movemask_epi8(rest) << i;
	}
	*structure = s;
	*odd = o & ~s;
}
#else
void csv_classify(const char *bytes, char delimiter, uint64_t *structure, uint64_t *odd)
{
	csv_classify_portable(bytes, delimiter, structure, odd);
}
#endif
