/* block: identities -> groups of records that are worth comparing. */

#include "block/blocks.h"
#include "block/pace.h"
#include "block/survey_table.h"
#include "expr/expression_cells.h"
#include "model/model.h"
#include "stream/columns.h"
#include "stream/policy.h"

static const char *rules_path, *model_path, *pairs_text;
static bool between, within, analyse;
static uint64_t most_records, most_pairs, memory = 256, shards, sample, seed = 1;

static const struct option_spec options[] = {
	{.letter = 'r',
	 .name = "rules",
	 .kind = OPTION_STRING,
	 .into = &rules_path,
	 .argument = "FILE",
	 .help = "the blocking rules: passes and their keys (needed, but with --sample)"},
	{.letter = 'm',
	 .name = "model",
	 .kind = OPTION_STRING,
	 .into = &model_path,
	 .argument = "FILE",
	 .help = "the model that compare will use: its columns are kept (needed)"},
	{.name = "between",
	 .kind = OPTION_FLAG,
	 .into = &between,
	 .help = "only pairs of different sources (default with several sources)"},
	{.name = "within",
	 .kind = OPTION_FLAG,
	 .into = &within,
	 .help = "pairs within a source too (default with one source)"},
	{.name = "pairs",
	 .kind = OPTION_STRING,
	 .into = &pairs_text,
	 .argument = "A:B,...",
	 .help = "only pairs of these sources; A:A within one"},
	{.name = "analyse",
	 .kind = OPTION_FLAG,
	 .into = &analyse,
	 .help = "count the pairs of every pass, and write the counts instead of groups"},
	{.name = "max-pairs",
	 .kind = OPTION_NUMBER,
	 .into = &most_pairs,
	 .argument = "N",
	 .minimum = 1,
	 .maximum = INT64_MAX,
	 .help = "refuse to make more pairs than this"},
	{.name = "max-block",
	 .kind = OPTION_NUMBER,
	 .into = &most_records,
	 .argument = "N",
	 .minimum = 2,
	 .maximum = INT64_MAX,
	 .help = "part groups of more records, so that every pair still meets once"},
	{.name = "sample",
	 .kind = OPTION_NUMBER,
	 .into = &sample,
	 .argument = "N",
	 .minimum = 2,
	 .maximum = INT64_MAX,
	 .help = "only N records; without --rules they all meet"},
	{.name = "seed",
	 .kind = OPTION_NUMBER,
	 .into = &seed,
	 .argument = "S",
	 .help = "which N records --sample takes (default 1)"},
	{.name = "shards",
	 .kind = OPTION_NUMBER,
	 .into = &shards,
	 .argument = "N",
	 .minimum = 1,
	 .maximum = MOST_PIECES,
	 .help = "write N pieces of about as many pairs into the folder --output"},
	{.name = "memory",
	 .kind = OPTION_NUMBER,
	 .into = &memory,
	 .argument = "MIB",
	 .minimum = 1,
	 .maximum = 1 << 20,
	 .help = "beyond this, sort in a temporary file (default 256)"},
};

static const struct program program = {
	.name = "block",
	.about = "Gather the records that share a key, so that compare can pair them",
	.operands = "[FILE]",
	.options = options,
	.option_count = sizeof options / sizeof *options,
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
	struct sorter sampled;
	struct meeting all;
	struct buffer line, marks; /* marks: of a record, for the counts of its values */
};

