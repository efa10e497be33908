#include "identity/history.h"

#include <stdlib.h>

#include "base/error.h"

#define CONFLICT 0x80000000u

void history_start(struct history *h, size_t columns, const bool *lists)
{
	*h = (struct history){.columns = columns, .lists = lists};
}

size_t history_identity(struct history *h)
{
	size_t held = h->identities * h->columns;

	memory_need(&h->heads, &h->capacity, held + h->columns, sizeof(*h->heads));
	memset(h->heads + held, 0, h->columns * sizeof(*h->heads));
	return h->identities++;
}

static void sighting_add(struct history *h, uint32_t *head, uint32_t value, uint64_t order)
{
	if (h->sighting_count >= UINT32_MAX)
		fail(EXIT_IO, "more than 2^32 values of identities");
	memory_need(&h->sightings, &h->sighting_capacity, h->sighting_count + 1,
		    sizeof(*h->sightings));
	h->sightings[h->sighting_count++] = (struct sighting){value, *head, order};
	*head = (uint32_t)h->sighting_count;
}

void history_see(struct history *h, size_t identity, size_t column, struct text value,
		 uint64_t order)
{
	bool fresh;
	uint64_t *known = map_add(&h->values, value, &fresh);

	if (fresh)
		*known = h->values.count - 1;
	if (*known >= CONFLICT)
		fail(EXIT_IO, "more than 2^31 different values");
	uint32_t wanted = (uint32_t)*known;
	uint32_t *head = &h->heads[identity * h->columns + column];

	if (!h->lists[column] && *head) {
		struct sighting *only = &h->sightings[*head - 1];
		uint32_t conflict = only->value & CONFLICT;
		if ((only->value & ~CONFLICT) != wanted)
			conflict = CONFLICT;
		uint32_t latest = order > only->order ? wanted : only->value & ~CONFLICT;
		only->value = latest | conflict;
		if (order > only->order)
			only->order = order;
		return;
	}
	for (uint32_t at = *head; at; at = h->sightings[at - 1].next) {
		struct sighting *seen = &h->sightings[at - 1];
		if (seen->value != wanted)
			continue;
		if (order > seen->order)
			seen->order = order;
		return;
	}
	sighting_add(h, head, wanted, order);
}

static int latest_first(const void *left, const void *right)
{
	const struct sighting *a = left, *b = right;

	return a->order < b->order ? 1 : a->order > b->order ? -1 : 0;
}

void history_cell(struct history *h, size_t identity, size_t column, struct buffer *b)
{
	size_t count = 0;
	uint32_t at = h->heads[identity * h->columns + column];

	for (; at; at = h->sightings[at - 1].next) {
		memory_need(&h->sorted, &h->sorted_capacity, count + 1, sizeof(*h->sorted));
		h->sorted[count++] = h->sightings[at - 1];
	}
	if (count > 1)
		qsort(h->sorted, count, sizeof(*h->sorted), latest_first);
	for (size_t i = 0; i < count; i++) {
		if (i)
			buffer_byte(b, '|');
		buffer_text_add(b, h->values.entries[h->sorted[i].value & ~CONFLICT].key);
	}
}

bool history_conflict(const struct history *h, size_t identity, size_t column)
{
	uint32_t at = h->heads[identity * h->columns + column];

	return at && h->sightings[at - 1].value & CONFLICT;
}

void history_free(struct history *h)
{
	map_free(&h->values);
	memory_free(h->heads);
	memory_free(h->sightings);
	memory_free(h->sorted);
}
