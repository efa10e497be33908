/*
 * block: identities -> groups of records that are worth comparing. Memory: the
 * records and their keys, up to --memory, and O(distinct values of the columns
 * with term frequencies + largest group).
 */

#include "block/blocks.h"
#include "block/pace.h"
#include "block/record_sample.h"
#include "block/survey_table.h"
#include "expr/expression_cells.h"
#include "model/model.h"
#include "stream/columns.h"
#include "stream/policy.h"

static struct {
	const char *rules, *model, *pairs;
	bool between, within, analyse;
	uint64_t max_pairs, max_block, sample, seed, shards, memory;
} options = {.seed = 1, .memory = 256};

static const struct option_spec specs[] = {
	{'r', "rules", OPTION_STRING, &options.rules, "FILE",
	 "the blocking rules: passes and their keys (required unless --sample is given)", 0, 0},
	{'m', "model", OPTION_STRING, &options.model, "FILE",
	 "the model of compare, whose columns are kept (required unless --analyse is given)", 0, 0},
	{0, "between", OPTION_FLAG, &options.between, NULL,
	 "only pairs of different sources (default with several sources)", 0, 0},
	{0, "within", OPTION_FLAG, &options.within, NULL,
	 "pairs within a source too (default with one source)", 0, 0},
	{0, "pairs", OPTION_STRING, &options.pairs, "A:B,...",
	 "only pairs of these sources; A:A within one", 0, 0},
	{0, "analyse", OPTION_FLAG, &options.analyse, NULL,
	 "count the pairs of every pass, and write the counts instead of groups", 0, 0},
	{0, "max-pairs", OPTION_NUMBER, &options.max_pairs, "N",
	 "refuse to make more pairs than this", 1, INT64_MAX},
	{0, "max-block", OPTION_NUMBER, &options.max_block, "N",
	 "split larger groups; every pair is still compared once", 2, INT64_MAX},
	{0, "sample", OPTION_NUMBER, &options.sample, "N",
	 "only N records; without --rules they all meet", 2, INT64_MAX},
	{0, "seed", OPTION_NUMBER, &options.seed, "S", "which N records --sample takes (default 1)",
	 0, 0},
	{0, "shards", OPTION_NUMBER, &options.shards, "N",
	 "write N pieces of about as many pairs each into the folder --output", 1, MOST_PIECES},
	{0, "memory", OPTION_NUMBER, &options.memory, "MIB",
	 "beyond this, sort in a temporary file (default 256)", 1, 1 << 20},
};

static const struct program program = {
	.name = "block",
	.about = "Gather the records that share a key, so that compare can pair them",
	.operands = "[FILE]",
	.options = specs,
	.option_count = sizeof specs / sizeof *specs,
	.most_operands = 1,
	.omits = OMIT_PREAMBLE,
};

struct run {
	const struct common *common;
	struct reader in;
	struct arena arena, row_arena;
	struct passes passes;
	struct model model;
	struct pairing pairing;
	struct entries entries;
	struct survey survey;
	struct blocks groups;
	size_t rid;
	struct source_column source;
	size_t *keep, keep_count; /* the model's columns in the input */
	struct expression_cells key_cells, model_cells;
	struct values *values;
	struct occurrences *occurrences; /* one for each frequency of the model */
	struct record_sample sampled;
	struct meeting all;
	struct buffer line, marks; /* of a record; marks: for the counts of its values */
};

static void find_columns(struct run *r)
{
	const struct preamble *p = &r->in.preamble;
	const struct expressions *keys = &r->passes.expressions;

	r->rid = preamble_need(p, "rid", r->in.path, EXIT_DATA);
	r->source = source_column(&r->in);
	r->key_cells = expression_cells_find(keys, p, "records", options.rules, &r->arena);
	r->model_cells = expression_cells_find(&r->model.expressions, p, "records", options.model,
					       &r->arena);
	r->values = ARENA_ARRAY(&r->arena, keys->slot_count + 1, struct values);
	bool *wanted = ARENA_ARRAY(&r->arena, p->column_count, bool);
	for (size_t i = 0; i < r->model_cells.count; i++)
		if (r->model_cells.columns[i] != NO_COLUMN)
			wanted[r->model_cells.columns[i]] = true;
	r->keep = ARENA_ARRAY(&r->arena, p->column_count, size_t);
	for (size_t i = 0; i < p->column_count; i++)
		if (wanted[i] && i != r->rid && i != r->source.index)
			r->keep[r->keep_count++] = i;
	r->occurrences = ARENA_ARRAY(&r->arena, r->model.frequency_count + 1, struct occurrences);
	for (size_t f = 0; f < r->model.frequency_count; f++) {
		size_t column = r->model.frequencies[f].column;

		r->occurrences[f].name = r->model.expressions.columns[column];
		r->occurrences[f].at = r->model_cells.columns[column];
		r->occurrences[f].list = r->model_cells.lists[column];
	}
}

