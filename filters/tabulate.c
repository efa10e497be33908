/*
 * tabulate: records in; how many persons or records there are by some
 * dimensions out, with all margins. Memory: O(cells).
 */

#include "base/sorter.h"
#include "stream/policy.h"
#include "stream/types.h"
#include "stream/writer.h"
#include "table/cells.h"

#define CELLS_MOST 10000000u
#define SORT_MEMORY ((size_t)64 << 20)

static struct {
	const char *by, *count;
	uint64_t ways;
} options = {.ways = 2};

static const struct option_spec specs[] = {
	{0, "by", OPTION_STRING, &options.by, "COLUMN,...",
	 "the dimensions of the table (required)", 0, 0},
	{0, "count", OPTION_STRING, &options.count, "WHAT",
	 "persons (the default where there is a person_id) or records", 0, 0},
	{0, "ways", OPTION_NUMBER, &options.ways, "N",
	 "the most dimensions that a cell names, the others summed over (2)", 1, DIMENSIONS_MOST},
};

static const struct program program = {
	.name = "tabulate",
	.about = "Count persons or records by dimensions, with all margins",
	.operands = "[FILE]",
	.options = specs,
	.option_count = sizeof specs / sizeof *specs,
	.most_operands = 1,
	.omits = OMIT_PREAMBLE,
};

struct table {
	size_t dimensions;
	size_t columns[DIMENSIONS_MOST];
	size_t person; /* NO_COLUMN: records are counted */
	struct cells cells;
};

static void dimensions_read(struct table *t, const struct reader *in)
{
	struct text name, rest = text_of(options.by);

	while (text_cut(&rest, ',', &name)) {
		if (t->dimensions == DIMENSIONS_MOST)
			usage_fail("--by: at most %d columns", DIMENSIONS_MOST);
		const char *string = text_string(in->preamble.arena, name);
		size_t at = preamble_need(&in->preamble, string, in->path, EXIT_CONFIG);
		const struct column *c = &in->preamble.columns[at];
		struct place place = {.file = in->path, .column = string};
		for (size_t i = 0; i < t->dimensions; i++)
			if (t->columns[i] == at)
				usage_fail("--by: %s is listed twice", string);
		if (c->role == ROLE_KEY)
			fail_at(EXIT_POLICY, place, "role", "an id cannot be a dimension");
		if (c->list)
			fail_at(EXIT_CONFIG, place, NULL, "a list cannot be a dimension");
		if (!column_groups(c))
			fail_at(EXIT_POLICY, place, "role",
				"type %.*s, role %s, cannot be a dimension; a code, band, area or "
				"year made of it can",
				(int)c->type.length, c->type.at, role_name(c->role));
		t->columns[t->dimensions++] = at;
	}
}

static void count_read(struct table *t, const struct reader *in)
{
	t->person = preamble_find(&in->preamble, TEXT("person_id"));
	if (!options.count)
		return;
	if (strcmp(options.count, "records") == 0)
		t->person = NO_COLUMN;
	else if (strcmp(options.count, "persons") != 0)
		usage_fail("--count must be persons or records");
	else
		preamble_need(&in->preamble, "person_id", in->path, EXIT_CONFIG);
}

static size_t ways_of(const struct table *t)
{
	return options.ways < t->dimensions ? (size_t)options.ways : t->dimensions;
}

static void preamble_make(struct preamble *out, const struct table *t, const struct reader *in)
{
	struct step_builder step;

	preamble_copy(out, &in->preamble);
	preamble_clear_columns(out);
	out->level = LEVEL_AGGREGATE;
	for (size_t i = 0; i < t->dimensions; i++) {
		const struct column *c = &in->preamble.columns[t->columns[i]];
		preamble_column(out, c->name, c->type, ROLE_DIMENSION);
	}
	preamble_column(out, TEXT("count"), TEXT("count"), ROLE_MEASURE);
	step_start(&step, out, "tabulate");
	step_parent(&step, &in->preamble);
	step_option(&step, "by", text_of(options.by));
	step_option_u64(&step, "ways", ways_of(t));
	step_option(&step, "count", t->person == NO_COLUMN ? TEXT("records") : TEXT("persons"));
	preamble_step(&step);
	policy_output(TOOL_TABULATE, in->preamble.level, out);
}

