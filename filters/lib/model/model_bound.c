#include "model/model.h"

static int64_t higher(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* A row for two sources changes its level's weight, and the frequency that its u
 * stands for in others. */
static void raise_levels(struct comparison *c, const struct pair_level *p)
{
	static const struct decimal one = {1, 0};

	for (size_t i = 0; i < c->level_count; i++) {
		struct comparison_level *level = &c->levels[i];
		if (i == p->level)
			level->weight = higher(level->weight, weight_of_ratio(p->m, p->u));
		if (level->frequency != NO_FREQUENCY && level->exact_level == p->level)
			level->exact = higher(level->exact, weight_of_ratio(p->u, one));
	}
}

static void copy_comparisons(struct model *bound, const struct model *m, struct arena *arena)
{
	bound->comparisons = ARENA_ARRAY(arena, m->comparison_count + 1, struct comparison);
	for (size_t c = 0; c < m->comparison_count; c++) {
		struct comparison *own = &bound->comparisons[c];
		*own = m->comparisons[c];
		own->levels = ARENA_ARRAY(arena, own->level_count, struct comparison_level);
		memcpy(own->levels, m->comparisons[c].levels,
		       own->level_count * sizeof *own->levels);
	}
}

int64_t model_most_together(const struct model *m)
{
	int64_t sum = 0;

	for (size_t i = 0; i < m->interaction_count; i++) {
		const struct interaction *t = &m->interactions[i];
		size_t count = m->comparisons[t->a].numbers * m->comparisons[t->b].numbers;
		int64_t most = 0;
		for (size_t j = 0; j < count; j++)
			most = higher(most, t->weights[j]);
		sum += most;
	}
	return sum;
}

struct model model_bound(const struct model *m, struct arena *arena)
{
	struct model bound = *m;

	copy_comparisons(&bound, m, arena);
	for (size_t i = 0; i < m->pair_level_count; i++)
		raise_levels(&bound.comparisons[m->pair_levels[i].comparison], &m->pair_levels[i]);
	for (size_t i = 0; i < m->absence_count; i++) {
		struct comparison *c = &bound.comparisons[m->absences[i].comparison];
		for (size_t l = 0; l < c->level_count; l++) {
			c->levels[l].weight = higher(c->levels[l].weight, 0);
			c->levels[l].exact = higher(c->levels[l].exact, 0);
		}
	}
	for (size_t i = 0; i < m->pair_prior_count; i++)
		bound.prior = higher(bound.prior, m->pair_priors[i].prior);
	bound.prior += model_most_together(m);
	return bound;
}
