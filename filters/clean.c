/*
 * clean: gives every cell the normal form of its column's type, and sets aside
 * what is not a value of that type. Records pass one for one. Memory: O(1);
 * O(columns) with --report.
 */
#include "field/date.h"
#include "field/nickname.h"
#include "schema/cleaning_reports.h"
#include "schema/code_lists.h"
#include "schema/record_cleaning.h"
#include "stream/policy.h"

static struct {
	const char *invalid, *scheme, *schema, *rejects, *report, *provider_report;
	struct string_list serial, short_year, dates, nicknames;
} options;

static const struct option_spec specs[] = {
	{0, "dates", OPTION_LIST, &options.dates, "[COLUMN=]dmy|mdy|ydm",
	 "order of day, month and year, in all columns or one (dmy, or yyyy-mm-dd)", 0, 0},
	{0, "ethnicity-codes", OPTION_STRING, &options.scheme, "nhs|council|police",
	 "what ethnicity codes of one or two characters mean (nhs)", 0, 0},
	{0, "invalid", OPTION_STRING, &options.invalid, "blank|keep|reject",
	 "what to do with an invalid value (blank)", 0, 0},
	{0, "nicknames", OPTION_LIST, &options.nicknames, "COLUMN",
	 "add COLUMN_nickname, the forms that a name may be short for", 0, 0},
	{0, "provider-report", OPTION_STRING, &options.provider_report, "FILE",
	 "write the faults of each record, for its provider, to FILE", 0, 0},
	{0, "rejects", OPTION_STRING, &options.rejects, "FILE",
	 "with --invalid reject: keep the rejected records in FILE", 0, 0},
	{0, "report", OPTION_STRING, &options.report, "FILE",
	 "write a profile of each column, without values, to FILE", 0, 0},
	{'s', "schema", OPTION_STRING, &options.schema, "FILE",
	 "give values the codes of the lists that the schema FILE names", 0, 0},
	{0, "serial", OPTION_LIST, &options.serial, "COLUMN",
	 "dates in COLUMN may be spreadsheet serials", 0, 0},
	{0, "short-year", OPTION_LIST, &options.short_year, "COLUMN",
	 "years in COLUMN may have two digits", 0, 0},
};

static const struct program program = {
	.name = "clean",
	.about = "Standardise and validate the values of a stream by column type",
	.operands = "[FILE]",
	.options = specs,
	.option_count = sizeof specs / sizeof *specs,
	.most_operands = 1,
};

/* A second output. */
struct side {
	struct preamble preamble;
	struct writer writer;
};

struct clean {
	struct record_cleaning record;
	struct code_lists lists;
	struct profile profile;
	struct reader in;
	struct writer out;
	struct preamble out_preamble;
	struct side rejects, report, provider;
	struct buffer line; /* a rejected record */
};

/* The code lists of the schema, for columns that are cleaned at all. */
static void lists_prepare(struct clean *c)
{
	code_lists_read(&c->lists, &c->in.arena, options.schema, &c->in.preamble);
	for (size_t i = 0; i < c->record.column_count; i++)
		if (c->record.columns[i].field && c->lists.of[i])
			c->record.columns[i].codes = &c->lists.of[i]->codes;
}

/* The column that an option about dates names. */
static struct cleaning *dates_column(struct clean *c, const char *option, const char *name)
{
	size_t at = preamble_need(&c->in.preamble, name, c->in.path, EXIT_CONFIG);
	struct cleaning *column = &c->record.columns[at];

	if (!column->field || !field_has_dates(column->field))
		fail(EXIT_CONFIG, "--%s: column %s does not hold dates", option, name);
	return column;
}

static void order_set(struct cleaning *column, unsigned form)
{
	column->allow &= ~(DATE_MONTH_FIRST | DATE_YEAR_DAY);
	column->allow |= form;
}

/* --dates [COLUMN=]ORDER: of one column, or of all that hold dates. */
static void order_allow(struct clean *c, const char *setting)
{
	const char *mark = strchr(setting, '='), *word = mark ? mark + 1 : setting;
	unsigned form = strcmp(word, "mdy") == 0   ? DATE_MONTH_FIRST
			: strcmp(word, "ydm") == 0 ? DATE_YEAR_DAY
						   : 0;

	if (!form && strcmp(word, "dmy") != 0)
		usage_fail("--dates: dmy, mdy or ydm, not '%s'", word);
	if (mark) {
		struct text name = {setting, (size_t)(mark - setting)};
		order_set(dates_column(c, "dates", text_string(&c->in.arena, name)), form);
		return;
	}
	for (size_t i = 0; i < c->record.column_count; i++) {
		struct cleaning *column = &c->record.columns[i];
		if (column->field && field_has_dates(column->field))
			order_set(column, form);
	}
}

