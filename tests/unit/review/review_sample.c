/* Samples over the weights. */

#include "review/review_sample.h"
#include "test.h"

enum { MANY = 1000 };

/* `count` pairs from `least` in steps; the last `unweighed` of them without a weight. */
static size_t fill(struct review_candidate *c, size_t count, int64_t least, int64_t step,
		   size_t unweighed)
{
	for (size_t i = 0; i < count; i++) {
		char id[24];
		snprintf(id, sizeof id, "a:%zu", i);
		c[i] = (struct review_candidate){
			.order = review_sample_order(7, text_of(id), TEXT("b:1")),
			.weight = i + unweighed < count ? least + (int64_t)i * step : 0,
			.weighed = i + unweighed < count,
			.number = (uint32_t)i};
	}
	return count;
}

static void covers(const struct review_sample *s, const struct review_candidate *c, size_t count)
{
	uint64_t pairs = 0, shown = 0;

	check(s->stratum_count <= MOST_STRATA + 1, "strata: too many");
	for (size_t i = 0; i < s->stratum_count; i++) {
		pairs += s->strata[i].pairs;
		shown += s->strata[i].shown;
		check((s->strata[i].to - s->strata[i].from) % WEIGHT_BIT == 0, "strata: bits");
	}
	check(pairs == count && shown == s->shown, "strata: counts");
	for (size_t i = 0; i < s->shown; i++) {
		const struct stratum *t = &s->strata[c[i].stratum];
		check(t->weighed == c[i].weighed, "stratum: with or without a weight");
		check(!t->weighed || (t->from <= c[i].weight && c[i].weight < t->to),
		      "stratum: weight");
		check(!i || c[i - 1].order <= c[i].order, "order: by chance");
	}
}

static void samples(void)
{
	static struct review_candidate c[MANY], again[MANY];
	struct review_sample s;

	review_sample_take(&s, c, 0, 5);
	check(!s.shown && !s.stratum_count, "sample: of none");
	size_t count = fill(c, MANY, -5 * WEIGHT_BIT, WEIGHT_BIT / 50, 10);
	review_sample_take(&s, c, count, 0);
	check(s.shown == MANY, "sample: of all");
	covers(&s, c, count);
	fill(c, MANY, -5 * WEIGHT_BIT, WEIGHT_BIT / 50, 10);
	review_sample_take(&s, c, count, 111);
	check(s.shown == 111, "sample: of 111");
	covers(&s, c, count);
	check(s.strata[0].shown == 14 || s.strata[0].shown == 15, "sample: the lowest");
	check(s.strata[s.stratum_count - 1].shown == 10, "sample: without a weight");
	fill(again, MANY, -5 * WEIGHT_BIT, WEIGHT_BIT / 50, 10);
	for (size_t i = 0; i < MANY / 2; i++) { /* another order of arrival */
		struct review_candidate other = again[i];
		again[i] = again[MANY - 1 - i];
		again[MANY - 1 - i] = other;
	}
	review_sample_take(&s, again, count, 111);
	for (size_t i = 0; i < s.shown; i++)
		check(again[i].number == c[i].number, "sample: by the order of arrival");
	count = fill(c, 3, INT64_C(-1000) * WEIGHT_BIT, INT64_C(1000) * WEIGHT_BIT, 0);
	review_sample_take(&s, c, count, 2);
	check(s.shown == 2, "sample: of three far apart");
	covers(&s, c, count);
}

int main(void)
{
	samples();
	return 0;
}
