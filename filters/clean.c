/*
 * clean: gives every cell the normal form of its column's type, and sets aside
 * what is not a value of that type. Records pass one for one. Memory: O(1).
 */
#include "field/date.h"
#include "field/nickname.h"
#include "schema/cleaning.h"
#include "schema/code_lists.h"
#include "schema/profile.h"
#include "stream/policy.h"
#include "stream/writer.h"

/* A second output. */
struct side {
	const char *path; /* NULL: none */
	struct preamble preamble;
	struct writer writer;
};

struct clean {
	enum invalid invalid;
	struct cleaning *columns;
	size_t column_count;
	struct cleaned cleaned;
	struct buffer scratch; /* an unescaped cell */
	struct buffer cell;    /* a cleaned cell, escaped */
	struct buffer list;    /* cleaned elements */
	struct buffer line;    /* a cleaned record */
	/* of the current record, when it is rejected: `\tNAME|NAME...` */
	struct buffer fault_columns, fault_rules;
	const struct record *row;
	const char *schema_path; /* NULL: no code lists */
	struct code_lists lists;
	size_t *short_of; /* columns of which a column of short forms is added */
	size_t short_count;
	struct reader in;
	struct writer out;
	struct preamble out_preamble;
	struct side rejects, report, provider;
	struct profile profile;
};

static void columns_prepare(struct clean *c)
{
	const struct preamble *p = &c->in.preamble;
	c->column_count = p->column_count;
	c->columns = ARENA_ARRAY(&c->in.arena, p->column_count, struct cleaning);
	for (size_t i = 0; i < p->column_count; i++) {
		c->columns[i].field = field_find(p->columns[i].type);
		c->columns[i].name = text_string(&c->in.arena, p->columns[i].name);
		c->columns[i].list = p->columns[i].list;
	}
}

/* The code lists of the schema, for columns that are cleaned at all. */
static void lists_prepare(struct clean *c)
{
	code_lists_read(&c->lists, &c->in.arena, c->schema_path, &c->in.preamble);
	for (size_t i = 0; i < c->column_count; i++)
		if (c->columns[i].field && c->lists.of[i])
			c->columns[i].codes = &c->lists.of[i]->codes;
}

/* The column that an option about dates names. */
static struct cleaning *dates_column(struct clean *c, const char *option, const char *name)
{
	size_t at = preamble_need(&c->in.preamble, name, c->in.path, EXIT_CONFIG);
	if (!c->columns[at].field || !field_has_dates(c->columns[at].field))
		fail(EXIT_CONFIG, "--%s: column %s does not hold dates", option, name);
	return &c->columns[at];
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
	for (size_t i = 0; i < c->column_count; i++)
		if (c->columns[i].field && field_has_dates(c->columns[i].field))
			order_set(&c->columns[i], form);
}

/* --nicknames: a column of short forms beside each of these. */
static void short_prepare(struct clean *c, const struct string_list *names)
{
	c->short_of = ARENA_ARRAY(&c->in.arena, names->count, size_t);
	for (size_t i = 0; i < names->count; i++) {
		size_t at = preamble_need(&c->in.preamble, names->at[i], c->in.path, EXIT_CONFIG);
		if (!text_is(c->in.preamble.columns[at].type, "name"))
			fail(EXIT_CONFIG, "--nicknames: column %s does not hold names",
			     names->at[i]);
		c->short_of[c->short_count++] = at;
	}
}

/* The output's columns: the input's, and those of short forms. */
static void columns_declare(struct clean *c)
{
	struct buffer name = {0};
	preamble_copy(&c->out_preamble, &c->in.preamble);
	for (size_t i = 0; i < c->short_count; i++) {
		buffer_reset(&name);
		buffer_string(&name, c->columns[c->short_of[i]].name);
		buffer_string(&name, "_nickname");
		enum role role = c->in.preamble.columns[c->short_of[i]].role;
		preamble_column(&c->out_preamble, buffer_text(&name), TEXT("name"), role)->list =
			true;
	}
	buffer_free(&name);
}

static void shorts_step(const struct clean *c, struct step_builder *step)
{
	char digest[13];
	for (size_t i = 0; i < c->short_count; i++)
		step_option_item(step, "nicknames", text_of(c->columns[c->short_of[i]].name));
	if (c->short_count) {
		digest_of(nickname_table(), digest);
		step_table(step, "nickname", digest);
	}
}

