#include "base/error.h"
#include "intake/intake_internal.h"
#include "stream/policy.h"

enum { TITLES_WITHIN = 10 }; /* rows in which a row of titles is looked for */

static void number_option(struct step_builder *step, const char *name, uint64_t value)
{
	struct buffer number = {0};

	buffer_u64(&number, value);
	step_option(step, name, buffer_text(&number));
	buffer_free(&number);
}

static void add_step(const struct intake *in, struct preamble *p, bool rejects)
{
	struct step_builder step;
	const struct schema *s = in->schema;
	const struct intake_options *o = in->options;

	step_start(&step, p, "ingest");
	step_option(&step, "source", o->source);
	step_option(&step, "format",
		    text_of(in->workbook ? "xlsx" : schema_format_name(s->format)));
	if (!in->workbook)
		step_option(&step, "encoding", text_of(encoding_name(o->encoding)));
	if (!in->workbook && schema_formats[s->format].titles == TITLES_ROW)
		step_option(&step, "delimiter",
			    text_of(schema_delimiter_name(in->layout.delimiter)));
	if (!in->workbook && in->layout.quotes_plain)
		step_option(&step, "quote", TEXT("none"));
	/* By number, as names may be about a person; those of a schema are not. */
	if (o->member)
		step_option(&step, "member", in->members);
	if (o->sheet.length > 0)
		number_option(&step, "sheet", in->sheet);
	else if (in->layout.sheet.length > 0)
		step_option(&step, "sheet", in->layout.sheet);
	if (in->layout.lead > 0)
		number_option(&step, "lead", in->layout.lead);
	if (in->layout.tail > 0)
		number_option(&step, "tail", in->layout.tail);
	if (o->below > 0)
		number_option(&step, "below", o->below);
	for (size_t i = 0; i < o->nulls->count; i++)
		step_option_item(&step, "null", text_of(o->nulls->at[i]));
	if (o->spreadsheet)
		step_option(&step, "for-spreadsheet", TEXT("yes"));
	if (rejects)
		step_option(&step, "output", TEXT("rejects"));
	step_file(&step, "schema", s->digest);
	preamble_step(&step);
}

static void add_source(const struct intake *in, struct preamble *p)
{
	const struct schema *s = in->schema;
	struct buffer schema = {0};

	buffer_text_add(&schema, s->name);
	buffer_byte(&schema, '@');
	buffer_string(&schema, s->digest);
	preamble_source(p, &(struct source){.id = in->options->source,
					    .set = s->set,
					    .table = s->table,
					    .owner = in->options->owner,
					    .schema = buffer_text(&schema),
					    .parts = TEXT_NONE});
	buffer_free(&schema);
}

static void open_rejects(struct intake *in)
{
	struct preamble *p = &in->rejects_preamble;

	preamble_start(p, &in->arena, LEVEL_IDENTIFIABLE);
	add_source(in, p);
	preamble_column(p, TEXT("rid"), TEXT("rid"), ROLE_KEY);
	preamble_column(p, TEXT("line"), TEXT("integer"), ROLE_PLAIN);
	preamble_column(p, TEXT("rule"), TEXT("code"), ROLE_PLAIN);
	preamble_column(p, TEXT("text"), TEXT("text"), ROLE_DIRECT);
	add_step(in, p, true);
	policy_output(TOOL_INGEST, p->level, p);
	writer_open_side(&in->rejects, p, in->options->rejects, in->common);
}

/* Opens the output with the columns that in->at says the file has. */
static void open_outputs(struct intake *in)
{
	struct preamble *p = &in->preamble;
	const struct schema *s = in->schema;

	preamble_start(p, &in->arena, s->level);
	add_source(in, p);
	if (!in->own_ids)
		preamble_column(p, TEXT("rid"), TEXT("rid"), ROLE_KEY);
	for (size_t i = 0; i < s->column_count; i++)
		if (in->at[i] != NO_COLUMN)
			schema_declare(&s->columns[i], p);
	add_step(in, p, false);
	policy_output(TOOL_INGEST, p->level, p);
	writer_open(&in->out, p, in->common);
	if (in->options->rejects)
		open_rejects(in);
	in->open = true;
}

