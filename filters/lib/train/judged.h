#ifndef JIGSAW_TRAIN_JUDGED_H
#define JIGSAW_TRAIN_JUDGED_H

#include "labels/labels.h"
#include "train/training.h"

/*
 * Labelled pairs for training (estimate --labels). A labelled pair is one of the
 * pairs of every pass that produces it, where it counts by its verdict instead of
 * its match probability. So it does not matter which pairs were chosen for review.
 * (Splink takes m from shares of the labelled pairs, which are the difficult ones.)
 * Pairs that no pass produces have no effect. Memory: the labelled records.
 */

struct judged {
	struct model *model;
	struct passes passes;
	struct labels labels;
	struct judged_record {
		bool here;
		struct text source;
		struct values *values;
		struct pass_hash *hashes;
		size_t hash_count;
	} * records; /* of the labels' ids */
	struct pass_hashes scratch;
	struct arena arena;
};

/* Reads the rules, and a stream of labels; `forbidden` is different too. Mistakes
 * are exit 78 and 65. */
void judged_start(struct judged *j, struct model *m, const char *rules_path, struct reader *in);
/* Takes a record if it is judged: its cells by the model's columns and by the
 * columns of the passes' expressions. */
void judged_add(struct judged *j, struct text rid, struct text source, const struct text *cells,
		const bool *lists, const struct text *keys, const bool *key_lists);
/* Gives the judged pairs to the sessions they belong to; returns how many
 * pairs were in any. A record that never came is exit 65. */
uint64_t judged_apply(struct judged *j, struct training *t);
void judged_free(struct judged *j);

#endif
