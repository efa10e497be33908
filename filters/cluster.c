/* cluster: pairs that link -> a person id for every identity. */

#include <stdlib.h>

#include "cluster/constraints.h"
#include "cluster/linking.h"
#include "cluster/pairs.h"
#include "cluster/person_ledger.h"
#include "cluster/person_order.h"
#include "model/protocol.h"
#include "stream/columns.h"
#include "stream/policy.h"

static const char *records_path, *threshold_text, *probability_text, *purpose, *single_text;
static const char *ambiguous_path, *report_path, *ledger_path, *ledger_out_path, *events_path;
static const char *project, *ledger_key, *protocol_path, *one_value;
static struct string_list model_paths, must_link_paths, must_not_paths;
static uint64_t most_records;

static const struct option_spec options[] = {
	{0, "records", OPTION_STRING, &records_path, "FILE",
	 "the identities that were compared, linked or not (needed)", 0, 0},
	{'t', "threshold", OPTION_STRING, &threshold_text, "WEIGHT",
	 "the least weight in bits that links, or none (default: the model's, else any)", 0, 0},
	{0, "probability", OPTION_STRING, &probability_text, "P", "the same as a probability", 0,
	 0},
	{0, "purpose", OPTION_STRING, &purpose, "NAME",
	 "the model's threshold for individual decisions or for statistics", 0, 0},
	{'m', "model", OPTION_LIST, &model_paths, "FILE",
	 "the model whose rules the pairs name; one, or one for each PAIRS", 0, 0},
	{0, "single", OPTION_STRING, &single_text, "SOURCE,...",
	 "sources that have a person at most once, or all", 0, 0},
	{0, "one-value", OPTION_STRING, &one_value, "COLUMN,...",
	 "columns of which a person has one value", 0, 0},
	{0, "must-link", OPTION_LIST, &must_link_paths, "FILE", "pairs that are one person", 0, 0},
	{0, "must-not", OPTION_LIST, &must_not_paths, "FILE", "pairs that may never be one person",
	 0, 0},
	{0, "most-records", OPTION_NUMBER, &most_records, "N",
	 "refuse links that make a person of more records", 1, INT32_MAX},
	{0, "ambiguous", OPTION_STRING, &ambiguous_path, "FILE",
	 "write the pairs that could not be decided", 0, 0},
	{0, "report", OPTION_STRING, &report_path, "FILE", "write what holds each person together",
	 0, 0},
	{0, "protocol", OPTION_STRING, &protocol_path, "FILE",
	 "refuse to run otherwise than was agreed", 0, 0},
	{0, "ledger", OPTION_STRING, &ledger_path, "FILE", "the last refresh's ledger of persons",
	 0, 0},
	{0, "ledger-out", OPTION_STRING, &ledger_out_path, "FILE",
	 "write the ledger of persons for the next refresh", 0, 0},
	{0, "ledger-key", OPTION_STRING, &ledger_key, "COLUMN,...",
	 "what the ledger knows records by (default: the sources' own person ids)", 0, 0},
	{0, "events", OPTION_STRING, &events_path, "FILE",
	 "write who was created, merged, split or retired since", 0, 0},
	{0, "project", OPTION_STRING, &project, "NAME", "the project that the ledger is of", 0, 0},
};

static const struct program program = {
	.name = "cluster",
	.about = "Give every identity the id of the person that its links make it",
	.operands = "[PAIRS...]",
	.options = options,
	.option_count = sizeof options / sizeof *options,
	.most_operands = SIZE_MAX,
	.omits = OMIT_PREAMBLE,
};

/* A stream beside the persons. */
struct side {
	const char *path, *name;
	struct preamble preamble;
	struct writer writer;
};

enum sides { SIDE_AMBIGUOUS, SIDE_REPORT, SIDE_LEDGER, SIDE_EVENTS, SIDES };

struct run {
	const struct common *common;
	struct arena arena;
	struct model *models;
	struct pairs *pairs;
	size_t input_count;
	struct reader records, *must_link, *must_not;
	bool one_threshold; /* the same for all pairs */
	int64_t threshold;
	struct universe universe;
	struct linking linking;
	struct one_value values;
	struct cohesion cohesion;
	struct person_ledger ledger;
	bool keeps_ledger;
	struct persons persons;
	struct side sides[SIDES];
	struct preamble out;
	struct writer writer;
	struct buffer id;
	uint64_t linked, absent;
};

