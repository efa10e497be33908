#include "base/radix.h"

enum { FEW = 64 };

static bool less(const void *context, const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	(void)context;
	return *x < *y;
}

static void order(uint64_t *numbers, size_t count, int shift)
{
	struct radix_parts parts;

	if (count <= FEW) {
		radix_insert(numbers, sizeof *numbers, count, less, NULL);
		return;
	}
	radix_split(numbers, sizeof *numbers, count, shift, &parts);
	for (size_t b = 0; shift && b < 256; b++)
		if (parts.counts[b] > 1)
			order(numbers + parts.ends[b] - parts.counts[b], parts.counts[b],
			      shift - 8);
}

void radix_order(uint64_t *numbers, size_t count)
{
	order(numbers, count, 56);
}
