#ifndef JIGSAW_EVALUATE_HOLDOUT_H
#define JIGSAW_EVALUATE_HOLDOUT_H

#include "base/map.h"
#include "evaluate/contingency.h"

/*
 * A held-out identifier used as ground truth: it was hidden from linking. Two
 * identities with equal values are one person, with different values they are
 * not, and an identity without a value is unknown. Values of one list are of one person; tokens
 * that fill lists are of the same list wherever they come, so they say nothing else.
 */

/* `struct holdout h = {0}` is empty. */
struct holdout {
	struct map values;
	uint32_t *together; /* two and two, values of one list */
	size_t count, capacity;
};

/* The number of the cell's value, of a list its first; UINT32_MAX when it is empty. */
uint32_t holdout_person(struct holdout *h, struct text cell, bool list);
/* Completes nodes whose person is set to the number of a value: to that of the person. without[i]:
 * identity i has no value, though others of its source have. */
void holdout_settle(const struct holdout *h, struct node *nodes, size_t count, size_t sources,
		    bool *without);
void holdout_free(struct holdout *h);

#endif
