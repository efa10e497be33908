#ifndef JIGSAW_EVALUATE_EXPECTED_H
#define JIGSAW_EVALUATE_EXPECTED_H

#include "evaluate/groups.h"
#include "evaluate/report.h"

/*
 * How many of those who ought to link did: what can be said of links without
 * any truth. "A:B" expects every identity of source A to be with one of B.
 */

/* Where each identity was put. */
struct placement {
	const uint32_t *cluster; /* of each identity, below `clusters` */
	size_t clusters;
};

/*
 * For each expectation: scope `expected`: expected, linked, link_rate; scope
 * `group`: the same for each category, by the identity's own value; scope
 * `balance`: each category's share among the linked and the unlinked and their
 * standardised difference. A source of the preamble's that nobody is of has
 * no one to expect; another word is exit 2.
 */
void expected_write(struct report *r, const struct preamble *preamble, const struct universe *u,
		    const struct placement *p, const struct string_list *expectations,
		    const struct groups *g);

#endif
