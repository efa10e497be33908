/*
 * clean: gives every cell the normal form of its column's type, and sets aside
 * what is not a value of that type. Records pass one for one. Memory: O(1).
 */
#include "field/blank.h"
#include "field/code_lists.h"
#include "field/date.h"
#include "field/field.h"
#include "field/name.h"
#include "stream/policy.h"
#include "stream/writer.h"

enum invalid { INVALID_BLANK, INVALID_KEEP, INVALID_REJECT };

/* What is done to a column, and what was. */
struct cleaning {
	const struct field *field; /* NULL: copied as it is */
	const char *name;
	bool list;
	unsigned allow;
	struct codes *codes; /* NULL: no code list */
	uint64_t changed, repaired, invalid[RULE_COUNT];
	uint64_t coding[CODING_UNLISTED + 1];
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
	const char *rejects_path; /* NULL: not kept */
	const char *schema_path;  /* NULL: no code lists */
	struct code_lists lists;
	struct reader in;
	struct writer out;
	struct writer rejects;
	struct preamble out_preamble, rejects_preamble;
};

static const char *const invalid_words[] = {"blank", "keep", "reject"};

static enum invalid invalid_parse(const char *word)
{
	for (int i = 0; i < 3; i++)
		if (word && strcmp(word, invalid_words[i]) == 0)
			return (enum invalid)i;
	if (word)
		usage_fail("--invalid: blank, keep or reject, not '%s'", word);
	return INVALID_BLANK;
}

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

/* Allows a form of dates in the columns that an option names. */
static void dates_allow(struct clean *c, const char *option, const struct string_list *names,
			unsigned form)
{
	for (size_t i = 0; i < names->count; i++) {
		size_t at = preamble_need(&c->in.preamble, names->at[i], c->in.path, EXIT_CONFIG);
		if (!c->columns[at].field || !field_has_dates(c->columns[at].field))
			fail(EXIT_CONFIG, "--%s: column %s does not hold dates", option,
			     names->at[i]);
		c->columns[at].allow |= form;
	}
}

/* The option's columns in the stream's order, each once. */
static void option_columns(struct step_builder *step, const struct clean *c, const char *option,
			   unsigned form)
{
	struct buffer names = {0};
	for (size_t i = 0; i < c->column_count; i++) {
		if (!(c->columns[i].allow & form))
			continue;
		if (names.length)
			buffer_byte(&names, ',');
		buffer_string(&names, c->columns[i].name);
	}
	if (names.length)
		step_option(step, option, buffer_text(&names));
	buffer_free(&names);
}

static void step_add(struct clean *c, struct preamble *out, const char *output)
{
	struct step_builder step;
	step_start(&step, out, "clean");
	step_parent(&step, &c->in.preamble);
	step_option(&step, "invalid", text_of(invalid_words[c->invalid]));
	option_columns(&step, c, "serial", DATE_SERIAL);
	option_columns(&step, c, "short-year", DATE_SHORT_YEAR);
	if (c->schema_path)
		code_lists_step(&c->lists, &step);
	if (output)
		step_option(&step, "output", text_of(output));
	if (c->cleaned.scheme != ETHNICITY_NHS)
		step_option(&step, "ethnicity-codes",
			    text_of(ethnicity_scheme_name(c->cleaned.scheme)));
	step_table(&step, "name", NAME_TABLE_VERSION);
	preamble_step(&step);
	policy_output("clean", c->in.preamble.level, out);
}

static void rejects_open(struct clean *c, const struct common *common)
{
	struct preamble *out = &c->rejects_preamble;
	preamble_copy(out, &c->in.preamble);
	preamble_column(out, TEXT("column"), TEXT("text"), ROLE_PLAIN)->list = true;
	preamble_column(out, TEXT("rule"), TEXT("code"), ROLE_PLAIN)->list = true;
	step_add(c, out, "rejects");
	writer_open_side(&c->rejects, out, c->rejects_path, common);
}

