#include "intake/short_record.h"

#include "intake/intake_internal.h"

#include "field/field.h"

/* Types of which a value of another column is hardly ever one. */
static bool is_strict(struct text type)
{
	static const char *const types[] = {"date",    "datetime", "nhs_number", "upn",
					    "uln",     "postcode", "sex",        "stated_gender",
					    "integer", "decimal"};

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (text_is(type, types[i]))
			return true;
	return false;
}

static bool is_of(struct text type, struct text cell)
{
	struct cleaned cleaned = {0};

	bool valid = field_clean(field_find(type), cell, &cleaned) == RULE_VALID;
	cleaned_free(&cleaned);
	return valid;
}

const char *short_record_fault(const struct intake *in, const struct raw_record *r)
{
	size_t cells = r->cells - r->lacks;

	for (size_t i = 0; i < in->schema->column_count; i++) {
		const struct schema_column *c = &in->schema->columns[i];

		if (in->at[i] == NO_COLUMN)
			continue;
		if (in->at[i] >= cells && c->required)
			return "ends before a column that the schema requires";
		if (in->at[i] < cells && is_strict(c->type) &&
		    !is_of(c->type, raw_cell(r, in->at[i])))
			return "is short, and a cell is no value of its column: is a delimiter "
			       "missing?";
	}
	return NULL;
}
