/*
 * unmatched: persons and scored pairs -> the records without a link, each with its
 * reason and its nearest candidate. Memory: O(entities).
 */
#include "cluster/clusters.h"
#include "cluster/pairs.h"
#include "evaluate/nearest.h"
#include "stream/policy.h"
#include "stream/sides.h"

static struct {
	const char *records, *pairs, *ambiguous, *threshold, *need, *area;
	struct string_list expect;
} options;

static const struct option_spec specs[] = {
	{0, "records", OPTION_STRING, &options.records, "FILE",
	 "the identities that were compared (required)", 0, 0},
	{0, "pairs", OPTION_STRING, &options.pairs, "FILE",
	 "scored pairs, also light ones (compare -t): the nearest candidates", 0, 0},
	{0, "ambiguous", OPTION_STRING, &options.ambiguous, "FILE",
	 "the pairs that cluster found ambiguous", 0, 0},
	{'t', "threshold", OPTION_STRING, &options.threshold, "WEIGHT",
	 "the least weight in bits that linked", 0, 0},
	{0, "expect", OPTION_LIST, &options.expect, "SOURCE:SOURCE",
	 "list those of the first without a link to the second (default: to any)", 0, 0},
	{0, "need", OPTION_STRING, &options.need, "COLUMN,...",
	 "identifiers without which a record can hardly link", 0, 0},
	{0, "area", OPTION_STRING, &options.area, "COLUMN=PREFIX,...",
	 "postcodes that begin otherwise are out of the area", 0, 0},
};

static const struct program program = {
	.name = "unmatched",
	.about = "List the records without a link, each with its reason and nearest candidate",
	.operands = "[CLUSTERS]",
	.options = specs,
	.option_count = sizeof specs / sizeof *specs,
	.most_operands = 1,
	.omits = OMIT_PREAMBLE | OMIT_TMPDIR,
};

struct run {
	const struct common *common;
	struct reader clusters;
	struct sides sides;
	struct reader *records, *pairs, *ambiguous; /* the last two NULL: not given */
	struct universe universe;
	struct map persons;
	uint32_t *person; /* of each identity */
	size_t person_capacity;
	bool has_threshold;
	int64_t threshold;
	struct expectation_list expected;
	struct needs needs;
	uint8_t *lacks; /* of each identity, see needs_of() */
	struct nearest nearest;
	uint64_t reasons[REASONS];
	uint64_t linked;
};

static void open_inputs(struct run *r)
{
	if (!options.records)
		usage_fail("--records is required");
	if (options.threshold && !weight_parse(text_of(options.threshold), &r->threshold))
		usage_fail("--threshold: not a weight in bits: %s", options.threshold);
	r->has_threshold = options.threshold != NULL;
	reader_open(&r->clusters, operand_path(r->common, 0), r->common);
	policy_input(TOOL_UNMATCHED, &r->clusters.preamble, r->clusters.path);
	r->sides = (struct sides){.tool = TOOL_UNMATCHED, .common = r->common};
	r->records = sides_open(&r->sides, "records", options.records);
	r->pairs = sides_open(&r->sides, "pairs", options.pairs);
	r->ambiguous = sides_open(&r->sides, "ambiguous", options.ambiguous);
}

static void add_options(const struct run *r, struct step_builder *step)
{
	struct buffer threshold = {0};

	for (size_t i = 0; i < options.expect.count; i++)
		step_option_item(step, "expect", text_of(options.expect.at[i]));
	if (options.need)
		step_option(step, "need", text_of(options.need));
	if (options.area)
		step_option(step, "area", text_of(options.area));
	if (r->has_threshold) {
		buffer_fixed(&threshold, r->threshold, 12);
		step_option(step, "threshold", buffer_text(&threshold));
	}
	buffer_free(&threshold);
}

static void start_output(struct run *r, struct preamble *out)
{
	struct step_builder step;

	preamble_copy(out, &r->clusters.preamble);
	preamble_clear_columns(out);
	sides_merge(&r->sides, out);
	preamble_column(out, TEXT("rid"), TEXT("rid"), ROLE_KEY);
	preamble_column(out, TEXT("source"), TEXT("source"), ROLE_PLAIN);
	preamble_column(out, TEXT("expected"), TEXT("source"), ROLE_PLAIN);
	preamble_column(out, TEXT("reason"), TEXT("code"), ROLE_PLAIN);
	preamble_column(out, TEXT("candidate"), TEXT("rid"), ROLE_KEY);
	preamble_column(out, TEXT("candidate_source"), TEXT("source"), ROLE_PLAIN);
	preamble_column(out, TEXT("rule"), TEXT("code"), ROLE_PLAIN);
	preamble_column(out, TEXT("weight"), TEXT("weight"), ROLE_PLAIN);
	step_start(&step, out, "unmatched");
	step_parent(&step, &r->clusters.preamble);
	sides_step(&r->sides, &step);
	add_options(r, &step);
	preamble_step(&step);
	policy_output(TOOL_UNMATCHED, out->level, out);
}

static void read_clusters(struct run *r)
{
	struct clusters rows = clusters_of(&r->clusters);
	uint32_t identity, person;

	while (clusters_next(&rows, &r->universe, &r->persons, &identity, &person)) {
		memory_need(&r->person, &r->person_capacity, (size_t)identity + 1,
			    sizeof *r->person);
		r->person[identity] = person;
	}
}

static uint32_t identity_at(const struct run *r, const struct reader *in, struct text cell,
			    const char *column)
{
	return universe_need(&r->universe, in, cell, column, "clusters");
}

