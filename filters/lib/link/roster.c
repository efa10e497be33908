#include "link/roster.h"

#include "stream/error.h"
#include "stream/map.h"

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

/* The slot that has the text, or the empty one where it belongs. */
static size_t slot_of(const struct roster *r, struct text a)
{
	size_t at = text_hash(a) & (r->slot_count - 1);

	while (r->slots[at] && !text_equal(roster_text(r, r->slots[at] - 1), a))
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
		size_t at = text_hash(roster_text(r, i)) & (r->slot_count - 1);
		while (r->slots[at])
			at = (at + 1) & (r->slot_count - 1);
		r->slots[at] = i + 1;
	}
}

uint32_t roster_add(struct roster *r, struct text a, bool *fresh)
{
	if (r->count + 1 > r->slot_count / 5 * 4)
		widen(r);
	size_t at = slot_of(r, a);
	if (fresh)
		*fresh = !r->slots[at];
	if (r->slots[at])
		return r->slots[at] - 1;
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
	r->slots[at] = number + 1;
	return number;
}

uint32_t roster_find(const struct roster *r, struct text a)
{
	if (!r->slot_count)
		return ROSTER_NONE;
	size_t at = slot_of(r, a);
	return r->slots[at] ? r->slots[at] - 1 : ROSTER_NONE;
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
