#include <math.h>

#include "expr/expression.h"
#include "field/name_words.h"
#include "field/upn.h"

/* What a distance is when a side is missing: above any threshold. */
#define BEYOND 1e9

void measured_start(struct measured *m, const struct expressions *x, struct arena *arena)
{
	size_t count = x->measurement_count ? x->measurement_count : 1;

	m->value = ARENA_ARRAY(arena, count, double);
	m->made = ARENA_ARRAY(arena, count, bool);
}

void measured_clear(struct measured *m, const struct expressions *x)
{
	memset(m->made, 0, x->measurement_count * sizeof *m->made);
}

static double truth(bool holds)
{
	return holds ? 1 : 0;
}

static bool is_temporary(struct text upn)
{
	return upn.length == 13 && upn_is_temporary(upn.at);
}

static double number_apart(const struct measurement *m, double a, double b)
{
	if (isnan(a) || isnan(b))
		return BEYOND;
	return m->measure == MEASURE_DIFFERENCE ? fabs(a - b) : number_difference(a, b);
}

static double two_values(const struct measurement *m, const struct value *a, const struct value *b)
{
	switch (m->measure) {
	case MEASURE_DAY_MONTH_SWAPPED:
		return truth(a->days != NO_DAYS && b->days != NO_DAYS && a->days != b->days &&
			     a->year == b->year && a->month_day == b->day_month);
	case MEASURE_JARO:
		if (word_equal(&a->word, &b->word))
			return 1;
		return jaro_bound(&a->word, &b->word) < m->limit ? 0 : jaro(&a->word, &b->word);
	case MEASURE_JARO_WINKLER:
		if (word_equal(&a->word, &b->word))
			return 1;
		return jaro_winkler_bound(&a->word, &b->word) < m->limit
			       ? 0
			       : jaro_winkler(&a->word, &b->word);
	case MEASURE_DICE:
		return dice(a->bits, b->bits);
	case MEASURE_JACCARD:
		return grams_jaccard(a->grams, b->grams);
	case MEASURE_GRAM_DICE:
		return grams_dice(a->grams, b->grams);
	case MEASURE_DIFFERENCE:
	case MEASURE_PERCENT_DIFFERENCE:
		return number_apart(m, a->number, b->number);
	case MEASURE_BOTH:
		return truth(text_equal(a->word.text, m->literal) &&
			     text_equal(b->word.text, m->literal));
	case MEASURE_EITHER:
		return truth(text_equal(a->word.text, m->literal) ||
			     text_equal(b->word.text, m->literal));
	case MEASURE_PLACEHOLDER:
		return truth(name_is_placeholder(a->word.text) ||
			     name_is_placeholder(b->word.text));
	case MEASURE_TEMPORARY_UPN:
		return truth(is_temporary(a->word.text) || is_temporary(b->word.text));
	case MEASURE_LEVENSHTEIN:
		return levenshtein(&a->word, &b->word, (uint32_t)m->limit);
	case MEASURE_DAMERAU:
		return damerau(&a->word, &b->word, (uint32_t)m->limit);
	case MEASURE_DATE_DIFF:
		if (a->days == NO_DAYS || b->days == NO_DAYS)
			return BEYOND;
		return (a->days > b->days ? (double)a->days - b->days : (double)b->days - a->days) /
		       m->unit;
	default:
		return truth(word_equal(&a->word, &b->word));
	}
}

static bool share(const struct values *a, const struct values *b)
{
	if (a->count == 1 && b->count == 1)
		return a->hash == b->hash && word_equal(&a->at->word, &b->at->word);
	for (size_t i = 0; i < a->count; i++)
		for (size_t j = 0; j < b->count; j++)
			if (word_equal(&a->at[i].word, &b->at[j].word))
				return true;
	return false;
}

static double best_pair(const struct measurement *m, struct values a, struct values b)
{
	bool distance = m->measure >= MEASURE_LEVENSHTEIN;
	double best = distance ? BEYOND : -1;

	for (size_t i = 0; i < a.count; i++) {
		for (size_t j = 0; j < b.count; j++) {
			double found = two_values(m, &a.at[i], &b.at[j]);
			if (distance ? found < best : found > best)
				best = found;
		}
	}
	return best;
}

/* How many distinct values of a are in b. */
static size_t common_values(struct values a, struct values b)
{
	size_t common = 0;

	for (size_t i = 0; i < a.count; i++) {
		bool repeated = false, found = false;
		for (size_t j = 0; j < i; j++)
			repeated = repeated || word_equal(&a.at[i].word, &a.at[j].word);
		for (size_t j = 0; j < b.count && !repeated; j++)
			found = found || word_equal(&a.at[i].word, &b.at[j].word);
		common += found;
	}
	return common;
}