/* --nicknames: a column of short forms beside each of these. */
static void short_prepare(struct clean *c)
{
	const struct string_list *names = &options.nicknames;

	c->record.short_of = ARENA_ARRAY(&c->in.arena, names->count, size_t);
	for (size_t i = 0; i < names->count; i++) {
		size_t at = preamble_need(&c->out_preamble, names->at[i], c->in.path, EXIT_CONFIG);
		if (!text_is(c->out_preamble.columns[at].type, "name"))
			fail(EXIT_CONFIG, "--nicknames: column %s does not hold names",
			     names->at[i]);
		c->record.short_of[c->record.short_count++] = at;
	}
}

static void parse_options(struct clean *c)
{
	if (options.invalid && !invalid_parse(options.invalid, &c->record.invalid))
		usage_fail("--invalid: blank, keep or reject, not '%s'", options.invalid);
	if (options.scheme && !ethnicity_scheme_parse(options.scheme, &c->record.cleaned.scheme))
		usage_fail("--ethnicity-codes: nhs, council or police, not '%s'", options.scheme);
	if (options.rejects && c->record.invalid != INVALID_REJECT)
		usage_fail("--rejects goes with --invalid reject");
}

/* The input's columns as they are when clean, and the parts of a full name. */
static void columns_declare(struct clean *c)
{
	static const char *const parts[] = {"surname", "forename", "middle_names"};
	struct preamble *out = &c->out_preamble;

	preamble_copy(out, &c->in.preamble);
	for (size_t i = 0; i < c->record.column_count; i++) {
		const struct field *field = c->record.columns[i].field;
		if (field && field_becomes(field))
			out->columns[i].type = text_of(field_becomes(field));
	}
	for (size_t i = 0; c->record.splits && i < 3; i++)
		preamble_column(out, text_of(parts[i]), TEXT("name"),
				out->columns[c->record.split_from].role);
}

/* What the options say of columns, once the stream is there. */
static void prepare(struct clean *c)
{
	record_cleaning_start(&c->record, &c->in);
	columns_declare(c);
	if (options.schema)
		lists_prepare(c);
	for (size_t i = 0; i < options.serial.count; i++)
		dates_column(c, "serial", options.serial.at[i])->allow |= DATE_SERIAL;
	for (size_t i = 0; i < options.short_year.count; i++)
		dates_column(c, "short-year", options.short_year.at[i])->allow |= DATE_SHORT_YEAR;
	for (size_t i = 0; i < options.dates.count; i++)
		order_allow(c, options.dates.at[i]);
	short_prepare(c);
}

/* The columns of short forms, behind all others. */
static void shorts_declare(struct clean *c)
{
	struct buffer name = {0};

	for (size_t i = 0; i < c->record.short_count; i++) {
		const struct column *of = &c->out_preamble.columns[c->record.short_of[i]];
		enum role role = of->role;
		buffer_reset(&name);
		buffer_text_add(&name, of->name);
		buffer_string(&name, "_nickname");
		preamble_column(&c->out_preamble, buffer_text(&name), TEXT("name"), role)->list =
			true;
	}
	buffer_free(&name);
}

static void shorts_step(const struct clean *c, struct step_builder *step)
{
	const struct record_cleaning *r = &c->record;
	char digest[13];

	for (size_t i = 0; i < r->short_count; i++)
		step_option_item(step, "nicknames", c->out_preamble.columns[r->short_of[i]].name);
	if (r->short_count) {
		digest_of(nickname_table(), digest);
		step_table(step, "nickname", digest);
	}
}

static void step_add(struct clean *c, struct preamble *out, enum tool tool, const char *output)
{
	const struct record_cleaning *r = &c->record;
	struct step_builder step;

	step_start(&step, out, policy_name(tool));
	step_parent(&step, &c->in.preamble);
	step_option(&step, "invalid", text_of(invalid_name(r->invalid)));
	cleaning_step(r->columns, r->column_count, &c->in.preamble, &step);
	if (options.schema)
		code_lists_step(&c->lists, &step);
	if (output)
		step_option(&step, "output", text_of(output));
	if (r->cleaned.scheme != ETHNICITY_NHS)
		step_option(&step, "ethnicity-codes",
			    text_of(ethnicity_scheme_name(r->cleaned.scheme)));
	shorts_step(c, &step);
	preamble_step(&step);
	policy_output(tool, c->in.preamble.level, out);
}

static void side_open(struct clean *c, struct side *side, const char *path, enum tool tool,
		      const char *output, const struct common *common)
{
	step_add(c, &side->preamble, tool, output);
	writer_open_side(&side->writer, &side->preamble, path, common);
}

