#include "schema/record_cleaning.h"

#include "field/nickname.h"
#include "schema/cleaning_reports.h"

/* A code by which people or records are told apart is an id. */
static struct text cleaned_as(const struct column *column)
{
	bool tells = column->role == ROLE_ENTITY || column->role == ROLE_DIRECT;

	return tells && text_is(column->type, "code") ? TEXT("id") : column->type;
}

static void split_prepare(struct record_cleaning *r, const struct preamble *p)
{
	size_t at = preamble_find(p, TEXT("full_name"));

	r->split_from = at;
	r->splits = at != NO_COLUMN && text_is(p->columns[at].type, "name") &&
		    !p->columns[at].list && preamble_find(p, TEXT("surname")) == NO_COLUMN &&
		    preamble_find(p, TEXT("forename")) == NO_COLUMN &&
		    preamble_find(p, TEXT("middle_names")) == NO_COLUMN;
}

void record_cleaning_start(struct record_cleaning *r, struct reader *in)
{
	const struct preamble *p = &in->preamble;

	r->in = in;
	r->cleaned.again = preamble_step_of(p, "clean") != NULL;
	r->column_count = p->column_count;
	r->columns = ARENA_ARRAY(&in->arena, p->column_count, struct cleaning);
	for (size_t i = 0; i < p->column_count; i++) {
		r->columns[i].field = field_find(cleaned_as(&p->columns[i]));
		r->columns[i].name = text_string(&in->arena, p->columns[i].name);
		r->columns[i].list = p->columns[i].list;
	}
	split_prepare(r, p);
}

static void tell_provider(struct record_cleaning *r, const struct cleaning *column,
			  const char *rule)
{
	if (r->faults)
		faults_write(r->faults, &r->in->preamble, r->row, column->name, rule);
}

/* A fault in the current record: said, and noted for the rejects. */
static void fault(struct record_cleaning *r, struct cleaning *column, enum rule rule)
{
	complain(reader_place(r->in, column->name), rule_name(rule), "%s", rule_message(rule));
	tell_provider(r, column, rule_name(rule));
	if (r->invalid != INVALID_REJECT)
		return;
	if (r->fault_columns.length) {
		buffer_byte(&r->fault_columns, '|');
		buffer_byte(&r->fault_rules, '|');
	}
	buffer_string(&r->fault_columns, column->name);
	buffer_string(&r->fault_rules, rule_name(rule));
}

/* What becomes of one value; *valid says whether it was one of its type. */
static struct text value_clean(struct record_cleaning *r, struct cleaning *column,
			       struct text value, bool *valid)
{
	uint64_t unlisted = column->coding[CODING_UNLISTED];
	size_t at = (size_t)(column - r->columns);
	enum rule rule;
	struct text clean = cleaning_value(column, value, &r->cleaned, &rule);

	*valid = rule == RULE_VALID;
	if (r->profile && (clean.length || !*valid))
		profile_shape(r->profile, at, value);
	if (*valid) {
		if (column->coding[CODING_UNLISTED] != unlisted)
			tell_provider(r, column, "unlisted");
		if (r->profile && clean.length)
			profile_distinct(r->profile, at, clean);
		return clean;
	}
	if (rule_missing(rule))
		return TEXT_NONE;
	fault(r, column, rule);
	return r->invalid == INVALID_KEEP ? value : TEXT_NONE;
}

/* Cleans the elements of a list cell into r->list, without those that are left
 * empty; true when all are valid. */
static bool list_clean(struct record_cleaning *r, struct cleaning *column, struct text rest)
{
	struct text value;
	bool valid = true, one;

	buffer_reset(&r->list);
	while (text_cut(&rest, '|', &value)) {
		struct text clean = value_clean(r, column, value, &one);
		valid = valid && one;
		if (!clean.length)
			continue;
		if (r->list.length)
			buffer_byte(&r->list, '|');
		buffer_text_add(&r->list, clean);
	}
	return valid;
}

/* True when the cell is written otherwise than it was read: as r->cell. */
static bool cell_clean(struct record_cleaning *r, struct cleaning *column, struct text cell)
{
	struct text value = text_unescape(cell, &r->scratch), clean;
	bool valid;

	if (column->list) {
		valid = list_clean(r, column, value);
		clean = buffer_text(&r->list);
	} else {
		clean = value_clean(r, column, value, &valid);
	}
	if (text_equal(clean, value))
		return false;
	column->changed += valid;
	buffer_reset(&r->cell);
	text_escape(&r->cell, clean);
	return true;
}

/* Appends the parts of the full name, as it was read, to r->line. */
static void parts_append(struct record_cleaning *r)
{
	struct text value = text_unescape(record_cell(r->row, r->split_from), &r->scratch);

	misread_repair(&r->cleaned.misread, value, true, &value);
	r->split += name_split(value, &r->parts);
	buffer_byte(&r->line, '\t');
	buffer_text_add(&r->line, buffer_text(&r->parts.surname));
	buffer_byte(&r->line, '\t');
	buffer_text_add(&r->line, buffer_text(&r->parts.forename));
	buffer_byte(&r->line, '\t');
	buffer_text_add(&r->line, buffer_text(&r->parts.middle_names));
}

/* Appends the columns of short forms to r->line, which holds a clean record. */
static void shorts_append(struct record_cleaning *r)
{
	for (size_t i = 0; i < r->short_count; i++) {
		struct text rest = buffer_text(&r->line), cell;
		for (size_t k = 0; k <= r->short_of[i]; k++)
			text_cut(&rest, '\t', &cell);
		buffer_reset(&r->list);
		nicknames_append(&r->list, cell);
		buffer_byte(&r->line, '\t');
		buffer_text_add(&r->line, buffer_text(&r->list));
	}
}

/* Most records are clean already and pass as the line that they came in; of
 * the others the part up to the first changed cell is copied at once. */
bool record_clean(struct record_cleaning *r, const struct record *row, struct text *line)
{
	bool changed = false;

	r->row = row;
	r->cleaned.plain = !misread_suspect(row->line);
	buffer_reset(&r->fault_columns);
	buffer_reset(&r->fault_rules);
	for (size_t i = 0; i < r->column_count; i++) {
		struct text cell = record_cell(row, i);
		struct cleaning *column = &r->columns[i];
		bool other = column->field && cell.length && cell_clean(r, column, cell);
		if (other && !changed) {
			buffer_reset(&r->line);
			buffer_add(&r->line, row->line.at, (size_t)(cell.at - row->line.at));
			changed = true;
		} else if (changed) {
			buffer_byte(&r->line, '\t');
		}
		if (changed)
			buffer_text_add(&r->line, other ? buffer_text(&r->cell) : cell);
	}
	if (r->fault_columns.length)
		return false;
	if ((r->splits || r->short_count) && !changed) {
		buffer_reset(&r->line);
		buffer_text_add(&r->line, row->line);
		changed = true;
	}
	if (r->splits)
		parts_append(r);
	shorts_append(r);
	*line = changed ? buffer_text(&r->line) : row->line;
	return true;
}

void record_cleaning_free(struct record_cleaning *r)
{
	cleaned_free(&r->cleaned);
	buffer_free(&r->fault_columns);
	buffer_free(&r->fault_rules);
	buffer_free(&r->scratch);
	buffer_free(&r->cell);
	buffer_free(&r->list);
	buffer_free(&r->line);
	name_parts_free(&r->parts);
}
