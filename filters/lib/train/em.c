#include "train/em.h"

#include <string.h>

#include "base/memory.h"

/* Beyond these a ratio says no more, and products stay finite. */
#define MOST_ODDS 1e250
#define LEAST_ODDS 1e-250

/* What Splink takes for a level that no pair of a session has. */
#define UNSEEN 1e-6

static double clamp(double odds)
{
	return odds > MOST_ODDS ? MOST_ODDS : odds < LEAST_ODDS ? LEAST_ODDS : odds;
}

double em_posterior(const struct em *e, const int8_t *levels, const bool *excluded, double share)
{
	double odds = share / (1 - share);

	for (size_t c = 0; c < e->comparison_count; c++) {
		const struct em_comparison *k = &e->comparisons[c];
		if (levels[c] >= 0 && !(excluded && excluded[c]))
			odds = clamp(odds * (k->m[levels[c]] / k->u[levels[c]]));
	}
	for (size_t i = 0; i < e->interaction_count; i++) {
		const struct em_interaction *t = &e->interactions[i];
		if (levels[t->a] < 0 || levels[t->b] < 0 ||
		    (excluded && (excluded[t->a] || excluded[t->b])))
			continue;
		size_t at =
			(size_t)levels[t->a] * e->comparisons[t->b].levels + (size_t)levels[t->b];
		odds = clamp(odds * (t->m[at] / t->u[at]));
	}
	return odds / (1 + odds);
}

/* The pairs of a session one pattern after the other, then what is known of some
 * better than the patterns say: how many, how many of them are matches, and
 * their levels. The last are corrections: no pairs, but matches more or less. */
static const int8_t *weigh(const struct em *e, const struct em_session *s, size_t i, double *n,
			   double *match)
{
	const int8_t *levels =
		i < s->count ? s->patterns[i].levels : s->judged[i - s->count].levels;
	double p = em_posterior(e, levels, s->excluded, s->share);

	*n = i < s->count ? (double)s->patterns[i].count : 0;
	*match = i < s->count ? *n * p : (s->judged[i - s->count].match ? 1 - p : -p);
	return levels;
}

void em_expect(const struct em *e, const struct em_session *s, const size_t *first, double *m_count,
	       double *u_count)
{
	for (size_t i = 0; i < s->count + s->judged_count; i++) {
		double n, match;
		const int8_t *levels = weigh(e, s, i, &n, &match);
		for (size_t c = 0; c < e->comparison_count; c++) {
			if (levels[c] < 0 || (s->excluded && s->excluded[c]))
				continue;
			m_count[first[c] + (size_t)levels[c]] += match;
			if (s->random)
				u_count[first[c] + (size_t)levels[c]] += n - match;
		}
	}
}

/* The counts of one round. */
struct round {
	size_t *first; /* where each comparison's levels are in the two below */
	size_t levels;
	double *m, *u;
	double **tables_m, **tables_u; /* by interaction */
};

static void round_start(struct round *r, const struct em *e, struct arena *arena)
{
	*r = (struct round){.first = ARENA_ARRAY(arena, e->comparison_count + 1, size_t)};
	for (size_t c = 0; c < e->comparison_count; c++) {
		r->first[c] = r->levels;
		r->levels += e->comparisons[c].levels;
	}
	r->m = ARENA_ARRAY(arena, r->levels + 1, double);
	r->u = ARENA_ARRAY(arena, r->levels + 1, double);
	r->tables_m = ARENA_ARRAY(arena, e->interaction_count + 1, double *);
	r->tables_u = ARENA_ARRAY(arena, e->interaction_count + 1, double *);
	for (size_t i = 0; i < e->interaction_count; i++) {
		const struct em_interaction *t = &e->interactions[i];
		size_t cells = e->comparisons[t->a].levels * e->comparisons[t->b].levels;
		r->tables_m[i] = ARENA_ARRAY(arena, cells, double);
		r->tables_u[i] = ARENA_ARRAY(arena, cells, double);
	}
}

static void round_clear(struct round *r, const struct em *e)
{
	memset(r->m, 0, r->levels * sizeof *r->m);
	memset(r->u, 0, r->levels * sizeof *r->u);
	for (size_t i = 0; i < e->interaction_count; i++) {
		const struct em_interaction *t = &e->interactions[i];
		size_t cells = e->comparisons[t->a].levels * e->comparisons[t->b].levels;
		memset(r->tables_m[i], 0, cells * sizeof(double));
		memset(r->tables_u[i], 0, cells * sizeof(double));
	}
}

static double larger_change(double change, double from, double to)
{
	double by = from > to ? from - to : to - from;

	return by > change ? by : change;
}

/* Counts of levels -> shares of all that was counted, but for those that are
 * kept; returns the larger change. What is kept may stand for something else
 * than a share (of twins, say), so nothing is scaled to add up with it. */
