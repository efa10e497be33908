#include "review/review_sample.h"

#include <stdlib.h>

#include "base/map.h"

uint64_t review_sample_order(uint64_t seed, struct text id_a, struct text id_b)
{
	struct buffer key = {0};

	buffer_u64(&key, seed);
	buffer_byte(&key, '\t');
	buffer_text_add(&key, id_a);
	buffer_byte(&key, '\t');
	buffer_text_add(&key, id_b);
	uint64_t order = text_hash(buffer_text(&key));
	buffer_free(&key);
	return order;
}

static int by_order(const struct review_candidate *x, const struct review_candidate *y)
{
	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

static int compare_in_stratum(const void *a, const void *b)
{
	const struct review_candidate *x = a, *y = b;

	if (x->stratum != y->stratum)
		return x->stratum < y->stratum ? -1 : 1;
	return by_order(x, y);
}

static int compare_order(const void *a, const void *b)
{
	return by_order(a, b);
}

/* The whole number of units that is not above. */
static int64_t floor_to(int64_t weight, int64_t unit)
{
	int64_t over = weight % unit;

	return weight - over - (over < 0 ? unit : 0);
}

static void lay_strata(struct review_sample *s, const struct review_candidate *candidates,
		       size_t count)
{
	int64_t least = INT64_MAX, most = INT64_MIN, width = WEIGHT_BIT;
	bool unweighed = false;

	for (size_t i = 0; i < count; i++) {
		unweighed |= !candidates[i].weighed;
		if (candidates[i].weighed && candidates[i].weight < least)
			least = candidates[i].weight;
		if (candidates[i].weighed && candidates[i].weight > most)
			most = candidates[i].weight;
	}
	if (least <= most) {
		while ((floor_to(most, width) - floor_to(least, width)) / width >= MOST_STRATA)
			width += WEIGHT_BIT;
		for (int64_t from = floor_to(least, width); from <= most; from += width)
			s->strata[s->stratum_count++] =
				(struct stratum){from, from + width, true, 0, 0};
	}
	if (unweighed)
		s->strata[s->stratum_count++] = (struct stratum){.weighed = false};
}

static uint32_t stratum_of(const struct review_sample *s, const struct review_candidate *c)
{
	if (!c->weighed)
		return (uint32_t)s->stratum_count - 1;
	int64_t width = s->strata[0].to - s->strata[0].from;
	return (uint32_t)((floor_to(c->weight, width) - s->strata[0].from) / width);
}

/* One pair to each stratum that has any left, until there are enough. */
static void share_out(struct review_sample *s, uint64_t wanted)
{
	while (s->shown < wanted)
		for (size_t i = 0; i < s->stratum_count && s->shown < wanted; i++)
			if (s->strata[i].shown < s->strata[i].pairs) {
				s->strata[i].shown++;
				s->shown++;
			}
}

void review_sample_take(struct review_sample *s, struct review_candidate *candidates, size_t count,
			uint64_t most)
{
	uint64_t taken[MOST_STRATA + 1] = {0};
	size_t kept = 0;

	*s = (struct review_sample){0};
	if (!count)
		return;
	lay_strata(s, candidates, count);
	for (size_t i = 0; i < count; i++) {
		candidates[i].stratum = stratum_of(s, &candidates[i]);
		s->strata[candidates[i].stratum].pairs++;
	}
	share_out(s, most && most < count ? most : count);
	qsort(candidates, count, sizeof *candidates, compare_in_stratum);
	for (size_t i = 0; i < count; i++) {
		struct review_candidate c = candidates[i];
		if (taken[c.stratum] == s->strata[c.stratum].shown)
			continue;
		taken[c.stratum]++;
		candidates[i] = candidates[kept];
		candidates[kept++] = c;
	}
	qsort(candidates, kept, sizeof *candidates, compare_order);
}
