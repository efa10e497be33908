#ifndef JIGSAW_TRAIN_CALIBRATION_H
#define JIGSAW_TRAIN_CALIBRATION_H

#include "train/training.h"

/*
 * Calibration of match weights: counts the pairs of all passes, each once, in
 * bands of two bits of the weight of their pattern (without term frequencies), and
 * how many of them the model expects to be matches
 *
 *	predicted     by the weight: 1 / (1 + 2^-weight)
 *	independent   by the weight without interactions
 *
 * If the two differ, fields depend on each other. Against a truth: evaluate(1).
 */

enum { CALIBRATION_BANDS = 61 }; /* -60 and below, ..., 60 and above */

struct calibration {
	uint64_t pairs[CALIBRATION_BANDS];
	double predicted[CALIBRATION_BANDS];
	double independent[CALIBRATION_BANDS];
};

void calibration_count(struct calibration *c, const struct training *t);
/* The least weight of a band, in bits. */
int calibration_from(int band);
void calibration_columns(struct preamble *out);
void calibration_write(const struct calibration *c, struct writer *w);

#endif
