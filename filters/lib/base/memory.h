#ifndef JIGSAW_BASE_MEMORY_H
#define JIGSAW_BASE_MEMORY_H

#include <stddef.h>

/*
 * Memory allocation. All of it goes through memory_hook, so a test can make any
 * allocation fail. There are three lifetimes: the run (an arena kept to the
 * end), the group (an arena reset after each block) and the row (slices into
 * the reader's buffer, valid until the next row).
 */

/* realloc's contract: (NULL, n) allocates, (p, n) resizes, returns NULL on failure. */
extern void *(*memory_hook)(void *old, size_t bytes);

/* Never NULL; failure is fail(EXIT_IO, "out of memory"). Zeroed: no. */
void *memory_take(size_t bytes);
void *memory_resize(void *old, size_t bytes);
void memory_free(void *old);

/* Grows *array (of *capacity elements of `size` bytes) until it holds `need`
 * elements, at least doubling. */
void memory_need(void *array_pointer, size_t *capacity, size_t need, size_t size);

/* A region from which pieces are allocated and which is freed as a whole. */
struct arena {
	struct arena_chunk *chunk; /* newest */
	size_t used;               /* bytes taken from the newest chunk */
	size_t total;              /* bytes held in all chunks */
};

/* `struct arena a = {0}` is an empty arena. Pieces are zeroed and aligned for
 * any type. */
void *arena_take(struct arena *arena, size_t bytes);
/* The same, not zeroed. */
void *arena_room(struct arena *arena, size_t bytes);
/* Forgets every piece but keeps the largest chunk for the next group. */
void arena_reset(struct arena *arena);
void arena_free(struct arena *arena);

/* Before a function that only has something brought near: gcc takes one for a
 * function without effect, and drops its calls, unless it is part of its caller. */
#define FETCHES static inline __attribute__((always_inline)) void

#define ARENA_ARRAY(arena, count, type) ((type *)arena_take((arena), (count) * sizeof(type)))

#endif
