/* The order of keys: radix sort from the first byte on, in place (McIlroy,
 * Bostic and McIlroy 1993, as in sorter_order.c). The keys are hashes, so that
 * two or three bytes part all but those that are equal. */

#include <stdlib.h>

#include "block/stock.h"

enum { FEW = 96, HASH_BYTES = 8 };

static bool before(const struct stock_key *a, const struct stock_key *b)
{
	if (a->hash != b->hash)
		return a->hash < b->hash;
	return (uint16_t)a->place < (uint16_t)b->place;
}

static void insert(struct stock_key *keys, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct stock_key key = keys[i];
		size_t at = i;
		for (; at && before(&key, &keys[at - 1]); at--)
			keys[at] = keys[at - 1];
		keys[at] = key;
	}
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

static void part(struct stock_key *keys, int shift, const size_t *counts, size_t *ends)
{
	size_t next[256], sum = 0;

	for (int b = 0; b < 256; b++) {
		next[b] = sum;
		ends[b] = sum += counts[b];
	}
	for (unsigned b = 0; b < 256; b++)
		while (next[b] < ends[b]) {
			struct stock_key key = keys[next[b]];
			for (unsigned to; (to = key.hash >> shift & 0xFF) != b;) {
				struct stock_key other = keys[next[to]];
				keys[next[to]++] = key;
				key = other;
			}
			keys[next[b]++] = key;
		}
}

static void order_from(struct stock_key *keys, size_t count, int byte)
{
	size_t counts[256] = {0}, ends[256];
	int shift = 56 - 8 * byte;

	if (count <= FEW) {
		insert(keys, count);
		return;
	}
	if (byte == HASH_BYTES) {
		order_equal(keys, count);
		return;
	}
	for (size_t i = 0; i < count; i++)
		counts[keys[i].hash >> shift & 0xFF]++;
	part(keys, shift, counts, ends);
	for (size_t b = 0; b < 256; b++)
		if (counts[b] > 1)
			order_from(keys + ends[b] - counts[b], counts[b], byte + 1);
}

void stock_order(struct stock_key *keys, size_t count)
{
	order_from(keys, count, 0);
}
