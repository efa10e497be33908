/*
 * compare: groups of records that share a key -> their pairs, scored. Memory:
 * O(largest block).
 */

#include "expr/expression_cells.h"
#include "model/protocol.h"
#include "model/weight_text.h"
#include "score/group.h"
#include "stream/policy.h"
#include "stream/writer.h"
#include "train/patterns.h"

static struct {
	const char *model, *threshold, *protocol;
	bool explain, patterns;
} options;

static const struct option_spec specs[] = {
	{'m', "model", OPTION_STRING, &options.model, "FILE", "the comparison model (required)", 0,
	 0},
	{'t', "threshold", OPTION_STRING, &options.threshold, "WEIGHT",
	 "the least weight in bits to write (default: the model's)", 0, 0},
	{0, "protocol", OPTION_STRING, &options.protocol, "FILE",
	 "refuse to run otherwise than was agreed", 0, 0},
	{0, "explain", OPTION_FLAG, &options.explain, NULL,
	 "add what the prior and each comparison weigh", 0, 0},
	{0, "patterns", OPTION_FLAG, &options.patterns, NULL,
	 "count the pairs of each pattern of levels, for estimate, instead of writing them", 0, 0},
};

static const struct program program = {
	.name = "compare",
	.about = "Score the pairs of records in each group by a comparison model",
	.operands = "[FILE]",
	.options = specs,
	.option_count = sizeof specs / sizeof *specs,
	.most_operands = 1,
};

struct run {
	const struct common *common;
	struct reader in;
	struct preamble out_preamble;
	struct writer out;
	struct arena arena;
	struct model model;
	int64_t threshold;
	struct pairing pairing;
	size_t pass, key, sub, seen, rid, source; /* columns of the input */
	size_t side;                              /* NO_COLUMN: all sub-blocks are whole */
	struct expression_cells cells;            /* of the model's columns */
	size_t *counts;                           /* columns of the model's frequencies */
	struct text *count_cells;                 /* of the record at hand */
	uint64_t *totals;
	struct group group;
	uint64_t hash, pass_number; /* of the group at hand */
	struct buffer sub_text, pass_text;
	struct weight_texts weight_texts;
	struct buffer number;
	struct patterns patterns;
};

static void find_columns(struct run *r)
{
	const struct preamble *p = &r->in.preamble;

	r->pass = preamble_need(p, "pass", r->in.path, EXIT_DATA);
	r->key = preamble_need(p, "key", r->in.path, EXIT_DATA);
	r->sub = preamble_need(p, "sub", r->in.path, EXIT_DATA);
	r->seen = preamble_need(p, "seen", r->in.path, EXIT_DATA);
	r->rid = preamble_need(p, "rid", r->in.path, EXIT_DATA);
	r->source = preamble_need(p, "source", r->in.path, EXIT_DATA);
	r->side = preamble_find(p, TEXT("side"));
	r->cells =
		expression_cells_find(&r->model.expressions, p, "groups", options.model, &r->arena);
}

static void find_frequencies(struct run *r)
{
	const struct preamble *p = &r->in.preamble;
	const struct expressions *x = &r->model.expressions;
	const struct step *block = preamble_step_of(p, "block");
	struct buffer name = {0};

	if (!pairing_read(&r->pairing, pairing_of_block(p), &r->arena))
		fail_at(EXIT_DATA, (struct place){.file = r->in.path}, "pairs",
			"the step of block pairs in no way that is known here");
	r->counts = ARENA_ARRAY(&r->arena, r->model.frequency_count + 1, size_t);
	r->count_cells = ARENA_ARRAY(&r->arena, r->model.frequency_count + 1, struct text);
	r->totals = ARENA_ARRAY(&r->arena, r->model.frequency_count + 1, uint64_t);
	for (size_t f = 0; f < r->model.frequency_count; f++) {
		buffer_reset(&name);
		buffer_string(&name, "opt.tf_");
		buffer_text_add(&name, x->columns[r->model.frequencies[f].column]);
		const char *option = text_string(&r->arena, buffer_text(&name));
		const struct text *total = block ? settings_find(&block->options, option) : NULL;
		r->counts[f] = preamble_find(p, text_of(option + 4));
		if (r->counts[f] == NO_COLUMN || !total || !text_u64(*total, &r->totals[f]))
			fail_at(EXIT_CONFIG, (struct place){.file = options.model}, NULL,
				"the groups have no %s: block was not given this model",
				option + 4);
	}
	buffer_free(&name);
}