/* Numbers the sources in the order of the preamble, those named in --pairs first. */
static void find_pairing(struct run *r)
{
	const struct preamble *p = &r->in.preamble;
	bool one = options.within || (!options.between && p->source_count < 2);
	struct text wanted = options.pairs ? text_of(options.pairs)
			     : one         ? TEXT("within")
					   : TEXT("between");

	if (!pairing_read(&r->pairing, wanted, &r->arena))
		usage_fail("--pairs: not a list such as A:B,A:C");
	for (size_t i = 0; i < r->pairing.sources.count; i++) {
		struct text name = r->pairing.sources.entries[i].key;

		if (!preamble_find_source(p, name))
			usage_fail("--pairs: the records have no source %.*s", (int)name.length,
				   name.at);
	}
	for (size_t i = 0; i < p->source_count; i++)
		pairing_source(&r->pairing, p->sources[i].id);
}

static void take_record(struct run *r, const struct record *row, struct text marks)
{
	const struct expressions *keys = &r->passes.expressions;
	struct place place = {.file = r->in.path, .line = row->number};

	arena_reset(&r->row_arena);
	expression_cells_take(&r->key_cells, row);
	if (!expressions_load(keys, r->key_cells.at, r->key_cells.lists, &r->row_arena, r->values))
		fail_at(EXIT_DATA, place, "bloom", "a cell for lsh() is not base64");
	struct text source = source_cell(r->source, row);
	meeting_add(&r->all, &r->pairing, pairing_source(&r->pairing, source), SIDE_NONE);
	buffer_reset(&r->line);
	buffer_text_add(&r->line, source);
	for (size_t k = 0; k < r->keep_count; k++) {
		buffer_byte(&r->line, '\t');
		buffer_text_add(&r->line, record_cell(row, r->keep[k]));
	}
	if (!entries_add(&r->entries, record_cell(row, r->rid), r->values, buffer_text(&r->line),
			 marks))
		fail_at(EXIT_DATA, place, "keys", "more than %u keys of one pass", PASS_KEYS);
}

static void count_values(struct run *r, const struct record *row)
{
	buffer_reset(&r->marks);
	for (size_t f = 0; f < r->model.frequency_count; f++) {
		struct occurrences *o = &r->occurrences[f];

		occurrences_add(o, occurrences_cell(o, row), &r->marks);
	}
}

/* The values of all records are counted, whether they are in the sample or not. */
static void read_sample(struct run *r, size_t memory)
{
	struct record row;
	struct text marks;

	record_sample_start(&r->sampled, options.seed, memory, r->common->tmpdir);
	while (reader_next(&r->in, &row)) {
		count_values(r, &row);
		record_sample_add(&r->sampled, record_cell(&row, r->rid), &row,
				  buffer_text(&r->marks));
	}
	while (r->all.records < options.sample && record_sample_next(&r->sampled, &row, &marks))
		take_record(r, &row, marks);
	record_sample_free(&r->sampled);
}

static void read_records(struct run *r)
{
	size_t bytes = (size_t)options.memory << 20, share = options.sample ? bytes / 4 : 0;
	struct record row;

	entries_start(&r->entries, &r->passes, bytes - share, r->common->tmpdir);
	if (options.sample)
		read_sample(r, share);
	while (!options.sample && reader_next(&r->in, &row)) {
		count_values(r, &row);
		take_record(r, &row, buffer_text(&r->marks));
	}
	entries_end(&r->entries);
}

static void check_pairs(const struct run *r)
{
	const struct survey *s = &r->survey;
	const struct survey_pass *most = s->passes;

	if (s->new_pairs <= options.max_pairs || !options.max_pairs)
		return;
	for (size_t i = 1; i < s->pass_count; i++)
		if (s->passes[i].new_pairs > most->new_pairs)
			most = &s->passes[i];
	struct place place = {options.rules, r->passes.at[most->rule].line, "key"};
	fail_at(EXIT_CONFIG, place, "max-pairs",
		"%llu pairs would be made, %llu of them by pass %u, and --max-pairs allows "
		"%llu",
		(unsigned long long)s->new_pairs, (unsigned long long)most->new_pairs, most->number,
		(unsigned long long)options.max_pairs);
}

static void start_step(const struct run *r, struct preamble *out)
{
	struct step_builder step;

	step_start(&step, out, "block");
	step_parent(&step, &r->in.preamble);
	if (options.rules)
		step_file(&step, "rules", r->passes.digest);
	if (options.model)
		step_file(&step, "model", r->model.digest);
	expressions_step(&step, &r->model.expressions, &r->passes.expressions);
	bool paired_within = r->pairing.kind == PAIR_WITHIN;
	step_option(&step, "pairs",
		    options.pairs   ? text_of(options.pairs)
		    : paired_within ? TEXT("within")
				    : TEXT("between"));
	if (options.max_block)
		step_option_u64(&step, "max_block", options.max_block);
	if (options.sample) {
		step_option_u64(&step, "sample", options.sample);
		step_option_u64(&step, "seed", options.seed);
	}
	if (options.analyse)
		step_option(&step, "analyse", TEXT("yes"));
	for (size_t f = 0; f < r->model.frequency_count && !options.analyse; f++) {
		size_t first = out->column_count - r->model.frequency_count;
		step_option_u64(&step, text_string(out->arena, out->columns[first + f].name),
				r->occurrences[f].total);
	}
	preamble_step(&step);
	policy_output(TOOL_BLOCK, r->in.preamble.level, out);
}

