#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "train/em.h"

static int compare_doubles(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double median(double *at, size_t count)
{
	qsort(at, count, sizeof *at, compare_doubles);
	return count % 2 ? at[count / 2] : (at[count / 2 - 1] + at[count / 2]) / 2;
}

/* Of each level, what the sessions found, one after the other. */
struct findings {
	double **at;
	size_t *counts, *first;
};

static size_t lay_out(const struct em *e, size_t *first)
{
	size_t levels = 0;

	for (size_t c = 0; c < e->comparison_count; c++) {
		first[c] = levels;
		levels += e->comparisons[c].levels;
	}
	return levels;
}

static void take_findings(const struct em *e, const struct em_session *s, struct findings *f,
			  double *m_sum)
{
	for (size_t c = 0; c < e->comparison_count; c++) {
		const struct em_comparison *k = &e->comparisons[c];
		for (size_t l = 0; l < k->levels; l++) {
			size_t at = f->first[c] + l;
			m_sum[at] += k->m_count[l];
			if (!(s->excluded && s->excluded[c]) && k->seen[l])
				f->at[at][f->counts[at]++] = k->m[l];
		}
	}
}

static void give_medians(struct em *e, const struct findings *f, const double *start,
			 const double *m_sum)
{
	for (size_t c = 0; c < e->comparison_count; c++) {
		struct em_comparison *k = &e->comparisons[c];
		for (size_t l = 0; l < k->levels; l++) {
			size_t at = f->first[c] + l;
			k->m[l] = f->counts[at] ? median(f->at[at], f->counts[at]) : start[at];
			k->m_count[l] = m_sum[at];
		}
	}
}

void em_median(struct em *e)
{
	struct arena arena = {0};
	struct findings f = {.first = ARENA_ARRAY(&arena, e->comparison_count + 1, size_t)};
	size_t levels = lay_out(e, f.first), most = 0;
	double *start = ARENA_ARRAY(&arena, levels + 1, double), change = 0;
	double *m_sum = ARENA_ARRAY(&arena, levels + 1, double);
	bool converged = true;

	f.at = ARENA_ARRAY(&arena, levels + 1, double *);
	f.counts = ARENA_ARRAY(&arena, levels + 1, size_t);
	for (size_t i = 0; i < levels; i++)
		f.at[i] = ARENA_ARRAY(&arena, e->session_count + 1, double);
	for (size_t c = 0; c < e->comparison_count; c++)
		memcpy(start + f.first[c], e->comparisons[c].m,
		       e->comparisons[c].levels * sizeof(double));
	for (size_t i = 0; i < e->session_count; i++) {
		struct em one = *e;
		one.sessions = &e->sessions[i];
		one.session_count = 1;
		one.learn_u = false;
		if (e->sessions[i].random)
			continue;
		for (size_t c = 0; c < e->comparison_count; c++)
			memcpy(e->comparisons[c].m, start + f.first[c],
			       e->comparisons[c].levels * sizeof(double));
		em_count(&one);
		em_joint(&one);
		take_findings(&one, &e->sessions[i], &f, m_sum);
		most = one.iterations > most ? one.iterations : most;
		change = one.change > change ? one.change : change;
		converged = converged && one.converged;
	}
	give_medians(e, &f, start, m_sum);
	em_count(e);
	e->iterations = most;
	e->change = change;
	e->converged = converged;
	arena_free(&arena);
}
