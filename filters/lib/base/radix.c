#include "base/radix.h"

enum { FEW = 64 };

static void insert(uint64_t *numbers, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		uint64_t number = numbers[i];
		size_t at = i;
		for (; at && numbers[at - 1] > number; at--)
			numbers[at] = numbers[at - 1];
		numbers[at] = number;
	}
}

/* Moves each number into the part of its byte; ends[b] is where part b ends. */
static void part(uint64_t *numbers, int shift, const size_t *counts, size_t *ends)
{
	size_t next[256], sum = 0;

	for (int b = 0; b < 256; b++) {
		next[b] = sum;
		ends[b] = sum += counts[b];
	}
	for (unsigned b = 0; b < 256; b++)
		while (next[b] < ends[b]) {
			uint64_t number = numbers[next[b]];
			for (unsigned to; (to = number >> shift & 0xFF) != b;) {
				uint64_t other = numbers[next[to]];
				numbers[next[to]++] = number;
				number = other;
			}
			numbers[next[b]++] = number;
		}
}

static void order(uint64_t *numbers, size_t count, int shift)
{
	size_t counts[256] = {0}, ends[256];

	if (count <= FEW) {
		insert(numbers, count);
		return;
	}
	for (size_t i = 0; i < count; i++)
		counts[numbers[i] >> shift & 0xFF]++;
	part(numbers, shift, counts, ends);
	for (size_t b = 0; shift && b < 256; b++)
		if (counts[b] > 1)
			order(numbers + ends[b] - counts[b], counts[b], shift - 8);
}

void radix_order(uint64_t *numbers, size_t count)
{
	order(numbers, count, 56);
}