static void write_whole(struct run *r, struct preamble *out)
{
	struct writer w;

	writer_open(&w, out, r->common);
	if (options.analyse)
		survey_write(&w, &r->survey, &r->passes, &r->entries, &r->all);
	else
		blocks_write(&r->groups, &w);
	writer_read(&w, &r->in);
	writer_close(&w);
}

/* Where the model's columns are among a row's cells: the source first, then those kept. */
static size_t cell_of(const struct run *r, size_t column)
{
	size_t i = 0;

	if (column == NO_COLUMN)
		return PACE_NONE;
	if (column == r->rid || column == r->source.index)
		return column == r->rid ? PACE_RID : 0;
	while (r->keep[i] != column)
		i++;
	return i + 1;
}

static void tell_time(struct run *r)
{
	size_t *cells = ARENA_ARRAY(&r->arena, r->model_cells.count + 1, size_t);

	for (size_t i = 0; i < r->model_cells.count; i++)
		cells[i] = cell_of(r, r->model_cells.columns[i]);
	struct pace_columns columns = {cells, r->model_cells.lists, r->occurrences};
	double pace = pace_measure(&r->entries, &r->model, &columns);
	if (pace > 0)
		notice("an estimate: compare scores %.2g million pairs a second here, %.2g seconds "
		       "of one core, reading and writing apart",
		       pace / 1e6, (double)r->survey.pairs / pace);
}

static void check_options(const struct common *common)
{
	if (!options.rules && !options.sample)
		usage_fail("--rules is required");
	if (!options.model && !options.analyse)
		usage_fail("--model is required");
	if (options.between + options.within + (options.pairs != NULL) > 1)
		usage_fail("--between, --within and --pairs exclude each other");
	if (options.analyse && options.shards)
		usage_fail("--analyse and --shards exclude each other");
	if (options.shards && !common->output)
		usage_fail("--shards needs a folder: --output");
}

static void finish(struct run *r)
{
	for (size_t f = 0; f < r->model.frequency_count; f++)
		occurrences_free(&r->occurrences[f]);
	blocks_free(&r->groups);
	survey_free(&r->survey);
	entries_free(&r->entries);
	meeting_free(&r->all);
	pairing_free(&r->pairing);
	buffer_free(&r->line);
	buffer_free(&r->marks);
	passes_free(&r->passes);
	model_free(&r->model);
	arena_free(&r->row_arena);
	arena_free(&r->arena);
	reader_close(&r->in);
}

static void read_rules(struct run *r)
{
	if (options.rules)
		passes_read(&r->passes, &r->arena, options.rules);
	else
		passes_everyone(&r->passes, &r->arena);
	if (options.model)
		model_read(&r->model, &r->arena, options.model);
}

static void survey(struct run *r)
{
	if (options.analyse || options.max_pairs || options.max_block)
		survey_take(&r->survey, &r->passes, &r->entries, &r->pairing, options.max_block);
	check_pairs(r);
	if (options.analyse && options.model && r->model.untrained == SIZE_MAX)
		tell_time(r);
}

static void start_output(struct run *r, struct preamble *out)
{
	r->groups = (struct blocks){.entries = &r->entries,
				    .pairing = &r->pairing,
				    .survey = &r->survey,
				    .occurrences = r->occurrences,
				    .occurrences_count = r->model.frequency_count,
				    .sides = options.max_block || r->passes.sorted_count,
				    .memory = (size_t)options.memory << 18,
				    .tmpdir = r->common->tmpdir};
	preamble_copy(out, &r->in.preamble);
	preamble_clear_columns(out);
	if (options.analyse)
		survey_columns(out);
	else
		blocks_columns(&r->groups, &r->in.preamble, r->keep, r->keep_count, out);
	start_step(r, out);
}

int main(int argc, char **argv)
{
	struct run r = {.common = program_start(&program, argc, argv)};
	struct preamble out;

	check_options(r.common);
	read_rules(&r);
	reader_open(&r.in, operand_path(r.common, 0), r.common);
	policy_input(TOOL_BLOCK, &r.in.preamble, r.in.path);
	find_columns(&r);
	find_pairing(&r);
	read_records(&r);
	survey(&r);
	start_output(&r, &out);
	if (options.shards)
		blocks_scatter(&r.groups, r.common->output, options.shards, &out, &r.in, r.common);
	else
		write_whole(&r, &out);
	finish(&r);
	return program_finish();
}
