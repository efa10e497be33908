#include "schema/cleaning_reports.h"

void profile_columns(struct preamble *out, const struct preamble *in)
{
	preamble_copy(out, in);
	preamble_clear_columns(out);
	out->level = LEVEL_AGGREGATE;
	preamble_column(out, TEXT("column"), TEXT("code"), ROLE_DIMENSION);
	preamble_column(out, TEXT("figure"), TEXT("code"), ROLE_DIMENSION);
	preamble_column(out, TEXT("detail"), TEXT("code"), ROLE_DIMENSION);
	preamble_column(out, TEXT("count"), TEXT("count"), ROLE_MEASURE);
}

struct rows {
	struct writer *writer;
	const char *column;
};

static void row_write(const struct rows *r, const char *figure, struct text detail, uint64_t count)
{
	writer_value(r->writer, text_of(r->column));
	writer_value(r->writer, text_of(figure));
	writer_value(r->writer, detail);
	writer_u64(r->writer, count);
	writer_end(r->writer);
}

static void figure_write(void *context, const char *what, const char *rule, uint64_t number)
{
	row_write(context, what, text_of(rule ? rule : ""), number);
}

void profile_write(struct writer *w, const struct cleaning *column, enum invalid invalid,
		   const struct profile *profile, size_t at, uint64_t records)
{
	enum { MOST_SHAPES = 10 };
	struct shape shapes[MOST_SHAPES];
	struct rows rows = {w, column->name};
	const struct profile_column *seen = &profile->columns[at];
	uint64_t faults = 0;

	for (int r = 0; r < RULE_COUNT; r++)
		faults += column->invalid[r];
	row_write(&rows, "records", TEXT_NONE, records);
	row_write(&rows, "filled", TEXT_NONE, column->filled);
	row_write(&rows, "valid", TEXT_NONE, column->filled - faults);
	row_write(&rows, "distinct", TEXT_NONE, seen->distinct);
	if (column->new_year)
		row_write(&rows, "first-of-january", TEXT_NONE, column->new_year);
	cleaning_figures(column, invalid, figure_write, &rows);
	size_t count = profile_shapes(profile, at, shapes, MOST_SHAPES);
	for (size_t i = 0; i < count; i++)
		row_write(&rows, "shape", shapes[i].shape, shapes[i].count);
	if (seen->other_shapes)
		row_write(&rows, "shapes-not-counted", TEXT_NONE, seen->other_shapes);
}

/* What the provider knows its rows by. */
static bool names_row(const struct column *column)
{
	return text_is(column->name, "rid") || column->role == ROLE_ENTITY;
}

void faults_columns(struct preamble *out, const struct reader *reader)
{
	const struct preamble *in = &reader->preamble;
	struct buffer owner = {0};

	if (in->source_count != 1 || !in->sources[0].owner.length)
		fail_at(EXIT_POLICY, (struct place){.file = reader->path}, "owner",
			"--provider-report takes records of one source with a known owner");
	preamble_need(in, "rid", reader->path, EXIT_CONFIG);
	preamble_copy(out, in);
	preamble_clear_columns(out);
	for (size_t i = 0; i < in->column_count; i++)
		if (names_row(&in->columns[i]))
			preamble_column_copy(out, &in->columns[i]);
	preamble_column(out, TEXT("column"), TEXT("code"), ROLE_PLAIN);
	preamble_column(out, TEXT("rule"), TEXT("code"), ROLE_PLAIN);
	buffer_string(&owner, "##x-for-owner ");
	buffer_text_add(&owner, in->sources[0].owner);
	preamble_extra(out, buffer_text(&owner));
	buffer_free(&owner);
}

void faults_write(struct writer *w, const struct preamble *in, const struct record *row,
		  const char *column, const char *rule)
{
	for (size_t i = 0; i < in->column_count; i++)
		if (names_row(&in->columns[i]))
			writer_cell(w, record_cell(row, i));
	writer_value(w, text_of(column));
	writer_value(w, text_of(rule));
	writer_end(w);
}
