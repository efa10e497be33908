#ifndef JIGSAW_CLUSTER_WEIGHER_H
#define JIGSAW_CLUSTER_WEIGHER_H

#include "cluster/universe.h"
#include "expr/expression_cells.h"
#include "model/occurrence.h"
#include "score/score.h"

/*
 * Keeps what the identities say, and weighs any two of them by a model, as `compare`
 * does, whether they met in a group or not.
 *
 *	weigher_start(&e, &model, &records)
 *	weigher_identity(&e, &row)         each, in the order of their numbers
 *	weigher_ready(&e, &universe)       the values have been counted
 *	weigher_members(&e, members, count)
 *	weigher_weigh(&e, i, j) ...
 *
 * Memory: the cells that the model uses and 8 bytes for each identity, each distinct
 * value with a term frequency, and the members.
 */

/* `struct weigher e = {0}` before the start. */
struct weigher {
	struct model *model;
	const struct universe *universe;
	struct expression_cells cells;
	struct occurrences *occurrences; /* by frequency of the model */
	uint64_t *totals;
	struct buffer texts;
	size_t *starts;
	size_t count, capacity;
	struct scorer scorer;
	struct score score;
	const struct pair_weights **weights; /* by the numbers of two sources; NULL: not yet */
	const uint32_t *members;
	struct entry *entries; /* of the members; values NULL: not looked at yet */
	struct arena run, group;
	struct buffer counts;
};

/* A model without comparisons or whose comparisons are not trained, and records that lack
 * a column of it, are exit 78. */
void weigher_start(struct weigher *e, struct model *m, const struct preamble *records);
void weigher_identity(struct weigher *e, const struct record *row);
void weigher_ready(struct weigher *e, const struct universe *u);
/* Takes the identities that are to be weighed; they must last. */
void weigher_members(struct weigher *e, const uint32_t *members, uint32_t count);
/* The weight of the pair of members[i] and members[j]. One that the model leaves out has
 * nothing for or against it, and weighs the prior. */
int64_t weigher_weigh(struct weigher *e, uint32_t i, uint32_t j);
void weigher_free(struct weigher *e);

#endif