static void find_columns(struct run *r)
{
	const struct preamble *p = &r->in.preamble;
	const struct expressions *keys = &r->passes.expressions;
	r->rid = preamble_need(p, "rid", r->in.path, EXIT_DATA);
	r->source = source_column(&r->in);
	r->key_cells = expression_cells_find(keys, p, "records", rules_path, &r->arena);
	r->model_cells =
		expression_cells_find(&r->model.expressions, p, "records", model_path, &r->arena);
	r->values = ARENA_ARRAY(&r->arena, keys->slot_count + 1, struct values);
	bool *wanted = ARENA_ARRAY(&r->arena, p->column_count, bool);
	for (size_t i = 0; i < r->model_cells.count; i++)
		wanted[r->model_cells.columns[i]] = true;
	r->keep = ARENA_ARRAY(&r->arena, p->column_count, size_t);
	for (size_t i = 0; i < p->column_count; i++)
		if (wanted[i] && i != r->rid && i != r->source.index)
			r->keep[r->keep_count++] = i;
	r->occurrences = ARENA_ARRAY(&r->arena, r->model.frequency_count + 1, struct occurrences);
	for (size_t f = 0; f < r->model.frequency_count; f++) {
		size_t column = r->model_cells.columns[r->model.frequencies[f].column];

		while (r->occurrences[f].at < r->keep_count &&
		       r->keep[r->occurrences[f].at] != column)
			r->occurrences[f].at++;
		r->occurrences[f].list = p->columns[column].list;
	}
}

/* Numbers the sources in the order of the preamble, those named in --pairs first. */
static void find_pairing(struct run *r)
{
	const struct preamble *p = &r->in.preamble;
	bool one = within || (!between && p->source_count < 2);
	struct text wanted = pairs_text ? text_of(pairs_text)
			     : one      ? TEXT("within")
					: TEXT("between");
	if (!pairing_read(&r->pairing, wanted, &r->arena))
		usage_fail("--pairs: not a list such as A:B,A:C");
	for (size_t i = 0; i < r->pairing.sources.count; i++) {
		struct text name = r->pairing.sources.entries[i].key;
		size_t j = 0;
		while (j < p->source_count && !text_equal(p->sources[j].id, name))
			j++;
		if (j == p->source_count)
			usage_fail("--pairs: the records have no source %.*s", (int)name.length,
				   name.at);
	}
	for (size_t i = 0; i < p->source_count; i++)
		pairing_source(&r->pairing, p->sources[i].id);
}

static void take_record(struct run *r, const struct record *row)
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
			 buffer_text(&r->marks)))
		fail_at(EXIT_DATA, place, "keys", "more than %u keys of one pass", PASS_KEYS);
}

/* Records in the order of a hash of seed and rid: a sample is its beginning. */
static void add_sampled(struct run *r, const struct record *row)
{
	buffer_reset(&r->line);
	buffer_u64(&r->line, seed);
	buffer_byte(&r->line, '\x1F');
	buffer_text_add(&r->line, record_cell(row, r->rid));
	uint64_t order[2] = {htobe64(text_hash(buffer_text(&r->line))), row->number};
	buffer_reset(&r->line);
	buffer_add(&r->line, (const char *)order, sizeof order);
	buffer_varint(&r->line, r->marks.length);
	buffer_text_add(&r->line, buffer_text(&r->marks));
	buffer_text_add(&r->line, row->line);
	sorter_add(&r->sampled, buffer_text(&r->line));
}

static void take_sample(struct run *r)
{
	struct text entry, cell;
	uint64_t order[2];
	uint32_t *ends = ARENA_ARRAY(&r->arena, r->in.preamble.column_count, uint32_t);
	while (r->all.records < sample && sorter_next(&r->sampled, &entry)) {
		memcpy(order, entry.at, sizeof order);
		const char *at = entry.at + sizeof order;
		size_t length = varint_read(&at);
		buffer_reset(&r->marks);
		buffer_add(&r->marks, at, length);
		at += length;
		struct record row = {.line = {at, (size_t)(entry.at + entry.length - at)},
				     .ends = ends,
				     .number = order[1]};
		struct text rest = row.line;
		while (text_cut(&rest, '\t', &cell))
			ends[row.cells++] = (uint32_t)(cell.at + cell.length - row.line.at);
		take_record(r, &row);
	}
	sorter_free(&r->sampled);
}

static void read_records(struct run *r)
{
	size_t bytes = (size_t)memory << 20, share = sample ? bytes / 4 : 0;
	struct record row;
	entries_start(&r->entries, &r->passes, bytes - share, r->common->tmpdir);
	sorter_start(&r->sampled, share, r->common->tmpdir);
	while (reader_next(&r->in, &row)) {
		buffer_reset(&r->marks);
		for (size_t f = 0; f < r->model.frequency_count; f++)
			occurrences_add(&r->occurrences[f],
					record_cell(&row, r->keep[r->occurrences[f].at]),
					&r->marks);
		if (sample)
			add_sampled(r, &row);
		else
			take_record(r, &row);
	}
	if (sample)
		take_sample(r);
	entries_end(&r->entries);
}