static void values_take(const struct table *t, const struct reader *in, const struct record *row,
			struct text *values)
{
	for (size_t i = 0; i < t->dimensions; i++) {
		values[i] = record_cell(row, t->columns[i]);
		if (text_is(values[i], CELL_TOTAL) || text_is(values[i], CELL_MISSING) ||
		    text_is(values[i], CELL_OTHER)) {
			struct text name = in->preamble.columns[t->columns[i]].name;
			fail_at(EXIT_DATA, reader_place(in, text_string(in->preamble.arena, name)),
				"margin", "a value is spelt like a margin or a missing value");
		}
	}
}

static void records_count(struct table *t, struct reader *in)
{
	struct record row;
	struct text values[DIMENSIONS_MOST];

	while (reader_next(in, &row)) {
		values_take(t, in, &row, values);
		cells_add(&t->cells, values, in->rows);
	}
}

/* Records are brought together by person first, so that a cell needs to
 * remember no more than the last person it has counted. */
static void persons_count(struct table *t, struct reader *in, const struct common *common)
{
	struct record row;
	struct text values[DIMENSIONS_MOST], entry;
	struct buffer line = {0}, last = {0};
	struct sorter sorter;
	uint64_t person = 0;

	sorter_start(&sorter, SORT_MEMORY, common->tmpdir);
	while (reader_next(in, &row)) {
		struct text id = record_cell(&row, t->person);
		if (id.length == 0)
			fail_at(EXIT_DATA, reader_place(in, "person_id"), NULL, "empty");
		values_take(t, in, &row, values);
		buffer_reset(&line);
		buffer_text_add(&line, id);
		for (size_t i = 0; i < t->dimensions; i++) {
			buffer_byte(&line, '\t');
			buffer_text_add(&line, values[i]);
		}
		sorter_add(&sorter, buffer_text(&line));
	}
	while (sorter_next(&sorter, &entry)) {
		struct text id;
		text_cut(&entry, '\t', &id);
		if (person == 0 || !text_equal(id, buffer_text(&last)))
			person++;
		buffer_reset(&last);
		buffer_text_add(&last, id);
		for (size_t i = 0; i < t->dimensions; i++)
			text_cut(&entry, '\t', &values[i]);
		cells_add(&t->cells, values, person);
	}
	sorter_free(&sorter);
	buffer_free(&line);
	buffer_free(&last);
}

static void cells_write(struct table *t, struct writer *out)
{
	struct text values[DIMENSIONS_MOST];
	uint64_t count, total = cells_total(&t->cells);

	if (total > CELLS_MOST)
		fail(EXIT_CONFIG, "the table would have %llu cells, more than the limit of %u",
		     (unsigned long long)total, CELLS_MOST);
	while (cells_next(&t->cells, values, &count)) {
		for (size_t i = 0; i < t->dimensions; i++)
			writer_cell(out, values[i]);
		writer_u64(out, count);
		writer_end(out);
	}
}

int main(int argc, char **argv)
{
	const struct common *common = program_start(&program, argc, argv);
	struct reader in;
	struct writer out;
	struct preamble preamble;
	struct table table = {0};

	if (!options.by)
		usage_fail("--by is required");
	reader_open(&in, operand_path(common, 0), common);
	policy_input(TOOL_TABULATE, &in.preamble, in.path);
	dimensions_read(&table, &in);
	count_read(&table, &in);
	preamble_make(&preamble, &table, &in);
	writer_open(&out, &preamble, common);
	cells_start(&table.cells, table.dimensions, ways_of(&table));
	if (table.person == NO_COLUMN)
		records_count(&table, &in);
	else
		persons_count(&table, &in, common);
	cells_write(&table, &out);
	writer_read(&out, &in);
	writer_close(&out);
	cells_free(&table.cells);
	reader_close(&in);
	return program_finish();
}
