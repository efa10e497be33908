#ifndef JIGSAW_TRAIN_JUDGED_H
#define JIGSAW_TRAIN_JUDGED_H

#include "labels/labels.h"
#include "train/training.h"

/*
 * Pairs that someone has judged, for estimation. A judged pair is one of the
 * pairs of every pass in which it met; there it counts as what it is instead
 * of as what it probably is. So it does not matter which pairs were chosen to
 * be judged, unlike with shares of judged pairs as Splink takes them: those
 * are of the pairs that were hard. Pairs that no pass brings together say
 * nothing. Memory: the judged records.
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