static double learn_shares(double *shares, const bool *keep, const double *counts, size_t levels,
			   double pseudo, double change)
{
	double total = 0;

	for (size_t k = 0; k < levels; k++)
		total += (counts[k] > 0 ? counts[k] : 0) + (keep[k] ? 0 : pseudo);
	for (size_t k = 0; k < levels && total > 0; k++) {
		if (keep[k])
			continue;
		double count = (counts[k] > 0 ? counts[k] : 0) + pseudo;
		double now = count > 0 ? count / total : UNSEEN;
		change = larger_change(change, shares[k], now);
		shares[k] = now;
	}
	return change;
}

static void expect_tables(const struct em *e, const struct em_session *s, struct round *r)
{
	for (size_t i = 0; i < s->count + s->judged_count && e->interaction_count; i++) {
		double n, match;
		const int8_t *levels = weigh(e, s, i, &n, &match);
		for (size_t j = 0; j < e->interaction_count; j++) {
			const struct em_interaction *t = &e->interactions[j];
			if (levels[t->a] < 0 || levels[t->b] < 0 ||
			    (s->excluded && (s->excluded[t->a] || s->excluded[t->b])))
				continue;
			size_t at = (size_t)levels[t->a] * e->comparisons[t->b].levels +
				    (size_t)levels[t->b];
			r->tables_m[j][at] += match;
			if (s->random)
				r->tables_u[j][at] += n - match;
		}
	}
}

/* Joint shares over the product of the margins. One pair more in each cell, on
 * both sides, keeps the ratio of cells that are hardly ever seen near 1. */
static void learn_ratios(double *ratios, const double *table, size_t rows, size_t columns)
{
	double row[INT8_MAX + 1] = {0}, column[INT8_MAX + 1] = {0}, total = 0;

	for (size_t i = 0; i < rows; i++) {
		for (size_t j = 0; j < columns; j++) {
			row[i] += table[i * columns + j];
			column[j] += table[i * columns + j];
			total += table[i * columns + j];
		}
	}
	for (size_t i = 0; i < rows; i++) {
		for (size_t j = 0; j < columns; j++) {
			double alone = total > 0 ? row[i] * column[j] / total : 0;
			ratios[i * columns + j] = (table[i * columns + j] + 1) / (alone + 1);
		}
	}
}

static double learn(struct em *e, struct round *r)
{
	double change = 0;

	for (size_t c = 0; c < e->comparison_count; c++) {
		struct em_comparison *k = &e->comparisons[c];
		change = learn_shares(k->m, k->keep_m, r->m + r->first[c], k->levels, e->pseudo,
				      change);
		if (e->learn_u)
			change = learn_shares(k->u, k->keep_u, r->u + r->first[c], k->levels,
					      e->pseudo, change);
	}
	for (size_t i = 0; i < e->interaction_count; i++) {
		const struct em_interaction *t = &e->interactions[i];
		size_t rows = e->comparisons[t->a].levels, columns = e->comparisons[t->b].levels;
		learn_ratios(t->m, r->tables_m[i], rows, columns);
		if (e->learn_u)
			learn_ratios(t->u, r->tables_u[i], rows, columns);
	}
	return change;
}

static double within_limits(double share)
{
	return share < 1e-9 ? 1e-9 : share > 1 - 1e-9 ? 1 - 1e-9 : share;
}

static double mean_match(const struct em *e, const struct em_session *s)
{
	double matches = 0, pairs = 0, n, match;

	for (size_t i = 0; i < s->count + s->judged_count; i++) {
		weigh(e, s, i, &n, &match);
		matches += match;
		pairs += n;
	}
	return within_limits(pairs > 0 ? matches / pairs : 0);
}

/* The first share comes from everything that is known of the pairs, that the
 * pass brought them together included. */
static void start_share(const struct em *e, struct em_session *s)
{
	double matches = 0, pairs = 0;

	if (s->random || s->share >= 0)
		return;
	for (size_t i = 0; i < s->count; i++) {
		double n = (double)s->patterns[i].count;
		matches += n * em_posterior(e, s->patterns[i].levels, NULL, e->prior);
		pairs += n;
	}
	s->share = within_limits(pairs > 0 ? matches / pairs : 0);
}

static uint64_t sum(const uint64_t *counts, size_t count)
{
	uint64_t total = 0;

	for (size_t i = 0; i < count; i++)
		total += counts[i];
	return total;
}

/* m of levels that no pair has stays. u of those that no pair of the sample
 * has stays too, unless a pass has them: then they exist, and are rarer than
 * the sample shows. */
static bool *kept_m(const struct em_comparison *k, struct arena *arena)
{
	bool *keep = ARENA_ARRAY(arena, k->levels + 1, bool);

	for (size_t l = 0; l < k->levels; l++)
		keep[l] = k->keep_m[l] || !k->seen[l];
	return keep;
}

