/*
 * evaluate: clusters or pairs -> figures of how good the links are: by a truth, by
 * labelled pairs, by an identifier that was held out, or without any of them.
 *
 * Memory: O(entities); with --sweep 16 bytes per pair.
 */
#include "cluster/pairs.h"
#include "evaluate/against.h"
#include "evaluate/expected.h"
#include "evaluate/judge.h"
#include "evaluate/linkable.h"
#include "evaluate/reweighted.h"
#include "evaluate/sweep.h"
#include "model/model.h"
#include "stream/columns.h"
#include "stream/policy.h"
#include "stream/sides.h"

static struct {
	const char *truth, *labels, *hold_out, *records, *linkable_by, *threshold, *model, *by, *on,
		*against, *pairs, *differences;
	struct string_list members, expect;
	bool sweep;
} options;

static const struct option_spec specs[] = {
	{0, "truth", OPTION_STRING, &options.truth, "FILE",
	 "rid, person, family, birth and maybe forbidden of each record", 0, 0},
	{0, "labels", OPTION_STRING, &options.labels, "FILE",
	 "pairs that are same, different or forbidden: id_a, id_b, verdict", 0, 0},
	{0, "hold-out", OPTION_STRING, &options.hold_out, "COLUMN",
	 "the identifier in --records that was hidden from linking, as the truth", 0, 0},
	{0, "records", OPTION_STRING, &options.records, "FILE", "the identities that were compared",
	 0, 0},
	{0, "members", OPTION_LIST, &options.members, "FILE",
	 "a payload: which records an identity has, and columns for --by", 0, 0},
	{0, "linkable-by", OPTION_STRING, &options.linkable_by, "NAME[+NAME],...",
	 "columns of which two identities must both have one to count as linkable", 0, 0},
	{'t', "threshold", OPTION_STRING, &options.threshold, "WEIGHT",
	 "the least weight in bits of a pair that counts as linked", 0, 0},
	{0, "sweep", OPTION_FLAG, &options.sweep, NULL, "with pairs: figures at every threshold", 0,
	 0},
	{'m', "model", OPTION_STRING, &options.model, "FILE",
	 "with pairs: the model whose threshold is shown and used", 0, 0},
	{0, "by", OPTION_STRING, &options.by, "NAME,...",
	 "groups: COLUMN; age(), ethnic_group(), missing(), count() of it; records()", 0, 0},
	{0, "on", OPTION_STRING, &options.on, "DATE", "the day on which age() is", 0, 0},
	{0, "expect", OPTION_LIST, &options.expect, "SOURCE:SOURCE",
	 "identities of the first are expected to be linked to one of the second", 0, 0},
	{0, "against", OPTION_STRING, &options.against, "FILE",
	 "another matching of the identities: id_a, id_b", 0, 0},
	{0, "pairs", OPTION_STRING, &options.pairs, "FILE",
	 "with --against: scored pairs, which say why", 0, 0},
	{0, "differences", OPTION_STRING, &options.differences, "FILE",
	 "with --against: write the pairs that only one of the two has, and why", 0, 0},
};

static const struct program program = {
	.name = "evaluate",
	.about = "Measure how good links are, with a truth or without",
	.operands = "[CLUSTERS | PAIRS]",
	.options = specs,
	.option_count = sizeof specs / sizeof *specs,
	.most_operands = 1,
	.omits = OMIT_PREAMBLE,
};

struct run {
	const struct common *common;
	struct reader main;
	struct sides sides;
	/* NULL: not given */
	struct reader *truth, *labels, *records, *pairs, *theirs, **members;
	struct arena arena;
	struct model model;
	bool has_threshold;
	int64_t threshold;
	struct link_fields fields;
	struct nodes nodes;
	struct groups groups;
	struct judge judge;
	struct sweep sweep;
	struct belief belief;
	struct against against;
	struct preamble aside;
	struct writer differences;
	struct report report;
};