/* A fault in the current record: said, and noted for the rejects. */
static void fault(struct clean *c, struct cleaning *column, enum rule rule)
{
	complain(reader_place(&c->in, column->name), rule_name(rule), "%s", rule_message(rule));
	if (c->invalid != INVALID_REJECT)
		return;
	char mark = c->fault_columns.length ? '|' : '\t';
	buffer_byte(&c->fault_columns, mark);
	buffer_string(&c->fault_columns, column->name);
	buffer_byte(&c->fault_rules, mark);
	buffer_string(&c->fault_rules, rule_name(rule));
}

/* What becomes of a value that broke a rule. */
static struct text value_invalid(struct clean *c, struct cleaning *column, struct text value,
				 enum rule rule)
{
	column->invalid[rule]++;
	if (rule_missing(rule))
		return TEXT_NONE;
	fault(c, column, rule);
	return c->invalid == INVALID_KEEP ? value : TEXT_NONE;
}

/* The code that a clean value stands for, or the value as it is; what stands
 * for no code may be a word that says that there is none. */
static struct text value_code(struct clean *c, struct cleaning *column, struct text value,
			      bool *valid)
{
	struct text code = value;
	enum coding coding = codes_find(column->codes, value, &code);
	enum rule rule = coding == CODING_UNLISTED ? blank_placeholder(value) : RULE_VALID;

	if (rule != RULE_VALID) {
		*valid = false;
		return value_invalid(c, column, value, rule);
	}
	column->coding[coding]++;
	return code;
}

/* What one value becomes; *valid says whether it was one of its type. */
static struct text value_clean(struct clean *c, struct cleaning *column, struct text value,
			       bool *valid)
{
	enum rule rule = field_clean(column->field, value, &c->cleaned);
	*valid = rule == RULE_VALID;
	if (!*valid)
		return value_invalid(c, column, value, rule);
	column->repaired += c->cleaned.repaired;
	struct text clean = buffer_text(&c->cleaned.value);
	return column->codes && clean.length ? value_code(c, column, clean, valid) : clean;
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
	c->cleaned.allow = column->allow;
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
	if (c->rejects_path) {
		buffer_reset(&c->line);
		buffer_text_add(&c->line, line);
		buffer_text_add(&c->line, buffer_text(&c->fault_columns));
		buffer_text_add(&c->line, buffer_text(&c->fault_rules));
		writer_line(&c->rejects, buffer_text(&c->line));
	}
	buffer_reset(&c->fault_columns);
	buffer_reset(&c->fault_rules);
}

/* Most records are clean already and pass as the line that they came in; of
 * the others the part up to the first changed cell is copied at once. */
static void record_clean(struct clean *c, const struct record *row)
{
	bool changed = false;
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
	if (c->fault_columns.length)
		record_reject(c, row->line);
	else
		writer_line(&c->out, changed ? buffer_text(&c->line) : row->line);
}

static void figure_add(struct clean *c, struct buffer *name, const char *what, const char *column,
		       const char *rule, uint64_t number)
{
	if (!number)
		return;
	buffer_reset(name);
	buffer_string(name, what);
	buffer_byte(name, '.');
	buffer_string(name, column);
	if (rule) {
		buffer_byte(name, '.');
		buffer_string(name, rule);
	}
	buffer_byte(name, '\0');
	writer_figure(&c->out, name->at, number);
}

/* What became of the values that broke a rule, by rule and in all. */
static void invalid_add(struct clean *c, struct buffer *name, const struct cleaning *column)
{
	static const char *const words[] = {"blanked", "kept", "rejected"};
	uint64_t totals[3] = {0};
	for (int r = 0; r < RULE_COUNT; r++) {
		enum rule rule = (enum rule)r;
		enum invalid became = rule_missing(rule) ? INVALID_BLANK : c->invalid;
		figure_add(c, name, words[became], column->name, rule_name(rule),
			   column->invalid[r]);
		totals[became] += column->invalid[r];
	}
	for (int i = 0; i < 3; i++)
		figure_add(c, name, words[i], column->name, NULL, totals[i]);
}