static void rejects_open(struct clean *c, const struct common *common)
{
	struct preamble *out = &c->rejects.preamble;

	preamble_copy(out, &c->in.preamble);
	preamble_column(out, TEXT("column"), TEXT("text"), ROLE_PLAIN)->list = true;
	preamble_column(out, TEXT("rule"), TEXT("code"), ROLE_PLAIN)->list = true;
	side_open(c, &c->rejects, options.rejects, TOOL_CLEAN, "rejects", common);
}

static void open_outputs(struct clean *c, const struct common *common)
{
	shorts_declare(c);
	step_add(c, &c->out_preamble, TOOL_CLEAN, NULL);
	writer_open(&c->out, &c->out_preamble, common);
	if (options.rejects)
		rejects_open(c, common);
	if (options.report) {
		profile_columns(&c->report.preamble, &c->in.preamble);
		side_open(c, &c->report, options.report, TOOL_PROFILE, "report", common);
		profile_start(&c->profile, &c->in.arena, c->record.column_count, common->tmpdir);
		c->record.profile = &c->profile;
	}
	if (options.provider_report) {
		faults_columns(&c->provider.preamble, &c->in);
		side_open(c, &c->provider, options.provider_report, TOOL_FAULTS, "provider-report",
			  common);
		c->record.faults = &c->provider.writer;
	}
}

static void record_reject(struct clean *c, struct text line)
{
	writer_figure(&c->out, "rejected", 1);
	if (!options.rejects)
		return;
	buffer_reset(&c->line);
	buffer_text_add(&c->line, line);
	buffer_byte(&c->line, '\t');
	buffer_text_add(&c->line, buffer_text(&c->record.fault_columns));
	buffer_byte(&c->line, '\t');
	buffer_text_add(&c->line, buffer_text(&c->record.fault_rules));
	writer_line(&c->rejects.writer, buffer_text(&c->line));
}

struct figures {
	struct writer *out;
	const char *column;
	struct buffer name;
};

/* WHAT.COLUMN.RULE in the ledger. */
static void ledger_add(void *context, const char *what, const char *rule, uint64_t number)
{
	struct figures *f = context;

	buffer_reset(&f->name);
	buffer_string(&f->name, what);
	buffer_byte(&f->name, '.');
	buffer_string(&f->name, f->column);
	if (rule) {
		buffer_byte(&f->name, '.');
		buffer_string(&f->name, rule);
	}
	buffer_byte(&f->name, '\0');
	writer_figure(f->out, f->name.at, number);
}

static void figures_add(struct clean *c)
{
	struct record_cleaning *r = &c->record;
	struct figures f = {.out = &c->out};

	if (r->split)
		writer_figure(&c->out, "split.full_name", r->split);

	if (options.report)
		profile_end(&c->profile);
	for (size_t i = 0; i < r->column_count; i++) {
		f.column = r->columns[i].name;
		cleaning_figures(&r->columns[i], r->invalid, ledger_add, &f);
		if (options.report && r->columns[i].field)
			profile_write(&c->report.writer, &r->columns[i], r->invalid, &c->profile, i,
				      c->in.rows);
	}
	buffer_free(&f.name);
}

static void side_close(struct clean *c, struct side *side)
{
	writer_read(&side->writer, &c->in);
	writer_close(&side->writer);
}

static void close_all(struct clean *c)
{
	complain_end();
	figures_add(c);
	if (options.rejects) {
		writer_figure(&c->rejects.writer, "accepted", c->out.rows);
		side_close(c, &c->rejects);
	}
	if (options.report)
		side_close(c, &c->report);
	if (options.provider_report)
		side_close(c, &c->provider);
	writer_read(&c->out, &c->in);
	writer_close(&c->out);
	if (options.report)
		profile_free(&c->profile);
	if (options.schema)
		code_lists_free(&c->lists); /* they live in the reader's memory */
	reader_close(&c->in);
	record_cleaning_free(&c->record);
	buffer_free(&c->line);
}

int main(int argc, char **argv)
{
	const struct common *common = program_start(&program, argc, argv);
	struct clean c = {.line = {0}};
	struct record row;
	struct text line;

	parse_options(&c);
	reader_open(&c.in, operand_path(common, 0), common);
	policy_input(TOOL_CLEAN, &c.in.preamble, c.in.path);
	prepare(&c);
	open_outputs(&c, common);
	while (reader_next(&c.in, &row)) {
		if (record_clean(&c.record, &row, &line))
			writer_line(&c.out, line);
		else
			record_reject(&c, row.line);
	}
	close_all(&c);
	return program_finish();
}