static void step_add(struct clean *c, struct preamble *out, enum tool tool, const char *output)
{
	struct step_builder step;
	step_start(&step, out, policy_name(tool));
	step_parent(&step, &c->in.preamble);
	step_option(&step, "invalid", text_of(invalid_name(c->invalid)));
	cleaning_step(c->columns, c->column_count, &c->in.preamble, &step);
	if (c->schema_path)
		code_lists_step(&c->lists, &step);
	if (output)
		step_option(&step, "output", text_of(output));
	if (c->cleaned.scheme != ETHNICITY_NHS)
		step_option(&step, "ethnicity-codes",
			    text_of(ethnicity_scheme_name(c->cleaned.scheme)));
	shorts_step(c, &step);
	preamble_step(&step);
	policy_output(tool, c->in.preamble.level, out);
}

static void side_open(struct clean *c, struct side *side, enum tool tool, const char *output,
		      const struct common *common)
{
	step_add(c, &side->preamble, tool, output);
	writer_open_side(&side->writer, &side->preamble, side->path, common);
}

static void rejects_open(struct clean *c, const struct common *common)
{
	struct preamble *out = &c->rejects.preamble;
	preamble_copy(out, &c->in.preamble);
	preamble_column(out, TEXT("column"), TEXT("text"), ROLE_PLAIN)->list = true;
	preamble_column(out, TEXT("rule"), TEXT("code"), ROLE_PLAIN)->list = true;
	side_open(c, &c->rejects, TOOL_CLEAN, "rejects", common);
}

static void report_open(struct clean *c, const struct common *common)
{
	struct preamble *out = &c->report.preamble;
	preamble_copy(out, &c->in.preamble);
	preamble_clear_columns(out);
	out->level = LEVEL_AGGREGATE;
	preamble_column(out, TEXT("column"), TEXT("code"), ROLE_DIMENSION);
	preamble_column(out, TEXT("figure"), TEXT("code"), ROLE_DIMENSION);
	preamble_column(out, TEXT("detail"), TEXT("text"), ROLE_DIMENSION);
	preamble_column(out, TEXT("count"), TEXT("count"), ROLE_MEASURE);
	side_open(c, &c->report, TOOL_PROFILE, "report", common);
	profile_start(&c->profile, &c->in.arena, c->column_count, common->tmpdir);
}

/* What goes back to a provider names its rows, so it must be one body's alone,
 * and says whose. */
static void provider_open(struct clean *c, const struct common *common)
{
	const struct preamble *in = &c->in.preamble;
	struct preamble *out = &c->provider.preamble;
	struct place place = {.file = c->in.path};
	if (in->source_count != 1 || !in->sources[0].owner.length)
		fail_at(EXIT_POLICY, place, "owner",
			"--provider-report wants one source, of a known owner");
	preamble_need(in, "rid", c->in.path, EXIT_CONFIG);
	preamble_copy(out, in);
	preamble_clear_columns(out);
	for (size_t i = 0; i < in->column_count; i++)
		if (text_is(in->columns[i].name, "rid") || in->columns[i].role == ROLE_ENTITY)
			preamble_column_copy(out, &in->columns[i]);
	preamble_column(out, TEXT("column"), TEXT("code"), ROLE_PLAIN);
	preamble_column(out, TEXT("rule"), TEXT("code"), ROLE_PLAIN);
	buffer_reset(&c->line);
	buffer_string(&c->line, "##x-for-owner ");
	buffer_text_add(&c->line, in->sources[0].owner);
	preamble_extra(out, buffer_text(&c->line));
	side_open(c, &c->provider, TOOL_FAULTS, "provider-report", common);
}

/* Tells the provider of a row, by its own numbers, what is wrong with a column. */
static void provider_tell(struct clean *c, const struct cleaning *column, const char *rule)
{
	const struct preamble *in = &c->in.preamble;
	if (!c->provider.path)
		return;
	for (size_t i = 0; i < in->column_count; i++)
		if (text_is(in->columns[i].name, "rid") || in->columns[i].role == ROLE_ENTITY)
			writer_cell(&c->provider.writer, record_cell(c->row, i));
	writer_value(&c->provider.writer, text_of(column->name));
	writer_value(&c->provider.writer, text_of(rule));
	writer_end(&c->provider.writer);
}

