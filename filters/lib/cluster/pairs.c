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
		usage_fail("the pairs name rules, and only --model says which of them are unique");
	for (size_t i = 0; i < p->model->rule_count; i++) {
		if (!text_equal(p->model->rules[i].name, name))
			continue;
		e->rule = p->first_rule + (uint32_t)i;
		e->kind = p->model->rules[i].unique ? EDGE_UNIQUE : EDGE_RULE;
		return;
	}
	fail_at(EXIT_DATA, reader_place(&p->in, "rule"), "model", "no rule %.*s in the model",
		(int)name.length, name.at);
}

bool pairs_read(const struct pairs *p, const struct universe *u, const struct record *row,
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