static int64_t read_threshold(bool *given)
{
	int64_t threshold = 0;
	struct decimal p;

	*given = threshold_text || probability_text;
	if ((threshold_text != NULL) + (probability_text != NULL) + (purpose != NULL) > 1)
		usage_fail("only one of --threshold, --probability and --purpose");
	if (threshold_text && !threshold_parse(text_of(threshold_text), &threshold))
		usage_fail("--threshold: neither a weight in bits nor none: %s", threshold_text);
	if (probability_text) {
		if (!decimal_read(text_of(probability_text), &p) || !decimal_is_share(p))
			usage_fail("--probability: not a number between 0 and 1: %s",
				   probability_text);
		threshold = weight_of_odds(p);
	}
	if (purpose && strcmp(purpose, "individual") != 0 && strcmp(purpose, "statistics") != 0)
		usage_fail("--purpose: neither individual nor statistics: %s", purpose);
	if (purpose && !model_paths.count)
		usage_fail("--purpose needs the model that has its thresholds");
	return threshold;
}

static void read_options(struct run *r)
{
	size_t inputs = r->common->operand_count ? r->common->operand_count : 1;
	uint32_t rules = 0;

	if (!records_path)
		usage_fail("--records is needed");
	r->threshold = read_threshold(&r->one_threshold);
	if (model_paths.count > 1 && model_paths.count != inputs)
		usage_fail("--model is given once, or once for each PAIRS");
	r->keeps_ledger = ledger_path || ledger_out_path;
	if (r->keeps_ledger && (!project || !source_id_valid(text_of(project))))
		usage_fail("a ledger needs --project NAME: letters, digits, - and _");
	if (!r->keeps_ledger && (ledger_key || events_path || project))
		usage_fail("--ledger-key, --events and --project need --ledger or --ledger-out");
	r->input_count = inputs;
	r->pairs = ARENA_ARRAY(&r->arena, inputs, struct pairs);
	r->models = ARENA_ARRAY(&r->arena, model_paths.count + 1, struct model);
	for (size_t i = 0; i < model_paths.count; i++)
		model_read(&r->models[i], &r->arena, model_paths.at[i]);
	for (size_t i = 0; i < inputs; i++) {
		struct pairs *p = &r->pairs[i];
		*p = (struct pairs){.has_threshold = r->one_threshold, .threshold = r->threshold};
		if (!model_paths.count)
			continue;
		p->model = &r->models[model_paths.count > 1 ? i : 0];
		p->first_rule = model_paths.count > 1 ? rules : 0;
		rules += (uint32_t)p->model->rule_count;
		if (r->one_threshold)
			continue;
		p->has_threshold = purpose || p->model->has_threshold;
		p->threshold = purpose ? model_purpose(p->model, purpose) : p->model->threshold;
	}
	if (model_paths.count == 1 && r->pairs[0].has_threshold) {
		r->one_threshold = true;
		r->threshold = r->pairs[0].threshold;
	}
}

static struct reader *open_decisions(struct run *r, const struct string_list *paths)
{
	struct reader *readers = ARENA_ARRAY(&r->arena, paths->count + 1, struct reader);

	for (size_t i = 0; i < paths->count; i++) {
		reader_open_side(&readers[i], paths->at[i], r->common);
		policy_input(TOOL_CLUSTER, &readers[i].preamble, paths->at[i]);
	}
	return readers;
}

static void open_inputs(struct run *r)
{
	for (size_t i = 0; i < r->input_count; i++)
		pairs_open(&r->pairs[i], operand_path(r->common, i), r->common);
	reader_open_side(&r->records, records_path, r->common);
	policy_input(TOOL_CLUSTER, &r->records.preamble, r->records.path);
	one_value_columns(&r->values, &r->records.preamble, one_value, records_path);
	r->must_link = open_decisions(r, &must_link_paths);
	r->must_not = open_decisions(r, &must_not_paths);
	if (!r->keeps_ledger)
		return;
	r->ledger.project = project;
	person_ledger_columns(&r->ledger, &r->records.preamble, ledger_key, records_path);
	if (ledger_path)
		person_ledger_read(&r->ledger, &r->records.preamble, ledger_path, r->common);
}

/* `name`, and `name-2` and so on for the files after the first. */
static const char *numbered(struct run *r, const char *name, size_t i)
{
	struct buffer b = {0};

	buffer_string(&b, name);
	if (i) {
		buffer_byte(&b, '-');
		buffer_u64(&b, i + 1);
	}
	const char *string = text_string(&r->arena, buffer_text(&b));
	buffer_free(&b);
	return string;
}