static void figures_add(struct clean *c)
{
	struct buffer name = {0};
	for (size_t i = 0; i < c->column_count; i++) {
		const struct cleaning *column = &c->columns[i];
		figure_add(c, &name, "changed", column->name, NULL, column->changed);
		figure_add(c, &name, "repaired", column->name, NULL, column->repaired);
		figure_add(c, &name, "coded", column->name, NULL, column->coding[CODING_SPELLING]);
		figure_add(c, &name, "renamed", column->name, NULL, column->coding[CODING_RENAMED]);
		figure_add(c, &name, "unlisted", column->name, NULL,
			   column->coding[CODING_UNLISTED]);
		invalid_add(c, &name, column);
	}
	buffer_free(&name);
}

static void close_all(struct clean *c)
{
	complain_end();
	figures_add(c);
	if (c->rejects_path) {
		writer_figure(&c->rejects, "accepted", c->out.rows);
		writer_read(&c->rejects, &c->in);
		writer_close(&c->rejects);
	}
	writer_read(&c->out, &c->in);
	writer_close(&c->out);
	if (c->schema_path)
		code_lists_free(&c->lists); /* whose memory is the reader's */
	reader_close(&c->in);
	cleaned_free(&c->cleaned);
	buffer_free(&c->scratch);
	buffer_free(&c->cell);
	buffer_free(&c->list);
	buffer_free(&c->line);
	buffer_free(&c->fault_columns);
	buffer_free(&c->fault_rules);
}

int main(int argc, char **argv)
{
	struct clean c = {0};
	const char *invalid = NULL, *scheme = NULL;
	struct string_list serial = {0}, short_year = {0};
	const struct option_spec options[] = {
		{0, "invalid", OPTION_STRING, &invalid, "blank|keep|reject",
		 "what to do with a value that is not valid (blank)", 0, 0},
		{0, "rejects", OPTION_STRING, &c.rejects_path, "FILE",
		 "with --invalid reject: keep the rejected records in FILE", 0, 0},
		{'s', "schema", OPTION_STRING, &c.schema_path, "FILE",
		 "give values the codes of the lists that the schema FILE names", 0, 0},
		{0, "ethnicity-codes", OPTION_STRING, &scheme, "nhs|council|police",
		 "what ethnicity codes of one or two characters mean (nhs)", 0, 0},
		{0, "serial", OPTION_LIST, &serial, "COLUMN",
		 "dates in COLUMN may be spreadsheet serials", 0, 0},
		{0, "short-year", OPTION_LIST, &short_year, "COLUMN",
		 "years in COLUMN may have two digits", 0, 0},
	};
	const struct program program = {
		.name = "clean",
		.about = "Standardise and validate the values of a stream by column type",
		.operands = "[FILE]",
		.options = options,
		.option_count = sizeof(options) / sizeof(options[0]),
		.most_operands = 1,
		.omits = OMIT_TMPDIR,
	};
	const struct common *common = program_start(&program, argc, argv);
	c.invalid = invalid_parse(invalid);
	if (scheme && !ethnicity_scheme_parse(scheme, &c.cleaned.scheme))
		usage_fail("--ethnicity-codes: nhs, council or police, not '%s'", scheme);
	if (c.rejects_path && c.invalid != INVALID_REJECT)
		usage_fail("--rejects goes with --invalid reject");
	reader_open(&c.in, operand_path(common, 0), common);
	policy_input("clean", &c.in.preamble, c.in.path);
	columns_prepare(&c);
	if (c.schema_path)
		lists_prepare(&c);
	dates_allow(&c, "serial", &serial, DATE_SERIAL);
	dates_allow(&c, "short-year", &short_year, DATE_SHORT_YEAR);
	preamble_copy(&c.out_preamble, &c.in.preamble);
	step_add(&c, &c.out_preamble, NULL);
	writer_open(&c.out, &c.out_preamble, common);
	if (c.rejects_path)
		rejects_open(&c, common);

	struct record row;
	while (reader_next(&c.in, &row))
		record_clean(&c, &row);
	close_all(&c);
	return program_finish();
}