static void check_options(bool paired)
{
	int given = (options.truth != NULL) + (options.labels != NULL) + (options.hold_out != NULL);

	if (given > 1)
		usage_fail("--truth, --labels and --hold-out exclude each other");
	if (paired && !options.records)
		usage_fail("pairs need --records");
	if (options.linkable_by && !options.records)
		usage_fail("--linkable-by needs --records");
	if (options.hold_out && !options.records)
		usage_fail("--hold-out needs --records");
	if ((options.threshold || options.model) && !paired && !options.pairs)
		usage_fail("--threshold and --model are for pairs");
	if (paired && options.against)
		usage_fail("--against is for clusters");
	if ((options.pairs || options.differences) && !options.against)
		usage_fail("--pairs and --differences need --against");
	if (options.sweep && (!paired || !given))
		usage_fail("--sweep needs pairs and --truth, --labels or --hold-out");
	if (options.expect.count && paired)
		usage_fail("--expect is for clusters");
	if (!given && !paired && !options.expect.count && !options.against)
		usage_fail("clusters need --truth, --labels, --hold-out, --expect or --against");
	if (options.by && !options.truth && !options.hold_out && !options.expect.count)
		usage_fail("--by needs --truth, --hold-out or --expect");
}

static void open_inputs(struct run *r)
{
	reader_open(&r->main, operand_path(r->common, 0), r->common);
	policy_input(TOOL_EVALUATE, &r->main.preamble, r->main.path);
	r->nodes.paired = preamble_find(&r->main.preamble, TEXT("id_a")) != NO_COLUMN;
	check_options(r->nodes.paired);
	r->judge.by = options.truth      ? EVIDENCE_TRUTH
		      : options.labels   ? EVIDENCE_LABELS
		      : options.hold_out ? EVIDENCE_HOLDOUT
					 : EVIDENCE_NONE;
	r->sides = (struct sides){.tool = TOOL_EVALUATE, .common = r->common};
	r->truth = sides_open(&r->sides, "truth", options.truth);
	r->labels = sides_open(&r->sides, "labels", options.labels);
	r->records = sides_open(&r->sides, "records", options.records);
	r->theirs = sides_open(&r->sides, "against", options.against);
	r->pairs = sides_open(&r->sides, "pairs", options.pairs);
	r->members = sides_open_all(&r->sides, "members", &options.members);
}

static void read_options(struct run *r)
{
	if (options.by)
		groups_parse(&r->groups, options.by, options.on);
	if (options.model) {
		model_read(&r->model, &r->arena, options.model);
		r->has_threshold = r->model.has_threshold;
		r->threshold = r->model.threshold;
	}
	if (!options.threshold)
		return;
	r->has_threshold = true;
	if (!weight_parse(text_of(options.threshold), &r->threshold))
		usage_fail("--threshold: not a weight in bits: %s", options.threshold);
}

/* With pairs the records are the universe; with clusters they add to it what
 * each identity has to link by. */
static void read_records(struct run *r)
{
	struct reader *in = r->records;
	struct nodes *n = &r->nodes;
	size_t rid = preamble_need(&in->preamble, "rid", in->path, EXIT_DATA), held = 0;
	struct source_column source = source_column(in);
	struct record row;

	if (options.linkable_by)
		link_fields_parse(&r->fields, options.linkable_by, in);
	if (options.hold_out)
		held = preamble_need(&in->preamble, options.hold_out, in->path, EXIT_DATA);
	groups_open(&r->groups, in);
	while (reader_next(in, &row)) {
		struct text id = record_cell(&row, rid);
		uint32_t identity =
			n->paired ? universe_add(&n->universe, in, id, source_cell(source, &row))
				  : nodes_identity(n, in, id, "rid");
		struct node *node = nodes_at(n, identity);
		node->fields = link_fields_of(&r->fields, &row);
		if (options.hold_out)
			node->person = holdout_person(&r->judge.holdout, record_cell(&row, held),
						      in->preamble.columns[held].list);
		groups_note(&r->groups, identity, &row, in);
	}
}

