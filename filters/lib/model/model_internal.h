#ifndef JIGSAW_MODEL_MODEL_INTERNAL_H
#define JIGSAW_MODEL_MODEL_INTERNAL_H

#include "model/model.h"

/* The parts of model_read(). */

struct model_file {
	const struct sidefile *side;
	size_t comparison, level, condition, m, u, tf_column, tf_weight, tf_minimum, flags;
	size_t source_a, source_b; /* absent columns are SIZE_MAX */
	size_t row;
};
struct text model_cell(const struct model_file *f, size_t column);
/* A number between 0 and 1, or {0, 0} when the cell is empty. */
struct decimal model_share(const struct model_file *f, size_t column, const char *name);
void model_read_comparison(struct model *m, struct model_file *f, size_t first, size_t end);
void model_read_pair_level(struct model *m, const struct model_file *f, size_t comparison);
void model_read_facts(struct model *m);
void model_read_interaction(struct model *m, const struct model_file *f);

#endif
