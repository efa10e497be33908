/*
 * estimate: agreement patterns and identities -> a comparison model. Memory:
 * O(patterns + sample).
 */

#include "expr/expression_cells.h"
#include "stream/columns.h"
#include "stream/sides.h"
#include "train/card.h"
#include "train/judged.h"

static struct {
	const char *model, *rules, *records, *labels, *recall, *method, *convergence;
	const char *calibration, *card;
	bool by_source;
	uint64_t seed, pairs, iterations, strength;
} options = {.method = "joint", .seed = 1, .pairs = 1000000, .iterations = 25, .strength = 10};

static const struct option_spec specs[] = {
	{'m', "model", OPTION_STRING, &options.model, "FILE", "the model to start from (required)",
	 0, 0},
	{'r', "rules", OPTION_STRING, &options.rules, "FILE",
	 "the blocking rules of the patterns (required)", 0, 0},
	{0, "records", OPTION_STRING, &options.records, "FILE",
	 "the identities: u from pairs of a random sample of them", 0, 0},
	{0, "labels", OPTION_STRING, &options.labels, "FILE", "labelled pairs: id_a, id_b, verdict",
	 0, 0},
	{0, "pairs", OPTION_NUMBER, &options.pairs, "N",
	 "about how many pairs the sample gives (default 1000000)", 1, UINT64_C(1000000000000)},
	{0, "seed", OPTION_NUMBER, &options.seed, "N", "which sample (default 1)", 0, 0},
	{0, "recall", OPTION_STRING, &options.recall, "SHARE",
	 "the prior: pairs found by rules are this share of the matches", 0, 0},
	{0, "by-source", OPTION_FLAG, &options.by_source, NULL,
	 "also m, u and prior for each pair of sources", 0, 0},
	{0, "strength", OPTION_NUMBER, &options.strength, "N",
	 "pairs it takes to move a pair of sources half way from all (default 10)", 1, 1000000},
	{0, "method", OPTION_STRING, &options.method, "NAME",
	 "joint (default), or splink: each pass by itself, then the median", 0, 0},
	{0, "iterations", OPTION_NUMBER, &options.iterations, "N", "at most so many (default 25)",
	 1, 100000},
	{0, "convergence", OPTION_STRING, &options.convergence, "CHANGE",
	 "stop when no parameter changes by more (default 0.0001)", 0, 0},
	{0, "calibration", OPTION_STRING, &options.calibration, "FILE",
	 "write how many matches to expect at each weight", 0, 0},
	{0, "card", OPTION_STRING, &options.card, "FILE", "write a model card", 0, 0},
};

static const struct program program = {
	.name = "estimate",
	.about = "Learn a comparison model from agreement patterns",
	.operands = "[PATTERNS...]",
	.options = specs,
	.option_count = sizeof specs / sizeof *specs,
	.most_operands = SIZE_MAX,
	.omits = OMIT_PREAMBLE | OMIT_TMPDIR,
};

struct run {
	const struct common *common;
	struct arena arena;
	struct model model;
	struct training_options how;
	struct patterns patterns;
	struct sample sample;
	struct training training;
	struct judged judged;
	uint64_t judged_pairs;
	struct reader *inputs;
	size_t input_count;
	struct sides sides;
	struct reader *records, *labels; /* NULL: none */
	struct text pairs;               /* which pairs block made */
	uint64_t most_pass;
	bool **excluded;
	char rules_digest[13];
};

static double share_option(const char *text, const char *name)
{
	struct decimal d;

	if (!decimal_read(text_of(text), &d) || !decimal_is_share(d))
		usage_fail("--%s: not a number between 0 and 1: %s", name, text);
	double share = (double)d.digits;
	for (int32_t i = 0; i > d.exponent; i--)
		share /= 10;
	return share;
}

static void read_patterns(struct run *r)
{
	r->input_count = r->common->operand_count ? r->common->operand_count : 1;
	r->inputs = memory_take(r->input_count * sizeof *r->inputs);
	for (size_t i = 0; i < r->input_count; i++) {
		struct reader *in = &r->inputs[i];
		reader_open(in, operand_path(r->common, i), r->common);
		policy_input(TOOL_ESTIMATE, &in->preamble, in->path);
		struct text pairs = pairing_of_block(&in->preamble);
		if (i && !text_equal(pairs, r->pairs))
			fail_at(EXIT_DATA, (struct place){.file = in->path}, "pairs",
				"not of the same sources' pairs as the patterns before");
		r->pairs = pairs;
		patterns_read(&r->patterns, in, &r->model);
	}
}

static void open_sides(struct run *r)
{
	r->sides = (struct sides){.tool = TOOL_ESTIMATE, .common = r->common};
	r->records = sides_open(&r->sides, "records", options.records);
	r->labels = sides_open(&r->sides, "labels", options.labels);
}

static void read_records(struct run *r)
{
	struct reader *in = r->records;
	struct record row;
	struct expression_cells keys = {0};

	size_t rid = preamble_need(&in->preamble, "rid", in->path, EXIT_DATA);
	struct source_column source = source_column(in);
	struct expression_cells cells = expression_cells_find(&r->model.expressions, &in->preamble,
							      "records", options.model, &r->arena);
	if (options.labels)
		keys = expression_cells_find(&r->judged.passes.expressions, &in->preamble,
					     "records", options.rules, &r->arena);
	bool fine = sample_start(&r->sample, &r->model, options.seed, options.pairs, r->pairs);
	if (!fine)
		fail(EXIT_DATA,
		     "the step of block pairs in no way that is known here (rule pairs)");
	while (fine && reader_next(in, &row)) {
		struct text from = source_cell(source, &row);

		expression_cells_take(&cells, &row);
		expression_cells_take(&keys, &row);
		fine = sample_add(&r->sample, record_cell(&row, rid), from, cells.at, cells.lists);
		if (options.labels)
			judged_add(&r->judged, record_cell(&row, rid), from, cells.at, cells.lists,
				   keys.at, keys.lists);
	}
	if (!fine || !sample_compare(&r->sample, cells.lists, &r->patterns))
		fail_at(EXIT_DATA, reader_place(in, NULL), "encoding",
			"a cell for dice() or shared() is not such an encoding");
}