static void step_options(struct run *r, struct step_builder *step)
{
	if (r->one_threshold)
		step_threshold(step, r->threshold);
	if (purpose)
		step_option(step, "purpose", text_of(purpose));
	for (size_t i = 0; i < model_paths.count; i++)
		step_file(step, numbered(r, "model", i), r->models[i].digest);
	if (single_text)
		step_option(step, "single", text_of(single_text));
	if (one_value)
		step_option(step, "one-value", text_of(one_value));
	if (most_records)
		step_option_u64(step, "most-records", most_records);
	if (r->keeps_ledger)
		person_ledger_step(&r->ledger, step);
	protocol_hold(step, protocol_path);
}

/* The step of the persons (output NULL) or of a stream beside them; its
 * preamble's columns are there. */
static void add_step(struct run *r, struct preamble *out, const char *output)
{
	struct step_builder step;

	for (size_t i = 1; i < r->input_count; i++)
		preamble_merge(out, &r->pairs[i].in.preamble);
	preamble_merge(out, &r->records.preamble);
	for (size_t i = 0; i < must_link_paths.count; i++)
		preamble_merge(out, &r->must_link[i].preamble);
	for (size_t i = 0; i < must_not_paths.count; i++)
		preamble_merge(out, &r->must_not[i].preamble);
	/* The ledger's own history stays behind: it would grow with every refresh. */
	if (r->ledger.given && r->ledger.in.preamble.level < out->level)
		out->level = r->ledger.in.preamble.level;
	out->partial = out->partial || (r->ledger.given && r->ledger.in.preamble.partial);
	step_start(&step, out, "cluster");
	for (size_t i = 0; i < r->input_count; i++)
		step_parent(&step, &r->pairs[i].in.preamble);
	step_side(&step, "records", &r->records.preamble);
	for (size_t i = 0; i < must_link_paths.count; i++)
		step_side(&step, numbered(r, "must-link", i), &r->must_link[i].preamble);
	for (size_t i = 0; i < must_not_paths.count; i++)
		step_side(&step, numbered(r, "must-not", i), &r->must_not[i].preamble);
	step_options(r, &step);
	if (output)
		step_option(&step, "output", text_of(output));
	if (output && strcmp(output, "ledger") == 0)
		person_ledger_start(&r->ledger, &r->records.preamble, out, &step);
	preamble_step(&step);
	policy_output(TOOL_CLUSTER, out->level, out);
}

static void ambiguous_columns(const struct run *r, struct preamble *out)
{
	if (r->input_count > 1) {
		preamble_clear_columns(out);
		preamble_column(out, TEXT("id_a"), TEXT("rid"), ROLE_KEY);
		preamble_column(out, TEXT("id_b"), TEXT("rid"), ROLE_KEY);
		preamble_column(out, TEXT("rule"), TEXT("code"), ROLE_PLAIN);
		preamble_column(out, TEXT("weight"), TEXT("weight"), ROLE_PLAIN);
	}
	preamble_column(out, TEXT("reason"), TEXT("code"), ROLE_PLAIN);
}

static void open_side(struct run *r, enum sides which, const char *path, const char *name)
{
	struct side *s = &r->sides[which];

	s->path = path;
	if (!path)
		return;
	preamble_copy(&s->preamble, &r->pairs[0].in.preamble);
	if (which == SIDE_AMBIGUOUS)
		ambiguous_columns(r, &s->preamble);
	else
		preamble_clear_columns(&s->preamble);
	if (which == SIDE_REPORT)
		cohesion_columns(&s->preamble);
	if (which == SIDE_EVENTS)
		person_events_columns(&s->preamble);
	add_step(r, &s->preamble, name);
	writer_open_side(&s->writer, &s->preamble, path, r->common);
}

static void open_outputs(struct run *r)
{
	open_side(r, SIDE_AMBIGUOUS, ambiguous_path, "ambiguous");
	open_side(r, SIDE_REPORT, report_path, "report");
	open_side(r, SIDE_LEDGER, ledger_out_path, "ledger");
	open_side(r, SIDE_EVENTS, events_path, "events");
	preamble_copy(&r->out, &r->pairs[0].in.preamble);
	preamble_clear_columns(&r->out);
	preamble_column(&r->out, TEXT("rid"), TEXT("rid"), ROLE_KEY);
	preamble_column(&r->out, TEXT("source"), TEXT("source"), ROLE_PLAIN);
	preamble_column(&r->out, TEXT("person_id"), TEXT("id"), ROLE_KEY);
	add_step(r, &r->out, NULL);
	writer_open(&r->writer, &r->out, r->common);
}