/* A fault in the current record: said, and noted for the rejects. */
static void fault(struct clean *c, struct cleaning *column, enum rule rule)
{
	complain(reader_place(&c->in, column->name), rule_name(rule), "%s", rule_message(rule));
	provider_tell(c, column, rule_name(rule));
	if (c->invalid != INVALID_REJECT)
		return;
	char mark = c->fault_columns.length ? '|' : '\t';
	buffer_byte(&c->fault_columns, mark);
	buffer_string(&c->fault_columns, column->name);
	buffer_byte(&c->fault_rules, mark);
	buffer_string(&c->fault_rules, rule_name(rule));
}

/* What becomes of one value; *valid says whether it was one of its type. */
static struct text value_clean(struct clean *c, struct cleaning *column, struct text value,
			       bool *valid)
{
	uint64_t unlisted = column->coding[CODING_UNLISTED];
	size_t at = (size_t)(column - c->columns);
	enum rule rule;
	struct text clean = cleaning_value(column, value, &c->cleaned, &rule);
	*valid = rule == RULE_VALID;
	if (c->report.path && (clean.length || !*valid))
		profile_shape(&c->profile, at, value);
	if (*valid) {
		if (column->coding[CODING_UNLISTED] != unlisted)
			provider_tell(c, column, "unlisted");
		if (c->report.path && clean.length)
			profile_distinct(&c->profile, at, clean);
		return clean;
	}
	if (rule_missing(rule))
		return TEXT_NONE;
	fault(c, column, rule);
	return c->invalid == INVALID_KEEP ? value : TEXT_NONE;
}

/* Cleans the elements of a list cell into c->list, without those that are left
 * empty; true when all are valid. */
static bool list_clean(struct clean *c, struct cleaning *column, struct text rest)
{
	struct text value;
	bool valid = true, one;
	buffer_reset(&c->list);
	while (text_cut(&rest, '|', &value)) {
		struct text clean = value_clean(c, column, value, &one);
		valid = valid && one;
		if (!clean.length)
			continue;
		if (c->list.length)
			buffer_byte(&c->list, '|');
		buffer_text_add(&c->list, clean);
	}
	return valid;
}

/* True when the cell is written otherwise than it was read: as c->cell. */
static bool cell_clean(struct clean *c, struct cleaning *column, struct text cell)
{
	struct text value = text_unescape(cell, &c->scratch), clean;
	bool valid;
	if (column->list) {
		valid = list_clean(c, column, value);
		clean = buffer_text(&c->list);
	} else {
		clean = value_clean(c, column, value, &valid);
	}
	if (text_equal(clean, value))
		return false;
	column->changed += valid;
	buffer_reset(&c->cell);
	text_escape(&c->cell, clean);
	return true;
}

static void record_reject(struct clean *c, struct text line)
{
	writer_figure(&c->out, "rejected", 1);
	if (c->rejects.path) {
		buffer_reset(&c->line);
		buffer_text_add(&c->line, line);
		buffer_text_add(&c->line, buffer_text(&c->fault_columns));
		buffer_text_add(&c->line, buffer_text(&c->fault_rules));
		writer_line(&c->rejects.writer, buffer_text(&c->line));
	}
	buffer_reset(&c->fault_columns);
	buffer_reset(&c->fault_rules);
}

/* Appends the columns of short forms to c->line, which holds a clean record. */
static void shorts_append(struct clean *c)
{
	for (size_t i = 0; i < c->short_count; i++) {
		struct text rest = buffer_text(&c->line), cell;
		for (size_t k = 0; k <= c->short_of[i]; k++)
			text_cut(&rest, '\t', &cell);
		buffer_reset(&c->list);
		nicknames_append(&c->list, cell);
		buffer_byte(&c->line, '\t');
		buffer_text_add(&c->line, buffer_text(&c->list));
	}
}

/* Most records are clean already and pass as the line that they came in; of
 * the others the part up to the first changed cell is copied at once. */
