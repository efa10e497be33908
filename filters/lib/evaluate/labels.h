#ifndef JIGSAW_LABELS_H
#define JIGSAW_LABELS_H

#include "cluster/universe.h"

/*
 * What is known of pairs of identities: a stream with the columns id_a, id_b
 * and verdict, which is `same`, `different` or `forbidden` (different, and to
 * link them would do harm). Of any other pair nothing is known.
 */

enum verdict { VERDICT_SAME, VERDICT_DIFFERENT, VERDICT_FORBIDDEN };

/* `struct labels l = {0}` is empty. */
struct labels {
	struct label {
		uint64_t pair; /* the lower identity << 32 | the higher */
		enum verdict verdict;
		bool linked;
	} * at; /* in order of pair, each once */
	size_t count, capacity;
};

/* Reads them all. An id that is not in the universe, a pair of one identity,
 * another word, or two verdicts on a pair are exit 65. */
void labels_read(struct labels *l, const struct universe *u, struct reader *in, const char *origin);
/* The label of a pair, or NULL. */
struct label *labels_find(const struct labels *l, uint32_t a, uint32_t b);
void labels_free(struct labels *l);

#endif
