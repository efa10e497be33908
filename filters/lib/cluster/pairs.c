#include "cluster/pairs.h"

#include "stream/policy.h"

int64_t pairs_weight(const struct reader *in, struct text cell, const char *column)
{
	int64_t weight;

	if (!weight_parse(cell, &weight))
		fail_at(EXIT_DATA, reader_place(in, column), "weight", "not a weight in bits");
	return weight;
}

int64_t pairs_probability(const struct reader *in, struct text cell, const char *column)
{
	int64_t probability;

	if (!weight_parse(cell, &probability) || probability < 0 || probability > WEIGHT_BIT)
		fail_at(EXIT_DATA, reader_place(in, column), "probability", "not a probability");
	return probability;
}

void pairs_models(struct pairs *pairs, size_t count, const struct model *models, size_t model_count,
		  const char *purpose, const int64_t *threshold)
{
	uint32_t rules = 0;

	for (size_t i = 0; i < count; i++) {
		struct pairs *p = &pairs[i];

		*p = (struct pairs){.has_threshold = threshold,
				    .threshold = threshold ? *threshold : 0};
		if (!model_count)
			continue;
		p->model = &models[model_count > 1 ? i : 0];
		p->first_rule = model_count > 1 ? rules : 0;
		rules += (uint32_t)p->model->rule_count;
		if (p->has_threshold)
			continue;
		p->has_threshold = purpose || p->model->has_threshold;
		p->threshold = purpose ? model_purpose(p->model, purpose) : p->model->threshold;
	}
}

void pairs_open(struct pairs *p, const char *path, const struct common *common)
{
	reader_open(&p->in, path, common);
	const struct preamble *preamble = &p->in.preamble;
	policy_input(TOOL_CLUSTER, preamble, p->in.path);
	p->id_a = preamble_need(preamble, "id_a", p->in.path, EXIT_DATA);
	p->id_b = preamble_need(preamble, "id_b", p->in.path, EXIT_DATA);
	p->rule = preamble_find(preamble, TEXT("rule"));
	p->weight = p->has_threshold && p->threshold != THRESHOLD_NONE
			    ? preamble_need(preamble, "weight", p->in.path, EXIT_DATA)
			    : preamble_find(preamble, TEXT("weight"));
}

static void read_rule(const struct pairs *p, struct text name, struct edge *e)
{
	if (!p->model)
		usage_fail("the pairs name rules: --model is required to say which are unique");
	for (size_t i = 0; i < p->model->rule_count; i++) {
		if (!text_equal(p->model->rules[i].name, name))
			continue;
		e->rule = p->first_rule + (uint32_t)i;
		e->kind = p->model->rules[i].unique ? EDGE_UNIQUE : EDGE_RULE;
		return;
	}
	fail_at(EXIT_DATA, reader_place(&p->in, "rule"), "model",
		"a rule that the model does not have");
}

/* False when the pair is below the threshold. */
static bool read_pair(const struct pairs *p, const struct universe *u, const struct record *row,
		      struct edge *e)
{
	struct text rule = p->rule == NO_COLUMN ? TEXT_NONE : record_cell(row, p->rule);
	struct text weight = p->weight == NO_COLUMN ? TEXT_NONE : record_cell(row, p->weight);
	bool reachable = p->has_threshold && p->threshold != THRESHOLD_NONE;

	*e = (struct edge){.rule = EDGE_NO_RULE, .kind = EDGE_WEIGHT};
	e->a = universe_need(u, &p->in, record_cell(row, p->id_a), "id_a", "records");
	e->b = universe_need(u, &p->in, record_cell(row, p->id_b), "id_b", "records");
	if (e->a == e->b)
		fail_at(EXIT_DATA, reader_place(&p->in, "id_b"), "pair",
			"an identity paired with itself");
	if (rule.length)
		read_rule(p, rule, e);
	e->weighed = weight.length > 0;
	if (e->weighed || (reachable && !rule.length))
		e->weight = pairs_weight(&p->in, weight, "weight");
	return rule.length || !p->has_threshold || (e->weighed && e->weight >= p->threshold);
}

void pairs_link(struct pairs *p, const struct universe *u, struct linking *l)
{
	struct record row;
	struct edge e;

	while (reader_next(&p->in, &row)) {
		if (read_pair(p, u, &row, &e))
			linking_pair(l, &e, row.line);
		else
			l->figures[PAIRS_BELOW]++;
	}
}

void pairs_ambiguous_columns(struct preamble *out, bool several)
{
	if (several) {
		preamble_clear_columns(out);
		preamble_column(out, TEXT("id_a"), TEXT("rid"), ROLE_KEY);
		preamble_column(out, TEXT("id_b"), TEXT("rid"), ROLE_KEY);
		preamble_column(out, TEXT("rule"), TEXT("code"), ROLE_PLAIN);
		preamble_column(out, TEXT("weight"), TEXT("weight"), ROLE_PLAIN);
	}
	preamble_column(out, TEXT("reason"), TEXT("code"), ROLE_PLAIN);
}

void pairs_merged_print(void *pairs, struct buffer *line, struct text pair, const struct edge *e)
{
	const struct pairs *of = pairs;

	buffer_text_add(line, pair);
	buffer_byte(line, '\t');
	while (e->rule != EDGE_NO_RULE && e->rule - of->first_rule >= of->model->rule_count)
		of++;
	if (e->rule != EDGE_NO_RULE)
		buffer_text_add(line, of->model->rules[e->rule - of->first_rule].name);
	buffer_byte(line, '\t');
	if (e->weighed)
		buffer_fixed(line, e->weight, 12);
}