static void record_clean(struct clean *c, const struct record *row)
{
	bool changed = false;
	c->row = row;
	for (size_t i = 0; i < c->column_count; i++) {
		struct text cell = record_cell(row, i);
		struct cleaning *column = &c->columns[i];
		bool other = column->field && cell.length && cell_clean(c, column, cell);
		if (other && !changed) {
			buffer_reset(&c->line);
			buffer_add(&c->line, row->line.at, (size_t)(cell.at - row->line.at));
			changed = true;
		} else if (changed) {
			buffer_byte(&c->line, '\t');
		}
		if (changed)
			buffer_text_add(&c->line, other ? buffer_text(&c->cell) : cell);
	}
	if (c->fault_columns.length) {
		record_reject(c, row->line);
		return;
	}
	if (c->short_count) {
		if (!changed) {
			buffer_reset(&c->line);
			buffer_text_add(&c->line, row->line);
		}
		shorts_append(c);
		changed = true;
	}
	writer_line(&c->out, changed ? buffer_text(&c->line) : row->line);
}

/* The figures of one column. */
struct figures {
	struct clean *c;
	const struct cleaning *column;
	struct buffer name;
};

/* WHAT.COLUMN.RULE in the ledger. */
static void ledger_add(void *context, const char *what, const char *rule, uint64_t number)
{
	struct figures *f = context;
	buffer_reset(&f->name);
	buffer_string(&f->name, what);
	buffer_byte(&f->name, '.');
	buffer_string(&f->name, f->column->name);
	if (rule) {
		buffer_byte(&f->name, '.');
		buffer_string(&f->name, rule);
	}
	buffer_byte(&f->name, '\0');
	writer_figure(&f->c->out, f->name.at, number);
}

/* A row of the report. */
static void report_add(void *context, const char *what, struct text detail, uint64_t number)
{
	const struct figures *f = context;
	struct writer *w = &f->c->report.writer;
	writer_value(w, text_of(f->column->name));
	writer_value(w, text_of(what));
	writer_value(w, detail);
	writer_u64(w, number);
	writer_end(w);
}

static void report_rule(void *context, const char *what, const char *rule, uint64_t number)
{
	report_add(context, what, text_of(rule ? rule : ""), number);
}

static void report_column(struct clean *c, struct figures *f, size_t at)
{
	enum { MOST_SHAPES = 10 };
	struct shape shapes[MOST_SHAPES];
	const struct cleaning *column = &c->columns[at];
	const struct profile_column *seen = &c->profile.columns[at];
	uint64_t invalid = 0;

	for (int r = 0; r < RULE_COUNT; r++)
		invalid += column->invalid[r];
	report_add(f, "records", TEXT_NONE, c->in.rows);
	report_add(f, "filled", TEXT_NONE, column->filled);
	report_add(f, "valid", TEXT_NONE, column->filled - invalid);
	report_add(f, "distinct", TEXT_NONE, seen->distinct);
	if (column->new_year)
		report_add(f, "first-of-january", TEXT_NONE, column->new_year);
	cleaning_figures(column, c->invalid, report_rule, f);
	size_t count = profile_shapes(&c->profile, at, shapes, MOST_SHAPES);
	for (size_t i = 0; i < count; i++)
		report_add(f, "shape", shapes[i].shape, shapes[i].count);
	if (seen->other_shapes)
		report_add(f, "shapes-not-counted", TEXT_NONE, seen->other_shapes);
}

static void figures_add(struct clean *c)
{
	if (c->report.path)
		profile_end(&c->profile);
	for (size_t i = 0; i < c->column_count; i++) {
		struct figures f = {.c = c, .column = &c->columns[i]};
		cleaning_figures(f.column, c->invalid, ledger_add, &f);
		if (c->report.path && f.column->field)
			report_column(c, &f, i);
		buffer_free(&f.name);
	}
}

static void side_close(struct clean *c, struct side *side)
{
	if (!side->path)
		return;
	writer_read(&side->writer, &c->in);
	writer_close(&side->writer);
}

static void close_all(struct clean *c)
{
	complain_end();
	figures_add(c);
	if (c->rejects.path)
		writer_figure(&c->rejects.writer, "accepted", c->out.rows);
	side_close(c, &c->rejects);
	side_close(c, &c->report);
	side_close(c, &c->provider);
	writer_read(&c->out, &c->in);
	writer_close(&c->out);
	if (c->report.path)
		profile_free(&c->profile);
	if (c->schema_path)
		code_lists_free(&c->lists); /* they live in the reader's memory */
	reader_close(&c->in);
	cleaned_free(&c->cleaned);
	buffer_free(&c->scratch);
	buffer_free(&c->cell);
	buffer_free(&c->list);
	buffer_free(&c->line);
	buffer_free(&c->fault_columns);
	buffer_free(&c->fault_rules);
}

