/* The order of keys. They are hashes, so that two or three bytes part all but
 * those that are equal. */

#include <stdlib.h>

#include "base/radix.h"
#include "block/stock.h"

enum { FEW = 96, HASH_BYTES = 8 };

static bool before(const void *context, const void *a, const void *b)
{
	const struct stock_key *x = a, *y = b;

	(void)context;
	if (x->hash != y->hash)
		return x->hash < y->hash;
	return (uint16_t)x->place < (uint16_t)y->place;
}

static int by_pass(const void *a, const void *b)
{
	const struct stock_key *x = a, *y = b;
	return (int)(uint16_t)x->place - (int)(uint16_t)y->place;
}

/* Keys of one hash: all of one pass, but that two hashes can collide. */
static void order_equal(struct stock_key *keys, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (by_pass(&keys[0], &keys[i])) {
			qsort(keys, count, sizeof *keys, by_pass);
			return;
		}
}

static void order_from(struct stock_key *keys, size_t count, int byte)
{
	struct radix_parts parts;

	if (count <= FEW) {
		radix_insert(keys, sizeof *keys, count, before, NULL);
		return;
	}
	if (byte == HASH_BYTES) {
		order_equal(keys, count);
		return;
	}
	radix_split(keys, sizeof *keys, count, 56 - 8 * byte, &parts);
	for (size_t b = 0; b < 256; b++)
		if (parts.counts[b] > 1)
			order_from(keys + parts.ends[b] - parts.counts[b], parts.counts[b],
				   byte + 1);
}

void stock_order(struct stock_key *keys, size_t count)
{
	order_from(keys, count, 0);
}
