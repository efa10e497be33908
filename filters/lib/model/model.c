#include "model/model_internal.h"

#include "stream/preamble.h"

struct text model_cell(const struct model_file *f, size_t column)
{
	return column == SIZE_MAX ? TEXT_NONE : sidefile_cell(f->side, f->row, column);
}

struct decimal model_share(const struct model_file *f, size_t column, const char *name)
{
	struct decimal number;
	static const struct decimal one = {1, 0}, none = {0, 0};

	if (!model_cell(f, column).length)
		return none;
	if (!decimal_read(model_cell(f, column), &number) || !number.digits ||
	    weight_of_ratio(number, one) > 0)
		sidefile_fail(f->side, f->row, name, "not a number between 0 and 1");
	return number;
}

/* A row of `rule` or, with the same cells, of `only`. */
static struct model_rule read_rule(struct model *m, const struct model_file *f,
				   const struct model_rule *before, size_t count)
{
	struct text flags = model_cell(f, f->flags);
	struct model_rule rule = {.name = model_cell(f, f->level),
				  .when = model_cell(f, f->condition),
				  .unique = text_is(flags, "unique"),
				  .prior = text_is(flags, "prior")};
	struct place place = {f->side->path, f->side->lines[f->row], "condition"};

	if (!name_valid(rule.name))
		sidefile_fail(f->side, f->row, "level", "not a name");
	for (size_t i = 0; i < count; i++)
		if (text_equal(before[i].name, rule.name))
			sidefile_fail(f->side, f->row, "level", "two rules are called %.*s",
				      (int)rule.name.length, rule.name.at);
	if (flags.length && !rule.unique && !rule.prior)
		sidefile_fail(f->side, f->row, "flags", "a rule's flag is unique or prior");
	if (model_cell(f, f->m).length || model_cell(f, f->u).length)
		sidefile_fail(f->side, f->row, "m", "a rule has neither m nor u");
	if (model_cell(f, f->tf_column).length)
		sidefile_fail(f->side, f->row, "tf_column", "a rule has no weight to adjust");
	if (model_cell(f, f->source_a).length || model_cell(f, f->source_b).length)
		sidefile_fail(f->side, f->row, "source_a", "a rule is for all sources");
	rule.condition = expression_condition(&m->expressions, rule.when, place);
	if (rule.condition->kind == CONDITION_ELSE)
		sidefile_fail(f->side, f->row, "condition", "a rule cannot be `else`");
	return rule;
}

static void add_rule(struct model *m, const struct model_file *f)
{
	struct model_rule rule = read_rule(m, f, m->rules, m->rule_count);

	memory_need(&m->rules, &m->rule_capacity, m->rule_count + 1, sizeof *m->rules);
	m->rules[m->rule_count++] = rule;
}

static void add_only(struct model *m, const struct model_file *f)
{
	struct model_rule rule = read_rule(m, f, m->only, m->only_count);

	if (rule.unique || rule.prior)
		sidefile_fail(f->side, f->row, "flags", "a row of only has no flags");
	memory_need(&m->only, &m->only_capacity, m->only_count + 1, sizeof *m->only);
	m->only[m->only_count++] = rule;
}

/* A model of rules alone needs no prior: its pairs have no weight. */
static void read_facts(struct model *m)
{
	struct text value;
	struct decimal prior;
	struct place place = {.file = m->side.path};
	bool given = sidefile_fact(&m->side, "model", "prior", &value);

	if ((given || m->comparison_count) &&
	    (!given || !decimal_read(value, &prior) || !decimal_is_share(prior)))
		fail_at(EXIT_CONFIG, place, NULL,
			"##model prior= is not a number between 0 and 1 (or not there)");
	m->prior = given ? weight_of_odds(prior) : 0;
	m->has_threshold = sidefile_fact(&m->side, "model", "threshold", &value);
	if (m->has_threshold && !threshold_parse(value, &m->threshold))
		fail_at(EXIT_CONFIG, place, NULL,
			"##model threshold= is neither a number of bits nor none");
	m->has_candidates = sidefile_fact(&m->side, "model", "candidates", &value);
	if (m->has_candidates && !weight_parse(value, &m->candidates))
		fail_at(EXIT_CONFIG, place, NULL, "##model candidates= is no number of bits");
	if (!m->has_threshold && !m->comparison_count) {
		m->has_threshold = true;
		m->threshold = THRESHOLD_NONE;
	}
}

