#include "train/training.h"

/* Of the pairs of a session that have a level in both comparisons: how many are at
 * the strongest of both, and how many the model expects there. */
static void session_fit(const struct em *e, const struct em_session *s, size_t a, size_t b,
			struct training_fit *fit)
{
	size_t x = e->comparisons[a].levels - 1, y = e->comparisons[b].levels - 1;
	double both = 0, m = e->comparisons[a].m[x] * e->comparisons[b].m[y],
	       u = e->comparisons[a].u[x] * e->comparisons[b].u[y];

	if (s->excluded && (s->excluded[a] || s->excluded[b]))
		return;
	for (size_t i = 0; i < s->count; i++) {
		const int8_t *levels = s->patterns[i].levels;
		if (levels[a] < 0 || levels[b] < 0)
			continue;
		both += (double)s->patterns[i].count;
		if ((size_t)levels[a] == x && (size_t)levels[b] == y)
			fit->found += (double)s->patterns[i].count;
	}
	for (size_t i = 0; i < e->interaction_count; i++) {
		const struct em_interaction *t = &e->interactions[i];
		bool same = t->a == a && t->b == b, other = t->a == b && t->b == a;
		size_t at = same ? x * (y + 1) + y : y * (x + 1) + x;
		m *= same || other ? t->m[at] : 1;
		u *= same || other ? t->u[at] : 1;
	}
	fit->expected += both * (s->share * m + (1 - s->share) * u);
}

struct training_fit training_fit(const struct training *t, size_t a, size_t b)
{
	struct training_fit fit = {0, 0};

	for (size_t i = 0; i < t->em.session_count; i++)
		session_fit(&t->em, &t->em.sessions[i], a, b, &fit);
	return fit;
}
