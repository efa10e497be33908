#include "evaluate/sweep.h"

#include <stdlib.h>

#include "model/weight.h"

void sweep_add(struct sweep *s, int64_t weight, bool right)
{
	memory_need(&s->pairs, &s->capacity, s->count + 1, sizeof *s->pairs);
	s->pairs[s->count++] = (struct sweep_pair){weight, right};
}

static int compare_weights(const void *a, const void *b)
{
	const struct sweep_pair *p = a, *q = b;

	return p->weight < q->weight ? 1 : p->weight > q->weight ? -1 : 0;
}

/* What links at a threshold. */
struct step_of {
	int64_t weight;
	uint64_t linked, found;
};

static void write_step(struct report *r, const char *scope, struct step_of at, uint64_t true_pairs)
{
	report_scope(r, scope);
	report_threshold(r, at.weight);
	report_count(r, "linked_pairs", at.linked);
	report_count(r, "found_pairs", at.found);
	report_share(r, "precision", at.found, at.linked);
	report_share(r, "recall", at.found, true_pairs);
	report_ratio(r, "f1", 2 * at.found, at.linked + true_pairs);
}

/* Is F1 = 2 found / (linked + true) higher at a than at b? */
static bool better(struct step_of a, struct step_of b, uint64_t true_pairs)
{
	return (unsigned __int128)a.found * (b.linked + true_pairs) >
	       (unsigned __int128)b.found * (a.linked + true_pairs);
}

void sweep_write(struct sweep *s, struct report *r, uint64_t true_pairs, const int64_t *model)
{
	struct step_of at = {0}, best = {0}, zero = {0}, chosen = {.weight = model ? *model : 0};

	if (s->count)
		qsort(s->pairs, s->count, sizeof *s->pairs, compare_weights);
	for (size_t i = 0; i < s->count; i++) {
		const struct sweep_pair *p = &s->pairs[i];
		at = (struct step_of){p->weight, i + 1, at.found + p->right};
		if (i + 1 < s->count && s->pairs[i + 1].weight == p->weight)
			continue;
		write_step(r, "threshold", at, true_pairs);
		if (!best.linked || better(at, best, true_pairs))
			best = at;
		if (at.weight >= 0)
			zero = (struct step_of){0, at.linked, at.found};
		if (model && at.weight >= *model)
			chosen = (struct step_of){*model, at.linked, at.found};
	}
	if (best.linked)
		write_step(r, "best", best, true_pairs);
	write_step(r, "zero", zero, true_pairs);
	if (model)
		write_step(r, "model", chosen, true_pairs);
}

void sweep_free(struct sweep *s)
{
	memory_free(s->pairs);
	*s = (struct sweep){0};
}

void belief_add(struct belief *b, bool linked, int64_t probability)
{
	if (linked) {
		b->linked++;
		b->linked_probability += (uint64_t)probability;
	} else {
		b->below++;
		b->below_probability += (uint64_t)probability;
	}
}

/* 10^-12 to 10^-6, halves up. */
static int64_t to_millionths(unsigned __int128 probability)
{
	return (int64_t)((probability + 500000) / 1000000);
}

static int64_t share(unsigned __int128 over, unsigned __int128 under)
{
	return (int64_t)((over * 2000000 + under) / (under * 2));
}

void belief_write(const struct belief *b, struct report *r)
{
	unsigned __int128 linked = (unsigned __int128)b->linked * WEIGHT_BIT;
	unsigned __int128 right = b->linked_probability;
	unsigned __int128 all = right + b->below_probability;

	report_scope(r, "model_estimate");
	report_count(r, "linked_pairs", b->linked);
	report_count(r, "below_pairs", b->below);
	report_millionths(r, "expected_false_pairs", true, to_millionths(linked - right));
	report_millionths(r, "expected_missed_pairs", true, to_millionths(b->below_probability));
	report_millionths(r, "expected_precision", linked, linked ? share(right, linked) : 0);
	report_millionths(r, "expected_recall", all, all ? share(right, all) : 0);
	report_millionths(r, "expected_f1", linked + all,
			  linked + all ? share(2 * right, linked + all) : 0);
}
