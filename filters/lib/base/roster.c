#include "base/roster.h"

#include "base/error.h"
#include "base/map.h"

enum { FIRST_SLOTS = 16 };

static uint64_t start_of(const struct roster *r, uint32_t number)
{
	uint64_t high = 0;

	while (high < r->turn_count && r->turns[high] <= number)
		high++;
	return high << 32 | r->starts[number];
}

struct text roster_text(const struct roster *r, uint32_t number)
{
	uint64_t start = start_of(r, number);
	uint64_t end = number + (size_t)1 < r->count ? start_of(r, number + 1) : r->texts.length;

	return (struct text){r->texts.at + start, (size_t)(end - start)};
}

/* A number in a slot takes the low bits, as many as slots are numbered with; bits
 * of the hash that are left above tell most strangers without a look at their text. */
static uint32_t number_bits(const struct roster *r)
{
	return (uint32_t)(r->slot_count - 1);
}

static uint32_t tag_of(const struct roster *r, uint64_t hash)
{
	return (uint32_t)(hash >> 32) & ~number_bits(r);
}

/* The slot that has the text, or the empty one where it belongs. */
static size_t slot_of(const struct roster *r, struct text a, uint64_t hash)
{
	uint32_t bits = number_bits(r), tag = tag_of(r, hash), slot;
	size_t at = hash & (r->slot_count - 1);

	while ((slot = r->slots[at]) &&
	       ((slot & ~bits) != tag || !text_equal(roster_text(r, (slot & bits) - 1), a)))
		at = (at + 1) & (r->slot_count - 1);
	return at;
}

/* All texts are distinct, so that none need be compared. */
static void widen(struct roster *r)
{
	r->slot_count = r->slot_count ? 2 * r->slot_count : FIRST_SLOTS;
	memory_free(r->slots);
	r->slots = memory_take(r->slot_count * sizeof *r->slots);
	memset(r->slots, 0, r->slot_count * sizeof *r->slots);
	for (uint32_t i = 0; i < r->count; i++) {
		uint64_t hash = text_hash(roster_text(r, i));
		size_t at = hash & (r->slot_count - 1);
		while (r->slots[at])
			at = (at + 1) & (r->slot_count - 1);
		r->slots[at] = tag_of(r, hash) | (i + 1);
	}
}

uint32_t roster_add(struct roster *r, struct text a, bool *fresh)
{
	if (r->count + 1 > r->slot_count / 5 * 4)
		widen(r);
	uint64_t hash = text_hash(a);
	size_t at = slot_of(r, a, hash);
	if (fresh)
		*fresh = !r->slots[at];
	if (r->slots[at])
		return (r->slots[at] & number_bits(r)) - 1;
	if (r->count == INT32_MAX)
		fail(EXIT_IO, "more than 2147483647 identities");
	uint32_t number = (uint32_t)r->count;
	uint64_t start = r->texts.length;
	memory_need(&r->starts, &r->start_capacity, r->count + 1, sizeof *r->starts);
	r->starts[r->count++] = (uint32_t)start;
	while (r->turn_count < start >> 32) {
		memory_need(&r->turns, &r->turn_capacity, r->turn_count + 1, sizeof *r->turns);
		r->turns[r->turn_count++] = number;
	}
	buffer_text_add(&r->texts, a);
	r->slots[at] = tag_of(r, hash) | (number + 1);
	return number;
}

uint32_t roster_find(const struct roster *r, struct text a)
{
	if (!r->slot_count)
		return ROSTER_NONE;
	uint32_t slot = r->slots[slot_of(r, a, text_hash(a))];
	return slot ? (slot & number_bits(r)) - 1 : ROSTER_NONE;
}

void roster_close(struct roster *r)
{
	memory_free(r->slots);
	r->slots = NULL;
	r->slot_count = 0;
}

void roster_free(struct roster *r)
{
	roster_close(r);
	buffer_free(&r->texts);
	memory_free(r->starts);
	memory_free(r->turns);
	*r = (struct roster){0};
}
