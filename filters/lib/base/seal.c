#define XXH_INLINE_ALL
#include "base/seal.h"

#include "base/error.h"

struct sum sum_line(struct text line)
{
	XXH128_hash_t hash = XXH3_128bits(line.at, line.length);

	return (struct sum){hash.high64, hash.low64};
}

void sum_print(struct buffer *b, struct sum sum)
{
	buffer_hex(b, sum.high, 16);
	buffer_hex(b, sum.low, 16);
}

bool sum_parse(struct text a, struct sum *sum)
{
	return a.length == 32 && text_hex(a, &sum->high, &sum->low);
}

void digest_start(struct digest *d)
{
	d->state = XXH3_createState();
	if (!d->state || XXH3_128bits_reset(d->state) != XXH_OK)
		fail(EXIT_IO, "out of memory");
}

void digest_add(struct digest *d, struct text bytes)
{
	XXH3_128bits_update(d->state, bytes.at, bytes.length);
}

static void print(XXH128_hash_t hash, char hex[13])
{
	for (int i = 0; i < 12; i++)
		hex[i] = "0123456789abcdef"[hash.high64 >> (60 - 4 * i) & 15];
	hex[12] = 0;
}

void digest_end(struct digest *d, char hex[13])
{
	print(XXH3_128bits_digest(d->state), hex);
	XXH3_freeState(d->state);
	d->state = NULL;
}

void digest_of(struct text bytes, char hex[13])
{
	print(XXH3_128bits(bytes.at, bytes.length), hex);
}
