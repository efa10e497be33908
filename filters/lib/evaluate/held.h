#ifndef JIGSAW_HELD_H
#define JIGSAW_HELD_H

#include "base/map.h"
#include "evaluate/contingency.h"

/*
 * An identifier that was hidden from linking and serves as the truth: two
 * identities with one value are one person, with two values they are not, and
 * of an identity without a value nothing is known.
 */

/* `struct held h = {0}` is empty. */
struct held {
	struct map values; /* each a person */
};

/* The number of the person with the value in the cell, of a list its first;
 * UINT32_MAX when it is empty. */
uint32_t held_person(struct held *h, struct text cell, bool list);
/* Completes nodes whose person is set. without[i]: identity i has no value,
 * though others of its source have. */
void held_settle(const struct held *h, struct node *nodes, size_t count, size_t sources,
		 bool *without);
void held_free(struct held *h);

#endif
