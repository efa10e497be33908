#ifndef JIGSAW_BASE_MAP_H
#define JIGSAW_BASE_MAP_H

#include "base/text.h"

/*
 * A hash map from text to a 64-bit number. Keys are copied into the map's own
 * arena. Entries stay in insertion order, so iteration is the same in every
 * run. Entries cannot be removed.
 */

struct map_entry {
	struct text key;
	uint64_t value;
};

struct map_slot {
	uint32_t tag;   /* of the key's hash: most strangers are told by it */
	uint32_t index; /* + 1 into entries; 0: empty */
};

struct map {
	struct map_entry *entries; /* in order of arrival */
	size_t count, capacity;
	struct map_slot *slots;
	size_t slot_count; /* a power of two */
	struct arena keys;
};

/* `struct map m = {0}` is an empty map. */

/* The value of `key`, or NULL. Valid until the next map_add(). */
uint64_t *map_find(const struct map *map, struct text key);
/* The value of `key`, added with value 0 if new (*fresh says so; may be NULL).
 * At most 2^32 - 2 keys. */
uint64_t *map_add(struct map *map, struct text key, bool *fresh);
/* Index in `entries` of key, or SIZE_MAX. */
size_t map_index(const struct map *map, struct text key);
/* The indexes of the entries, in the order of their keys' bytes; the caller frees it. */
uint32_t *map_order(const struct map *map);
void map_free(struct map *map);

/* XXH3 64 of the bytes: the project's one non-cryptographic hash. */
uint64_t text_hash(struct text a);

#endif
