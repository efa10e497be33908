#ifndef JIGSAW_MODEL_WEIGHT_TEXT_H
#define JIGSAW_MODEL_WEIGHT_TEXT_H

#include "model/weight.h"

/*
 * Formats match weights and probabilities, with twelve decimals. Few of them are
 * distinct, so recent ones are cached.
 */

enum { WEIGHT_TEXTS = 4096 };

struct weight_text {
	int64_t weight;
	uint8_t weight_length, probability_length; /* 0: not yet made */
	char text[46];                             /* the weight, then the probability */
};

struct weight_texts {
	struct weight_text *at; /* WEIGHT_TEXTS of them */
	struct buffer made;
};

void weight_texts_start(struct weight_texts *t, struct arena *arena);
void weight_texts_free(struct weight_texts *t);

/* Both texts of a weight; valid until the next call. */
void weight_texts_of(struct weight_texts *t, int64_t weight, struct text *printed,
		     struct text *probability);

#endif
