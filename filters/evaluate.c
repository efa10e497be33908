/*
 * evaluate: clusters or pairs -> how good the links are: by the truth, by
 * labelled pairs, by an identifier that was held out, or without any of them.
 */

#include "cluster/clusters.h"
#include "evaluate/accuracy.h"
#include "evaluate/against.h"
#include "evaluate/expected.h"
#include "evaluate/holdout.h"
#include "evaluate/reweighted.h"
#include "evaluate/shares.h"
#include "evaluate/sweep.h"
#include "evaluate/truth.h"
#include "model/model.h"
#include "stream/policy.h"

/* Side streams of which there is at most one. */
enum { TRUTH, LABELS, RECORDS, AGAINST, SCORED, SIDES };
static const char *const side_names[SIDES] = {"truth", "labels", "records", "against", "pairs"};

static const char *paths[SIDES], *hold_out, *share_text, *threshold_text, *model_path, *by_text,
	*on_text, *differences_path;
static struct string_list member_paths, expectations;
static bool sweeps;

static const struct option_spec options[] = {
	{0, "truth", OPTION_STRING, &paths[TRUTH], "FILE",
	 "rid, person, family, birth and maybe forbidden of each record", 0, 0},
	{0, "labels", OPTION_STRING, &paths[LABELS], "FILE",
	 "pairs that are same, different or forbidden: id_a, id_b, verdict", 0, 0},
	{0, "hold-out", OPTION_STRING, &hold_out, "COLUMN",
	 "the identifier in --records that was hidden from linking, as the truth", 0, 0},
	{0, "records", OPTION_STRING, &paths[RECORDS], "FILE", "the identities that were compared",
	 0, 0},
	{0, "members", OPTION_LIST, &member_paths, "FILE",
	 "a payload: which records an identity has, and columns for --by", 0, 0},
	{0, "share", OPTION_STRING, &share_text, "NAME[+NAME],...",
	 "what two identities must both have to count as linkable", 0, 0},
	{'t', "threshold", OPTION_STRING, &threshold_text, "WEIGHT",
	 "the least weight in bits of a pair that counts as linked", 0, 0},
	{0, "sweep", OPTION_FLAG, &sweeps, NULL, "with pairs: figures at every threshold", 0, 0},
	{'m', "model", OPTION_STRING, &model_path, "FILE",
	 "with pairs: the model whose threshold is shown and used", 0, 0},
	{0, "by", OPTION_STRING, &by_text, "NAME,...",
	 "groups: COLUMN; age(), ethnic_group(), missing(), count() of it; records()", 0, 0},
	{0, "on", OPTION_STRING, &on_text, "DATE", "the day on which age() is", 0, 0},
	{0, "expect", OPTION_LIST, &expectations, "SOURCE:SOURCE",
	 "identities of the first are expected to be linked to one of the second", 0, 0},
	{0, "against", OPTION_STRING, &paths[AGAINST], "FILE",
	 "another matching of the identities: id_a, id_b", 0, 0},
	{0, "pairs", OPTION_STRING, &paths[SCORED], "FILE",
	 "with --against: scored pairs, which say why", 0, 0},
	{0, "differences", OPTION_STRING, &differences_path, "FILE",
	 "with --against: write the pairs that only one of the two has, and why", 0, 0},
};

static const struct program program = {
	.name = "evaluate",
	.about = "Measure how good links are, with a truth or without",
	.operands = "[CLUSTERS | PAIRS]",
	.options = options,
	.option_count = sizeof options / sizeof *options,
	.most_operands = 1,
	.omits = OMIT_PREAMBLE,
};

struct run {
	const struct common *common;
	struct reader main, sides[SIDES], *members;
	bool pairs;  /* main holds pairs, not clusters */
	bool judged; /* there is a truth, labels or an identifier held out */
	struct arena arena;
	struct model model;
	bool has_threshold;
	int64_t threshold;
	struct shares shares;
	struct universe universe;
	struct map persons; /* of the clusters */
	struct node *nodes; /* one for each identity */
	size_t node_capacity;
	struct truth truth;
	struct holdout holdout;
	struct labels labels;
	struct groups groups;
	struct accuracy accuracy;
	struct sweep sweep;
	struct belief belief;
	bool *without; /* identities that lack the identifier */
	uint64_t true_persons;
	struct against against;
	struct preamble aside;
	struct writer differences;
	struct report report;
};

