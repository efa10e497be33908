#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

void *(*memory_hook)(void *old, size_t bytes) = realloc;

void *memory_resize(void *old, size_t bytes)
{
	void *new = memory_hook(old, bytes ? bytes : 1);

	if (!new)
		fail(EXIT_IO, "out of memory");
	return new;
}

void *memory_take(size_t bytes)
{
	return memory_resize(NULL, bytes);
}

void memory_free(void *old)
{
	free(old);
}

void memory_need(void *array_pointer, size_t *capacity, size_t need, size_t size)
{
	void *array;

	if (need <= *capacity)
		return;
	size_t wanted = *capacity < 8 ? 8 : *capacity * 2;
	if (wanted < need)
		wanted = need;
	if (wanted > SIZE_MAX / size)
		fail(EXIT_IO, "out of memory");
	memcpy(&array, array_pointer, sizeof array);
	array = memory_resize(array, wanted * size);
	memcpy(array_pointer, &array, sizeof array);
	*capacity = wanted;
}

struct arena_chunk {
	struct arena_chunk *older;
	size_t size;
	_Alignas(max_align_t) char bytes[];
};

enum { CHUNK_BYTES = 1 << 16 };

void *arena_room(struct arena *arena, size_t bytes)
{
	const size_t align = _Alignof(max_align_t);

	if (bytes > SIZE_MAX / 2)
		fail(EXIT_IO, "out of memory");
	bytes = (bytes + align - 1) / align * align;
	if (!arena->chunk || arena->chunk->size - arena->used < bytes) {
		size_t size = arena->total < CHUNK_BYTES ? CHUNK_BYTES : arena->total;
		if (size > (size_t)64 << 20)
			size = (size_t)64 << 20;
		if (size < bytes)
			size = bytes;
		struct arena_chunk *chunk = memory_take(sizeof *chunk + size);
		chunk->older = arena->chunk;
		chunk->size = size;
		arena->chunk = chunk;
		arena->used = 0;
		arena->total += size;
	}
	void *piece = arena->chunk->bytes + arena->used;
	arena->used += bytes;
	return piece;
}

void *arena_take(struct arena *arena, size_t bytes)
{
	return memset(arena_room(arena, bytes), 0, bytes);
}

void arena_reset(struct arena *arena)
{
	struct arena_chunk *keep = arena->chunk;

	if (!keep)
		return;
	for (struct arena_chunk *c = keep->older; c;) {
		struct arena_chunk *older = c->older;
		if (c->size > keep->size) {
			struct arena_chunk *larger = c;
			c = keep;
			keep = larger;
		}
		memory_free(c);
		c = older;
	}
	keep->older = NULL;
	arena->chunk = keep;
	arena->used = 0;
	arena->total = keep->size;
}

void arena_free(struct arena *arena)
{
	for (struct arena_chunk *c = arena->chunk; c;) {
		struct arena_chunk *older = c->older;
		memory_free(c);
		c = older;
	}
	*arena = (struct arena){0};
}
