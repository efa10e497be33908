/* Clerical review: what cells have in common, JSON that is safe in a page, and samples over the
 * weights. */
#include "review/review.h"

#include <stdio.h>
#include <stdlib.h>

#include "review/review_page.h"

static void check(bool good, const char *what, const char *of)
{
	if (good)
		return;
	fprintf(stderr, "review: %s: %s\n", what, of);
	exit(1);
}

static void found(const char *a, const char *b, bool list, const char *wanted)
{
	check(strcmp(review_found(text_of(a), text_of(b), list), wanted) == 0, a, b);
	check(strcmp(review_found(text_of(b), text_of(a), list), wanted) == 0, b, a);
}

static void cells(void)
{
	found("", "", false, "missing");
	found("A", "", true, "missing");
	found("A", "A", false, "same");
	found("A", "B", false, "differs");
	found("A|B", "A|B", false, "same");
	found("A|B", "A", false, "differs");
	found("A|B", "A", true, "some");
	found("A|B", "B|A", true, "same");
	found("A|B", "C|D|E", true, "differs");
	found("A|B", "AB", true, "differs");
}

static void json(const char *value, const char *wanted)
{
	struct buffer b = {0};
	page_text(&b, text_of(value));
	check(text_is(buffer_text(&b), wanted), "json", wanted);
	buffer_free(&b);
}

/* ECMA-404, and what HTML would take for the end of a script. */
static void strings(void)
{
	json("", "\"\"");
	json("O'Hara \"x\" \\ /", "\"O'Hara \\\"x\\\" \\\\ /\"");
	json("</script><!--&", "\"\\u003c/script\\u003e\\u003c!--\\u0026\"");
	json("\x01\x1f\x7f\n", "\"\\u0001\\u001f\\u007f\\u000a\"");
	json("\xc3\xa9\xe2\x80\xa7\xe2\x80\xaa", "\"\xc3\xa9\xe2\x80\xa7\xe2\x80\xaa\"");
	json("\xe2\x80\xa8\xe2\x80\xa9", "\"\\u2028\\u2029\"");
	json("\xe2\x80", "\"\xe2\x80\"");
}

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

	check(s->stratum_count <= MOST_STRATA + 1, "strata", "too many");
	for (size_t i = 0; i < s->stratum_count; i++) {
		pairs += s->strata[i].pairs;
		shown += s->strata[i].shown;
		check((s->strata[i].to - s->strata[i].from) % WEIGHT_BIT == 0, "strata", "bits");
	}
	check(pairs == count && shown == s->shown, "strata", "counts");
	for (size_t i = 0; i < s->shown; i++) {
		const struct stratum *t = &s->strata[c[i].stratum];
		check(t->weighed == c[i].weighed, "stratum", "with or without a weight");
		check(!t->weighed || (t->from <= c[i].weight && c[i].weight < t->to), "stratum",
		      "weight");
		check(!i || c[i - 1].order <= c[i].order, "order", "by chance");
	}
}

static void samples(void)
{
	static struct review_candidate c[MANY], again[MANY];
	struct review_sample s;

	review_sample_take(&s, c, 0, 5);
	check(!s.shown && !s.stratum_count, "sample", "of none");
	size_t count = fill(c, MANY, -5 * WEIGHT_BIT, WEIGHT_BIT / 50, 10);
	review_sample_take(&s, c, count, 0);
	check(s.shown == MANY, "sample", "of all");
	covers(&s, c, count);
	fill(c, MANY, -5 * WEIGHT_BIT, WEIGHT_BIT / 50, 10);
	review_sample_take(&s, c, count, 111);
	check(s.shown == 111, "sample", "of 111");
	covers(&s, c, count);
	check(s.strata[0].shown == 14 || s.strata[0].shown == 15, "sample", "the lowest");
	check(s.strata[s.stratum_count - 1].shown == 10, "sample", "without a weight");
	fill(again, MANY, -5 * WEIGHT_BIT, WEIGHT_BIT / 50, 10);
	for (size_t i = 0; i < MANY / 2; i++) { /* another order of arrival */
		struct review_candidate other = again[i];
		again[i] = again[MANY - 1 - i];
		again[MANY - 1 - i] = other;
	}
	review_sample_take(&s, again, count, 111);
	for (size_t i = 0; i < s.shown; i++)
		check(again[i].number == c[i].number, "sample", "by the order of arrival");
	count = fill(c, 3, INT64_C(-1000) * WEIGHT_BIT, INT64_C(1000) * WEIGHT_BIT, 0);
	review_sample_take(&s, c, count, 2);
	check(s.shown == 2, "sample", "of three far apart");
	covers(&s, c, count);
}

int main(void)
{
	cells();
	strings();
	samples();
	return 0;
}