static void read_members(struct run *r, struct reader *in)
{
	size_t rid = preamble_need(&in->preamble, "rid", in->path, EXIT_DATA), record = 0;
	struct record row;

	if (options.truth)
		record = preamble_need(&in->preamble, "record", in->path, EXIT_DATA);
	groups_open(&r->groups, in);
	while (reader_next(in, &row)) {
		uint32_t identity = nodes_identity(&r->nodes, in, record_cell(&row, rid), "rid");
		if (options.truth)
			truth_member(&r->judge.truth, identity, record_cell(&row, record));
		groups_record(&r->groups, identity);
		groups_note(&r->groups, identity, &row, in);
	}
}

/* What is known of the identities, but for how they are linked. */
static void read_identities(struct run *r)
{
	const struct universe *u = &r->nodes.universe;

	if (r->truth)
		truth_read(&r->judge.truth, r->truth);
	if (!r->nodes.paired)
		nodes_clusters(&r->nodes, &r->main);
	if (r->records)
		read_records(r);
	for (size_t i = 0; i < options.members.count; i++)
		read_members(r, r->members[i]);
	for (uint32_t i = 0; r->truth && !options.members.count && i < u->rids.count; i++)
		truth_member(&r->judge.truth, i, universe_rid(u, i));
	groups_close(&r->groups, u->rids.count);
	if (r->labels)
		judge_labels(&r->judge, &r->nodes, r->labels);
	judge_start(&r->judge, &r->nodes, options.by, options.linkable_by);
}

static void take_pair(struct run *r, uint32_t a, uint32_t b, int64_t weight, int64_t probability)
{
	bool linked = !r->has_threshold || weight >= r->threshold, same;

	if (judge_pair(&r->judge, &r->nodes, a, b, linked, &same) && options.sweep &&
	    nodes_count(&r->nodes, a, b))
		sweep_add(&r->sweep, weight, same);
	if (r->judge.by == EVIDENCE_NONE && nodes_count(&r->nodes, a, b))
		belief_add(&r->belief, linked, probability);
}

static void read_pairs(struct run *r)
{
	struct reader *in = &r->main;
	size_t id_a = preamble_need(&in->preamble, "id_a", in->path, EXIT_DATA);
	size_t id_b = preamble_need(&in->preamble, "id_b", in->path, EXIT_DATA);
	size_t weight_at = NO_COLUMN, probability_at = NO_COLUMN;
	struct record row;

	if (r->has_threshold || options.sweep)
		weight_at = preamble_need(&in->preamble, "weight", in->path, EXIT_DATA);
	if (r->judge.by == EVIDENCE_NONE)
		probability_at = preamble_need(&in->preamble, "probability", in->path, EXIT_DATA);
	while (reader_next(in, &row)) {
		uint32_t a = nodes_identity(&r->nodes, in, record_cell(&row, id_a), "id_a");
		uint32_t b = nodes_identity(&r->nodes, in, record_cell(&row, id_b), "id_b");
		int64_t weight = 0, probability = 0;
		if (weight_at != NO_COLUMN)
			weight = pairs_weight(in, record_cell(&row, weight_at), "weight");
		if (probability_at != NO_COLUMN)
			probability = pairs_probability(in, record_cell(&row, probability_at),
							"probability");
		take_pair(r, a, b, weight, probability);
	}
}

/* What can be said of clusters without a truth. */
static void write_clusters(struct run *r)
{
	const struct universe *u = &r->nodes.universe;
	uint32_t *cluster = nodes_cluster_of(&r->nodes);
	size_t clusters = r->nodes.persons.count;
	struct expectation_list expected = {0};

	if (options.expect.count) {
		expectations_parse(&expected, &options.expect, &r->main.preamble, u);
		expected_write(&r->report, &expected, u, cluster, clusters, &r->groups);
	}
	if (r->theirs) {
		r->against.has_threshold = r->has_threshold;
		r->against.threshold = r->threshold;
		against_read(&r->against, u, cluster, clusters, r->theirs);
		if (r->pairs)
			against_explain(&r->against, u, r->pairs);
		against_write(&r->against, &r->report, u);
	}
	memory_free(expected.at);
	memory_free(cluster);
}

