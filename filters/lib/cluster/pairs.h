#ifndef JIGSAW_CLUSTER_PAIRS_H
#define JIGSAW_CLUSTER_PAIRS_H

#include "cluster/edges.h"
#include "cluster/universe.h"
#include "model/model.h"

/* Streams of pairs as `compare` writes them, read for linking. */

struct pairs {
	struct reader in;
	const struct model *model; /* whose rules they name, or NULL */
	uint32_t first_rule;       /* number of that model's first rule among all models' */
	bool has_threshold;
	int64_t threshold; /* the least weight that links a pair without a rule */
	size_t id_a, id_b, rule, weight;
};

/* The weight in a cell, in 10^-12 bit, and the probability in a cell, in 10^-12
 * and within 0 and 1. What is neither, an empty cell too, is exit 65; `column`
 * is for the message. */
int64_t pairs_weight(const struct reader *in, struct text cell, const char *column);
int64_t pairs_probability(const struct reader *in, struct text cell, const char *column);

/* Opens a stream; needs columns id_a, id_b and, with a threshold that a pair
 * can reach, weight. The rest of *p is set beforehand. */
void pairs_open(struct pairs *p, const char *path, const struct common *common);
/* Reads the pair of a record into *e; false when it is below the threshold. */
bool pairs_read(const struct pairs *p, const struct universe *u, const struct record *row,
		struct edge *e);

#endif
