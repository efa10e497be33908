#include "train/training.h"

#include "model/level_default.h"

static double value_of(struct decimal d)
{
	double value = (double)d.digits;

	for (int32_t i = 0; i < d.exponent; i++)
		value *= 10;
	double under = 1;
	for (int32_t i = 0; i > d.exponent; i--)
		under *= 10;
	return value / under;
}

static double share_of_odds(int64_t odds)
{
	return (double)weight_probability(odds) / (double)WEIGHT_BIT;
}

static void start_comparison(struct training *t, size_t c)
{
	const struct comparison *from = &t->model->comparisons[c];
	struct em_comparison *to = &t->em.comparisons[c];
	size_t n = from->numbers;

	*to = (struct em_comparison){
		.levels = n,
		.m = ARENA_ARRAY(t->arena, n + 1, double),
		.u = ARENA_ARRAY(t->arena, n + 1, double),
		.keep_m = ARENA_ARRAY(t->arena, n + 1, bool),
		.keep_u = ARENA_ARRAY(t->arena, n + 1, bool),
		.m_count = ARENA_ARRAY(t->arena, n + 1, double),
		.u_count = ARENA_ARRAY(t->arena, n + 1, double),
		.seen = ARENA_ARRAY(t->arena, n + 1, uint64_t),
		.sampled = ARENA_ARRAY(t->arena, n + 1, uint64_t),
	};
	for (size_t i = 0; i < from->level_count; i++) {
		const struct comparison_level *level = &from->levels[i];
		if (level->number < 0)
			continue;
		size_t k = (size_t)level->number;
		to->m[k] = level->m.digits ? value_of(level->m) : level_default_m(k, n);
		to->u[k] = level->u.digits ? value_of(level->u) : level_default_u(k, n);
		to->keep_m[k] = level->fixed_m;
		to->keep_u[k] = level->fixed_u;
	}
}

static void start_parameters(struct training *t)
{
	const struct model *m = t->model;

	t->em.comparison_count = m->comparison_count;
	t->em.comparisons = ARENA_ARRAY(t->arena, m->comparison_count + 1, struct em_comparison);
	t->first = ARENA_ARRAY(t->arena, m->comparison_count + 1, size_t);
	for (size_t c = 0; c < m->comparison_count; c++) {
		start_comparison(t, c);
		t->first[c] = t->levels;
		t->levels += m->comparisons[c].numbers;
	}
	t->em.interaction_count = m->interaction_count;
	t->em.interactions = ARENA_ARRAY(t->arena, m->interaction_count + 1, struct em_interaction);
	for (size_t i = 0; i < m->interaction_count; i++) {
		const struct interaction *from = &m->interactions[i];
		size_t cells = m->comparisons[from->a].numbers * m->comparisons[from->b].numbers;
		struct em_interaction *to = &t->em.interactions[i];
		*to = (struct em_interaction){from->a, from->b,
					      ARENA_ARRAY(t->arena, cells, double),
					      ARENA_ARRAY(t->arena, cells, double)};
		for (size_t k = 0; k < cells; k++)
			to->m[k] = to->u[k] = 1;
	}
}

static size_t pair_of(struct training *t, const struct pattern *p)
{
	for (size_t i = t->pair_count; i-- > 0;)
		if (text_equal(t->pairs[i].source_a, p->source_a) &&
		    text_equal(t->pairs[i].source_b, p->source_b))
			return i;
	struct training_pair *new = &t->pairs[t->pair_count];
	*new = (struct training_pair){.source_a = p->source_a, .source_b = p->source_b};
	new->m = ARENA_ARRAY(t->arena, t->levels + 1, double);
	new->u = ARENA_ARRAY(t->arena, t->levels + 1, double);
	new->matches = ARENA_ARRAY(t->arena, t->levels + 1, double);
	new->rest = ARENA_ARRAY(t->arena, t->levels + 1, double);
	return t->pair_count++;
}

static size_t count_pairs(const struct training *t)
{
	size_t count = 0;

	for (size_t i = 0; i < t->pattern_count; i++)
		count += !i || !text_equal(t->patterns[i].source_a, t->patterns[i - 1].source_a) ||
			 !text_equal(t->patterns[i].source_b, t->patterns[i - 1].source_b);
	return count;
}

static bool rule_counts(const struct model *m, struct text name)
{
	for (size_t i = 0; i < m->rule_count; i++)
		if (text_equal(m->rules[i].name, name))
			return !m->rules[i].unique;
	return false;
}

/* The prior of all pairs and of each pair of sources: pairs that a rule found
 * over recall and all pairs (Splink's training.py). */
