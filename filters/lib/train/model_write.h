#ifndef JIGSAW_TRAIN_MODEL_WRITE_H
#define JIGSAW_TRAIN_MODEL_WRITE_H

#include "train/training.h"

/*
 * Writes the trained model: the rows of the model that training started from with
 * new parameters, in units of 10^-12, and a column `learned` with remarks on
 * their evidence.
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
