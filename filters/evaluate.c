/* evaluate: clusters or pairs, and the truth -> precision, recall and F1. */

#include <stdlib.h>

#include "link/truth.h"
#include "link/weight.h"
#include "stream/policy.h"
#include "stream/writer.h"

static const char *truth_path, *records_path, *share_text, *threshold_text;
static struct string_list member_paths;

static const struct option_spec options[] = {
	{.name = "truth",
	 .kind = OPTION_STRING,
	 .into = &truth_path,
	 .argument = "FILE",
	 .help = "rid, person, family and birth of each record (needed)"},
	{.name = "members",
	 .kind = OPTION_LIST,
	 .into = &member_paths,
	 .argument = "FILE",
	 .help = "a payload that says which records an identity has"},
	{.name = "records",
	 .kind = OPTION_STRING,
	 .into = &records_path,
	 .argument = "FILE",
	 .help = "the identities that were compared; needed with pairs and --share"},
	{.name = "share",
	 .kind = OPTION_STRING,
	 .into = &share_text,
	 .argument = "NAME[+NAME],...",
	 .help = "what two identities must both have to count as linkable"},
	{.letter = 't',
	 .name = "threshold",
	 .kind = OPTION_STRING,
	 .into = &threshold_text,
	 .argument = "WEIGHT",
	 .help = "the least weight in bits of a pair that counts as linked"},
};

static const struct program program = {
	.name = "evaluate",
	.about = "Measure links against the truth",
	.operands = "[CLUSTERS | PAIRS]",
	.options = options,
	.option_count = sizeof options / sizeof *options,
	.most_operands = 1,
	.omits = OMIT_PREAMBLE,
};

enum { FIELDS = 64, NAMES = 16 };

/* A field to link by: columns of --records that must all have a value. */
struct field {
	size_t columns[NAMES];
	size_t count;
};

/* What is counted of pairs, for all and for each pair of sources. */
enum {
	IN_TRUTH,       /* one person */
	LINKED,         /* put together */
	FOUND,          /* both */
	SAME_BIRTH,     /* linked, of one person or of one multiple birth */
	SAME_FAMILY,    /* linked, of one family */
	LINKABLE,       /* one person, with a field to link by */
	LINKABLE_FOUND, /* linkable and linked */
	TALLIES
};

struct run {
	const struct common *common;
	struct reader main, truth_reader, records, *members;
	bool pairs; /* main holds pairs, not clusters */
	int64_t threshold;
	struct field fields[FIELDS];
	size_t field_count;
	struct universe universe;
	struct map persons; /* of the clusters */
	struct node *nodes; /* one for each identity */
	size_t node_capacity;
	struct truth truth;
	struct tally tallies[TALLIES];
	uint64_t true_persons;
};

static void open_side(struct run *r, struct reader *side, const char *path)
{
	reader_open_side(side, path, r->common);
	policy_input("evaluate", &side->preamble, side->path);
}

static void open_inputs(struct run *r)
{
	reader_open(&r->main, operand_path(r->common, 0), r->common);
	policy_input("evaluate", &r->main.preamble, r->main.path);
	r->pairs = preamble_find(&r->main.preamble, TEXT("id_a")) != NO_COLUMN;
	if (r->pairs && !records_path)
		usage_fail("pairs need --records");
	if (share_text && !records_path)
		usage_fail("--share needs --records");
	if (threshold_text && !r->pairs)
		usage_fail("--threshold is for pairs");
	open_side(r, &r->truth_reader, truth_path);
	if (records_path)
		open_side(r, &r->records, records_path);
	r->members = memory_take((member_paths.count + 1) * sizeof *r->members);
	for (size_t i = 0; i < member_paths.count; i++)
		open_side(r, &r->members[i], member_paths.at[i]);
}

static void read_share(struct run *r)
{
	struct text rest = text_of(share_text), part, name;

	while (text_cut(&rest, ',', &part)) {
		if (r->field_count == FIELDS)
			usage_fail("--share: more than %d fields", FIELDS);
		struct field *f = &r->fields[r->field_count++];
		while (text_cut(&part, '+', &name)) {
			if (f->count == NAMES)
				usage_fail("--share: more than %d columns in one field", NAMES);
			f->columns[f->count++] = preamble_need(&r->records.preamble,
							       text_string(&r->records.arena, name),
							       records_path, EXIT_DATA);
		}
	}
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
	struct reader *in = &r->main;
	size_t rid = preamble_need(&in->preamble, "rid", in->path, EXIT_DATA);
	size_t person = preamble_need(&in->preamble, "person_id", in->path, EXIT_DATA);
	struct source_column source = source_column(in);
	struct record row;

	while (reader_next(in, &row)) {
		uint32_t identity = universe_add(&r->universe, in, record_cell(&row, rid),
						 source_cell(source, &row));
		map_add(&r->persons, record_cell(&row, person), NULL);
		node_at(r, identity)->cluster =
			(uint32_t)map_index(&r->persons, record_cell(&row, person));
	}
}

