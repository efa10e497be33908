#ifndef JIGSAW_TRAIN_CARD_H
#define JIGSAW_TRAIN_CARD_H

#include "train/calibration.h"
#include "train/model_write.h"

/*
 * Writes a model card: what a model was trained on, its parameters, and how far to
 * trust it, in Markdown, for those who agree to its use. Ends with the lines
 * of a protocol (model/protocol.h). Weights are rounded to hundredths of a bit.
 */
void card_write(const struct training *t, const struct model_facts *facts,
		const struct calibration *calibration, const char *rules_digest,
		struct text model_text, struct buffer *out);

#endif
