#include "train/calibration.h"

enum { WIDTH = 2, LOWEST = -60 };

int calibration_from(int band)
{
	return LOWEST + band * WIDTH;
}

static struct decimal units_of(double share)
{
	int64_t units = (int64_t)(share * (double)WEIGHT_BIT + 0.5);

	return (struct decimal){units < 1 ? 1 : (uint64_t)units, -12};
}

/* log2(m / u) of every level and pair of levels, as compare has them. */
struct weights {
	int64_t prior;
	int64_t *levels;  /* by t->first[comparison] + number */
	int64_t **tables; /* by interaction */
};

static struct weights weigh(const struct training *t, struct arena *arena)
{
	const struct em *e = &t->em;
	struct weights w = {.prior = weight_of_odds(units_of(t->prior))};

	w.levels = ARENA_ARRAY(arena, t->levels + 1, int64_t);
	w.tables = ARENA_ARRAY(arena, e->interaction_count + 1, int64_t *);
	for (size_t c = 0; c < e->comparison_count; c++)
		for (size_t k = 0; k < e->comparisons[c].levels; k++)
			w.levels[t->first[c] + k] = weight_of_ratio(
				units_of(e->comparisons[c].m[k]), units_of(e->comparisons[c].u[k]));
	for (size_t i = 0; i < e->interaction_count; i++) {
		const struct em_interaction *x = &e->interactions[i];
		size_t cells = e->comparisons[x->a].levels * e->comparisons[x->b].levels;
		w.tables[i] = ARENA_ARRAY(arena, cells, int64_t);
		for (size_t k = 0; k < cells; k++)
			w.tables[i][k] = weight_of_ratio(units_of(x->m[k]), units_of(x->u[k]));
	}
	return w;
}

static int64_t alone(const struct training *t, const struct weights *w, const int8_t *levels)
{
	int64_t weight = w->prior;

	for (size_t c = 0; c < t->em.comparison_count; c++)
		if (levels[c] >= 0)
			weight += w->levels[t->first[c] + (size_t)levels[c]];
	return weight;
}

static int64_t together(const struct training *t, const struct weights *w, const int8_t *levels)
{
	int64_t weight = 0;

	for (size_t i = 0; i < t->em.interaction_count; i++) {
		const struct em_interaction *x = &t->em.interactions[i];
		if (levels[x->a] >= 0 && levels[x->b] >= 0)
			weight +=
				w->tables[i][(size_t)levels[x->a] * t->em.comparisons[x->b].levels +
					     (size_t)levels[x->b]];
	}
	return weight;
}

static int band_of(int64_t weight)
{
	int64_t band = (weight - LOWEST * WEIGHT_BIT) / (WIDTH * WEIGHT_BIT);

	if (weight < LOWEST * WEIGHT_BIT)
		band = 0;
	return band >= CALIBRATION_BANDS ? CALIBRATION_BANDS - 1 : (int)band;
}

static double probability(int64_t weight)
{
	return (double)weight_probability(weight) / (double)WEIGHT_BIT;
}

void calibration_count(struct calibration *c, const struct training *t)
{
	struct arena arena = {0};
	struct weights w = weigh(t, &arena);

	*c = (struct calibration){0};
	for (size_t i = 0; i < t->pattern_count; i++) {
		const struct pattern *p = &t->patterns[i];
		if (p->again || text_is(p->pass, "0"))
			continue;
		double n = (double)p->count;
		int64_t apart = alone(t, &w, p->levels);
		int64_t weight = apart + together(t, &w, p->levels);
		int band = band_of(weight);
		c->pairs[band] += p->count;
		c->predicted[band] += n * probability(weight);
		c->independent[band] += n * probability(apart);
	}
	arena_free(&arena);
}

void calibration_columns(struct preamble *out)
{
	preamble_column(out, TEXT("weight_from"), TEXT("integer"), ROLE_DIMENSION);
	preamble_column(out, TEXT("pairs"), TEXT("count"), ROLE_MEASURE);
	preamble_column(out, TEXT("predicted"), TEXT("decimal"), ROLE_MEASURE);
	preamble_column(out, TEXT("independent"), TEXT("decimal"), ROLE_MEASURE);
}

static void write_sum(struct writer *w, double sum)
{
	struct buffer b = {0};

	buffer_fixed(&b, (int64_t)(sum * 1000 + 0.5), 3);
	writer_cell(w, buffer_text(&b));
	buffer_free(&b);
}

void calibration_write(const struct calibration *c, struct writer *w)
{
	struct buffer b = {0};

	for (int i = 0; i < CALIBRATION_BANDS; i++) {
		if (!c->pairs[i])
			continue;
		buffer_reset(&b);
		buffer_i64(&b, calibration_from(i));
		writer_cell(w, buffer_text(&b));
		writer_u64(w, c->pairs[i]);
		write_sum(w, c->predicted[i]);
		write_sum(w, c->independent[i]);
		writer_end(w);
	}
	buffer_free(&b);
}