static void read_records(struct run *r)
{
	size_t rid = preamble_need(&r->records.preamble, "rid", r->records.path, EXIT_DATA);
	struct source_column from = source_column(&r->records);
	struct record row;

	while (reader_next(&r->records, &row)) {
		struct text source = source_cell(from, &row);
		uint32_t identity =
			universe_add(&r->universe, &r->records, record_cell(&row, rid), source);
		one_value_identity(&r->values, &r->records.preamble, &row, identity);
		if (r->keeps_ledger)
			person_ledger_identity(&r->ledger, &r->records.preamble, &row, source,
					       identity);
	}
	person_ledger_sort(&r->ledger);
}

/* A source of which nobody came is one all the same. */
static bool is_declared(const struct preamble *p, struct text id)
{
	for (size_t i = 0; i < p->source_count; i++)
		if (text_equal(p->sources[i].id, id))
			return true;
	return false;
}

static void set_single(struct run *r)
{
	const struct map *sources = &r->universe.sources;
	bool all = strcmp(single_text, "all") == 0;
	struct text rest = text_of(single_text), name;
	uint16_t count = 0, *single = ARENA_ARRAY(&r->arena, sources->count + 1, uint16_t);

	for (size_t i = 0; i < sources->count; i++)
		single[i] = all ? count++ : UINT16_MAX;
	while (!all && text_cut(&rest, ',', &name)) {
		size_t at = map_index(sources, name);
		if (at == SIZE_MAX && is_declared(&r->records.preamble, name))
			continue;
		if (at == SIZE_MAX)
			fail_at(EXIT_CONFIG, (struct place){.file = records_path}, "single",
				"no source %.*s in the records", (int)name.length, name.at);
		if (single[at] == UINT16_MAX)
			single[at] = count++;
	}
	r->linking.single = single;
	joining_single(&r->linking.joining, r->universe.source, single, count);
}

static void note_link(void *context, uint32_t a, uint32_t b)
{
	cohesion_link(context, &(struct edge){.a = a, .b = b});
}

static void set_conditions(struct run *r)
{
	struct constraints d = {.universe = &r->universe,
				.components = &r->linking.components,
				.apart = &r->linking.joining.apart,
				.ledger = r->keeps_ledger ? &r->ledger : NULL,
				.records = &r->records.preamble,
				.linked = report_path ? note_link : NULL,
				.context = &r->cohesion};

	for (size_t i = 0; i < must_link_paths.count; i++)
		constraints_read(&d, &r->must_link[i], true);
	for (size_t i = 0; i < must_not_paths.count; i++)
		constraints_read(&d, &r->must_not[i], false);
	complain_end();
	if (d.conflicts)
		fail(EXIT_CONFIG, "%llu decisions contradict others",
		     (unsigned long long)d.conflicts);
	r->absent = d.absent;
	if (single_text)
		set_single(r);
	joining_values(&r->linking.joining, &r->values);
	if (most_records)
		joining_most(&r->linking.joining, (uint32_t)most_records);
	r->linking.conditions = single_text || one_value || most_records || must_not_paths.count;
}

/* A pair that several streams had, for --ambiguous. */
static void print_pair(void *context, struct buffer *line, struct text pair, const struct edge *e)
{
	const struct run *r = context;
	const struct pairs *of = r->pairs;

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

static void link_pairs(struct run *r)
{
	struct linking *l = &r->linking;
	struct record row;
	struct edge e;

	linking_start(l, &r->universe, r->common->tmpdir);
	l->several = r->input_count > 1;
	l->keeps_ambiguous = ambiguous_path;
	l->print = print_pair;
	l->context = r;
	if (report_path) {
		cohesion_start(&r->cohesion, r->common->tmpdir);
		l->cohesion = &r->cohesion;
	}
	set_conditions(r);
	for (size_t i = 0; i < r->input_count; i++)
		while (reader_next(&r->pairs[i].in, &row)) {
			if (pairs_read(&r->pairs[i], &r->universe, &row, &e))
				linking_pair(l, &e, row.line);
			else
				l->figures[PAIRS_BELOW]++;
		}
	roster_close(&r->universe.rids);
	linking_settle(l);
	struct text line;
	while (ambiguous_path && linking_ambiguous(l, &line))
		writer_line(&r->sides[SIDE_AMBIGUOUS].writer, line);
	linking_free(l);
}

static void write_person(struct run *r, struct sum id, uint32_t label)
{
	uint32_t count = persons_members(&r->persons, label);

	buffer_reset(&r->id);
	person_id_print(&r->id, id);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t identity = r->persons.members[i];
		writer_cell(&r->writer, universe_rid(&r->universe, identity));
		writer_cell(&r->writer,
			    r->universe.sources.entries[r->universe.source[identity]].key);
		writer_cell(&r->writer, buffer_text(&r->id));
		writer_end(&r->writer);
	}
	r->linked += count > 1;
}