static uint64_t shares_of(const struct run *r, const struct record *row)
{
	uint64_t shares = 0;

	for (size_t i = 0; i < r->field_count; i++) {
		const struct field *f = &r->fields[i];
		bool whole = true;
		for (size_t j = 0; j < f->count; j++)
			whole = whole && record_cell(row, f->columns[j]).length;
		shares |= (uint64_t)whole << i;
	}
	return shares;
}

/* With pairs the records are the universe; with clusters they add to it what
 * each identity has to link by. */
static void read_records(struct run *r)
{
	struct reader *in = &r->records;
	size_t rid = preamble_need(&in->preamble, "rid", in->path, EXIT_DATA);
	struct source_column source = source_column(in);
	struct record row;

	if (share_text)
		read_share(r);
	while (reader_next(in, &row)) {
		uint32_t identity = r->pairs
					    ? universe_add(&r->universe, in, record_cell(&row, rid),
							   source_cell(source, &row))
					    : universe_find(&r->universe, record_cell(&row, rid));
		if (identity == UNIVERSE_NONE)
			fail_at(EXIT_DATA, reader_place(in, "rid"), "records",
				"an identity that the clusters do not have");
		node_at(r, identity)->shares = shares_of(r, &row);
	}
}

static void settle_truth(struct run *r)
{
	size_t count = r->universe.rids.count;

	for (size_t i = 0; i < member_paths.count; i++)
		truth_members(&r->truth, &r->universe, &r->members[i]);
	for (uint32_t i = 0; !member_paths.count && i < count; i++)
		truth_member(&r->truth, i, universe_rid(&r->universe, i));
	for (uint32_t i = 0; i < count; i++)
		node_at(r, i)->source = r->universe.source[i];
	truth_settle(&r->truth, r->nodes, count);
}

static const struct node *end_of(const struct run *r, const struct record *row, size_t column,
				 const char *name)
{
	uint32_t identity = universe_find(&r->universe, record_cell(row, column));

	if (identity == UNIVERSE_NONE)
		fail_at(EXIT_DATA, reader_place(&r->main, name), "records",
			"an id that the records do not have");
	return &r->nodes[identity];
}

static void read_pairs(struct run *r)
{
	struct reader *in = &r->main;
	size_t id_a = preamble_need(&in->preamble, "id_a", in->path, EXIT_DATA);
	size_t id_b = preamble_need(&in->preamble, "id_b", in->path, EXIT_DATA);
	size_t weight_at = 0;
	struct record row;
	int64_t weight;

	if (threshold_text)
		weight_at = preamble_need(&in->preamble, "weight", in->path, EXIT_DATA);
	while (reader_next(in, &row)) {
		const struct node *a = end_of(r, &row, id_a, "id_a");
		const struct node *b = end_of(r, &row, id_b, "id_b");
		if (threshold_text && !weight_parse(record_cell(&row, weight_at), &weight))
			fail_at(EXIT_DATA, reader_place(in, "weight"), "weight",
				"not a weight in bits");
		if ((threshold_text && weight < r->threshold) || a->person == TRUTH_NONE ||
		    b->person == TRUTH_NONE)
			continue;
		const bool is[TALLIES] = {
			[LINKED] = true,
			[FOUND] = a->person == b->person,
			[SAME_BIRTH] = a->birth == b->birth,
			[SAME_FAMILY] = a->family == b->family,
			[LINKABLE_FOUND] = a->person == b->person && a->shares & b->shares,
		};
		for (int i = 0; i < TALLIES; i++)
			tally_add(&r->tallies[i], a->source, b->source, is[i]);
	}
}