/* Puts the columns in the output's order, as few runs of cells. */
static void find_runs(struct intake *in, const size_t *at)
{
	in->runs = ARENA_ARRAY(&in->arena, in->schema->column_count, struct intake_run);
	in->run_count = 0;
	for (size_t i = 0; i < in->schema->column_count; i++) {
		struct intake_run *last = &in->runs[in->run_count - (in->run_count > 0)];

		if (at[i] == NO_COLUMN)
			continue;
		if (in->run_count > 0 && at[i] == last->cell + last->count)
			last->count++;
		else
			in->runs[in->run_count++] = (struct intake_run){at[i], 1};
	}
}

static struct text *row_titles(struct intake *in, const struct raw_record *row)
{
	struct text *titles = ARENA_ARRAY(&in->arena, row->cells + 1, struct text);

	for (size_t i = 0; i < row->cells; i++)
		titles[i] = raw_cell(row, i);
	return titles;
}

/* The row at `place` has none of the titles wanted: is there one below that
 * has them? */
static void look_below(struct intake *in, struct raw_reader *r, struct place place, size_t *at)
{
	struct raw_record row;

	for (unsigned i = 1; i < TITLES_WITHIN && raw_titles(r, &row); i++) {
		if (row.flaw)
			continue;
		struct schema_fit fit = schema_fit(in->schema, row_titles(in, &row), row.cells, at);

		if (fit.missing == 0 && fit.known > 0)
			fail_at(EXIT_DATA, place, "titles",
				"is not the row of titles, line %llu is: use --lead %llu",
				(unsigned long long)row.line, (unsigned long long)row.line - 1);
	}
}

/* Gives the line that the titles are in. */
static uint64_t match_titles(struct intake *in, struct raw_reader *r, size_t *at)
{
	struct raw_record header;
	struct place place = {.file = in->file};

	if (!raw_titles(r, &header))
		fail_at(EXIT_DATA, place, NULL, "is empty: not even a header row");
	place.line = header.line;
	if (header.flaw) {
		header.message = text_string(&in->arena, text_of(header.message));
		look_below(in, r, place, at);
		fail_at(EXIT_DATA, place, header.flaw, "%s", header.message);
	}
	struct text *titles = row_titles(in, &header);
	struct schema_fit fit = schema_fit(in->schema, titles, header.cells, at);

	if (fit.known == 0 || (fit.missing > 0 && fit.twice == 0)) {
		/* Looking goes on in the reader's buffer: keep what is said of this row. */
		for (size_t i = 0; i < header.cells; i++)
			titles[i] = text_copy(&in->arena, titles[i]);
		look_below(in, r, place, at);
	}
	size_t unknown = schema_match(in->schema, titles, header.cells, place, at);

	if (fit.known == 0)
		fail_at(EXIT_DATA, place, "titles", "schema %.*s knows none of the titles",
			(int)in->schema->name.length, in->schema->name.at);
	if (unknown > 0)
		notice("%s:%llu: %zu of %zu titles are not in the schema and are not read",
		       place.file ? place.file : "stdin", (unsigned long long)place.line, unknown,
		       header.cells);
	if (unknown > 0)
		raw_figure(r, "unread.columns", unknown);
	in->titles = titles;
	in->title_count = header.cells;
	for (size_t i = 0; i < header.cells; i++)
		titles[i] = text_copy(&in->arena, titles[i]);
	return place.line;
}

static void number_cells(struct intake *in, struct raw_reader *r, size_t *at)
{
	size_t cells;

	if (!raw_width(r, &cells))
		cells = SCHEMA_POSITION;
	schema_number(in->schema, cells, (struct place){.file = in->file}, at);
}

void intake_columns(struct intake *in, struct raw_reader *r)
{
	const struct schema *s = in->schema;
	size_t *at = ARENA_ARRAY(&in->arena, s->column_count, size_t);
	struct place place = {.file = in->file};

	for (size_t i = 0; i < s->column_count; i++)
		at[i] = i;
	in->title_count = 0;
	in->below_titles = r->kind->titles && !in->layout.untitled;
	in->below_left = in->options->below;
	if (r->kind->titles && in->layout.untitled)
		number_cells(in, r, at);
	else if (r->kind->titles)
		place.line = match_titles(in, r, at);
	for (size_t i = 0; in->open && i < s->column_count; i++)
		if ((at[i] == NO_COLUMN) != (in->at[i] == NO_COLUMN))
			fail_at(EXIT_DATA, place, "titles",
				"the first member and this one differ in the column %.*s",
				(int)s->columns[i].name.length, s->columns[i].name.at);
	find_runs(in, at);
	in->at = at;
	if (!in->open)
		open_outputs(in);
}
