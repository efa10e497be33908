/* Arenas. */

#include "base/memory.h"
#include "test.h"

static void test_arena(void)
{
	struct arena arena = {0};

	for (int round = 0; round < 3; round++) {
		for (size_t i = 1; i < 3000; i++) {
			unsigned char *piece = arena_take(&arena, i);
			check((uintptr_t)piece % _Alignof(max_align_t) == 0, "alignment %zu", i);
			for (size_t k = 0; k < i; k++)
				check(piece[k] == 0, "a zeroed piece %zu", i);
			memset(piece, 0xff, i);
		}
		size_t total = arena.total;
		arena_take(&arena, total + 1);
		arena_reset(&arena);
		check(arena.used == 0 && arena.total > total, "the largest chunk is kept %zu",
		      arena.total);
	}
	struct text copy = text_copy(&arena, TEXT("copy"));
	check(text_is(copy, "copy") && copy.at[4] == 0, "a copy");
	arena_free(&arena);
	check(arena.total == 0, "a freed arena");
	arena_reset(&arena);
	arena_free(&arena);
}

int main(void)
{
	test_arena();
	return 0;
}
