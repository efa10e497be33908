/* What a model says about pairs of sources and about pairs of comparisons. */

#include "model/model_internal.h"
#include "stream/preamble.h"

static struct text fact_of(const struct sidefile *side, struct text fact, const char *key)
{
	/* sidefile_fact() looks at the first line of a name; these lines repeat. */
	struct sidefile one = *side;
	struct text word = fact, rest = fact, value = TEXT_NONE;

	text_cut(&rest, ' ', &word);
	one.facts = &fact;
	one.fact_count = 1;
	sidefile_fact(&one, text_string(side->arena, word), key, &value);
	return value;
}

static _Noreturn void fact_fail(const struct model *m, struct text fact, const char *why)
{
	fail_at(EXIT_CONFIG, (struct place){.file = m->side.path}, NULL, "##%.*s: %s",
		(int)fact.length, fact.at, why);
}

static size_t comparison_called(const struct model *m, struct text name)
{
	for (size_t i = 0; i < m->comparison_count; i++)
		if (text_equal(m->comparisons[i].name, name))
			return i;
	return SIZE_MAX;
}

static size_t level_called(const struct comparison *c, struct text name)
{
	for (size_t i = 0; i < c->level_count; i++)
		if (text_equal(c->levels[i].name, name))
			return i;
	return NO_LEVEL;
}

/* Puts the lower source first. */
static void order_sources(struct text *a, struct text *b)
{
	if (text_compare(*a, *b) > 0) {
		struct text swap = *a;
		*a = *b;
		*b = swap;
	}
}

void model_read_pair_level(struct model *m, const struct model_file *f, size_t comparison)
{
	struct pair_level new = {.source_a = model_cell(f, f->source_a),
				 .source_b = model_cell(f, f->source_b),
				 .comparison = comparison,
				 .row = f->row};
	const struct comparison *c = &m->comparisons[comparison];
	struct text flags = model_cell(f, f->flags);

	if (!source_id_valid(new.source_a) || !source_id_valid(new.source_b))
		sidefile_fail(f->side, f->row, "source_a",
			      "a row for a pair of sources names both");
	order_sources(&new.source_a, &new.source_b);
	new.level = level_called(c, model_cell(f, f->level));
	if (new.level == NO_LEVEL || c->levels[new.level].number < 0)
		sidefile_fail(f->side, f->row, "level",
			      "not a level above of %.*s that has a weight", (int)c->name.length,
			      c->name.at);
	if (model_cell(f, f->condition).length || model_cell(f, f->tf_column).length ||
	    model_cell(f, f->tf_weight).length || model_cell(f, f->tf_minimum).length)
		sidefile_fail(f->side, f->row, "condition",
			      "a row for a pair of sources has m and u only");
	new.m = model_share(f, f->m, "m");
	new.u = model_share(f, f->u, "u");
	if (!new.m.digits || !new.u.digits)
		sidefile_fail(f->side, f->row, "m", "not a number between 0 and 1");
	new.fixed = flags.length != 0;
	if (new.fixed && !text_is(flags, "fixed"))
		sidefile_fail(f->side, f->row, "flags",
			      "the only flag of a pair of sources is fixed");
	for (size_t i = 0; i < m->pair_level_count; i++) {
		const struct pair_level *p = &m->pair_levels[i];
		if (p->comparison == comparison &&
		    p->level == new.level &&text_equal(p->source_a, new.source_a) &&
		    text_equal(p->source_b, new.source_b))
			sidefile_fail(f->side, f->row, "level", "already given for these sources");
	}
	memory_need(&m->pair_levels, &m->pair_level_capacity, m->pair_level_count + 1,
		    sizeof *m->pair_levels);
	m->pair_levels[m->pair_level_count++] = new;
}