static struct sum id_of(void *context, uint32_t label)
{
	struct run *r = context;

	return r->keeps_ledger ? person_ledger_id(&r->ledger, &r->persons, label)
			       : persons_hash(&r->persons, label, TEXT_NONE);
}

/* Persons in the order of their ids; ids are in the order of their digits. */
static void write_persons(struct run *r)
{
	struct persons *p = &r->persons;
	struct person_order order = {.persons = p, .id_of = id_of, .context = r};
	struct sum id;
	uint32_t label;

	for (label = 0; label < r->universe.rids.count; label++) {
		if (!persons_is_label(p, label))
			continue;
		id = id_of(r, label);
		if (r->keeps_ledger)
			person_ledger_note(&r->ledger, label, id);
		if (report_path)
			cohesion_person(&r->cohesion, p, label, id);
		person_order_add(&order, id, label);
	}
	while (person_order_next(&order, &id, &label))
		write_person(r, id, label);
	person_order_free(&order);
}

static void take_ledgers(struct run *r, struct writer *w)
{
	for (size_t i = 0; i < r->input_count; i++)
		writer_read(w, &r->pairs[i].in);
	writer_side(w, &r->records);
	for (size_t i = 0; i < must_link_paths.count; i++)
		writer_side(w, &r->must_link[i]);
	for (size_t i = 0; i < must_not_paths.count; i++)
		writer_side(w, &r->must_not[i]);
}

static void write_figures(struct run *r)
{
	struct writer *w = &r->writer;

	for (int i = 0; i < PAIRS_FIGURES; i++)
		writer_figure(w, linking_figures[i], r->linking.figures[i]);
	writer_figure(w, "persons.all", r->persons.count);
	writer_figure(w, "persons.linked", r->linked);
	if (!r->keeps_ledger)
		return;
	writer_figure(w, "persons.created", r->ledger.created);
	writer_figure(w, "persons.kept", r->ledger.kept);
	writer_figure(w, "persons.split", r->ledger.split);
	writer_figure(w, "ledger.merged", r->ledger.merged);
	writer_figure(w, "ledger.moved", r->ledger.moved);
	writer_figure(w, "ledger.retired", r->ledger.retired);
	writer_figure(w, "ledger.returned", r->ledger.returned);
	writer_figure(w, "records.unkeyed", r->ledger.unkeyed);
	writer_figure(w, "decisions.absent", r->absent);
}

static void finish(struct run *r)
{
	if (r->keeps_ledger)
		person_ledger_free(&r->ledger);
	persons_free(&r->persons);
	buffer_free(&r->id);
	universe_free(&r->universe);
	one_value_free(&r->values);
	for (size_t i = 0; i < model_paths.count; i++)
		model_free(&r->models[i]);
	for (size_t i = 0; i < must_link_paths.count; i++)
		reader_close(&r->must_link[i]);
	for (size_t i = 0; i < must_not_paths.count; i++)
		reader_close(&r->must_not[i]);
	reader_close(&r->records);
	for (size_t i = 0; i < r->input_count; i++)
		reader_close(&r->pairs[i].in);
	arena_free(&r->arena);
}

int main(int argc, char **argv)
{
	struct run r = {.common = program_start(&program, argc, argv)};

	read_options(&r);
	open_inputs(&r);
	open_outputs(&r);
	read_records(&r);
	link_pairs(&r);
	persons_start(&r.persons, &r.linking.components, &r.universe);
	if (report_path)
		cohesion_settle(&r.cohesion, &r.persons);
	if (r.keeps_ledger)
		person_ledger_settle(&r.ledger, &r.persons, r.common->tmpdir);
	write_persons(&r);
	if (report_path)
		cohesion_write(&r.cohesion, &r.sides[SIDE_REPORT].writer);
	if (ledger_out_path)
		person_ledger_write(&r.ledger, &r.persons, &r.sides[SIDE_LEDGER].writer,
				    r.common->tmpdir);
	if (events_path)
		person_events_write(&r.ledger, &r.sides[SIDE_EVENTS].writer);
	for (int i = 0; i < SIDES; i++) {
		if (!r.sides[i].path)
			continue;
		take_ledgers(&r, &r.sides[i].writer);
		writer_close(&r.sides[i].writer);
	}
	write_figures(&r);
	take_ledgers(&r, &r.writer);
	writer_close(&r.writer);
	finish(&r);
	return program_finish();
}
