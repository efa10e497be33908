/*
 * review: pairs -> a page for a person to decide on (make); decisions -> streams of
 * pairs to link, to keep apart and to measure by (take).
 *
 * Memory: make O(pairs in the weight range) and their records; take O(decisions).
 */
#include <unistd.h>

#include "labels/labels.h"
#include "review/review.h"
#include "review/review_page.h"
#include "stream/policy.h"
#include "stream/receipt.h"
#include "stream/sides.h"

static struct {
	const char *model, *records, *from, *to, *flagged, *pairs, *must_not, *labels;
	struct string_list flags;
	uint64_t most, seed;
	bool addresses, inside;
} options;

static bool read_range(struct weight_range *range)
{
	*range = (struct weight_range){INT64_MIN, INT64_MAX, options.from || options.to};
	if (options.from && !weight_parse(text_of(options.from), &range->from))
		usage_fail("--from: not a weight in bits: %s", options.from);
	if (options.to && !weight_parse(text_of(options.to), &range->to))
		usage_fail("--to: not a weight in bits: %s", options.to);
	return range->from < range->to;
}

static void check_inside(const struct reader *in, const struct common *common)
{
	const char *level = level_name(in->preamble.level);

	if (!options.inside)
		fail_at(EXIT_POLICY, (struct place){.file = in->path}, "level",
			"%s; a page of it is made only with --inside", level);
	if (!common->output && isatty(STDOUT_FILENO))
		fail(EXIT_POLICY, "a page about people is not written to a terminal: -o FILE");
	receipt_note("inside", level);
	if (options.addresses)
		receipt_note("addresses", "shown");
	notice("what is %s leaves the sealed stream (--inside)", level);
}

static void read_flagged(struct map *rids, struct reader *in)
{
	struct record row;
	size_t rid = preamble_need(&in->preamble, "rid", in->path, EXIT_DATA);

	while (reader_next(in, &row))
		map_add(rids, record_cell(&row, rid), NULL);
}

static void write_page(struct review *r, const struct common *common)
{
	struct review_sample sample;
	struct output out;
	struct buffer data = {0};

	review_sample_take(&sample, r->candidates, r->pair_count, options.most);
	review_json(r, &sample, &data);
	output_open(&out, common->output);
	review_page(&out, buffer_text(&data));
	output_finish(&out);
	notice("%zu of %zu pairs in the weight range are on the page", sample.shown, r->pair_count);
	buffer_free(&data);
}

static int make(const struct common *common)
{
	struct arena arena = {0};
	struct model model;
	struct review review;
	struct reader pairs, *records, *flagged;
	struct sides sides = {.tool = TOOL_REVIEW, .common = common};
	struct weight_range range;
	struct map rids = {0};

	if (!options.model || !options.records)
		usage_fail("make needs --model and --records");
	if (!read_range(&range))
		usage_fail("--from is not below --to: no weight is in the range");
	model_read(&model, &arena, options.model);
	model_trained(&model);
	reader_open(&pairs, operand_path(common, 0), common);
	policy_input(TOOL_REVIEW, &pairs.preamble, pairs.path);
	check_inside(&pairs, common);
	records = sides_open(&sides, "records", options.records);
	flagged = sides_open(&sides, "flagged", options.flagged);
	if (flagged)
		read_flagged(&rids, flagged);

	review_start(&review, &arena, &model);
	review_pairs(&review, &pairs, range, options.seed);
	review_records(&review, records, &pairs, (struct flags){&options.flags, &rids});
	if (!options.addresses)
		review_withhold(&review);
	write_page(&review, common);

	review_free(&review);
	map_free(&rids);
	sides_close(&sides);
	reader_close(&pairs);
	model_free(&model);
	arena_free(&arena);
	return EXIT_DONE;
}

/* What one output of take is: `name` NULL: the main one. */
static void start_output(struct preamble *out, const struct reader *in, const char *name,
			 const char *const *digests, size_t files)
{
	struct step_builder step;

	preamble_copy(out, &in->preamble);
	preamble_clear_columns(out);
	preamble_column(out, TEXT("id_a"), TEXT("rid"), ROLE_KEY);
	preamble_column(out, TEXT("id_b"), TEXT("rid"), ROLE_KEY);
	if (name && strcmp(name, "labels") == 0)
		preamble_column(out, TEXT("verdict"), TEXT("code"), ROLE_PLAIN);
	step_start(&step, out, "review");
	step_parent(&step, &in->preamble);
	for (size_t i = 0; i < files; i++)
		step_file(&step, side_name(out->arena, "decisions", i, files), digests[i]);
	if (name)
		step_option(&step, "output", text_of(name));
	preamble_step(&step);
	policy_output(TOOL_REVIEW, in->preamble.level, out);
}

struct taking {
	struct labels decisions;
	struct reader in;
	struct preamble preambles[3];
	struct writer same, must_not, labels;
	uint64_t counts[VERDICTS], undecided;
};

static void open_outputs(struct taking *t, const char *const *digests, size_t files,
			 const struct common *common)
{
	start_output(&t->preambles[0], &t->in, NULL, digests, files);
	if (options.must_not) {
		start_output(&t->preambles[1], &t->in, "must_not", digests, files);
		writer_open_side(&t->must_not, &t->preambles[1], options.must_not, common);
	}
	if (options.labels) {
		start_output(&t->preambles[2], &t->in, "labels", digests, files);
		writer_open_side(&t->labels, &t->preambles[2], options.labels, common);
	}
	writer_open(&t->same, &t->preambles[0], common);
}

static void write_pair(struct writer *w, struct text a, struct text b, const char *verdict)
{
	writer_cell(w, a);
	writer_cell(w, b);
	if (verdict)
		writer_cell(w, text_of(verdict));
	writer_end(w);
}

