/* The order of entries in memory, with eight bytes of each at hand in its prefix. */

#include <stdlib.h>

#include "base/radix.h"
#include "base/sorter.h"

enum { FEW = 32, BYTES = 8 };

uint64_t sorter_prefix(struct text entry, size_t from)
{
	uint64_t prefix = 0;

	for (size_t i = from; i < from + BYTES; i++)
		prefix = prefix << 8 | (i < entry.length ? (unsigned char)entry.at[i] : 0u);
	return prefix;
}

static struct text text_of_entry(const char *bytes, const struct sorter_entry *e)
{
	return (struct text){bytes + e->offset, e->length};
}

static bool before(const void *bytes, const void *a, const void *b)
{
	const struct sorter_entry *x = a, *y = b;

	if (x->prefix != y->prefix)
		return x->prefix < y->prefix;
	return text_compare(text_of_entry(bytes, x), text_of_entry(bytes, y)) < 0;
}

static int by_length(const void *a, const void *b)
{
	const struct sorter_entry *x = a, *y = b;

	return (x->length > y->length) - (x->length < y->length);
}

/* The prefixes from `depth` on; false when no entry is so long. Entries that
 * are alike but for zero bytes at the end then go by length. */
static bool reload(const char *bytes, struct sorter_entry *entries, size_t count, size_t depth)
{
	bool longer = false, unequal = false;

	for (size_t i = 0; i < count; i++) {
		longer = longer || entries[i].length > depth;
		unequal = unequal || entries[i].length != entries[0].length;
		entries[i].prefix = sorter_prefix(text_of_entry(bytes, &entries[i]), depth);
	}
	if (!longer && unequal)
		qsort(entries, count, sizeof *entries, by_length);
	return longer;
}

void sorter_order(const char *bytes, struct sorter_entry *entries, size_t count, size_t depth)
{
	_Static_assert(sizeof *entries <= RADIX_MOST, "room for an entry");

	while (count > FEW) {
		struct radix_parts parts;
		size_t largest = 0, most = 0;

		if (depth && depth % BYTES == 0 && !reload(bytes, entries, count, depth))
			return;
		radix_split(entries, sizeof *entries, count, (int)(56 - 8 * (depth % BYTES)),
			    &parts);
		for (size_t b = 0; b < 256; b++)
			if (parts.counts[b] > most)
				most = parts.counts[largest = b];
		for (size_t b = 0; b < 256; b++)
			if (b != largest && parts.counts[b] > 1)
				sorter_order(bytes, entries + parts.ends[b] - parts.counts[b],
					     parts.counts[b], depth + 1);
		entries += parts.ends[largest] - most;
		count = most;
		depth++;
	}
	radix_insert(entries, sizeof *entries, count, before, bytes);
}