static void read_records(struct run *r)
{
	struct reader *in = r->records;
	size_t rid = preamble_need(&in->preamble, "rid", in->path, EXIT_DATA);
	struct record row;

	needs_parse(&r->needs, options.need, options.area, in);
	r->lacks = memory_take(r->universe.rids.count + 1);
	memset(r->lacks, 0, r->universe.rids.count + 1);
	while (reader_next(in, &row))
		r->lacks[identity_at(r, in, record_cell(&row, rid), "rid")] =
			needs_of(&r->needs, &row);
}

/* Notes each end of a pair as the other's candidate, unless they are one person. */
static void read_pairs(struct run *r, struct reader *in, bool ambiguous)
{
	size_t id_a = preamble_need(&in->preamble, "id_a", in->path, EXIT_DATA);
	size_t id_b = preamble_need(&in->preamble, "id_b", in->path, EXIT_DATA);
	size_t rule = preamble_find(&in->preamble, TEXT("rule"));
	size_t weight_at = preamble_need(&in->preamble, "weight", in->path, EXIT_DATA);
	struct record row;

	while (reader_next(in, &row)) {
		uint32_t a = identity_at(r, in, record_cell(&row, id_a), "id_a");
		uint32_t b = identity_at(r, in, record_cell(&row, id_b), "id_b");
		struct candidate c = {.ambiguous = ambiguous, .weight = NO_WEIGHT};
		struct text weight = record_cell(&row, weight_at);
		if (weight.length)
			c.weight = pairs_weight(in, weight, "weight");
		if (r->person[a] == r->person[b])
			continue;
		if (rule != NO_COLUMN)
			c.rule = nearest_rule(&r->nearest, record_cell(&row, rule));
		c.heavy = r->has_threshold && c.weight >= r->threshold && c.weight != NO_WEIGHT;
		c.identity = b;
		nearest_note(&r->nearest, &r->universe, &r->expected, a, &c);
		c.identity = a;
		nearest_note(&r->nearest, &r->universe, &r->expected, b, &c);
	}
}

static void write_row(struct run *r, struct writer *w, uint32_t identity, size_t place)
{
	const struct expectation *e = &r->expected.at[place];
	const struct candidate *c = nearest_at(&r->nearest, identity, place);
	enum reason reason = reason_of(c, r->lacks[identity]);
	struct buffer text = {0};

	writer_cell(w, universe_rid(&r->universe, identity));
	writer_cell(w, r->universe.sources.entries[r->universe.source[identity]].key);
	writer_cell(w, e->b_name);
	reason_text(&text, reason, &r->needs, r->lacks[identity]);
	writer_cell(w, buffer_text(&text));
	buffer_reset(&text);
	if (c->identity == UNIVERSE_NONE) {
		for (int i = 0; i < 4; i++)
			writer_cell(w, TEXT_NONE);
	} else {
		writer_cell(w, universe_rid(&r->universe, c->identity));
		writer_cell(w, r->universe.sources.entries[r->universe.source[c->identity]].key);
		writer_cell(w, nearest_rule_name(&r->nearest, c));
		if (c->weight != NO_WEIGHT)
			buffer_fixed(&text, c->weight, 12);
		writer_cell(w, buffer_text(&text));
	}
	writer_end(w);
	r->reasons[reason]++;
	buffer_free(&text);
}

static void write_rows(struct run *r, struct writer *w)
{
	bool *linked = memory_take(r->universe.rids.count + 1);

	for (size_t i = 0; i < r->expected.count; i++) {
		const struct expectation *e = &r->expected.at[i];
		expectation_linked(e, &r->universe, r->person, r->persons.count, linked);
		for (uint32_t j = 0; j < r->universe.rids.count; j++) {
			if (e->a != ANY_SOURCE && r->universe.source[j] != e->a)
				continue;
			if (linked[j])
				r->linked++;
			else
				write_row(r, w, j, i);
		}
	}
	memory_free(linked);
}

static void close_all(struct run *r, struct writer *w)
{
	struct buffer name = {0};

	for (int i = 0; i < REASONS; i++) {
		buffer_reset(&name);
		buffer_string(&name, "records.");
		buffer_string(&name, reason_name((enum reason)i));
		buffer_byte(&name, '\0');
		writer_figure(w, name.at, r->reasons[i]);
	}
	writer_figure(w, "records.linked", r->linked);
	buffer_free(&name);
	writer_read(w, &r->clusters);
	sides_ledger(&r->sides, w);
	writer_close(w);
	sides_close(&r->sides);
	reader_close(&r->clusters);
	nearest_free(&r->nearest);
	needs_free(&r->needs);
	memory_free(r->lacks);
	memory_free(r->person);
	memory_free(r->expected.at);
	map_free(&r->persons);
	universe_free(&r->universe);
}

int main(int argc, char **argv)
{
	struct run r = {.common = program_start(&program, argc, argv)};
	struct preamble out;
	struct writer w;

	open_inputs(&r);
	start_output(&r, &out);
	writer_open(&w, &out, r.common);
	read_clusters(&r);
	expectations_parse(&r.expected, &options.expect, &r.clusters.preamble, &r.universe);
	read_records(&r);
	nearest_start(&r.nearest, &r.expected, r.universe.rids.count);
	if (r.pairs)
		read_pairs(&r, r.pairs, false);
	if (r.ambiguous)
		read_pairs(&r, r.ambiguous, true);
	write_rows(&r, &w);
	close_all(&r, &w);
	return program_finish();
}
