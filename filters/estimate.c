/* estimate: agreement patterns and identities -> a comparison model. */

#include "expr/expression_cells.h"
#include "stream/columns.h"
#include "stream/policy.h"
#include "train/card.h"
#include "train/judged.h"

static const char *model_path, *rules_path, *records_path, *recall_text, *method = "joint";
static const char *convergence_text, *calibration_path, *card_path, *labels_path;
static bool by_source;
static uint64_t seed = 1, wanted = 1000000, iterations = 25, strength = 10;

static const struct option_spec options[] = {
	{.letter = 'm',
	 .name = "model",
	 .kind = OPTION_STRING,
	 .into = &model_path,
	 .argument = "FILE",
	 .help = "the model to start from (needed)"},
	{.letter = 'r',
	 .name = "rules",
	 .kind = OPTION_STRING,
	 .into = &rules_path,
	 .argument = "FILE",
	 .help = "the blocking rules of the patterns (needed)"},
	{.name = "records",
	 .kind = OPTION_STRING,
	 .into = &records_path,
	 .argument = "FILE",
	 .help = "the identities: u from pairs of a random sample of them"},
	{.name = "labels",
	 .kind = OPTION_STRING,
	 .into = &labels_path,
	 .argument = "FILE",
	 .help = "pairs that were judged: id_a, id_b, verdict"},
	{.name = "pairs",
	 .kind = OPTION_NUMBER,
	 .into = &wanted,
	 .argument = "N",
	 .help = "how many pairs the sample gives, about (default 1000000)",
	 .minimum = 1,
	 .maximum = UINT64_C(1000000000000)},
	{.name = "seed",
	 .kind = OPTION_NUMBER,
	 .into = &seed,
	 .argument = "N",
	 .help = "which sample (default 1)"},
	{.name = "recall",
	 .kind = OPTION_STRING,
	 .into = &recall_text,
	 .argument = "SHARE",
	 .help = "the prior: pairs found by rules are this share of the matches"},
	{.name = "by-source",
	 .kind = OPTION_FLAG,
	 .into = &by_source,
	 .help = "also m, u and prior for each pair of sources"},
	{.name = "strength",
	 .kind = OPTION_NUMBER,
	 .into = &strength,
	 .argument = "N",
	 .help = "pairs it takes to move a pair of sources half way from all (default 10)",
	 .minimum = 1,
	 .maximum = 1000000},
	{.name = "method",
	 .kind = OPTION_STRING,
	 .into = &method,
	 .argument = "NAME",
	 .help = "joint (default), or splink: each pass by itself, then the median"},
	{.name = "iterations",
	 .kind = OPTION_NUMBER,
	 .into = &iterations,
	 .argument = "N",
	 .help = "at most so many (default 25)",
	 .minimum = 1,
	 .maximum = 100000},
	{.name = "convergence",
	 .kind = OPTION_STRING,
	 .into = &convergence_text,
	 .argument = "CHANGE",
	 .help = "stop when no parameter changes by more (default 0.0001)"},
	{.name = "calibration",
	 .kind = OPTION_STRING,
	 .into = &calibration_path,
	 .argument = "FILE",
	 .help = "write how many matches to expect at each weight"},
	{.name = "card",
	 .kind = OPTION_STRING,
	 .into = &card_path,
	 .argument = "FILE",
	 .help = "write a model card"},
};

