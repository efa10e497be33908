/*
 * cluster: pairs that link -> a person id for every identity. Memory:
 * O(identities + pairs that a unique rule found); --method average: also O(what
 * identities say + candidate pairs).
 */

#include "cluster/constraints.h"
#include "cluster/doubles.h"
#include "cluster/linking.h"
#include "cluster/pairs.h"
#include "cluster/person_rows.h"
#include "cluster/single.h"
#include "cluster/threshold.h"
#include "model/protocol.h"
#include "stream/columns.h"
#include "stream/sides.h"

static struct {
	const char *records, *threshold, *probability, *purpose, *single, *one_value, *protocol;
	const char *method;
	const char *ambiguous, *report, *ledger, *ledger_out, *ledger_key, *events, *project;
	struct string_list models, doubles, must_link, must_not;
	uint64_t most_records;
} options;

static const struct option_spec specs[] = {
	{0, "records", OPTION_STRING, &options.records, "FILE",
	 "the identities that were compared, linked or not (required)", 0, 0},
	{'t', "threshold", OPTION_STRING, &options.threshold, "WEIGHT",
	 "the least weight in bits that links, or none (default: the model's, else any)", 0, 0},
	{0, "probability", OPTION_STRING, &options.probability, "P", "that as a probability", 0, 0},
	{0, "purpose", OPTION_STRING, &options.purpose, "NAME",
	 "the model's threshold for individual decisions or for statistics", 0, 0},
	{'m', "model", OPTION_LIST, &options.models, "FILE",
	 "the model whose rules the pairs name; one, or one for each PAIRS", 0, 0},
	{0, "method", OPTION_STRING, &options.method, "NAME",
	 "components: links join whom they connect (default); average: by all pairs of two groups",
	 0, 0},
	{0, "single", OPTION_STRING, &options.single, "SOURCE,...",
	 "sources in which a person appears at most once, or all", 0, 0},
	{0, "one-value", OPTION_STRING, &options.one_value, "COLUMN,...",
	 "columns in which a person has one value", 0, 0},
	{0, "doubles", OPTION_LIST, &options.doubles, "FILE",
	 "pairs of records that one source has of one person", 0, 0},
	{0, "must-link", OPTION_LIST, &options.must_link, "FILE", "pairs of one person", 0, 0},
	{0, "must-not", OPTION_LIST, &options.must_not, "FILE",
	 "pairs that may never be one person", 0, 0},
	{0, "most-records", OPTION_NUMBER, &options.most_records, "N",
	 "refuse links that make a person of more records", 1, INT32_MAX},
	{0, "ambiguous", OPTION_STRING, &options.ambiguous, "FILE",
	 "write the pairs that could not be decided", 0, 0},
	{0, "report", OPTION_STRING, &options.report, "FILE",
	 "write what holds each person together", 0, 0},
	{0, "protocol", OPTION_STRING, &options.protocol, "FILE",
	 "refuse to run otherwise than was agreed", 0, 0},
	{0, "ledger", OPTION_STRING, &options.ledger, "FILE",
	 "the last refresh's ledger of persons", 0, 0},
	{0, "ledger-out", OPTION_STRING, &options.ledger_out, "FILE",
	 "write the ledger of persons for the next refresh", 0, 0},
	{0, "ledger-key", OPTION_STRING, &options.ledger_key, "COLUMN,...",
	 "what the ledger knows records by (default: the sources' own person ids)", 0, 0},
	{0, "events", OPTION_STRING, &options.events, "FILE",
	 "write who was created, merged, split or retired since", 0, 0},
	{0, "project", OPTION_STRING, &options.project, "NAME", "the project of the ledger", 0, 0},
};

static const struct program program = {
	.name = "cluster",
	.about = "Give every identity the id of the person that its links make it",
	.operands = "[PAIRS...]",
	.options = specs,
	.option_count = sizeof specs / sizeof *specs,
	.most_operands = SIZE_MAX,
	.omits = OMIT_PREAMBLE,
};

/* A stream beside the persons. */
struct extra {
	bool open;
	struct preamble preamble;
	struct writer writer;
};

