#define XXH_INLINE_ALL
#include "stream/map.h"

#include <xxhash.h>

#include "stream/error.h"

uint64_t text_hash(struct text a)
{
	return XXH3_64bits(a.at, a.length);
}

static size_t slot_of(const struct map *map, struct text key, uint64_t hash)
{
	size_t mask = map->slot_count - 1, slot = (size_t)hash & mask;

	while (map->slots[slot] && !text_equal(map->entries[map->slots[slot] - 1].key, key))
		slot = (slot + 1) & mask;
	return slot;
}

size_t map_index(const struct map *map, struct text key)
{
	if (!map->slot_count)
		return SIZE_MAX;
	uint32_t found = map->slots[slot_of(map, key, text_hash(key))];
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

	memory_free(map->slots);
	map->slots = memory_take(count * sizeof *map->slots);
	memset(map->slots, 0, count * sizeof *map->slots);
	map->slot_count = count;
	for (size_t i = 0; i < map->count; i++) {
		struct text key = map->entries[i].key;
		map->slots[slot_of(map, key, text_hash(key))] = (uint32_t)(i + 1);
	}
}

uint64_t *map_add(struct map *map, struct text key, bool *fresh)
{
	if ((map->count + 1) * 4 > map->slot_count * 3)
		map_grow(map);
	size_t slot = slot_of(map, key, text_hash(key));
	bool new = !map->slots[slot];
	if (fresh)
		*fresh = new;
	if (!new)
		return &map->entries[map->slots[slot] - 1].value;
	if (map->count >= UINT32_MAX - 1)
		fail(EXIT_IO, "more than 4,294,967,294 distinct keys");
	memory_need(&map->entries, &map->capacity, map->count + 1, sizeof *map->entries);
	map->entries[map->count] = (struct map_entry){text_copy(&map->keys, key), 0};
	map->slots[slot] = (uint32_t)++map->count;
	return &map->entries[map->count - 1].value;
}

void map_free(struct map *map)
{
	memory_free(map->entries);
	memory_free(map->slots);
	arena_free(&map->keys);
	*map = (struct map){0};
}