/* Options as given, before the stream is there. */
struct wishes {
	const char *invalid, *scheme;
	struct string_list serial, short_year, dates, nicknames;
};

static void wishes_parse(struct clean *c, const struct wishes *w)
{
	if (w->invalid && !invalid_parse(w->invalid, &c->invalid))
		usage_fail("--invalid: blank, keep or reject, not '%s'", w->invalid);
	if (w->scheme && !ethnicity_scheme_parse(w->scheme, &c->cleaned.scheme))
		usage_fail("--ethnicity-codes: nhs, council or police, not '%s'", w->scheme);
	if (c->rejects.path && c->invalid != INVALID_REJECT)
		usage_fail("--rejects goes with --invalid reject");
}

static void wishes_apply(struct clean *c, const struct wishes *w)
{
	columns_prepare(c);
	if (c->schema_path)
		lists_prepare(c);
	for (size_t i = 0; i < w->serial.count; i++)
		dates_column(c, "serial", w->serial.at[i])->allow |= DATE_SERIAL;
	for (size_t i = 0; i < w->short_year.count; i++)
		dates_column(c, "short-year", w->short_year.at[i])->allow |= DATE_SHORT_YEAR;
	for (size_t i = 0; i < w->dates.count; i++)
		order_allow(c, w->dates.at[i]);
	short_prepare(c, &w->nicknames);
}

int main(int argc, char **argv)
{
	struct clean c = {0};
	struct wishes w = {0};
	const struct option_spec options[] = {
		{0, "dates", OPTION_LIST, &w.dates, "[COLUMN=]dmy|mdy|ydm",
		 "order of a date's numbers, in all columns or one (dmy, or yyyy-mm-dd)", 0, 0},
		{0, "ethnicity-codes", OPTION_STRING, &w.scheme, "nhs|council|police",
		 "what ethnicity codes of one or two characters mean (nhs)", 0, 0},
		{0, "invalid", OPTION_STRING, &w.invalid, "blank|keep|reject",
		 "what to do with a value that is not valid (blank)", 0, 0},
		{0, "nicknames", OPTION_LIST, &w.nicknames, "COLUMN",
		 "add COLUMN_nickname, the forms that a name may be short for", 0, 0},
		{0, "provider-report", OPTION_STRING, &c.provider.path, "FILE",
		 "write what is wrong in which record, for the provider, to FILE", 0, 0},
		{0, "rejects", OPTION_STRING, &c.rejects.path, "FILE",
		 "with --invalid reject: keep the rejected records in FILE", 0, 0},
		{0, "report", OPTION_STRING, &c.report.path, "FILE",
		 "write a profile of each column, without values, to FILE", 0, 0},
		{'s', "schema", OPTION_STRING, &c.schema_path, "FILE",
		 "give values the codes of the lists that the schema FILE names", 0, 0},
		{0, "serial", OPTION_LIST, &w.serial, "COLUMN",
		 "dates in COLUMN may be spreadsheet serials", 0, 0},
		{0, "short-year", OPTION_LIST, &w.short_year, "COLUMN",
		 "years in COLUMN may have two digits", 0, 0},
	};
	const struct program program = {
		.name = "clean",
		.about = "Standardise and validate the values of a stream by column type",
		.operands = "[FILE]",
		.options = options,
		.option_count = sizeof(options) / sizeof(options[0]),
		.most_operands = 1,
	};
	const struct common *common = program_start(&program, argc, argv);
	wishes_parse(&c, &w);
	reader_open(&c.in, operand_path(common, 0), common);
	policy_input(TOOL_CLEAN, &c.in.preamble, c.in.path);
	wishes_apply(&c, &w);
	columns_declare(&c);
	step_add(&c, &c.out_preamble, TOOL_CLEAN, NULL);
	writer_open(&c.out, &c.out_preamble, common);
	if (c.rejects.path)
		rejects_open(&c, common);
	if (c.report.path)
		report_open(&c, common);
	if (c.provider.path)
		provider_open(&c, common);

	struct record row;
	while (reader_next(&c.in, &row))
		record_clean(&c, &row);
	close_all(&c);
	return program_finish();
}
