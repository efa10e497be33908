#define XXH_INLINE_ALL
#include "base/map.h"

#include <stdlib.h>
#include <xxhash.h>

#include "base/error.h"

uint64_t text_hash(struct text a)
{
	return XXH3_64bits(a.at, a.length);
}

static struct map_slot *slot_of(const struct map *map, struct text key, uint64_t hash)
{
	size_t mask = map->slot_count - 1, at = (size_t)hash & mask;
	uint32_t tag = (uint32_t)(hash >> 32);

	for (;; at = (at + 1) & mask) {
		struct map_slot *slot = &map->slots[at];
		if (!slot->index ||
		    (slot->tag == tag && text_equal(map->entries[slot->index - 1].key, key)))
			return slot;
	}
}

size_t map_index(const struct map *map, struct text key)
{
	if (!map->slot_count)
		return SIZE_MAX;
	uint32_t found = slot_of(map, key, text_hash(key))->index;
	return found ? found - 1 : SIZE_MAX;
}

uint64_t *map_find(const struct map *map, struct text key)
{
	size_t index = map_index(map, key);

	return index == SIZE_MAX ? NULL : &map->entries[index].value;
}

static void map_grow(struct map *map)
{
	size_t count = map->slot_count ? map->slot_count * 2 : 64;
	struct map_slot *slots = memory_take(count * sizeof *slots);

	memset(slots, 0, count * sizeof *slots);
	for (size_t i = 0; i < map->count; i++) {
		uint64_t hash = text_hash(map->entries[i].key);
		size_t at = (size_t)hash & (count - 1);
		while (slots[at].index)
			at = (at + 1) & (count - 1);
		slots[at] = (struct map_slot){(uint32_t)(hash >> 32), (uint32_t)(i + 1)};
	}
	memory_free(map->slots);
	map->slots = slots;
	map->slot_count = count;
}

uint64_t *map_add(struct map *map, struct text key, bool *fresh)
{
	if ((map->count + 1) * 4 > map->slot_count * 3)
		map_grow(map);
	uint64_t hash = text_hash(key);
	struct map_slot *slot = slot_of(map, key, hash);
	if (fresh)
		*fresh = !slot->index;
	if (slot->index)
		return &map->entries[slot->index - 1].value;
	if (map->count >= UINT32_MAX - 1)
		fail(EXIT_IO, "more than 4,294,967,294 distinct keys");
	memory_need(&map->entries, &map->capacity, map->count + 1, sizeof *map->entries);
	map->entries[map->count] = (struct map_entry){text_copy(&map->keys, key), 0};
	*slot = (struct map_slot){(uint32_t)(hash >> 32), (uint32_t)++map->count};
	return &map->entries[map->count - 1].value;
}

static int compare_keys(const void *a, const void *b, void *context)
{
	const struct map_entry *entries = context;

	return text_compare(entries[*(const uint32_t *)a].key, entries[*(const uint32_t *)b].key);
}

uint32_t *map_order(const struct map *map)
{
	uint32_t *order = memory_take((map->count + 1) * sizeof *order);

	for (uint32_t i = 0; i < map->count; i++)
		order[i] = i;
	qsort_r(order, map->count, sizeof *order, compare_keys, map->entries);
	return order;
}

void map_free(struct map *map)
{
	memory_free(map->entries);
	memory_free(map->slots);
	arena_free(&map->keys);
	*map = (struct map){0};
}
