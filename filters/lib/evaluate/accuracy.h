#ifndef JIGSAW_EVALUATE_ACCURACY_H
#define JIGSAW_EVALUATE_ACCURACY_H

#include "evaluate/contingency.h"
#include "evaluate/groups.h"
#include "evaluate/report.h"
#include "labels/labels.h"

/*
 * Accuracy of links against the truth, labels or a held-out identifier: in all, by
 * pair of sources, and by group. evaluate(1) defines the figures.
 */

enum tallied {
	IN_TRUTH,       /* one person */
	LINKED,         /* put together */
	FOUND,          /* both */
	SAME_BIRTH,     /* linked, of one person or of one multiple birth */
	SAME_FAMILY,    /* linked, of one family */
	SAME_FORBIDDEN, /* linked, of one person or forbidden */
	LINKABLE,       /* one person, with a field to link by */
	LINKABLE_FOUND, /* linkable and linked */
	TALLIES
};

struct accuracy {
	struct tally tallies[TALLIES];
	uint32_t *partners[TALLIES]; /* of each identity, or NULL */
	size_t identities;
	/* Which figures there are. */
	bool linkable, kin, forbidden;
	bool sparse; /* leave out pairs of sources of which nothing is known */
};

/* With `partnered` figures of groups can be had: 32 bytes per identity. */
void accuracy_start(struct accuracy *a, size_t sources, size_t identities, bool partnered);
/* Counts a linked pair whose ends are known persons. */
void accuracy_pair(struct accuracy *a, const struct node *x, const struct node *y);
/* Counts a pair of which a verdict is known. */
void accuracy_label(struct accuracy *a, const struct node *x, const struct node *y,
		    enum verdict verdict, bool linked);
/* Counts what there was to find among nodes of known persons and, with
 * `clustered`, what each cluster puts together. Reorders the nodes. Returns how
 * many persons they are of. */
uint64_t accuracy_nodes(struct accuracy *a, struct node *nodes, size_t count, bool clustered);

/* The rows of the report's scope for all sources, and then of each pair. */
void accuracy_write(const struct accuracy *a, struct report *r, const struct universe *u);
/* Scope `group`: a pair counts half for each end. */
void accuracy_groups(const struct accuracy *a, struct report *r, const struct groups *g);
void accuracy_free(struct accuracy *a);

#endif