static void take_pair(struct taking *t, struct text a, struct text b)
{
	struct label *d = labels_find(&t->decisions, a, b);

	if (!d) {
		t->undecided++;
		return;
	}
	d->met = true;
	t->counts[d->verdict]++;
	if (d->verdict == VERDICT_UNSURE)
		return;
	if (d->verdict == VERDICT_SAME)
		write_pair(&t->same, a, b, NULL);
	else if (options.must_not)
		write_pair(&t->must_not, a, b, NULL);
	if (options.labels)
		write_pair(&t->labels, a, b, verdict_name(d->verdict));
}

static void close_output(struct taking *t, struct writer *w)
{
	static const char *const figures[VERDICTS] = {
		[VERDICT_SAME] = "pairs.same",
		[VERDICT_DIFFERENT] = "pairs.different",
		[VERDICT_FORBIDDEN] = "pairs.forbidden",
		[VERDICT_UNSURE] = "pairs.unsure",
	};

	for (size_t i = 0; i < VERDICTS; i++)
		writer_figure(w, figures[i], t->counts[i]);
	writer_figure(w, "pairs.undecided", t->undecided);
	writer_read(w, &t->in);
	writer_close(w);
}

/* A decision on a pair that was never compared is one from another run. */
static void check_met(const struct labels *d)
{
	uint64_t strays = 0;

	for (size_t i = 0; i < d->count; i++) {
		if (d->at[i].met)
			continue;
		strays++;
		complain(d->at[i].place, "pair",
			 "a decision on a pair that is not among the pairs");
	}
	if (strays)
		fail(EXIT_DATA, "%llu decisions are about other pairs", (unsigned long long)strays);
}

static int take(const struct common *common)
{
	struct arena arena = {0};
	struct taking t = {.undecided = 0};
	struct record row;
	size_t files = common->operand_count;
	const char **digests = ARENA_ARRAY(&arena, files, const char *);

	for (size_t i = 0; i < files; i++)
		digests[i] = labels_decisions(&t.decisions, &arena, common->operands[i]);
	if (t.decisions.conflicts)
		fail(EXIT_CONFIG, "%llu decisions contradict another: settle them first",
		     (unsigned long long)t.decisions.conflicts);
	reader_open(&t.in, options.pairs, common);
	policy_input(TOOL_REVIEW, &t.in.preamble, t.in.path);
	size_t id_a = preamble_need(&t.in.preamble, "id_a", t.in.path, EXIT_DATA);
	size_t id_b = preamble_need(&t.in.preamble, "id_b", t.in.path, EXIT_DATA);
	open_outputs(&t, digests, files, common);
	while (reader_next(&t.in, &row))
		take_pair(&t, record_cell(&row, id_a), record_cell(&row, id_b));
	check_met(&t.decisions);
	if (options.must_not)
		close_output(&t, &t.must_not);
	if (options.labels)
		close_output(&t, &t.labels);
	close_output(&t, &t.same);
	reader_close(&t.in);
	labels_free(&t.decisions);
	arena_free(&arena);
	return EXIT_DONE;
}

static const struct option_spec make_options[] = {
	{'m', "model", OPTION_STRING, &options.model, "FILE",
	 "the model that the pairs were compared by (required)", 0, 0},
	{0, "records", OPTION_STRING, &options.records, "FILE",
	 "the identities that were compared (required)", 0, 0},
	{0, "inside", OPTION_FLAG, &options.inside, NULL,
	 "the page stays inside (required); always logged", 0, 0},
	{0, "from", OPTION_STRING, &options.from, "WEIGHT", "the least weight in bits", 0, 0},
	{0, "to", OPTION_STRING, &options.to, "WEIGHT", "the weight to stay below", 0, 0},
	{0, "most", OPTION_NUMBER, &options.most, "N", "at most N pairs, spread over the weights",
	 1, UINT32_MAX},
	{0, "seed", OPTION_NUMBER, &options.seed, "N", "another order, another sample", 0,
	 UINT64_MAX},
	{0, "flag", OPTION_LIST, &options.flags, "COLUMN",
	 "hide where a child lives when COLUMN of its record is neither empty nor 0", 0, 0},
	{0, "flagged", OPTION_STRING, &options.flagged, "FILE",
	 "hide where the children whose rids are in FILE live", 0, 0},
	{0, "show-addresses", OPTION_FLAG, &options.addresses, NULL,
	 "hide no address; always logged", 0, 0},
};

static const struct option_spec take_options[] = {
	{0, "pairs", OPTION_STRING, &options.pairs, "FILE",
	 "the pairs that the page was made of (default: standard input)", 0, 0},
	{0, "must-not", OPTION_STRING, &options.must_not, "FILE",
	 "write the pairs that must not be linked", 0, 0},
	{0, "labels", OPTION_STRING, &options.labels, "FILE",
	 "write every decided pair with its verdict", 0, 0},
};

static const struct verb verbs[] = {
	{.name = "make",
	 .run = make,
	 .operands = "[PAIRS]",
	 .most_operands = 1,
	 .options = make_options,
	 .option_count = sizeof make_options / sizeof *make_options},
	{.name = "take",
	 .run = take,
	 .operands = "DECISIONS...",
	 .least_operands = 1,
	 .most_operands = SIZE_MAX,
	 .options = take_options,
	 .option_count = sizeof take_options / sizeof *take_options},
};

int main(int argc, char **argv)
{
	static const struct program program = {
		.name = "review",
		.about = "Make a page of pairs for a person to decide on, or take the decisions",
		.operands = "[FILE]...",
		.verbs = verbs,
		.verb_count = sizeof verbs / sizeof *verbs,
		.omits = OMIT_PREAMBLE | OMIT_PARTIAL,
	};

	return program_run(&program, argc, argv);
}
