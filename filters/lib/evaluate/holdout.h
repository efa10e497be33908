#ifndef JIGSAW_EVALUATE_HOLDOUT_H
#define JIGSAW_EVALUATE_HOLDOUT_H

#include "base/map.h"
#include "evaluate/contingency.h"

/*
 * An identifier that was hidden from linking and serves as the truth: two
 * identities with one value are one person, with two values they are not, and
 * of an identity without a value nothing is known.
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
