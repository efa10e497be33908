#ifndef JIGSAW_BASE_RADIX_H
#define JIGSAW_BASE_RADIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/*
 * Radix sort from the first byte on, in place: American flag sort (McIlroy,
 * Bostic and McIlroy, "Engineering radix sort", Computing Systems 6(1), 1993).
 *
 * Items are of any `size` up to RADIX_MOST, and begin with a uint64_t by whose
 * bytes they are split. The two steps are here, inline, because size and order
 * are constants where they are called, and the sort is as fast as one written
 * for its items; how to go on with each part is the caller's.
 */

#define RADIX_MOST 24

/* By the value of a byte: how many items have it, and where their part ends. */
struct radix_parts {
	size_t counts[256], ends[256];
};

static inline unsigned radix_byte(const void *item, int shift)
{
	uint64_t number;

	memcpy(&number, item, sizeof number);
	return number >> shift & 0xFF;
}

/* Moves each item into the part of its byte, the one `shift` bits up. */
static inline __attribute__((always_inline)) void
radix_split(void *items, size_t size, size_t count, int shift, struct radix_parts *parts)
{
	_Alignas(uint64_t) char item[RADIX_MOST], other[RADIX_MOST];
	char *at = items;
	size_t next[256], sum = 0;

	memset(parts->counts, 0, sizeof parts->counts);
	for (size_t i = 0; i < count; i++)
		parts->counts[radix_byte(at + i * size, shift)]++;
	for (int b = 0; b < 256; b++) {
		next[b] = sum;
		parts->ends[b] = sum += parts->counts[b];
	}
	if (count && parts->counts[radix_byte(at, shift)] == count)
		return;
	for (unsigned b = 0; b < 256; b++)
		while (next[b] < parts->ends[b]) {
			memcpy(item, at + next[b] * size, size);
			for (unsigned to; (to = radix_byte(item, shift)) != b;) {
				char *place = at + next[to]++ * size;
				memcpy(other, place, size);
				memcpy(place, item, size);
				memcpy(item, other, size);
			}
			memcpy(at + next[b]++ * size, item, size);
		}
}

/* Puts a few items in order. */
static inline __attribute__((always_inline)) void
radix_insert(void *items, size_t size, size_t count,
	     bool (*before)(const void *context, const void *a, const void *b), const void *context)
{
	_Alignas(uint64_t) char item[RADIX_MOST];
	char *start = items;

	for (size_t i = 1; i < count; i++) {
		char *at = start + i * size;
		memcpy(item, at, size);
		for (; at > start && before(context, item, at - size); at -= size)
			memcpy(at, at - size, size);
		memcpy(at, item, size);
	}
}

/* Puts numbers in rising order. */
void radix_order(uint64_t *numbers, size_t count);

#endif