static void check_pairs(const struct run *r)
{
	const struct survey *s = &r->survey;
	const struct survey_pass *most = s->passes;
	if (s->new_pairs <= most_pairs || !most_pairs)
		return;
	for (size_t i = 1; i < s->pass_count; i++)
		if (s->passes[i].new_pairs > most->new_pairs)
			most = &s->passes[i];
	struct place place = {rules_path, r->passes.at[most->rule].line, "key"};
	fail_at(EXIT_CONFIG, place, "max-pairs",
		"%llu pairs would be made, %llu of them by pass %u, and --max-pairs allows "
		"%llu",
		(unsigned long long)s->new_pairs, (unsigned long long)most->new_pairs, most->number,
		(unsigned long long)most_pairs);
}

static void start_step(const struct run *r, struct preamble *out)
{
	struct step_builder step;
	step_start(&step, out, "block");
	step_parent(&step, &r->in.preamble);
	if (rules_path)
		step_file(&step, "rules", r->passes.digest);
	if (model_path)
		step_file(&step, "model", r->model.digest);
	expressions_step(&step, &r->model.expressions, &r->passes.expressions);
	bool paired_within = r->pairing.kind == PAIR_WITHIN;
	step_option(&step, "pairs",
		    pairs_text      ? text_of(pairs_text)
		    : paired_within ? TEXT("within")
				    : TEXT("between"));
	if (most_records)
		step_option_u64(&step, "max_block", most_records);
	if (sample) {
		step_option_u64(&step, "sample", sample);
		step_option_u64(&step, "seed", seed);
	}
	if (analyse)
		step_option(&step, "analyse", TEXT("yes"));
	for (size_t f = 0; f < r->model.frequency_count && !analyse; f++) {
		size_t first = out->column_count - r->model.frequency_count;
		step_option_u64(&step, text_string(out->arena, out->columns[first + f].name),
				r->occurrences[f].total);
	}
	preamble_step(&step);
	policy_output(TOOL_BLOCK, r->in.preamble.level, out);
}

static void add_columns(const struct run *r, struct preamble *out)
{
	const struct preamble *p = &r->in.preamble;
	preamble_column(out, TEXT("pass"), TEXT("integer"), ROLE_PLAIN);
	preamble_column(out, TEXT("key"), TEXT("hash"), ROLE_LINK);
	preamble_column(out, TEXT("sub"), TEXT("code"), ROLE_PLAIN);
	if (r->groups.sides)
		preamble_column(out, TEXT("side"), TEXT("code"), ROLE_PLAIN);
	preamble_column(out, TEXT("seen"), TEXT("hash"), ROLE_LINK);
	preamble_column(out, TEXT("rid"), TEXT("rid"), ROLE_KEY);
	preamble_column(out, TEXT("source"), TEXT("source"), ROLE_PLAIN);
	for (size_t i = 0; i < r->keep_count; i++)
		preamble_column_copy(out, &p->columns[r->keep[i]]);
	for (size_t f = 0; f < r->model.frequency_count; f++) {
		struct buffer name = {0};
		buffer_string(&name, "tf_");
		buffer_text_add(&name, p->columns[r->keep[r->occurrences[f].at]].name);
		struct column *to =
			preamble_column(out, buffer_text(&name), TEXT("count"), ROLE_PLAIN);
		to->list = r->occurrences[f].list;
		buffer_free(&name);
	}
}

struct named_figure {
	const char *name;
	uint64_t value;
};

enum { FIGURES = 6 };

static void list_figures(const struct run *r, struct named_figure figures[FIGURES])
{
	const struct blocks *g = &r->groups;
	if (r->entries.made + g->repeated_rows != g->rows + g->dropped_keys)
		fail(EXIT_BUG, "keys made, written and dropped do not add up");
	figures[0] = (struct named_figure){"keys.made", r->entries.made};
	figures[1] = (struct named_figure){"keys.dropped", g->dropped_keys};
	figures[2] = (struct named_figure){"keys.repeated", g->repeated_rows};
	figures[3] = (struct named_figure){"groups.written", g->groups};
	figures[4] = (struct named_figure){"groups.dropped", g->dropped_groups};
	figures[5] = (struct named_figure){"records.without_key", r->entries.without_key};
}