enum extras { EXTRA_AMBIGUOUS, EXTRA_REPORT, EXTRA_LEDGER, EXTRA_EVENTS, EXTRAS };

struct run {
	const struct common *common;
	struct arena arena;
	struct model *models;
	struct pairs *pairs;
	size_t input_count;
	struct sides sides;
	struct reader *records, **must_link, **must_not;
	struct doubles doubles;
	bool averages;
	struct average average;
	bool one_threshold; /* the same for all pairs */
	int64_t threshold;
	struct universe universe;
	struct linking linking;
	struct one_value values;
	struct cohesion cohesion;
	struct person_ledger ledger;
	bool keeps_ledger;
	struct persons persons;
	struct extra extras[EXTRAS];
	struct preamble out;
	struct writer writer;
	uint64_t linked, absent;
};

static void read_options(struct run *r)
{
	size_t inputs = r->common->operand_count ? r->common->operand_count : 1;

	if (!options.records)
		usage_fail("--records is required");
	r->one_threshold = threshold_option(options.threshold, options.probability, options.purpose,
					    options.models.count, &r->threshold);
	if (options.models.count > 1 && options.models.count != inputs)
		usage_fail("--model is given once, or once for each PAIRS");
	r->keeps_ledger =
		person_ledger_option(options.ledger || options.ledger_out, options.project,
				     options.ledger_key || options.events || options.project);
	r->input_count = inputs;
	r->pairs = ARENA_ARRAY(&r->arena, inputs, struct pairs);
	r->models = ARENA_ARRAY(&r->arena, options.models.count + 1, struct model);
	for (size_t i = 0; i < options.models.count; i++)
		model_read(&r->models[i], &r->arena, options.models.at[i]);
	r->averages = average_method(options.method, r->models, options.models.count);
	if (r->averages && !r->one_threshold)
		r->threshold = r->models->candidates;
	r->one_threshold = r->one_threshold || (r->averages && !options.purpose);
	pairs_models(r->pairs, inputs, r->models, options.models.count, options.purpose,
		     r->one_threshold ? &r->threshold : NULL);
	r->one_threshold =
		r->one_threshold || (options.models.count == 1 && r->pairs[0].has_threshold);
}

static void open_inputs(struct run *r)
{
	for (size_t i = 0; i < r->input_count; i++)
		pairs_open(&r->pairs[i], operand_path(r->common, i), r->common);
	r->sides = (struct sides){.tool = TOOL_CLUSTER, .common = r->common};
	r->records = sides_open(&r->sides, "records", options.records);
	r->doubles.streams = sides_open_all(&r->sides, "doubles", &options.doubles);
	r->doubles.count = options.doubles.count;
	r->must_link = sides_open_all(&r->sides, "must-link", &options.must_link);
	r->must_not = sides_open_all(&r->sides, "must-not", &options.must_not);
	one_value_columns(&r->values, &r->records->preamble, options.one_value, options.records);
	if (r->averages)
		weigher_start(&r->average.weigher, r->models, &r->records->preamble);
	if (!r->keeps_ledger)
		return;
	r->ledger.project = options.project;
	person_ledger_columns(&r->ledger, &r->records->preamble, options.ledger_key,
			      options.records);
	person_ledger_read(&r->ledger, &r->records->preamble, options.ledger, r->common);
}

static void step_options(struct run *r, struct step_builder *step)
{
	if (r->one_threshold)
		step_threshold(step, r->pairs[0].threshold);
	step_option_given(step, "purpose", options.purpose);
	for (size_t i = 0; i < options.models.count; i++)
		step_file(step, side_name(&r->arena, "model", i, options.models.count),
			  r->models[i].digest);
	if (r->averages)
		average_step(&r->average, step);
	step_option_given(step, "single", options.single);
	step_option_given(step, "one-value", options.one_value);
	if (options.most_records)
		step_option_u64(step, "most-records", options.most_records);
	if (r->keeps_ledger)
		person_ledger_step(&r->ledger, step);
	protocol_hold(step, options.protocol);
}