static void tally(struct run *r)
{
	size_t count = 0;

	for (size_t i = 0; i < r->universe.rids.count; i++)
		if (r->nodes[i].person != TRUTH_NONE)
			r->nodes[count++] = r->nodes[i];
	if (!r->pairs) {
		tally_groups(&r->tallies[LINKED], r->nodes, count, BY_CLUSTER, false);
		tally_groups(&r->tallies[FOUND], r->nodes, count, BY_CLUSTER | BY_PERSON, false);
		tally_groups(&r->tallies[SAME_BIRTH], r->nodes, count, BY_CLUSTER | BY_BIRTH,
			     false);
		tally_groups(&r->tallies[SAME_FAMILY], r->nodes, count, BY_CLUSTER | BY_FAMILY,
			     false);
		tally_groups(&r->tallies[LINKABLE_FOUND], r->nodes, count, BY_CLUSTER | BY_PERSON,
			     true);
	}
	tally_groups(&r->tallies[LINKABLE], r->nodes, count, BY_PERSON, true);
	tally_groups(&r->tallies[IN_TRUTH], r->nodes, count, BY_PERSON, false);
	for (size_t i = 0; i < count; i++)
		r->true_persons += !i || r->nodes[i].person != r->nodes[i - 1].person;
}

/* What a row is about: everything, or a pair of sources. */
struct scope {
	const char *name;
	struct text a, b;
};

static void write_cells(struct writer *w, const struct scope *s, const char *figure)
{
	writer_cell(w, text_of(s->name));
	writer_cell(w, s->a);
	writer_cell(w, s->b);
	writer_cell(w, text_of(figure));
}

static void write_count(struct writer *w, const struct scope *s, const char *figure, uint64_t n)
{
	write_cells(w, s, figure);
	writer_u64(w, n);
	writer_end(w);
}

/* Empty where there is nothing to divide by. */
static void write_ratio(struct writer *w, const struct scope *s, const char *figure, uint64_t over,
			uint64_t under)
{
	struct buffer b = {0};

	if (under)
		buffer_fixed(&b, (int64_t)ratio_millionths(over, under), 6);
	write_cells(w, s, figure);
	writer_cell(w, buffer_text(&b));
	writer_end(w);
	buffer_free(&b);
}

static void write_scope(struct writer *w, const struct scope *s, const uint64_t n[TALLIES])
{
	/* Links between identities of one person that share no field were made by
	 * way of a third: here they count neither for nor against. */
	uint64_t linked = n[LINKED] - (n[FOUND] - n[LINKABLE_FOUND]);

	write_count(w, s, "true_pairs", n[IN_TRUTH]);
	write_count(w, s, "linked_pairs", n[LINKED]);
	write_count(w, s, "found_pairs", n[FOUND]);
	write_count(w, s, "missed_pairs", n[IN_TRUTH] - n[FOUND]);
	write_count(w, s, "false_pairs", n[LINKED] - n[FOUND]);
	write_count(w, s, "false_twin_pairs", n[SAME_BIRTH] - n[FOUND]);
	write_count(w, s, "false_sibling_pairs", n[SAME_FAMILY] - n[SAME_BIRTH]);
	write_ratio(w, s, "precision", n[FOUND], n[LINKED]);
	write_ratio(w, s, "recall", n[FOUND], n[IN_TRUTH]);
	write_ratio(w, s, "f1", 2 * n[FOUND], n[LINKED] + n[IN_TRUTH]);
	if (!share_text)
		return;
	write_count(w, s, "linkable_pairs", n[LINKABLE]);
	write_count(w, s, "unlinkable_pairs", n[IN_TRUTH] - n[LINKABLE]);
	write_count(w, s, "linkable_found_pairs", n[LINKABLE_FOUND]);
	write_ratio(w, s, "linkable_precision", n[LINKABLE_FOUND], linked);
	write_ratio(w, s, "linkable_recall", n[LINKABLE_FOUND], n[LINKABLE]);
	write_ratio(w, s, "linkable_f1", 2 * n[LINKABLE_FOUND], linked + n[LINKABLE]);
}

static int compare_sources(const void *a, const void *b, void *context)
{
	const struct map *sources = context;
	return text_compare(sources->entries[*(const uint32_t *)a].key,
			    sources->entries[*(const uint32_t *)b].key);
}

static void write_all(struct run *r, struct writer *w)
{
	struct scope all = {"all", TEXT("_total"), TEXT("_total")};
	uint64_t n[TALLIES];

	write_count(w, &all, "identities", r->universe.rids.count);
	write_count(w, &all, "identities_mixed", r->truth.mixed);
	write_count(w, &all, "identities_unknown", r->truth.unknown);
	write_count(w, &all, "records_absent", r->truth.absent);
	write_count(w, &all, "true_persons", r->true_persons);
	if (!r->pairs)
		write_count(w, &all, "persons", r->persons.count);
	for (int i = 0; i < TALLIES; i++)
		n[i] = tally_total(&r->tallies[i]);
	write_scope(w, &all, n);
}