static void write_figures(struct run *r)
{
	struct judge *j = &r->judge;
	const struct node *nodes = r->nodes.at;

	judge_end(j, &r->nodes);
	judge_write(j, &r->nodes, &r->report);
	write_clusters(r);
	if (options.hold_out)
		reweighted_write(&r->report, &j->accuracy, &r->groups, nodes, j->without);
	if (options.truth || options.hold_out) {
		/* From here on a category is the person's, known from any of its records. */
		groups_spread(&r->groups, nodes, r->nodes.universe.rids.count,
			      j->truth.persons.count + j->holdout.values.count);
		accuracy_groups(&j->accuracy, &r->report, &r->groups);
	}
	if (options.sweep)
		sweep_write(&r->sweep, &r->report, tally_total(&j->accuracy.tallies[IN_TRUTH]),
			    r->has_threshold ? &r->threshold : NULL);
	if (r->nodes.paired && j->by == EVIDENCE_NONE)
		belief_write(&r->belief, &r->report);
}

static void add_options(struct run *r, struct step_builder *step)
{
	struct buffer text = {0};

	if (options.linkable_by)
		step_option(step, "linkable-by", text_of(options.linkable_by));
	if (options.hold_out)
		step_option(step, "hold-out", text_of(options.hold_out));
	if (options.by)
		step_option(step, "by", text_of(options.by));
	if (options.on)
		step_option(step, "on", text_of(options.on));
	if (options.sweep)
		step_option(step, "sweep", TEXT("yes"));
	if (options.model)
		step_file(step, "model", r->model.digest);
	for (size_t i = 0; i < options.expect.count; i++)
		step_option_item(step, "expect", text_of(options.expect.at[i]));
	if (r->has_threshold) {
		buffer_fixed(&text, r->threshold, 12);
		step_option(step, "threshold", buffer_text(&text));
	}
	buffer_free(&text);
}

static void start_output(struct run *r, struct preamble *out, bool differences)
{
	struct step_builder step;

	preamble_copy(out, &r->main.preamble);
	preamble_clear_columns(out);
	sides_merge(&r->sides, out);
	enum level from = out->level;
	if (differences) {
		against_columns(out);
	} else {
		out->level = LEVEL_AGGREGATE;
		report_columns(out);
	}
	step_start(&step, out, "evaluate");
	step_parent(&step, &r->main.preamble);
	sides_step(&r->sides, &step);
	add_options(r, &step);
	if (differences)
		step_option(&step, "output", TEXT("differences"));
	preamble_step(&step);
	policy_output(differences ? TOOL_DIFFERENCES : TOOL_EVALUATE, from, out);
}

static void close_output(struct run *r, struct writer *w)
{
	writer_read(w, &r->main);
	sides_ledger(&r->sides, w);
	writer_close(w);
}

static void close_all(struct run *r)
{
	if (options.differences) {
		against_differences(&r->against, &r->differences, &r->nodes.universe);
		close_output(r, &r->differences);
	}
	close_output(r, &r->report.writer);
	sides_close(&r->sides);
	reader_close(&r->main);
	report_free(&r->report);
	against_free(&r->against);
	sweep_free(&r->sweep);
	groups_free(&r->groups);
	judge_free(&r->judge);
	nodes_free(&r->nodes);
	if (options.model)
		model_free(&r->model);
	arena_free(&r->arena);
}

int main(int argc, char **argv)
{
	struct run r = {.common = program_start(&program, argc, argv)};
	struct preamble out;

	read_options(&r);
	open_inputs(&r);
	start_output(&r, &out, false);
	if (options.differences) {
		start_output(&r, &r.aside, true);
		writer_open_side(&r.differences, &r.aside, options.differences, r.common);
	}
	writer_open(&r.report.writer, &out, r.common);
	read_identities(&r);
	if (r.nodes.paired)
		read_pairs(&r);
	write_figures(&r);
	close_all(&r);
	return program_finish();
}