static void read_pair(struct model *m, struct text fact)
{
	struct pair_prior new = {fact_of(&m->side, fact, "source_a"),
				 fact_of(&m->side, fact, "source_b"), 0};
	struct decimal prior;

	if (!source_id_valid(new.source_a) || !source_id_valid(new.source_b))
		fact_fail(m, fact, "source_a= and source_b= are not two sources");
	if (!decimal_read(fact_of(&m->side, fact, "prior"), &prior) || !decimal_is_share(prior))
		fact_fail(m, fact, "prior= is not a number between 0 and 1");
	order_sources(&new.source_a, &new.source_b);
	new.prior = weight_of_odds(prior);
	memory_need(&m->pair_priors, &m->pair_prior_capacity, m->pair_prior_count + 1,
		    sizeof *m->pair_priors);
	m->pair_priors[m->pair_prior_count++] = new;
}

static void read_absence(struct model *m, struct text fact)
{
	struct absence new = {fact_of(&m->side, fact, "source"),
			      comparison_called(m, fact_of(&m->side, fact, "comparison"))};

	if (!source_id_valid(new.source) || new.comparison == SIZE_MAX)
		fact_fail(m, fact, "source= and comparison= are not a source and a comparison");
	memory_need(&m->absences, &m->absence_capacity, m->absence_count + 1, sizeof *m->absences);
	m->absences[m->absence_count++] = new;
}

static size_t root_of(const size_t *parents, size_t i)
{
	while (parents[i] != i)
		i = parents[i];
	return i;
}

/* Trees only: then the product of the margins and of the pairs' ratios is a
 * distribution (Chow and Liu 1968). */
static void read_interaction(struct model *m, struct text fact, size_t *parents)
{
	size_t a = comparison_called(m, fact_of(&m->side, fact, "a"));
	size_t b = comparison_called(m, fact_of(&m->side, fact, "b"));

	if (a == SIZE_MAX || b == SIZE_MAX || a == b)
		fact_fail(m, fact, "a= and b= are not two comparisons");
	if (root_of(parents, a) == root_of(parents, b))
		fact_fail(m, fact, "these two already have an interaction");
	parents[root_of(parents, a)] = root_of(parents, b);
	memory_need(&m->interactions, &m->interaction_capacity, m->interaction_count + 1,
		    sizeof *m->interactions);
	struct interaction *new = &m->interactions[m->interaction_count++];
	*new = (struct interaction){a < b ? a : b, a < b ? b : a, NULL};
	new->weights = ARENA_ARRAY(m->side.arena,
				   m->comparisons[new->a].numbers * m->comparisons[new->b].numbers,
				   int64_t);
}

void model_read_facts(struct model *m)
{
	size_t *parents = ARENA_ARRAY(m->side.arena, m->comparison_count + 1, size_t);

	for (size_t i = 0; i < m->comparison_count; i++)
		parents[i] = i;
	for (size_t i = 0; i < m->side.fact_count; i++) {
		struct text fact = m->side.facts[i], rest = fact, name;
		text_cut(&rest, ' ', &name);
		if (text_is(name, "pair"))
			read_pair(m, fact);
		else if (text_is(name, "absent"))
			read_absence(m, fact);
		else if (text_is(name, "interaction"))
			read_interaction(m, fact, parents);
	}
}

/* How many times more often than by chance: any number above 0. */
static struct decimal read_times(const struct model_file *f, size_t column, const char *name)
{
	struct decimal number;

	if (!decimal_read(model_cell(f, column), &number) || !number.digits)
		sidefile_fail(f->side, f->row, name, "not a number above 0");
	return number;
}

void model_read_interaction(struct model *m, const struct model_file *f)
{
	struct text b = model_cell(f, f->comparison), a, level_b = model_cell(f, f->level), level_a;

	text_cut(&b, '*', &a);
	text_cut(&level_b, '/', &level_a);
	for (size_t i = 0; i < m->interaction_count; i++) {
		struct interaction *t = &m->interactions[i];
		const struct comparison *ca = &m->comparisons[t->a], *cb = &m->comparisons[t->b];
		if (!text_equal(ca->name, a) || !text_equal(cb->name, b))
			continue;
		size_t in_a = level_called(ca, level_a);
		size_t in_b = level_b.at ? level_called(cb, level_b) : NO_LEVEL;
		if (in_a == NO_LEVEL || in_b == NO_LEVEL || ca->levels[in_a].number < 0 ||
		    cb->levels[in_b].number < 0)
			sidefile_fail(f->side, f->row, "level",
				      "not two levels that have weights, as in exact/exact");
		if (model_cell(f, f->condition).length || model_cell(f, f->tf_column).length ||
		    model_cell(f, f->source_a).length || model_cell(f, f->flags).length)
			sidefile_fail(f->side, f->row, "condition",
				      "an interaction has m and u only");
		t->weights[(size_t)ca->levels[in_a].number * cb->numbers +
			   (size_t)cb->levels[in_b].number] =
			weight_of_ratio(read_times(f, f->m, "m"), read_times(f, f->u, "u"));
		return;
	}
	sidefile_fail(f->side, f->row, "comparison",
		      "no ##interaction of these two, in this order");
}

