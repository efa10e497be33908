#ifndef JIGSAW_EVALUATE_JUDGE_H
#define JIGSAW_EVALUATE_JUDGE_H

#include "evaluate/accuracy.h"
#include "evaluate/holdout.h"
#include "evaluate/nodes.h"
#include "evaluate/truth.h"

/*
 * Measures links against the truth, labels or a held-out identifier. Call in this
 * order: judge_truth() or judge_labels(), truth_member() or holdout_person(),
 * judge_start(), judge_pair() for each pair, judge_end(), and then the figures
 * of `accuracy`.
 */

enum evidence {
	EVIDENCE_NONE,
	EVIDENCE_TRUTH,
	EVIDENCE_LABELS,
	EVIDENCE_HOLDOUT,
};

/* `struct judge j = {.by = EVIDENCE_TRUTH}` knows nothing yet. */
struct judge {
	enum evidence by;
	struct truth truth;
	struct labels labels; /* the values of their ids are identities */
	struct holdout holdout;
	bool *without; /* of each identity: lacks the identifier that was held out */
	struct accuracy accuracy;
	uint64_t true_persons;
};

/* Reads the labels; an id that is no identity of the nodes is exit 65. */
void judge_labels(struct judge *j, const struct nodes *n, struct reader *in);
/* Completes the nodes, when all identities are there, and starts the figures.
 * With `grouped` accuracy_groups() can be had of a truth, as it can of a holdout;
 * `linkable`: the nodes have fields. */
void judge_start(struct judge *j, struct nodes *n, bool grouped, bool linkable);
/* Counts a pair of identities, which is linked or was only compared. False when
 * nothing is known of it; else *same says whether it is one person. */
bool judge_pair(struct judge *j, const struct nodes *n, uint32_t a, uint32_t b, bool linked,
		bool *same);
/* When all pairs have been counted: counts what there was to find and, unless
 * the nodes are paired, what the clusters put together. */
void judge_end(struct judge *j, const struct nodes *n);
/* Scope `all` of the report: how many identities, persons and labels there are. */
void judge_write(const struct judge *j, const struct nodes *n, struct report *r);
void judge_free(struct judge *j);

#endif