/* weight_NAME: what the comparison of that name adds. */
static void explain_column(struct preamble *out, struct text name)
{
	struct buffer full = {0};

	buffer_string(&full, "weight_");
	buffer_text_add(&full, name);
	if (preamble_find(out, buffer_text(&full)) != NO_COLUMN)
		fail_at(EXIT_CONFIG, (struct place){.file = options.model}, NULL,
			"two columns would be called %.*s", (int)full.length, full.at);
	preamble_column(out, text_copy(out->arena, buffer_text(&full)), TEXT("weight"), ROLE_PLAIN);
	buffer_free(&full);
}

static void pair_columns(const struct run *r, struct preamble *out)
{
	preamble_column(out, TEXT("id_a"), TEXT("rid"), ROLE_KEY);
	preamble_column(out, TEXT("id_b"), TEXT("rid"), ROLE_KEY);
	preamble_column(out, TEXT("source_a"), TEXT("source"), ROLE_PLAIN);
	preamble_column(out, TEXT("source_b"), TEXT("source"), ROLE_PLAIN);
	preamble_column(out, TEXT("pass"), TEXT("integer"), ROLE_PLAIN);
	preamble_column(out, TEXT("rule"), TEXT("code"), ROLE_PLAIN);
	for (size_t i = 0; i < r->model.comparison_count; i++)
		preamble_column(out, r->model.comparisons[i].name, TEXT("integer"), ROLE_PLAIN);
	preamble_column(out, TEXT("weight"), TEXT("weight"), ROLE_PLAIN);
	preamble_column(out, TEXT("probability"), TEXT("probability"), ROLE_PLAIN);
	if (!options.explain || !r->model.comparison_count)
		return;
	explain_column(out, TEXT("prior"));
	for (size_t i = 0; i < r->model.comparison_count; i++)
		explain_column(out, r->model.comparisons[i].name);
	if (r->model.interaction_count)
		explain_column(out, TEXT("together"));
}

static void start_output(struct run *r)
{
	struct preamble *out = &r->out_preamble;
	struct step_builder step;

	preamble_copy(out, &r->in.preamble);
	preamble_clear_columns(out);
	if (options.patterns)
		patterns_columns(out, &r->model);
	else
		pair_columns(r, out);
	step_start(&step, out, "compare");
	step_parent(&step, &r->in.preamble);
	step_file(&step, "model", r->model.digest);
	expressions_step(&step, &r->model.expressions, NULL);
	if (options.patterns)
		step_option(&step, "patterns", TEXT("yes"));
	else
		step_threshold(&step, r->threshold);
	if (options.explain)
		step_option(&step, "explain", TEXT("yes"));
	protocol_hold(&step, options.protocol);
	preamble_step(&step);
	policy_output(TOOL_COMPARE, r->in.preamble.level, out);
}