static void open_side(struct run *r, struct reader *side, const char *path)
{
	reader_open_side(side, path, r->common);
	policy_input(TOOL_EVALUATE, &side->preamble, side->path);
}

static void check_options(const struct run *r)
{
	int given = (paths[TRUTH] != NULL) + (paths[LABELS] != NULL) + (hold_out != NULL);

	if (given > 1)
		usage_fail("--truth, --labels and --hold-out exclude each other");
	if (r->pairs && !paths[RECORDS])
		usage_fail("pairs need --records");
	if (share_text && !paths[RECORDS])
		usage_fail("--share needs --records");
	if (hold_out && !paths[RECORDS])
		usage_fail("--hold-out needs --records");
	if ((threshold_text || model_path) && !r->pairs && !paths[SCORED])
		usage_fail("--threshold and --model are for pairs");
	if (r->pairs && paths[AGAINST])
		usage_fail("--against is for clusters");
	if ((paths[SCORED] || differences_path) && !paths[AGAINST])
		usage_fail("--pairs and --differences need --against");
	if (sweeps && (!r->pairs || !given))
		usage_fail("--sweep needs pairs and --truth, --labels or --hold-out");
	if (expectations.count && r->pairs)
		usage_fail("--expect is for clusters");
	if (!given && !r->pairs && !expectations.count && !paths[AGAINST])
		usage_fail("clusters need --truth, --labels, --hold-out, --expect or --against");
	if (by_text && !paths[TRUTH] && !hold_out && !expectations.count)
		usage_fail("--by needs --truth, --hold-out or --expect");
}

static void open_inputs(struct run *r)
{
	reader_open(&r->main, operand_path(r->common, 0), r->common);
	policy_input(TOOL_EVALUATE, &r->main.preamble, r->main.path);
	r->pairs = preamble_find(&r->main.preamble, TEXT("id_a")) != NO_COLUMN;
	check_options(r);
	r->judged = paths[TRUTH] || paths[LABELS] || hold_out;
	for (int i = 0; i < SIDES; i++)
		if (paths[i])
			open_side(r, &r->sides[i], paths[i]);
	r->members = memory_take((member_paths.count + 1) * sizeof *r->members);
	for (size_t i = 0; i < member_paths.count; i++)
		open_side(r, &r->members[i], member_paths.at[i]);
}

static void read_options(struct run *r)
{
	if (by_text)
		groups_parse(&r->groups, by_text, on_text);
	if (model_path) {
		model_read(&r->model, &r->arena, model_path);
		r->has_threshold = r->model.has_threshold;
		r->threshold = r->model.threshold;
	}
	if (!threshold_text)
		return;
	r->has_threshold = true;
	if (!weight_parse(text_of(threshold_text), &r->threshold))
		usage_fail("--threshold: not a weight in bits: %s", threshold_text);
}

static struct node *node_at(struct run *r, uint32_t identity)
{
	size_t had = r->node_capacity;

	memory_need(&r->nodes, &r->node_capacity, (size_t)identity + 1, sizeof *r->nodes);
	if (r->node_capacity > had)
		memset(r->nodes + had, 0, (r->node_capacity - had) * sizeof *r->nodes);
	return &r->nodes[identity];
}

static void read_clusters(struct run *r)
{
	struct clusters rows = clusters_of(&r->main);
	uint32_t identity, person;

	while (clusters_next(&rows, &r->universe, &r->persons, &identity, &person))
		node_at(r, identity)->cluster = person;
}

static uint32_t identity_at(const struct run *r, const struct reader *in, struct text cell,
			    const char *column)
{
	return universe_need(&r->universe, in, cell, column, r->pairs ? "records" : "clusters");
}

/* With pairs the records are the universe; with clusters they add to it what
 * each identity has to link by. */
static void read_records(struct run *r)
{
	struct reader *in = &r->sides[RECORDS];
	size_t rid = preamble_need(&in->preamble, "rid", in->path, EXIT_DATA), held = 0;
	struct source_column source = source_column(in);
	struct record row;

	if (share_text)
		shares_parse(&r->shares, share_text, in);
	if (hold_out)
		held = preamble_need(&in->preamble, hold_out, in->path, EXIT_DATA);
	groups_open(&r->groups, in);
	while (reader_next(in, &row)) {
		uint32_t identity = r->pairs
					    ? universe_add(&r->universe, in, record_cell(&row, rid),
							   source_cell(source, &row))
					    : identity_at(r, in, record_cell(&row, rid), "rid");
		struct node *node = node_at(r, identity);
		node->shares = shares_of(&r->shares, &row);
		if (hold_out)
			node->person = holdout_person(&r->holdout, record_cell(&row, held),
						      in->preamble.columns[held].list);
		groups_note(&r->groups, identity, &row, in);
	}
}

