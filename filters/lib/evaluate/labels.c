#include "evaluate/labels.h"

#include <stdlib.h>

static uint64_t pair_of(uint32_t a, uint32_t b)
{
	return a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
}

static int compare_labels(const void *a, const void *b)
{
	const struct label *x = a, *y = b;
	return x->pair < y->pair ? -1 : x->pair > y->pair;
}

static enum verdict verdict_of(struct reader *in, struct text word)
{
	if (text_is(word, "same"))
		return VERDICT_SAME;
	if (text_is(word, "different"))
		return VERDICT_DIFFERENT;
	if (!text_is(word, "forbidden"))
		fail_at(EXIT_DATA, reader_place(in, "verdict"), "labels",
			"not same, different or forbidden");
	return VERDICT_FORBIDDEN;
}

void labels_read(struct labels *l, const struct universe *u, struct reader *in, const char *origin)
{
	size_t id_a = preamble_need(&in->preamble, "id_a", in->path, EXIT_DATA);
	size_t id_b = preamble_need(&in->preamble, "id_b", in->path, EXIT_DATA);
	size_t verdict = preamble_need(&in->preamble, "verdict", in->path, EXIT_DATA);
	struct record row;
	size_t kept = 0;

	while (reader_next(in, &row)) {
		uint32_t a = universe_need(u, in, record_cell(&row, id_a), "id_a", origin);
		uint32_t b = universe_need(u, in, record_cell(&row, id_b), "id_b", origin);
		if (a == b)
			fail_at(EXIT_DATA, reader_place(in, "id_b"), "labels",
				"an identity paired with itself");
		memory_need(&l->at, &l->capacity, l->count + 1, sizeof *l->at);
		l->at[l->count++] = (struct label){
			pair_of(a, b), verdict_of(in, record_cell(&row, verdict)), false};
	}
	if (l->count)
		qsort(l->at, l->count, sizeof *l->at, compare_labels);
	for (size_t i = 0; i < l->count; i++) {
		if (!kept || l->at[kept - 1].pair != l->at[i].pair)
			l->at[kept++] = l->at[i];
		else if (l->at[kept - 1].verdict != l->at[i].verdict)
			fail_at(EXIT_DATA, (struct place){.file = in->path}, "labels",
				"two verdicts on one pair");
	}
	l->count = kept;
}

struct label *labels_find(const struct labels *l, uint32_t a, uint32_t b)
{
	struct label wanted = {.pair = pair_of(a, b)};

	if (!l->count)
		return NULL;
	return bsearch(&wanted, l->at, l->count, sizeof *l->at, compare_labels);
}

void labels_free(struct labels *l)
{
	memory_free(l->at);
	*l = (struct labels){0};
}