static void add_member(struct run *r, const struct record *row)
{
	struct group *g = &r->group;
	struct text line = text_copy(&g->arena, row->line);
	struct record copy = {line, row->ends, row->cells, row->number};
	enum side side = SIDE_NONE;

	if (r->side != NO_COLUMN && !side_read(record_cell(&copy, r->side), &side))
		fail_at(EXIT_DATA, reader_place(&r->in, "side"), "side", "neither a nor b");
	struct group_member *m =
		group_add(g, record_cell(&copy, r->rid), record_cell(&copy, r->source), side);
	if (!partner_seen(&m->partner, record_cell(&copy, r->seen), &g->arena))
		fail_at(EXIT_DATA, reader_place(&r->in, "seen"), "seen",
			"not hashes of 16 digits in ascending order");
	expression_cells_take(&r->cells, &copy);
	for (size_t f = 0; f < r->model.frequency_count; f++)
		r->count_cells[f] = record_cell(&copy, r->counts[f]);
	switch (group_load(g, m, r->cells.at, r->cells.lists, r->count_cells)) {
	case LOAD_DONE:
		return;
	case LOAD_ENCODING:
		fail_at(EXIT_DATA, reader_place(&r->in, NULL), "encoding",
			"a cell for dice() or shared() is not such an encoding");
	case LOAD_FREQUENCY:
		fail_at(EXIT_DATA, reader_place(&r->in, NULL), "frequency",
			"the counts of a tf_ column do not fit its values");
	}
}

static void write_fixed(struct run *r, int64_t number)
{
	buffer_reset(&r->number);
	buffer_fixed(&r->number, number, 12);
	writer_cell(&r->out, buffer_text(&r->number));
}

static struct text rule_name(const struct run *r, const struct score *score)
{
	return score->rule == NO_RULE ? TEXT_NONE : r->model.rules[score->rule].name;
}

static void write_pair(void *context, const struct group_pair *pair)
{
	struct run *r = context;
	struct writer *w = &r->out;
	const struct score *score = pair->score;

	writer_cell(w, pair->a->rid);
	writer_cell(w, pair->b->rid);
	writer_cell(w, pair->a->source);
	writer_cell(w, pair->b->source);
	writer_cell(w, buffer_text(&r->pass_text));
	writer_cell(w, rule_name(r, score));
	for (size_t i = 0; i < r->model.comparison_count; i++) {
		if (score->levels[i] < 0)
			writer_cell(w, TEXT("-1"));
		else
			writer_u64(w, (uint64_t)score->levels[i]);
	}
	if (r->model.comparison_count) {
		struct text weight, probability;

		weight_texts_of(&r->weight_texts, score->weight, &weight, &probability);
		writer_cell(w, weight);
		writer_cell(w, probability);
	} else {
		writer_cell(w, TEXT_NONE);
		writer_cell(w, TEXT_NONE);
	}
	if (options.explain && r->model.comparison_count) {
		write_fixed(r, score->prior);
		for (size_t i = 0; i < r->model.comparison_count; i++)
			write_fixed(r, score->weights[i]);
		if (r->model.interaction_count)
			write_fixed(r, score->together);
	}
	writer_end(w);
}

static void count_pattern(void *context, const struct group_pair *pair)
{
	struct run *r = context;
	struct pattern pattern = {
		.source_a = pair->a->source,
		.source_b = pair->b->source,
		.pass = buffer_text(&r->pass_text),
		.rule = rule_name(r, pair->score),
		.again = pair->again,
		.levels = pair->score->levels,
		.count = pair->count,
	};

	patterns_add(&r->patterns, &pattern, r->model.comparison_count);
}

/* <0: the record belongs before the last one; 0: to its group; >0: to a new one. */
static int place_record(const struct run *r, uint64_t hash, uint64_t pass, struct text sub,
			struct text rid)
{
	if (!r->group.groups && !r->group.count)
		return 1;
	if (hash != r->hash)
		return hash < r->hash ? -1 : 1;
	if (pass != r->pass_number)
		return pass < r->pass_number ? -1 : 1;
	int order = text_compare(sub, buffer_text(&r->sub_text));
	if (order == 0 && text_compare(rid, r->group.members[r->group.count - 1].rid) <= 0)
		return -1;
	return order;
}

