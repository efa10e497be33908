/* Maps. */

#include "base/map.h"
#include "test.h"

static void test_map(void)
{
	struct map map = {0};
	struct buffer key = {0};
	bool fresh;
	enum { KEYS = 100000 };

	check(!map_find(&map, TEXT("a")) && map_index(&map, TEXT("a")) == SIZE_MAX, "an empty map");
	for (int round = 0; round < 2; round++)
		for (uint64_t i = 0; i < KEYS; i++) {
			buffer_reset(&key);
			if (i)
				buffer_u64(&key, i * 7919);
			uint64_t *value = map_add(&map, buffer_text(&key), &fresh);
			check(fresh == (round == 0) && *value == (round ? i : 0), "add %zu", i);
			*value = i;
		}
	check(map.count == KEYS, "count %zu", map.count);
	for (uint64_t i = 0; i < KEYS; i++) {
		check(map.entries[i].value == i && map_index(&map, map.entries[i].key) == i,
		      "order %zu", i);
		check(*map_find(&map, map.entries[i].key) == i, "find %zu", i);
	}
	check(!map_find(&map, TEXT("no number")), "an absent key");
	map_free(&map);
	buffer_free(&key);
}

int main(void)
{
	test_map();
	return 0;
}
