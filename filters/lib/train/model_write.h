#ifndef JIGSAW_TRAIN_MODEL_WRITE_H
#define JIGSAW_TRAIN_MODEL_WRITE_H

#include "train/training.h"

/*
 * The model file that training leads to: the rows of the model it started from
 * with new numbers, in units of 10^-12, and a column `learned` that says what
 * stands behind them.
 */

struct model_facts {
	const char *method; /* joint or splink */
	uint64_t seed, wanted;
	bool sampled, by_source;
	const struct sample *sample; /* may be NULL */
	double recall;               /* 0: the prior stayed */
	uint64_t judged;             /* pairs of a pass that were */
};

void model_write(const struct training *t, const struct model_facts *facts, struct buffer *out);

#endif