static void take_record(struct run *r, const struct record *row)
{
	struct text key = record_cell(row, r->key), pass = record_cell(row, r->pass);
	struct text sub = record_cell(row, r->sub);
	uint64_t high, hash, number;

	if (key.length != 16 || !text_hex(key, &high, &hash))
		fail_at(EXIT_DATA, reader_place(&r->in, "key"), "key", "not 16 hexadecimal digits");
	if (!text_u64(pass, &number))
		fail_at(EXIT_DATA, reader_place(&r->in, "pass"), "pass", "not a number");
	int order = place_record(r, hash, number, sub, record_cell(row, r->rid));
	if (order < 0)
		fail_at(EXIT_DATA, reader_place(&r->in, NULL), "order",
			"groups are not in the order of key, pass, sub and rid");
	if (order > 0) {
		group_end(&r->group);
		r->hash = hash;
		r->pass_number = number;
		buffer_reset(&r->pass_text);
		buffer_text_add(&r->pass_text, pass);
		buffer_reset(&r->sub_text);
		buffer_text_add(&r->sub_text, sub);
	}
	add_member(r, row);
}

static void write_figures(struct run *r)
{
	const struct group *g = &r->group;
	bool whole = options.patterns || g->compared == g->below + r->out.rows;

	if (g->met != g->skipped + g->compared || !whole)
		fail(EXIT_BUG, "pairs met, skipped, compared, below and written do not add up");
	writer_figure(&r->out, "groups.compared", g->groups);
	writer_figure(&r->out, "pairs.met", g->met);
	if (options.patterns) {
		writer_figure(&r->out, "pairs.again", g->skipped);
		writer_figure(&r->out, "pairs.first", g->compared);
		return;
	}
	writer_figure(&r->out, "pairs.skipped", g->skipped);
	writer_figure(&r->out, "pairs.compared", g->compared);
	writer_figure(&r->out, "pairs.below", g->below);
	writer_figure(&r->out, "pairs.written", r->out.rows);
}

static void finish(struct run *r)
{
	group_free(&r->group);
	patterns_free(&r->patterns);
	pairing_free(&r->pairing);
	buffer_free(&r->sub_text);
	buffer_free(&r->pass_text);
	buffer_free(&r->number);
	weight_texts_free(&r->weight_texts);
	model_free(&r->model);
	arena_free(&r->arena);
	reader_close(&r->in);
}

static void read_options(struct run *r)
{
	if (!options.model)
		usage_fail("--model is required");
	if (options.threshold && !threshold_parse(text_of(options.threshold), &r->threshold))
		usage_fail("--threshold: neither a weight in bits nor none: %s", options.threshold);
	if (options.threshold && options.patterns)
		usage_fail("--patterns and --threshold exclude each other");
	if (options.explain && options.patterns)
		usage_fail("--patterns and --explain exclude each other");
	model_read(&r->model, &r->arena, options.model);
	if (!options.patterns) {
		model_trained(&r->model);
		model_drop_prior_rules(&r->model);
	}
	const int64_t *least = model_least(&r->model);
	if (!options.threshold && !options.patterns && !least)
		usage_fail("--threshold is required: the model has none");
	if (!options.threshold && least)
		r->threshold = *least;
}

int main(int argc, char **argv)
{
	struct run r = {.common = program_start(&program, argc, argv)};
	struct record row;

	read_options(&r);
	reader_open(&r.in, operand_path(r.common, 0), r.common);
	policy_input(TOOL_COMPARE, &r.in.preamble, r.in.path);
	find_columns(&r);
	find_frequencies(&r);
	r.group = (struct group){.model = &r.model,
				 .pairing = &r.pairing,
				 .threshold = r.threshold,
				 .explains = options.explain,
				 .counts = options.patterns,
				 .found = options.patterns ? count_pattern : write_pair,
				 .context = &r};
	group_start(&r.group, r.totals, &r.arena);
	weight_texts_start(&r.weight_texts, &r.arena);
	start_output(&r);
	writer_open(&r.out, &r.out_preamble, r.common);
	while (reader_next(&r.in, &row))
		take_record(&r, &row);
	group_end(&r.group);
	patterns_write(&r.patterns, &r.out);
	write_figures(&r);
	writer_read(&r.out, &r.in);
	writer_close(&r.out);
	finish(&r);
	return program_finish();
}