const int64_t *model_least(const struct model *m)
{
	return m->has_candidates ? &m->candidates : m->has_threshold ? &m->threshold : NULL;
}

int64_t model_purpose(const struct model *m, const char *purpose)
{
	struct text value;
	struct place place = {.file = m->side.path};
	int64_t threshold;

	if (!sidefile_fact(&m->side, "purpose", purpose, &value))
		fail_at(EXIT_CONFIG, place, NULL, "no ##purpose %s= in the model", purpose);
	if (!threshold_parse(value, &threshold))
		fail_at(EXIT_CONFIG, place, NULL,
			"##purpose %s= is neither a number of bits nor none", purpose);
	return threshold;
}

static struct model_file find_columns(const struct sidefile *side)
{
	return (struct model_file){
		.side = side,
		.comparison = sidefile_column(side, "comparison"),
		.level = sidefile_column(side, "level"),
		.condition = sidefile_column(side, "condition"),
		.m = sidefile_column(side, "m"),
		.u = sidefile_column(side, "u"),
		.tf_column = sidefile_column(side, "tf_column"),
		.tf_weight = sidefile_column(side, "tf_weight"),
		.tf_minimum = sidefile_column(side, "tf_minimum"),
		.flags = sidefile_column(side, "flags"),
		.source_a = sidefile_column(side, "source_a"),
		.source_b = sidefile_column(side, "source_b"),
	};
}

static bool is_interaction(struct text name)
{
	return name.length && memchr(name.at, '*', name.length);
}

static void read_rows(struct model *m)
{
	struct model_file f = find_columns(&m->side);

	for (size_t first = 0, end; first < m->side.row_count; first = end) {
		struct text name = sidefile_cell(&m->side, first, f.comparison);
		for (end = first + 1; end < m->side.row_count; end++)
			if (!text_equal(sidefile_cell(&m->side, end, f.comparison), name))
				break;
		f.row = first;
		if (text_is(name, "rule"))
			for (; f.row < end; f.row++)
				add_rule(m, &f);
		else if (text_is(name, "only"))
			for (; f.row < end; f.row++)
				add_only(m, &f);
		else if (!is_interaction(name))
			model_read_comparison(m, &f, first, end);
	}
	/* Only now are all comparisons known. */
	model_read_facts(m);
	for (f.row = 0; f.row < m->side.row_count; f.row++)
		if (is_interaction(model_cell(&f, f.comparison)))
			model_read_interaction(m, &f);
}

void model_read(struct model *m, struct arena *arena, const char *path)
{
	static const char *const columns[] = {"comparison", "level", "condition", "m", "u", NULL};

	*m = (struct model){.untrained = SIZE_MAX};
	sidefile_read(&m->side, arena, path, columns, true);
	expressions_start(&m->expressions, arena);
	memcpy(m->digest, m->side.digest, sizeof m->digest);
	read_rows(m);
	read_facts(m);
	expressions_optional(&m->expressions, &m->side);
	if (!m->comparison_count && !m->rule_count)
		fail_at(EXIT_CONFIG, (struct place){.file = path}, NULL,
			"a model without comparisons and rules");
	m->pooled = (struct parameters){.comparisons = m->comparisons, .prior = m->prior};
}

void model_trained(const struct model *m)
{
	if (m->untrained != SIZE_MAX)
		sidefile_fail(&m->side, m->untrained, "m",
			      "a level without m or u: `estimate` finds them");
}

void model_drop_prior_rules(struct model *m)
{
	size_t kept = 0;

	for (size_t i = 0; i < m->rule_count; i++)
		if (!m->rules[i].prior)
			m->rules[kept++] = m->rules[i];
	m->rule_count = kept;
}

void model_free(struct model *m)
{
	expressions_free(&m->expressions);
	memory_free(m->comparisons);
	memory_free(m->rules);
	memory_free(m->only);
	memory_free(m->frequencies);
	memory_free(m->interactions);
	memory_free(m->pair_levels);
	memory_free(m->pair_priors);
	memory_free(m->absences);
	*m = (struct model){0};
}