/* The step of the persons (output NULL) or of a stream beside them; its
 * preamble's columns are there. */
static void add_step(struct run *r, struct preamble *out, const char *output)
{
	struct step_builder step;

	for (size_t i = 1; i < r->input_count; i++)
		preamble_merge(out, &r->pairs[i].in.preamble);
	sides_merge(&r->sides, out);
	person_ledger_merge(&r->ledger, out);
	step_start(&step, out, "cluster");
	for (size_t i = 0; i < r->input_count; i++)
		step_parent(&step, &r->pairs[i].in.preamble);
	sides_step(&r->sides, &step);
	step_options(r, &step);
	step_option_given(&step, "output", output);
	if (output && strcmp(output, "ledger") == 0)
		person_ledger_start(&r->ledger, &r->records->preamble, out, &step);
	preamble_step(&step);
	policy_output(TOOL_CLUSTER, out->level, out);
}

static void open_extra(struct run *r, enum extras which, const char *path, const char *name)
{
	struct extra *e = &r->extras[which];

	if (!path)
		return;
	e->open = true;
	preamble_copy(&e->preamble, &r->pairs[0].in.preamble);
	if (which == EXTRA_AMBIGUOUS)
		pairs_ambiguous_columns(&e->preamble, r->input_count > 1);
	else
		preamble_clear_columns(&e->preamble);
	if (which == EXTRA_REPORT)
		cohesion_columns(&e->preamble);
	if (which == EXTRA_EVENTS)
		person_events_columns(&e->preamble);
	add_step(r, &e->preamble, name);
	writer_open_side(&e->writer, &e->preamble, path, r->common);
}

static void open_outputs(struct run *r)
{
	open_extra(r, EXTRA_AMBIGUOUS, options.ambiguous, "ambiguous");
	open_extra(r, EXTRA_REPORT, options.report, "report");
	open_extra(r, EXTRA_LEDGER, options.ledger_out, "ledger");
	open_extra(r, EXTRA_EVENTS, options.events, "events");
	preamble_copy(&r->out, &r->pairs[0].in.preamble);
	preamble_clear_columns(&r->out);
	person_rows_columns(&r->out);
	add_step(r, &r->out, NULL);
	writer_open(&r->writer, &r->out, r->common);
}

static void read_records(struct run *r)
{
	size_t rid = preamble_need(&r->records->preamble, "rid", r->records->path, EXIT_DATA);
	struct source_column from = source_column(r->records);
	struct record row;

	while (reader_next(r->records, &row)) {
		struct text source = source_cell(from, &row);
		uint32_t identity =
			universe_add(&r->universe, r->records, record_cell(&row, rid), source);
		one_value_identity(&r->values, &r->records->preamble, &row, identity);
		if (r->averages)
			weigher_identity(&r->average.weigher, &row);
		if (r->keeps_ledger)
			person_ledger_identity(&r->ledger, &r->records->preamble, &row, source,
					       identity);
	}
	person_ledger_sort(&r->ledger);
}

static void set_conditions(struct run *r)
{
	struct constraints d = {.universe = &r->universe,
				.components = &r->linking.components,
				.apart = &r->linking.joining.apart,
				.ledger = r->keeps_ledger ? &r->ledger : NULL,
				.records = &r->records->preamble,
				.cohesion = options.report ? &r->cohesion : NULL};
	uint16_t count;

	constraints_read(&d, r->must_link, options.must_link.count, r->must_not,
			 options.must_not.count);
	r->absent = d.absent;
	doubles_join(&r->doubles, &r->universe, &r->linking.joining, d.cohesion);
	if (options.single) {
		r->linking.single =
			single_sources(&r->universe, &r->records->preamble, options.single,
				       options.records, &r->arena, &count);
		joining_single(&r->linking.joining, r->universe.source, r->linking.single, count);
	}
	joining_values(&r->linking.joining, &r->values);
	if (options.most_records)
		joining_most(&r->linking.joining, (uint32_t)options.most_records);
	r->linking.conditions = options.single || options.one_value || options.most_records ||
				options.must_not.count;
}