static void write_whole(struct run *r, struct preamble *out)
{
	struct writer w;
	struct named_figure figures[FIGURES];
	writer_open(&w, out, r->common);
	if (analyse) {
		survey_write(&w, &r->survey, &r->passes, &r->entries, &r->all);
	} else {
		blocks_write(&r->groups, &w);
		list_figures(r, figures);
		for (size_t i = 0; i < FIGURES; i++)
			writer_figure(&w, figures[i].name, figures[i].value);
	}
	writer_read(&w, &r->in);
	writer_close(&w);
}

/* Where the model's columns are among a row's cells: the source first, then those kept. */
static size_t cell_of(const struct run *r, size_t column)
{
	size_t i = 0;
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

/* A first walk counts, since every piece tells what the whole is. */
static void write_pieces(struct run *r, struct preamble *out)
{
	struct ledger ledger;
	struct scatter scatter;
	struct named_figure figures[FIGURES];
	blocks_write(&r->groups, NULL);
	list_figures(r, figures);
	ledger_start(&ledger, &r->arena);
	ledger_merge(&ledger, &r->in.ledger, r->in.path);
	struct count *count = ledger_count(&ledger, out->steps[out->step_count - 1].id);
	count->sealed_input = true;
	count->read = r->in.rows;
	count->read_sum = r->in.sum;
	count->written = r->groups.rows;
	count->sum = r->groups.sum;
	for (size_t i = 0; i < FIGURES; i++)
		ledger_figure(&ledger, count, figures[i].name, figures[i].value);
	scatter_start(&scatter, r->common->output, shards, out, &ledger, r->common);
	blocks_scatter(&r->groups, &scatter, r->groups.cost);
	scatter_end(&scatter);
}

static void check_options(void)
{
	if (!rules_path && !sample)
		usage_fail("--rules is needed");
	if (!model_path && !analyse)
		usage_fail("--model is needed");
	if (between + within + (pairs_text != NULL) > 1)
		usage_fail("--between, --within and --pairs exclude each other");
	if (analyse && shards)
		usage_fail("--analyse and --shards exclude each other");
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

int main(int argc, char **argv)
{
	struct run r = {.common = program_start(&program, argc, argv)};
	struct preamble out;

	check_options();
	if (shards && !r.common->output)
		usage_fail("--shards needs a folder: --output");
	if (rules_path)
		passes_read(&r.passes, &r.arena, rules_path);
	else
		passes_everyone(&r.passes, &r.arena);
	if (model_path)
		model_read(&r.model, &r.arena, model_path);
	reader_open(&r.in, operand_path(r.common, 0), r.common);
	policy_input(TOOL_BLOCK, &r.in.preamble, r.in.path);
	find_columns(&r);
	find_pairing(&r);
	read_records(&r);
	if (analyse || most_pairs || most_records)
		survey_take(&r.survey, &r.passes, &r.entries, &r.pairing, most_records);
	check_pairs(&r);
	if (analyse && model_path && r.model.untrained == SIZE_MAX)
		tell_time(&r);

	r.groups = (struct blocks){.entries = &r.entries,
				   .pairing = &r.pairing,
				   .survey = &r.survey,
				   .occurrences = r.occurrences,
				   .occurrences_count = r.model.frequency_count,
				   .sides = most_records || r.passes.sorted_count,
				   .memory = (size_t)memory << 18,
				   .tmpdir = r.common->tmpdir};
	preamble_copy(&out, &r.in.preamble);
	preamble_clear_columns(&out);
	if (analyse)
		survey_columns(&out);
	else
		add_columns(&r, &out);
	start_step(&r, &out);
	if (shards)
		write_pieces(&r, &out);
	else
		write_whole(&r, &out);
	finish(&r);
	return program_finish();
}