static void read_members(struct run *r, struct reader *in)
{
	size_t rid = preamble_need(&in->preamble, "rid", in->path, EXIT_DATA), record = 0;
	struct record row;

	if (paths[TRUTH])
		record = preamble_need(&in->preamble, "record", in->path, EXIT_DATA);
	groups_open(&r->groups, in);
	while (reader_next(in, &row)) {
		uint32_t identity = identity_at(r, in, record_cell(&row, rid), "rid");
		if (paths[TRUTH])
			truth_member(&r->truth, identity, record_cell(&row, record));
		groups_record(&r->groups, identity);
		groups_note(&r->groups, identity, &row, in);
	}
}

static void read_labels(struct run *r)
{
	struct reader *in = &r->sides[LABELS];
	struct label_columns columns = label_columns(in);
	struct map *ids = &r->labels.ids;
	const struct label *label;

	while ((label = labels_next(&r->labels, in, columns))) {
		struct map_entry *a = &ids->entries[label->a], *b = &ids->entries[label->b];
		a->value = identity_at(r, in, a->key, "id_a");
		b->value = identity_at(r, in, b->key, "id_b");
	}
}

static void settle(struct run *r)
{
	size_t count = r->universe.rids.count;

	for (size_t i = 0; i < member_paths.count; i++)
		read_members(r, &r->members[i]);
	for (uint32_t i = 0; paths[TRUTH] && !member_paths.count && i < count; i++)
		truth_member(&r->truth, i, universe_rid(&r->universe, i));
	for (uint32_t i = 0; i < count; i++) {
		node_at(r, i)->source = r->universe.source[i];
		node_at(r, i)->identity = i;
	}
	groups_close(&r->groups, count);
	if (paths[TRUTH])
		truth_settle(&r->truth, r->nodes, count);
	else if (hold_out)
		holdout_settle(&r->holdout, r->nodes, count, r->universe.sources.count,
			       r->without = memory_take(count + 1));
	else if (paths[LABELS])
		read_labels(r);
	accuracy_start(&r->accuracy, r->universe.sources.count, count,
		       (paths[TRUTH] && by_text) || hold_out);
	r->accuracy.linkable = share_text && !paths[LABELS];
	r->accuracy.kin = paths[TRUTH] != NULL;
	r->accuracy.sparse = !paths[TRUTH];
	r->accuracy.forbidden = paths[LABELS] || r->truth.has_forbidden;
}

static int64_t number_of(struct run *r, const struct record *row, size_t column, const char *name,
			 const char *what)
{
	int64_t number = 0;

	if (column != NO_COLUMN && !weight_parse(record_cell(row, column), &number))
		fail_at(EXIT_DATA, reader_place(&r->main, name), name, "not a %s", what);
	return number;
}

/* A pair of ends of different sources, unless all are of one. */
static bool counts(const struct run *r, const struct node *a, const struct node *b)
{
	return a->source != b->source || r->universe.sources.count == 1;
}

static void take_pair(struct run *r, uint32_t x, uint32_t y, int64_t weight)
{
	const struct node *a = &r->nodes[x], *b = &r->nodes[y];
	bool linked = !r->has_threshold || weight >= r->threshold;
	struct label *label = NULL;

	if (paths[LABELS]) {
		label = labels_find(&r->labels, universe_rid(&r->universe, x),
				    universe_rid(&r->universe, y));
		if (label && linked)
			label->met = true;
		if (label && sweeps && counts(r, a, b))
			sweep_add(&r->sweep, weight, label->verdict == VERDICT_SAME);
		return;
	}
	if (!r->judged || a->person == TRUTH_NONE || b->person == TRUTH_NONE)
		return;
	if (sweeps && counts(r, a, b))
		sweep_add(&r->sweep, weight, a->person == b->person);
	if (linked)
		accuracy_pair(&r->accuracy, a, b);
}