/* A copy of a comparison, for a pair of sources to change. */
static struct comparison_level *own_levels(struct model *m, struct parameters *v, size_t c)
{
	struct comparison *own = &v->comparisons[c];

	if (own->levels == m->comparisons[c].levels) {
		own->levels = ARENA_ARRAY(m->side.arena, own->level_count, struct comparison_level);
		memcpy(own->levels, m->comparisons[c].levels,
		       own->level_count * sizeof *own->levels);
	}
	return own->levels;
}

static void give_pair_levels(struct model *m, struct parameters *v)
{
	static const struct decimal one = {1, 0};

	for (size_t i = 0; i < m->pair_level_count; i++) {
		const struct pair_level *p = &m->pair_levels[i];
		if (!text_equal(p->source_a, v->source_a) || !text_equal(p->source_b, v->source_b))
			continue;
		struct comparison_level *level = &own_levels(m, v, p->comparison)[p->level];
		level->m = p->m;
		level->u = p->u;
		level->weight = weight_of_ratio(p->m, p->u);
	}
	for (size_t c = 0; c < m->comparison_count; c++) {
		struct comparison *own = &v->comparisons[c];
		for (size_t i = 0; own->levels != m->comparisons[c].levels && i < own->level_count;
		     i++) {
			struct comparison_level *level = &own->levels[i];
			struct decimal u = own->levels[level->exact_level].u;
			if (level->frequency != NO_FREQUENCY && u.digits)
				level->exact = weight_of_ratio(u, one);
		}
	}
}

static void give_absences(struct model *m, struct parameters *v)
{
	static const struct condition always = {.kind = CONDITION_ELSE};

	for (size_t i = 0; i < m->absence_count; i++) {
		const struct absence *a = &m->absences[i];
		if (!text_equal(a->source, v->source_a) && !text_equal(a->source, v->source_b))
			continue;
		struct comparison_level *null =
			ARENA_ARRAY(m->side.arena, 1, struct comparison_level);
		*null = (struct comparison_level){.name = TEXT("null"),
						  .condition = &always,
						  .number = -1,
						  .frequency = NO_FREQUENCY};
		v->comparisons[a->comparison].levels = null;
		v->comparisons[a->comparison].level_count = 1;
	}
}

const struct parameters *model_parameters(struct model *m, struct text source_a,
					  struct text source_b)
{
	order_sources(&source_a, &source_b);
	if (!m->pair_level_count && !m->pair_prior_count && !m->absence_count)
		return &m->pooled;
	for (struct parameters *v = m->pooled.next; v; v = v->next)
		if (text_equal(v->source_a, source_a) && text_equal(v->source_b, source_b))
			return v;
	struct parameters *v = ARENA_ARRAY(m->side.arena, 1, struct parameters);
	*v = (struct parameters){
		text_copy(m->side.arena, source_a), text_copy(m->side.arena, source_b),
		ARENA_ARRAY(m->side.arena, m->comparison_count + 1, struct comparison), m->prior,
		m->pooled.next};
	m->pooled.next = v;
	if (m->comparison_count)
		memcpy(v->comparisons, m->comparisons,
		       m->comparison_count * sizeof *v->comparisons);
	for (size_t i = 0; i < m->pair_prior_count; i++)
		if (text_equal(m->pair_priors[i].source_a, source_a) &&
		    text_equal(m->pair_priors[i].source_b, source_b))
			v->prior = m->pair_priors[i].prior;
	give_pair_levels(m, v);
	give_absences(m, v);
	return v;
}
