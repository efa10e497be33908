#include "model/weight_text.h"

void weight_texts_start(struct weight_texts *t, struct arena *arena)
{
	*t = (struct weight_texts){.at = ARENA_ARRAY(arena, WEIGHT_TEXTS, struct weight_text)};
}

void weight_texts_free(struct weight_texts *t)
{
	buffer_free(&t->made);
}

static void make(struct weight_texts *t, struct weight_text *w, int64_t weight)
{
	buffer_reset(&t->made);
	buffer_fixed(&t->made, weight, 12);
	size_t length = t->made.length;
	buffer_fixed(&t->made, weight_probability(weight), 12);
	*w = (struct weight_text){weight, (uint8_t)length, (uint8_t)(t->made.length - length), ""};
	memcpy(w->text, t->made.at, t->made.length);
}

void weight_texts_of(struct weight_texts *t, int64_t weight, struct text *printed,
		     struct text *probability)
{
	uint64_t hash = (uint64_t)weight * UINT64_C(0x9E3779B97F4A7C15) >> 52;
	struct weight_text *w = &t->at[hash % WEIGHT_TEXTS];

	if (!w->weight_length || w->weight != weight)
		make(t, w, weight);
	*printed = (struct text){w->text, w->weight_length};
	*probability = (struct text){w->text + w->weight_length, w->probability_length};
}
