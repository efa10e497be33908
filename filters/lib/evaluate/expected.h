#ifndef JIGSAW_EVALUATE_EXPECTED_H
#define JIGSAW_EVALUATE_EXPECTED_H

#include "evaluate/expectation.h"
#include "evaluate/groups.h"
#include "evaluate/report.h"

/* Link rates of the identities expected to link, and the differences between linked
 * and unlinked: figures that need no truth. */

/*
 * For each expectation: scope `expected`: expected, linked, link_rate; scope
 * `group`: the same for each category, by the identity's own value; scope
 * `balance`: each category's share among the linked and the unlinked and their
 * standardised difference. person[i] is below `persons`.
 */
void expected_write(struct report *r, const struct expectation_list *list, const struct universe *u,
		    const uint32_t *person, size_t persons, const struct groups *g);

#endif