static void write_sources(struct run *r, struct writer *w)
{
	struct map *sources = &r->universe.sources;
	size_t count = sources->count;
	uint32_t *order = memory_take((count + 1) * sizeof *order);
	uint64_t n[TALLIES];

	for (uint32_t i = 0; i < count; i++)
		order[i] = i;
	qsort_r(order, count, sizeof *order, compare_sources, sources);
	for (size_t i = 0; i < count; i++)
		for (size_t j = i + (count > 1); j < count; j++) {
			struct scope s = {"pair", sources->entries[order[i]].key,
					  sources->entries[order[j]].key};
			for (int k = 0; k < TALLIES; k++)
				n[k] = tally_of(&r->tallies[k], order[i], order[j]);
			write_scope(w, &s, n);
		}
	memory_free(order);
}

static void start_output(struct run *r, struct preamble *out)
{
	struct step_builder step;
	struct buffer name = {0};

	preamble_copy(out, &r->main.preamble);
	preamble_clear_columns(out);
	preamble_merge(out, &r->truth_reader.preamble);
	if (records_path)
		preamble_merge(out, &r->records.preamble);
	for (size_t i = 0; i < member_paths.count; i++)
		preamble_merge(out, &r->members[i].preamble);
	enum level from = out->level;
	out->level = LEVEL_AGGREGATE;
	preamble_column(out, TEXT("scope"), TEXT("code"), ROLE_DIMENSION);
	preamble_column(out, TEXT("source_a"), TEXT("source"), ROLE_DIMENSION);
	preamble_column(out, TEXT("source_b"), TEXT("source"), ROLE_DIMENSION);
	preamble_column(out, TEXT("figure"), TEXT("code"), ROLE_DIMENSION);
	preamble_column(out, TEXT("value"), TEXT("decimal"), ROLE_MEASURE);
	step_start(&step, out, "evaluate");
	step_parent(&step, &r->main.preamble);
	step_side(&step, "truth", &r->truth_reader.preamble);
	if (records_path)
		step_side(&step, "records", &r->records.preamble);
	for (size_t i = 0; i < member_paths.count; i++) {
		buffer_reset(&name);
		buffer_string(&name, "members");
		buffer_u64(&name, i + 1);
		step_side(&step, text_string(out->arena, buffer_text(&name)),
			  &r->members[i].preamble);
	}
	if (share_text)
		step_option(&step, "share", text_of(share_text));
	if (threshold_text) {
		buffer_reset(&name);
		buffer_fixed(&name, r->threshold, 12);
		step_option(&step, "threshold", text_copy(out->arena, buffer_text(&name)));
	}
	preamble_step(&step);
	policy_output("evaluate", from, out);
	buffer_free(&name);
}

static void finish(struct run *r)
{
	for (int i = 0; i < TALLIES; i++)
		tally_free(&r->tallies[i]);
	truth_free(&r->truth);
	memory_free(r->nodes);
	map_free(&r->persons);
	universe_free(&r->universe);
	for (size_t i = 0; i < member_paths.count; i++)
		reader_close(&r->members[i]);
	memory_free(r->members);
	if (records_path)
		reader_close(&r->records);
	reader_close(&r->truth_reader);
	reader_close(&r->main);
}

int main(int argc, char **argv)
{
	struct run r = {.common = program_start(&program, argc, argv)};
	struct preamble out;
	struct writer w;

	if (!truth_path)
		usage_fail("--truth is needed");
	if (threshold_text && !weight_parse(text_of(threshold_text), &r.threshold))
		usage_fail("--threshold: not a weight in bits: %s", threshold_text);
	open_inputs(&r);
	start_output(&r, &out);
	writer_open(&w, &out, r.common);
	truth_read(&r.truth, &r.truth_reader);
	if (!r.pairs)
		read_clusters(&r);
	if (records_path)
		read_records(&r);
	settle_truth(&r);
	for (int i = 0; i < TALLIES; i++)
		tally_start(&r.tallies[i], r.universe.sources.count);
	if (r.pairs)
		read_pairs(&r);
	tally(&r);
	write_all(&r, &w);
	write_sources(&r, &w);
	writer_read(&w, &r.main);
	writer_side(&w, &r.truth_reader);
	if (records_path)
		writer_side(&w, &r.records);
	for (size_t i = 0; i < member_paths.count; i++)
		writer_side(&w, &r.members[i]);
	writer_close(&w);
	finish(&r);
	return program_finish();
}
