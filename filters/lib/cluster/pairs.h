#ifndef JIGSAW_CLUSTER_PAIRS_H
#define JIGSAW_CLUSTER_PAIRS_H

#include "cluster/linking.h"
#include "model/model.h"

/* Reads streams of pairs, as `compare` writes them, for linking. */

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

/* Gives streams their models, one for all or one each: the rules of several
 * models are numbered one after the other, and each stream gets the threshold, or without
 * one (NULL) its model's, for `purpose` unless that is NULL. */
void pairs_models(struct pairs *pairs, size_t count, const struct model *models, size_t model_count,
		  const char *purpose, const int64_t *threshold);

/* Opens a stream; needs columns id_a, id_b and, with a threshold that a pair
 * can reach, weight. The rest of *p is set beforehand. */
void pairs_open(struct pairs *p, const char *path, const struct common *common);
/* Reads the stream to its end for linking. */
void pairs_link(struct pairs *p, const struct universe *u, struct linking *l);

/* The columns of pairs that could not be decided: those of the stream, or, when
 * they come from several, the ids, rule and weight; and the reason. `out` has
 * those of the stream. */
void pairs_ambiguous_columns(struct preamble *out, bool several);
/* A pair that was merged from several streams, as a line of that without its
 * reason; `pair` is the ids with a TAB between them. `pairs`: the array of the
 * streams, as context of linking's print(). */
void pairs_merged_print(void *pairs, struct buffer *line, struct text pair, const struct edge *e);

#endif
