/* The order of entries in memory: radix sort from the first byte on, in place
 * (McIlroy, Bostic and McIlroy, "Engineering radix sort", Computing Systems
 * 6(1), 1993), with eight bytes of each entry at hand in its prefix. */

#include <stdlib.h>

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

static bool before(const char *bytes, const struct sorter_entry *a, const struct sorter_entry *b)
{
	if (a->prefix != b->prefix)
		return a->prefix < b->prefix;
	return text_compare(text_of_entry(bytes, a), text_of_entry(bytes, b)) < 0;
}

static void insert(const char *bytes, struct sorter_entry *entries, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct sorter_entry e = entries[i];
		size_t at = i;
		for (; at && before(bytes, &e, &entries[at - 1]); at--)
			entries[at] = entries[at - 1];
		entries[at] = e;
	}
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

static unsigned byte_of(const struct sorter_entry *e, size_t depth)
{
	return e->prefix >> (56 - 8 * (depth % BYTES)) & 0xFF;
}

/* Moves each entry into the part of its byte; ends[b] is where part b ends. */
static void part(struct sorter_entry *entries, size_t depth, const size_t *counts, size_t *ends)
{
	size_t next[256], sum = 0;

	for (int b = 0; b < 256; b++) {
		next[b] = sum;
		ends[b] = sum += counts[b];
	}
	for (unsigned b = 0; b < 256; b++)
		while (next[b] < ends[b]) {
			struct sorter_entry e = entries[next[b]];
			for (unsigned to; (to = byte_of(&e, depth)) != b;) {
				struct sorter_entry other = entries[next[to]];
				entries[next[to]++] = e;
				e = other;
			}
			entries[next[b]++] = e;
		}
}

void sorter_order(const char *bytes, struct sorter_entry *entries, size_t count, size_t depth)
{
	while (count > FEW) {
		size_t counts[256] = {0}, ends[256], largest = 0;

		if (depth && depth % BYTES == 0 && !reload(bytes, entries, count, depth))
			return;
		for (size_t i = 0; i < count; i++)
			counts[byte_of(&entries[i], depth)]++;
		for (size_t b = 1; b < 256; b++)
			if (counts[b] > counts[largest])
				largest = b;
		if (counts[largest] < count) {
			part(entries, depth, counts, ends);
			for (size_t b = 0; b < 256; b++)
				if (b != largest && counts[b] > 1)
					sorter_order(bytes, entries + ends[b] - counts[b],
						     counts[b], depth + 1);
			entries += ends[largest] - counts[largest];
			count = counts[largest];
		}
		depth++;
	}
	insert(bytes, entries, count);
}
