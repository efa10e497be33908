#ifndef JIGSAW_EVALUATE_SWEEP_H
#define JIGSAW_EVALUATE_SWEEP_H

#include "evaluate/report.h"

/*
 * Figures of scored pairs: their accuracy at every threshold (evaluate --sweep),
 * and the model's own estimate.
 */

/* `struct sweep s = {0}` is empty. 16 bytes per pair. */
struct sweep {
	struct sweep_pair {
		int64_t weight;
		bool right;
	} * pairs;
	size_t count, capacity;
};

/* A pair that the truth knows. */
void sweep_add(struct sweep *s, int64_t weight, bool right);
/* Writes linked and found pairs, precision, recall and F1 when pairs of this
 * weight and above link: scope `threshold` for each weight that occurs, `best`
 * for the one with the highest F1 (of equals the heaviest), `zero` for weight
 * 0 and, where `model` is not NULL, `model` for its threshold. true_pairs: how
 * many there were to find. */
void sweep_write(struct sweep *s, struct report *r, uint64_t true_pairs, const int64_t *model);
void sweep_free(struct sweep *s);

/* What the probabilities of the pairs add up to, in units of 10^-12. */
struct belief {
	uint64_t linked, below; /* pairs */
	unsigned __int128 linked_probability, below_probability;
};

/* Counts a pair; its probability is in units of 10^-12, at most 10^12. */
void belief_add(struct belief *b, bool linked, int64_t probability);
/* The model's own estimates, scope `model_estimate`: how many of the linked
 * pairs are right, how many right ones are below the threshold, and so
 * precision, recall among the pairs that were compared and written, and F1
 * (T. R. Belin and D. B. Rubin, J. Am. Stat. Assoc. 90, 1995, and fastLink's
 * FDR and FNR). They are no better than the model. */
void belief_write(const struct belief *b, struct report *r);

#endif