static void link_pairs(struct run *r)
{
	struct linking *l = &r->linking;

	linking_start(l, &r->universe, r->common->tmpdir);
	l->several = r->input_count > 1;
	l->keeps_ambiguous = options.ambiguous;
	l->average = r->averages ? &r->average : NULL;
	l->print = pairs_merged_print;
	l->context = r->pairs;
	if (options.report) {
		cohesion_start(&r->cohesion, r->common->tmpdir);
		l->cohesion = &r->cohesion;
	}
	set_conditions(r);
	for (size_t i = 0; i < r->input_count; i++)
		pairs_link(&r->pairs[i], &r->universe, l);
	roster_close(&r->universe.rids);
	linking_settle(l);
}

static void take_ledgers(struct run *r, struct writer *w)
{
	for (size_t i = 0; i < r->input_count; i++)
		writer_read(w, &r->pairs[i].in);
	sides_ledger(&r->sides, w);
}

static void write_figures(struct run *r)
{
	struct writer *w = &r->writer;

	for (int i = 0; i < PAIRS_FIGURES - !r->averages; i++)
		writer_figure(w, linking_figures[i], r->linking.figures[i]);
	doubles_figures(&r->doubles, w);
	writer_figure(w, "persons.all", r->persons.count);
	writer_figure(w, "persons.linked", r->linked);
	if (!r->keeps_ledger)
		return;
	person_ledger_figures(&r->ledger, w);
	writer_figure(w, "decisions.absent", r->absent);
}

static void finish(struct run *r)
{
	if (r->keeps_ledger)
		person_ledger_free(&r->ledger);
	linking_free(&r->linking);
	persons_free(&r->persons);
	universe_free(&r->universe);
	one_value_free(&r->values);
	average_free(&r->average);
	for (size_t i = 0; i < options.models.count; i++)
		model_free(&r->models[i]);
	sides_close(&r->sides);
	for (size_t i = 0; i < r->input_count; i++)
		reader_close(&r->pairs[i].in);
	arena_free(&r->arena);
}

static void write_extras(struct run *r)
{
	struct extra *e = r->extras;
	struct text line;

	while (e[EXTRA_AMBIGUOUS].open && linking_ambiguous(&r->linking, &line))
		writer_line(&e[EXTRA_AMBIGUOUS].writer, line);
	if (e[EXTRA_REPORT].open)
		cohesion_write(&r->cohesion, &e[EXTRA_REPORT].writer);
	if (e[EXTRA_LEDGER].open)
		person_ledger_write(&r->ledger, &r->persons, &e[EXTRA_LEDGER].writer,
				    r->common->tmpdir);
	if (e[EXTRA_EVENTS].open)
		person_events_write(&r->ledger, &e[EXTRA_EVENTS].writer);
	for (int i = 0; i < EXTRAS; i++) {
		if (!e[i].open)
			continue;
		take_ledgers(r, &e[i].writer);
		writer_close(&e[i].writer);
	}
}

static void write_persons(struct run *r)
{
	struct person_rows rows = {.persons = &r->persons,
				   .ledger = r->keeps_ledger ? &r->ledger : NULL,
				   .cohesion = options.report ? &r->cohesion : NULL};

	persons_start(&r->persons, &r->linking.components, &r->universe);
	if (options.report)
		cohesion_settle(&r->cohesion, &r->persons);
	if (r->keeps_ledger)
		person_ledger_settle(&r->ledger, &r->persons, r->common->tmpdir);
	person_rows_write(&rows, &r->writer);
	r->linked = rows.linked;
}

int main(int argc, char **argv)
{
	struct run r = {.common = program_start(&program, argc, argv)};

	read_options(&r);
	open_inputs(&r);
	/* The step of average has the cut, which the pairs decide. */
	if (!r.averages)
		open_outputs(&r);
	read_records(&r);
	link_pairs(&r);
	if (r.averages)
		open_outputs(&r);
	write_persons(&r);
	write_extras(&r);
	write_figures(&r);
	take_ledgers(&r, &r.writer);
	writer_close(&r.writer);
	finish(&r);
	return program_finish();
}