static void find_priors(struct training *t, const struct sample *sample,
			const struct training_options *o)
{
	t->prior = share_of_odds(t->model->prior);
	for (size_t i = 0; i < t->pattern_count; i++) {
		const struct pattern *p = &t->patterns[i];
		if (!p->again && p->rule.length && rule_counts(t->model, p->rule))
			t->pairs[pair_of(t, p)].ruled += p->count;
	}
	t->possible = sample ? sample_possible(sample) : 0;
	for (size_t i = 0; i < t->pair_count; i++)
		t->ruled += t->pairs[i].ruled;
	if ((double)t->ruled > o->recall * (double)t->possible && o->recall > 0)
		fail(EXIT_CONFIG,
		     "the rules find %llu pairs of the %llu possible, more than --recall allows: "
		     "there is no such share of matches (rule recall)",
		     (unsigned long long)t->ruled, (unsigned long long)t->possible);
	if (o->recall > 0 && t->possible && t->ruled)
		t->prior = (double)t->ruled / o->recall / (double)t->possible;
	t->prior = t->prior > 0.5 ? 0.5 : t->prior;
	for (size_t i = 0; i < t->pair_count; i++) {
		struct training_pair *p = &t->pairs[i];
		p->possible = sample ? sample_possible_of(sample, p->source_a, p->source_b) : 0;
		double expected = t->prior * o->recall * (double)p->possible;
		double times = ((double)p->ruled + o->strength) / (expected + o->strength);
		p->prior = o->recall > 0 && p->possible ? t->prior * times : t->prior;
		p->prior = p->prior > 0.5 ? 0.5 : p->prior;
	}
}

static uint64_t pass_of(const struct pattern *p)
{
	uint64_t pass = 0;

	text_u64(p->pass, &pass);
	return pass;
}

/* One session for each pass, or each pass and pair of sources. */
static void start_sessions(struct training *t, bool **excluded, uint64_t most_pass, bool by_pair)
{
	size_t passes = (size_t)most_pass + 1, most = passes * (by_pair ? t->pair_count : 1);
	size_t *session_of = ARENA_ARRAY(t->arena, most + 1, size_t);
	struct em_pattern *all = ARENA_ARRAY(t->arena, t->pattern_count + 1, struct em_pattern);
	size_t *starts = ARENA_ARRAY(t->arena, most + 1, size_t), next = 0;

	t->em.sessions = ARENA_ARRAY(t->arena, most + 1, struct em_session);
	t->sessions = ARENA_ARRAY(t->arena, most + 1, struct training_session);
	size_t *place = ARENA_ARRAY(t->arena, t->pattern_count + 1, size_t);
	for (size_t i = 0; i < t->pattern_count; i++) {
		size_t pair = by_pair ? pair_of(t, &t->patterns[i]) : 0;
		place[i] = pair * passes + (size_t)pass_of(&t->patterns[i]);
		starts[place[i]]++;
	}
	for (size_t i = 0; i < most; i++) {
		size_t count = starts[i], pair = i / passes, pass = i % passes;
		starts[i] = next;
		session_of[i] = t->em.session_count;
		if (!count)
			continue;
		t->sessions[t->em.session_count] =
			(struct training_session){pass, by_pair ? pair : SIZE_MAX};
		t->em.sessions[t->em.session_count++] =
			(struct em_session){all + next,
					    0,
					    pass ? excluded[pass] : NULL,
					    !pass,
					    pass ? -1 : (by_pair ? t->pairs[pair].prior : t->prior),
					    NULL,
					    0};
		next += count;
	}
	t->session_of = ARENA_ARRAY(t->arena, t->pattern_count + 1, size_t);
	for (size_t i = 0; i < t->pattern_count; i++) {
		t->session_of[i] = session_of[place[i]];
		struct em_session *s = &t->em.sessions[t->session_of[i]];
		all[starts[place[i]] + s->count++] =
			(struct em_pattern){t->patterns[i].levels, t->patterns[i].count};
	}
}

void training_start(struct training *t, struct model *m, const struct patterns *patterns,
		    bool **excluded, uint64_t most_pass, const struct sample *sample,
		    const struct training_options *o, struct arena *arena)
{
	*t = (struct training){.model = m, .arena = arena};
	t->patterns = patterns_sorted(patterns, m->comparison_count, arena, &t->pattern_count);
	for (size_t i = 0; i < t->pattern_count; i++) {
		uint64_t pass = pass_of(&t->patterns[i]);
		if (pass > most_pass || (pass && !excluded[pass]))
			fail(EXIT_CONFIG, "the patterns have pass %llu, but the rules do not",
			     (unsigned long long)pass);
	}
	start_parameters(t);
	t->pairs = ARENA_ARRAY(arena, count_pairs(t) + 1, struct training_pair);
	for (size_t i = 0; i < t->pattern_count; i++)
		pair_of(t, &t->patterns[i]);
	find_priors(t, sample, o);
	start_sessions(t, excluded, most_pass, !o->splink);
	t->em.prior = t->prior;
	t->em.least = o->least;
	t->em.most = o->most;
	t->em.pseudo = o->splink ? 0 : 0.5;
	t->em.learn_u = !o->splink && sample;
}