static void start_calibration(struct run *r, struct preamble *out)
{
	struct step_builder step;

	preamble_copy(out, &r->inputs[0].preamble);
	preamble_clear_columns(out);
	for (size_t i = 1; i < r->input_count; i++)
		preamble_merge(out, &r->inputs[i].preamble);
	sides_merge(&r->sides, out);
	enum level from = out->level;
	out->level = LEVEL_AGGREGATE;
	calibration_columns(out);
	step_start(&step, out, "estimate");
	for (size_t i = 0; i < r->input_count; i++)
		step_parent(&step, &r->inputs[i].preamble);
	sides_step(&r->sides, &step);
	if (options.records) {
		step_option_u64(&step, "pairs", options.pairs);
		step_option_u64(&step, "seed", options.seed);
	}
	step_file(&step, "model", r->model.digest);
	step_file(&step, "rules", r->rules_digest);
	step_option(&step, "method", text_of(options.method));
	step_option_u64(&step, "iterations", options.iterations);
	step_option_given(&step, "recall", options.recall);
	step_option_given(&step, "convergence", options.convergence);
	preamble_step(&step);
	policy_output(TOOL_ESTIMATE, from, out);
}

static void write_calibration(struct run *r, const struct calibration *calibration)
{
	struct preamble out;
	struct writer w;

	if (!options.calibration)
		return;
	start_calibration(r, &out);
	writer_open_side(&w, &out, options.calibration, r->common);
	calibration_write(calibration, &w);
	for (size_t i = 0; i < r->input_count; i++)
		writer_read(&w, &r->inputs[i]);
	sides_ledger(&r->sides, &w);
	writer_close(&w);
}

static void write_file(const char *path, struct text text)
{
	struct output out;

	output_open(&out, path);
	buffer_text_add(&out.buffer, text);
	output_finish(&out);
}

static void write_all(struct run *r)
{
	struct buffer model = {0}, card = {0};
	struct calibration calibration;
	struct model_facts facts = {options.method,    options.seed,
				    options.pairs,     options.records != NULL,
				    options.by_source, options.records ? &r->sample : NULL,
				    r->how.recall,     r->judged_pairs};

	model_write(&r->training, &facts, &model);
	calibration_count(&calibration, &r->training);
	write_calibration(r, &calibration);
	if (options.card) {
		card_write(&r->training, &facts, &calibration, r->rules_digest, buffer_text(&model),
			   &card);
		write_file(options.card, buffer_text(&card));
	}
	write_file(r->common->output, buffer_text(&model));
	buffer_free(&model);
	buffer_free(&card);
}

static void finish(struct run *r)
{
	if (r->labels)
		judged_free(&r->judged);
	if (r->records)
		sample_free(&r->sample);
	sides_close(&r->sides);
	for (size_t i = 0; i < r->input_count; i++)
		reader_close(&r->inputs[i]);
	memory_free(r->inputs);
	patterns_free(&r->patterns);
	model_free(&r->model);
	arena_free(&r->arena);
}

static void read_options(struct run *r)
{
	if (!options.model || !options.rules)
		usage_fail("--model and --rules are required");
	r->how = (struct training_options){.splink = text_is(text_of(options.method), "splink"),
					   .strength = (double)options.strength,
					   .least = 0.0001,
					   .most = options.iterations};
	if (!r->how.splink && !text_is(text_of(options.method), "joint"))
		usage_fail("--method: joint or splink, not %s", options.method);
	if (r->how.splink && options.by_source)
		usage_fail("--by-source needs the method joint");
	if (options.recall)
		r->how.recall = share_option(options.recall, "recall");
	if (options.labels && !options.records)
		usage_fail("--labels needs --records, to compare what was judged");
	if (options.recall && !options.records)
		usage_fail("--recall needs --records, to know how many pairs there are");
	if (options.convergence)
		r->how.least = share_option(options.convergence, "convergence");
}

int main(int argc, char **argv)
{
	struct run r = {.common = program_start(&program, argc, argv)};

	read_options(&r);
	model_read(&r.model, &r.arena, options.model);
	r.excluded =
		training_excluded(&r.model, options.rules, &r.arena, &r.most_pass, r.rules_digest);
	if (!options.records)
		model_trained(&r.model);
	read_patterns(&r);
	open_sides(&r);
	if (r.labels)
		judged_start(&r.judged, &r.model, options.rules, r.labels);
	if (r.records)
		read_records(&r);
	training_start(&r.training, &r.model, &r.patterns, r.excluded, r.most_pass,
		       options.records ? &r.sample : NULL, &r.how, &r.arena);
	if (options.labels)
		r.judged_pairs = judged_apply(&r.judged, &r.training);
	training_run(&r.training, &r.how);
	training_warn(&r.training, &r.how);
	write_all(&r);
	finish(&r);
	return program_finish();
}
