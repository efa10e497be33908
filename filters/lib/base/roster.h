#ifndef JIGSAW_BASE_ROSTER_H
#define JIGSAW_BASE_ROSTER_H

#include "base/text.h"

/*
 * A set of texts, numbered 0, 1, 2 ... in insertion order, that maps a text to
 * its number. Made for the ids of many millions of records: beyond the bytes of
 * the texts it takes 4 bytes per text, and 5 to 10 more for the look-up.
 */

#define ROSTER_NONE UINT32_MAX

struct roster {
	struct buffer texts; /* one after the other */
	uint32_t *starts;    /* where each begins: the low 32 bits */
	uint32_t *turns;     /* texts at which the high 32 bits go up by one */
	uint32_t *slots;     /* number + 1, below bits of the hash; 0 empty; a power of two */
	size_t count, start_capacity, turn_count, turn_capacity, slot_count;
};

/* `struct roster r = {0}` is empty. The number of a text, added when new
 * (*fresh says so; may be NULL). At most 2^31 - 1 texts, else exit 74. */
uint32_t roster_add(struct roster *r, struct text a, bool *fresh);
/* The number of a text, or ROSTER_NONE. */
uint32_t roster_find(const struct roster *r, struct text a);
/* Valid until the next roster_add(). */
struct text roster_text(const struct roster *r, uint32_t number);
/* Gives back what only roster_add() and roster_find() need; neither may be
 * called after it. */
void roster_close(struct roster *r);
void roster_free(struct roster *r);

#endif