static double cosine_of(struct values a, struct values b)
{
	double small[2][64], angle = -1;
	double *x = small[0], *y = small[1];

	if (a.count != b.count)
		return -1;
	if (a.count > 64) {
		x = memory_take(2 * a.count * sizeof *x);
		y = x + a.count;
	}
	bool numbers = true;
	for (size_t i = 0; i < a.count; i++) {
		x[i] = a.at[i].number;
		y[i] = b.at[i].number;
		numbers = numbers && !isnan(x[i]) && !isnan(y[i]);
	}
	if (numbers)
		angle = number_cosine(x, a.count, y, b.count);
	if (x != small[0])
		memory_free(x);
	return angle;
}

static double nearest_places(const struct measurement *m, const struct values *a,
			     const struct values *b)
{
	struct values north = a[m->a], east = a[m->b], to_north = b[m->a], to_east = b[m->b];
	double nearest = BEYOND;

	for (size_t i = 0; i < north.count && i < east.count; i++) {
		for (size_t j = 0; j < to_north.count && j < to_east.count; j++) {
			struct point from, to;
			if (!point_set(&from, north.at[i].number, east.at[i].number) ||
			    !point_set(&to, to_north.at[j].number, to_east.at[j].number))
				continue;
			double chord = point_chord(from, to);
			nearest = chord < nearest ? chord : nearest;
		}
	}
	return nearest;
}

static double measure_pair(const struct measurement *m, const struct values *a,
			   const struct values *b)
{
	if (m->measure == MEASURE_SWAPPED)
		return truth(share(&a[m->a], &b[m->b]) && share(&a[m->b], &b[m->a]));
	if (m->measure == MEASURE_DISTANCE_KM)
		return nearest_places(m, a, b);
	struct values x = a[m->a], y = b[m->a];
	if (m->measure != MEASURE_INTERSECT && m->measure != MEASURE_SUBSET &&
	    m->measure != MEASURE_COSINE)
		return best_pair(m, x, y);
	if (!x.count || !y.count)
		return -1;
	if (m->measure == MEASURE_COSINE)
		return cosine_of(x, y);
	size_t common = common_values(x, y);
	if (m->measure == MEASURE_INTERSECT)
		return (double)common;
	return truth(common == common_values(x, x) || common == common_values(y, y));
}

static bool step_holds(const struct step_of_test *s, const struct expressions *x,
		       struct measured *m, const struct values *a, const struct values *b)
{
	if (s->measure == MEASURE_EXACT)
		return share(&a[s->slot], &b[s->slot]);
	if (s->measure == MEASURE_MISSING)
		return !a[s->slot].count || !b[s->slot].count;
	if (!m->made[s->measurement]) {
		m->made[s->measurement] = true;
		m->value[s->measurement] = measure_pair(&x->measurements[s->measurement], a, b);
	}
	double value = m->value[s->measurement];
	if (s->measure == MEASURE_PERCENT_DIFFERENCE)
		return value < s->threshold;
	if (s->measure >= MEASURE_LEVENSHTEIN)
		return value <= s->threshold;
	return s->measure >= MEASURE_JARO ? value >= s->threshold : value > 0;
}

bool condition_holds(const struct condition *c, const struct expressions *x, struct measured *m,
		     const struct values *a, const struct values *b)
{
	int32_t at = c->steps ? 0 : CONDITION_HOLDS;

	while (at >= 0)
		at = step_holds(&c->steps[at], x, m, a, b) ? c->steps[at].yes : c->steps[at].no;
	return at == CONDITION_HOLDS;
}

static int32_t count_tests(const struct condition *c)
{
	if (c->kind == CONDITION_TEST)
		return 1;
	return count_tests(c->left) + (c->right ? count_tests(c->right) : 0);
}

static void lay_out(const struct expressions *x, const struct condition *c,
		    struct step_of_test *steps, int32_t at, int32_t yes, int32_t no)
{
	if (c->kind == CONDITION_TEST) {
		const struct measurement *m = &x->measurements[c->measurement];
		steps[at] = (struct step_of_test){m->measure,   m->a, c->measurement,
						  c->threshold, yes,  no};
	} else if (c->kind == CONDITION_NOT) {
		lay_out(x, c->left, steps, at, no, yes);
	} else {
		int32_t next = at + count_tests(c->left);
		bool both = c->kind == CONDITION_AND;
		lay_out(x, c->left, steps, at, both ? next : yes, both ? no : next);
		lay_out(x, c->right, steps, next, yes, no);
	}
}

const struct step_of_test *condition_steps(const struct expressions *x, const struct condition *c)
{
	if (c->kind == CONDITION_ELSE)
		return NULL;
	struct step_of_test *steps =
		ARENA_ARRAY(x->arena, (size_t)count_tests(c), struct step_of_test);
	lay_out(x, c, steps, 0, CONDITION_HOLDS, CONDITION_FAILS);
	return steps;
}
