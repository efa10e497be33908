#ifndef JIGSAW_EVALUATE_HOLDOUT_H
#define JIGSAW_EVALUATE_HOLDOUT_H

#include "base/map.h"
#include "evaluate/contingency.h"

/*
 * A held-out identifier used as ground truth: it was hidden from linking. Two
 * identities with equal values are one person, with different values they are
 * not, and an identity without a value is unknown.
 */

/* `struct holdout h = {0}` is empty. */
struct holdout {
	struct map values; /* each a person */
};

/* The number of the person with the value in the cell, of a list its first;
 * UINT32_MAX when it is empty. */
uint32_t holdout_person(struct holdout *h, struct text cell, bool list);
/* Completes nodes whose person is set. without[i]: identity i has no value,
 * though others of its source have. */
void holdout_settle(const struct holdout *h, struct node *nodes, size_t count, size_t sources,
		    bool *without);
void holdout_free(struct holdout *h);

#endif