static void read_pairs(struct run *r)
{
	struct reader *in = &r->main;
	size_t id_a = preamble_need(&in->preamble, "id_a", in->path, EXIT_DATA);
	size_t id_b = preamble_need(&in->preamble, "id_b", in->path, EXIT_DATA);
	size_t weight_at = NO_COLUMN, probability_at = NO_COLUMN;
	struct record row;

	if (r->has_threshold || sweeps)
		weight_at = preamble_need(&in->preamble, "weight", in->path, EXIT_DATA);
	if (!r->judged)
		probability_at = preamble_need(&in->preamble, "probability", in->path, EXIT_DATA);
	while (reader_next(in, &row)) {
		uint32_t a = identity_at(r, in, record_cell(&row, id_a), "id_a");
		uint32_t b = identity_at(r, in, record_cell(&row, id_b), "id_b");
		int64_t weight = number_of(r, &row, weight_at, "weight", "weight in bits");
		int64_t probability =
			number_of(r, &row, probability_at, "probability", "probability");
		if (probability < 0 || probability > WEIGHT_BIT)
			fail_at(EXIT_DATA, reader_place(in, "probability"), "probability",
				"not within 0 and 1");
		take_pair(r, a, b, weight);
		if (!r->judged && counts(r, &r->nodes[a], &r->nodes[b]))
			belief_add(&r->belief, !r->has_threshold || weight >= r->threshold,
				   probability);
	}
}

static void judge_labels(struct run *r)
{
	for (size_t i = 0; i < r->labels.count; i++) {
		const struct label *l = &r->labels.at[i];
		const struct node *a = &r->nodes[r->labels.ids.entries[l->a].value];
		const struct node *b = &r->nodes[r->labels.ids.entries[l->b].value];
		accuracy_label(&r->accuracy, a, b, l->verdict,
			       r->pairs ? l->met : a->cluster == b->cluster);
	}
}

static void judge_nodes(struct run *r)
{
	struct node *known = memory_take((r->universe.rids.count + 1) * sizeof *known);
	size_t count = 0;

	for (size_t i = 0; i < r->universe.rids.count; i++)
		if (r->nodes[i].person != TRUTH_NONE)
			known[count++] = r->nodes[i];
	r->true_persons = accuracy_nodes(&r->accuracy, known, count, !r->pairs);
	memory_free(known);
}

static void write_heads(struct run *r)
{
	struct report *report = &r->report;

	report_scope(report, "all");
	report_count(report, "identities", r->universe.rids.count);
	if (paths[TRUTH]) {
		report_count(report, "identities_mixed", r->truth.mixed);
		report_count(report, "identities_unknown", r->truth.unknown);
		report_count(report, "records_absent", r->truth.absent);
	}
	if (paths[TRUTH] || hold_out)
		report_count(report, "true_persons", r->true_persons);
	if (paths[LABELS])
		report_count(report, "labelled_pairs", r->labels.count);
	if (!r->pairs)
		report_count(report, "persons", r->persons.count);
}

static void write_expected(struct run *r)
{
	size_t count = r->universe.rids.count;
	uint32_t *cluster = memory_take((count + 1) * sizeof *cluster);
	struct placement placement = {cluster, r->persons.count};

	for (size_t i = 0; i < count; i++)
		cluster[i] = r->nodes[i].cluster;
	expected_write(&r->report, &r->main.preamble, &r->universe, &placement, &expectations,
		       &r->groups);
	if (paths[AGAINST]) {
		r->against.has_threshold = r->has_threshold;
		r->against.threshold = r->threshold;
		against_read(&r->against, &r->universe, cluster, r->persons.count,
			     &r->sides[AGAINST]);
		if (paths[SCORED])
			against_explain(&r->against, &r->universe, &r->sides[SCORED]);
		against_write(&r->against, &r->report, &r->universe);
	}
	memory_free(cluster);
}

/* From here on a category is the person's, known from any of its records. */
static void spread_groups(struct run *r)
{
	size_t count = r->universe.rids.count;
	uint32_t *person = memory_take((count + 1) * sizeof *person);

	for (size_t i = 0; i < count; i++)
		person[i] = r->nodes[i].person;
	groups_spread(&r->groups, person, count, r->truth.persons.count + r->holdout.values.count);
	memory_free(person);
}

static void write_figures(struct run *r)
{
	write_heads(r);
	if (r->judged)
		accuracy_write(&r->accuracy, &r->report, &r->universe);
	write_expected(r);
	if (hold_out)
		reweighted_write(&r->report, &r->accuracy, &r->groups, r->nodes, r->without);
	if (paths[TRUTH] || hold_out) {
		spread_groups(r);
		accuracy_groups(&r->accuracy, &r->report, &r->groups);
	}
	if (sweeps)
		sweep_write(&r->sweep, &r->report, tally_total(&r->accuracy.tallies[IN_TRUTH]),
			    r->has_threshold ? &r->threshold : NULL);
	if (r->pairs && !r->judged)
		belief_write(&r->belief, &r->report);
}