static bool *kept_u(const struct em *e, const struct em_comparison *k, struct arena *arena)
{
	bool *keep = ARENA_ARRAY(arena, k->levels + 1, bool);
	bool none = !sum(k->sampled, k->levels);

	for (size_t l = 0; l < k->levels; l++) {
		bool unseen = e->pseudo > 0 ? !k->seen[l] : !k->sampled[l];
		keep[l] = none || k->keep_u[l] || unseen;
	}
	return keep;
}

void em_count(struct em *e)
{
	for (size_t c = 0; c < e->comparison_count; c++) {
		struct em_comparison *k = &e->comparisons[c];
		memset(k->seen, 0, k->levels * sizeof *k->seen);
		memset(k->sampled, 0, k->levels * sizeof *k->sampled);
		for (size_t i = 0; i < e->session_count; i++) {
			const struct em_session *s = &e->sessions[i];
			for (size_t p = 0; p < s->count && !(s->excluded && s->excluded[c]); p++) {
				int8_t level = s->patterns[p].levels[c];
				if (level < 0)
					continue;
				k->seen[level] += s->patterns[p].count;
				if (s->random)
					k->sampled[level] += s->patterns[p].count;
			}
		}
	}
}

/* Families, who agree on a table's two fields at once, are in the sample as well. */
static void sample_ratios(const struct em *e, struct em_interaction *t, struct arena *arena)
{
	size_t rows = e->comparisons[t->a].levels, columns = e->comparisons[t->b].levels;
	double *table = ARENA_ARRAY(arena, rows * columns, double);

	for (size_t i = 0; i < e->session_count; i++) {
		const struct em_session *s = &e->sessions[i];
		for (size_t p = 0; p < s->count && s->random; p++) {
			const int8_t *levels = s->patterns[p].levels;
			if (levels[t->a] >= 0 && levels[t->b] >= 0)
				table[(size_t)levels[t->a] * columns + (size_t)levels[t->b]] +=
					(double)s->patterns[p].count;
		}
	}
	learn_ratios(t->u, table, rows, columns);
}

void em_sample(struct em *e)
{
	struct arena arena = {0};

	em_count(e);
	for (size_t c = 0; c < e->comparison_count; c++) {
		struct em_comparison *k = &e->comparisons[c];
		double *counts = ARENA_ARRAY(&arena, k->levels + 1, double);
		for (size_t l = 0; l < k->levels; l++)
			counts[l] = (double)k->sampled[l];
		learn_shares(k->u, kept_u(e, k, &arena), counts, k->levels, e->pseudo, 0);
	}
	for (size_t i = 0; i < e->interaction_count; i++)
		sample_ratios(e, &e->interactions[i], &arena);
	arena_free(&arena);
}

/* Levels that were never seen are kept for the time of an estimation. */
static bool **keep_unseen(struct em *e, struct arena *arena)
{
	bool **own = ARENA_ARRAY(arena, 2 * e->comparison_count + 1, bool *);

	for (size_t c = 0; c < e->comparison_count; c++) {
		struct em_comparison *k = &e->comparisons[c];
		bool *m = kept_m(k, arena), *u = kept_u(e, k, arena);
		own[2 * c] = k->keep_m;
		own[2 * c + 1] = k->keep_u;
		k->keep_m = m;
		k->keep_u = u;
	}
	return own;
}

static void keep_again(struct em *e, bool **own)
{
	for (size_t c = 0; c < e->comparison_count; c++) {
		e->comparisons[c].keep_m = own[2 * c];
		e->comparisons[c].keep_u = own[2 * c + 1];
	}
}

static void iterate(struct em *e, struct round *r)
{
	for (size_t i = 0; i < e->session_count; i++)
		start_share(e, &e->sessions[i]);
	e->converged = false;
	for (e->iterations = 0; e->iterations < e->most && !e->converged; e->iterations++) {
		round_clear(r, e);
		for (size_t i = 0; i < e->session_count; i++) {
			em_expect(e, &e->sessions[i], r->first, r->m, r->u);
			expect_tables(e, &e->sessions[i], r);
		}
		e->change = 0;
		for (size_t i = 0; i < e->session_count; i++) {
			struct em_session *s = &e->sessions[i];
			double share = s->random ? s->share : mean_match(e, s);
			e->change = larger_change(e->change, s->share, share);
			s->share = share;
		}
		double change = learn(e, r);
		e->change = change > e->change ? change : e->change;
		e->converged = e->change < e->least;
	}
	round_clear(r, e);
	for (size_t i = 0; i < e->session_count; i++)
		em_expect(e, &e->sessions[i], r->first, r->m, r->u);
	for (size_t c = 0; c < e->comparison_count; c++) {
		struct em_comparison *k = &e->comparisons[c];
		memcpy(k->m_count, r->m + r->first[c], k->levels * sizeof(double));
		memcpy(k->u_count, r->u + r->first[c], k->levels * sizeof(double));
	}
}

void em_joint(struct em *e)
{
	struct arena arena = {0};
	struct round r;

	round_start(&r, e, &arena);
	bool **own = keep_unseen(e, &arena);
	iterate(e, &r);
	keep_again(e, own);
	arena_free(&arena);
}
