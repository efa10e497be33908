#include "link/expression.h"

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

static bool share(struct values a, struct values b)
{
	for (size_t i = 0; i < a.count; i++)
		for (size_t j = 0; j < b.count; j++)
			if (word_equal(&a.at[i].word, &b.at[j].word))
				return true;
	return false;
}

static double best_pair(const struct measurement *m, struct values a, struct values b)
{
	bool distance = m->measure >= MEASURE_LEVENSHTEIN;
	double best = distance ? BEYOND : 0;
	for (size_t i = 0; i < a.count; i++) {
		for (size_t j = 0; j < b.count; j++) {
			double found = two_values(m, &a.at[i], &b.at[j]);
			if (distance ? found < best : found > best)
				best = found;
		}
	}
	return best;
}

static double measure_pair(const struct measurement *m, const struct values *a,
			   const struct values *b)
{
	switch (m->measure) {
	case MEASURE_EXACT:
		return truth(share(a[m->a], b[m->a]));
	case MEASURE_MISSING:
		return truth(!a[m->a].count || !b[m->a].count);
	case MEASURE_SWAPPED:
		return truth(share(a[m->a], b[m->b]) && share(a[m->b], b[m->a]));
	default:
		return best_pair(m, a[m->a], b[m->a]);
	}
}

static bool test_holds(const struct condition *c, const struct expressions *x, struct measured *m,
		       const struct values *a, const struct values *b)
{
	const struct measurement *measurement = &x->measurements[c->measurement];
	if (!m->made[c->measurement]) {
		m->made[c->measurement] = true;
		m->value[c->measurement] = measure_pair(measurement, a, b);
	}
	double value = m->value[c->measurement];
	if (measurement->measure >= MEASURE_LEVENSHTEIN)
		return value <= c->threshold;
	if (measurement->measure >= MEASURE_JARO)
		return value >= c->threshold && a[measurement->a].count && b[measurement->a].count;
	return value != 0;
}

bool condition_holds(const struct condition *c, const struct expressions *x, struct measured *m,
		     const struct values *a, const struct values *b)
{
	switch (c->kind) {
	case CONDITION_ELSE:
		return true;
	case CONDITION_TEST:
		return test_holds(c, x, m, a, b);
	case CONDITION_NOT:
		return !condition_holds(c->left, x, m, a, b);
	case CONDITION_AND:
		return condition_holds(c->left, x, m, a, b) &&
		       condition_holds(c->right, x, m, a, b);
	case CONDITION_OR:
		return condition_holds(c->left, x, m, a, b) ||
		       condition_holds(c->right, x, m, a, b);
	}
	return false;
}