static void add_options(struct run *r, struct step_builder *step)
{
	struct buffer text = {0};

	if (share_text)
		step_option(step, "share", text_of(share_text));
	if (hold_out)
		step_option(step, "hold-out", text_of(hold_out));
	if (by_text)
		step_option(step, "by", text_of(by_text));
	if (on_text)
		step_option(step, "on", text_of(on_text));
	if (sweeps)
		step_option(step, "sweep", TEXT("yes"));
	if (model_path)
		step_file(step, "model", r->model.digest);
	for (size_t i = 0; i < expectations.count; i++)
		step_option_item(step, "expect", text_of(expectations.at[i]));
	if (r->has_threshold) {
		buffer_fixed(&text, r->threshold, 12);
		step_option(step, "threshold", buffer_text(&text));
	}
	buffer_free(&text);
}

static void add_sides(struct run *r, struct step_builder *step)
{
	struct buffer name = {0};

	step_parent(step, &r->main.preamble);
	for (int i = 0; i < SIDES; i++)
		if (paths[i])
			step_side(step, side_names[i], &r->sides[i].preamble);
	for (size_t i = 0; i < member_paths.count; i++) {
		buffer_reset(&name);
		buffer_string(&name, "members");
		buffer_u64(&name, i + 1);
		step_side(step, text_string(&r->arena, buffer_text(&name)),
			  &r->members[i].preamble);
	}
	buffer_free(&name);
}

static void start_output(struct run *r, struct preamble *out, bool differences)
{
	struct step_builder step;

	preamble_copy(out, &r->main.preamble);
	preamble_clear_columns(out);
	for (int i = 0; i < SIDES; i++)
		if (paths[i])
			preamble_merge(out, &r->sides[i].preamble);
	for (size_t i = 0; i < member_paths.count; i++)
		preamble_merge(out, &r->members[i].preamble);
	enum level from = out->level;
	if (differences) {
		against_columns(out);
	} else {
		out->level = LEVEL_AGGREGATE;
		report_columns(out);
	}
	step_start(&step, out, "evaluate");
	add_sides(r, &step);
	add_options(r, &step);
	if (differences)
		step_option(&step, "output", TEXT("differences"));
	preamble_step(&step);
	policy_output(differences ? TOOL_DIFFERENCES : TOOL_EVALUATE, from, out);
}

static void read_sides(struct run *r, struct writer *w)
{
	writer_read(w, &r->main);
	for (int i = 0; i < SIDES; i++)
		if (paths[i])
			writer_side(w, &r->sides[i]);
	for (size_t i = 0; i < member_paths.count; i++)
		writer_side(w, &r->members[i]);
}

static void close_all(struct run *r)
{
	if (differences_path) {
		against_differences(&r->against, &r->differences, &r->universe);
		read_sides(r, &r->differences);
		writer_close(&r->differences);
	}
	read_sides(r, &r->report.writer);
	writer_close(&r->report.writer);
	for (int i = 0; i < SIDES; i++)
		if (paths[i])
			reader_close(&r->sides[i]);
	for (size_t i = 0; i < member_paths.count; i++)
		reader_close(&r->members[i]);
	reader_close(&r->main);
}

static void finish(struct run *r)
{
	report_free(&r->report);
	against_free(&r->against);
	sweep_free(&r->sweep);
	accuracy_free(&r->accuracy);
	groups_free(&r->groups);
	labels_free(&r->labels);
	truth_free(&r->truth);
	memory_free(r->without);
	memory_free(r->nodes);
	holdout_free(&r->holdout);
	map_free(&r->persons);
	universe_free(&r->universe);
	memory_free(r->members);
	if (model_path)
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
	if (differences_path) {
		start_output(&r, &r.aside, true);
		writer_open_side(&r.differences, &r.aside, differences_path, r.common);
	}
	writer_open(&r.report.writer, &out, r.common);
	if (paths[TRUTH])
		truth_read(&r.truth, &r.sides[TRUTH]);
	if (!r.pairs)
		read_clusters(&r);
	if (paths[RECORDS])
		read_records(&r);
	settle(&r);
	if (r.pairs)
		read_pairs(&r);
	if (paths[LABELS])
		judge_labels(&r);
	else if (r.judged)
		judge_nodes(&r);
	write_figures(&r);
	close_all(&r);
	finish(&r);
	return program_finish();
}