static const struct program program = {
	.name = "estimate",
	.about = "Learn a comparison model from agreement patterns",
	.operands = "[PATTERNS...]",
	.options = options,
	.option_count = sizeof options / sizeof *options,
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
	struct reader *inputs, records, labels;
	size_t input_count;
	struct text pairs; /* which pairs block made */
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

/* Which pairs the patterns are of: the last step of block says. */
static struct text pairs_of(const struct preamble *p)
{
	const struct step *block = preamble_step_of(p, "block");
	const struct text *pairs = block ? settings_find(&block->options, "opt.pairs") : NULL;
	if (pairs)
		return *pairs;
	return p->source_count < 2 ? TEXT("within") : TEXT("between");
}

static void read_patterns(struct run *r)
{
	r->input_count = r->common->operand_count ? r->common->operand_count : 1;
	r->inputs = memory_take(r->input_count * sizeof *r->inputs);
	for (size_t i = 0; i < r->input_count; i++) {
		struct reader *in = &r->inputs[i];
		reader_open(in, operand_path(r->common, i), r->common);
		policy_input(TOOL_ESTIMATE, &in->preamble, in->path);
		struct text pairs = pairs_of(&in->preamble);
		if (i && !text_equal(pairs, r->pairs))
			fail_at(EXIT_DATA, (struct place){.file = in->path}, "pairs",
				"not of the same sources' pairs as the patterns before");
		r->pairs = pairs;
		patterns_read(&r->patterns, in, &r->model);
	}
}

static void read_labels(struct run *r)
{
	if (!labels_path)
		return;
	reader_open_side(&r->labels, labels_path, r->common);
	policy_input(TOOL_ESTIMATE, &r->labels.preamble, r->labels.path);
	judged_start(&r->judged, &r->model, rules_path, &r->labels);
}

static void read_records(struct run *r)
{
	struct reader *in = &r->records;
	struct record row;
	struct expression_cells keys = {0};
	reader_open_side(in, records_path, r->common);
	policy_input(TOOL_ESTIMATE, &in->preamble, in->path);
	size_t rid = preamble_need(&in->preamble, "rid", in->path, EXIT_DATA);
	struct source_column source = source_column(in);
	struct expression_cells cells = expression_cells_find(&r->model.expressions, &in->preamble,
							      "records", model_path, &r->arena);
	if (labels_path)
		keys = expression_cells_find(&r->judged.passes.expressions, &in->preamble,
					     "records", rules_path, &r->arena);
	bool fine = sample_start(&r->sample, &r->model, seed, wanted, r->pairs);
	if (!fine)
		fail(EXIT_DATA,
		     "the step of block pairs in no way that is known here (rule pairs)");
	while (fine && reader_next(in, &row)) {
		struct text from = source_cell(source, &row);

		expression_cells_take(&cells, &row);
		expression_cells_take(&keys, &row);
		fine = sample_add(&r->sample, record_cell(&row, rid), from, cells.at, cells.lists);
		if (labels_path)
			judged_add(&r->judged, record_cell(&row, rid), from, cells.at, cells.lists,
				   keys.at, keys.lists);
	}
	if (!fine || !sample_compare(&r->sample, cells.lists, &r->patterns))
		fail_at(EXIT_DATA, reader_place(in, NULL), "bloom",
			"a cell for dice() is not base64");
}

static void start_calibration(struct run *r, struct preamble *out)
{
	struct step_builder step;
	preamble_copy(out, &r->inputs[0].preamble);
	preamble_clear_columns(out);
	for (size_t i = 1; i < r->input_count; i++)
		preamble_merge(out, &r->inputs[i].preamble);
	if (records_path)
		preamble_merge(out, &r->records.preamble);
	if (labels_path)
		preamble_merge(out, &r->labels.preamble);
	enum level from = out->level;
	out->level = LEVEL_AGGREGATE;
	calibration_columns(out);
	step_start(&step, out, "estimate");
	for (size_t i = 0; i < r->input_count; i++)
		step_parent(&step, &r->inputs[i].preamble);
	if (records_path) {
		step_side(&step, "records", &r->records.preamble);
		step_option_u64(&step, "pairs", wanted);
		step_option_u64(&step, "seed", seed);
	}
	if (labels_path)
		step_side(&step, "labels", &r->labels.preamble);
	step_file(&step, "model", r->model.digest);
	step_file(&step, "rules", r->rules_digest);
	step_option(&step, "method", text_of(method));
	step_option_u64(&step, "iterations", iterations);
	if (recall_text)
		step_option(&step, "recall", text_of(recall_text));
	if (convergence_text)
		step_option(&step, "convergence", text_of(convergence_text));
	preamble_step(&step);
	policy_output(TOOL_ESTIMATE, from, out);
}

static void write_calibration(struct run *r, const struct calibration *calibration)
{
	struct preamble out;
	struct writer w;
	if (!calibration_path)
		return;
	start_calibration(r, &out);
	writer_open_side(&w, &out, calibration_path, r->common);
	calibration_write(calibration, &w);
	for (size_t i = 0; i < r->input_count; i++)
		writer_read(&w, &r->inputs[i]);
	if (records_path)
		writer_side(&w, &r->records);
	if (labels_path)
		writer_side(&w, &r->labels);
	writer_close(&w);
}

/* Finishes a plain file; outputs_commit() lets it appear. */
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
	struct model_facts facts = {method,        seed,
				    wanted,        records_path != NULL,
				    by_source,     records_path ? &r->sample : NULL,
				    r->how.recall, r->judged_pairs};
	model_write(&r->training, &facts, &model);
	calibration_count(&calibration, &r->training);
	write_calibration(r, &calibration);
	if (card_path) {
		card_write(&r->training, &facts, &calibration, r->rules_digest, buffer_text(&model),
			   &card);
		write_file(card_path, buffer_text(&card));
	}
	write_file(r->common->output, buffer_text(&model));
	outputs_commit();
	buffer_free(&model);
	buffer_free(&card);
}

static void finish(struct run *r)
{
	if (labels_path) {
		judged_free(&r->judged);
		reader_close(&r->labels);
	}
	if (records_path) {
		sample_free(&r->sample);
		reader_close(&r->records);
	}
	for (size_t i = 0; i < r->input_count; i++)
		reader_close(&r->inputs[i]);
	memory_free(r->inputs);
	patterns_free(&r->patterns);
	model_free(&r->model);
	arena_free(&r->arena);
}

static void read_options(struct run *r)
{
	if (!model_path || !rules_path)
		usage_fail("--model and --rules are needed");
	r->how = (struct training_options){.splink = text_is(text_of(method), "splink"),
					   .strength = (double)strength,
					   .least = 0.0001,
					   .most = iterations};
	if (!r->how.splink && !text_is(text_of(method), "joint"))
		usage_fail("--method: joint or splink, not %s", method);
	if (r->how.splink && by_source)
		usage_fail("--by-source needs the method joint");
	if (recall_text)
		r->how.recall = share_option(recall_text, "recall");
	if (labels_path && !records_path)
		usage_fail("--labels needs --records, to compare what was judged");
	if (recall_text && !records_path)
		usage_fail("--recall needs --records, to know how many pairs there are");
	if (convergence_text)
		r->how.least = share_option(convergence_text, "convergence");
}

int main(int argc, char **argv)
{
	struct run r = {.common = program_start(&program, argc, argv)};

	read_options(&r);
	model_read(&r.model, &r.arena, model_path);
	r.excluded =
		training_excluded(&r.model, rules_path, &r.arena, &r.most_pass, r.rules_digest);
	if (!records_path)
		model_trained(&r.model);
	read_patterns(&r);
	read_labels(&r);
	if (records_path)
		read_records(&r);
	training_start(&r.training, &r.model, &r.patterns, r.excluded, r.most_pass,
		       records_path ? &r.sample : NULL, &r.how, &r.arena);
	if (labels_path)
		r.judged_pairs = judged_apply(&r.judged, &r.training);
	training_run(&r.training, &r.how);
	training_warn(&r.training, &r.how);
	write_all(&r);
	finish(&r);
	return program_finish();
}
