#ifndef JIGSAW_EVALUATE_AGAINST_H
#define JIGSAW_EVALUATE_AGAINST_H

#include "cluster/universe.h"
#include "evaluate/report.h"

/*
 * Compares links with another matching of the same identities, made by hand for
 * instance: the pairs of both, those of only one, and why. Only sources that the
 * other matching pairs are compared.
 */

/* `struct against a = {0}` is empty. */
struct against {
	struct difference {
		uint64_t pair; /* the lower identity << 32 | the higher */
		int64_t weight;
		uint16_t rule; /* number from 1 on; 0: none */
		bool ours, theirs;
		bool scored; /* among the scored pairs */
		bool weighed;
	} * at; /* in order of pair */
	size_t count, capacity;
	struct map rules;
	bool explained;     /* scored pairs were read */
	bool has_threshold; /* what links by weight */
	int64_t threshold;
};

/* Reads the other matching: columns id_a and id_b. cluster[i]: where identity
 * i was put, below `clusters`. */
void against_read(struct against *a, const struct universe *u, const uint32_t *cluster,
		  size_t clusters, struct reader *in);
/* Reads scored pairs: rule and weight of the differences. */
void against_explain(struct against *a, const struct universe *u, struct reader *in);

/* Scope `against`: both_pairs, ours_only_pairs, theirs_only_pairs for all and
 * for each pair of sources; then `pairs` for each reason, by `ours_only` and
 * `theirs_only`. */
void against_write(const struct against *a, struct report *r, const struct universe *u);
/* The columns of the stream of differences, and its rows. */
void against_columns(struct preamble *out);
void against_differences(const struct against *a, struct writer *w, const struct universe *u);
void against_free(struct against *a);

#endif
