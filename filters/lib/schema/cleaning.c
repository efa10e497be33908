#include "schema/cleaning.h"

#include "field/blank.h"
#include "field/date.h"
#include "field/la.h"
#include "field/name.h"

static const char *const invalid_words[] = {"blank", "keep", "reject"};

bool invalid_parse(const char *word, enum invalid *invalid)
{
	for (int i = 0; i < 3; i++)
		if (strcmp(word, invalid_words[i]) == 0) {
			*invalid = (enum invalid)i;
			return true;
		}
	return false;
}

const char *invalid_name(enum invalid invalid)
{
	return invalid_words[invalid];
}

/* The columns that something is allowed in, in the stream's order. */
static void allowed_add(const struct cleaning *columns, size_t count, const char *option,
			unsigned form, struct step_builder *step)
{
	for (size_t i = 0; i < count; i++)
		if (columns[i].allow & form)
			step_option_item(step, option, text_of(columns[i].name));
}

static void table_add(const struct preamble *in, const char *type, const char *name,
		      struct text table, struct step_builder *step)
{
	char digest[13];

	for (size_t i = 0; i < in->column_count; i++) {
		if (!text_is(in->columns[i].type, type))
			continue;
		digest_of(table, digest);
		step_table(step, name, digest);
		return;
	}
}

void cleaning_step(const struct cleaning *columns, size_t count, const struct preamble *in,
		   struct step_builder *step)
{
	allowed_add(columns, count, "serial", DATE_SERIAL, step);
	allowed_add(columns, count, "short-year", DATE_SHORT_YEAR, step);
	allowed_add(columns, count, "dates-mdy", DATE_MONTH_FIRST, step);
	allowed_add(columns, count, "dates-ydm", DATE_YEAR_DAY, step);
	step_table(step, "name", NAME_TABLE_VERSION);
	table_add(in, "ethnicity", "ethnicity", ethnicity_table(), step);
	table_add(in, "ethnicity", "ethnicity-words", ethnicity_word_table(), step);
	table_add(in, "la", "la", la_table(), step);
}

/* What stands for no code may be a word that says that there is none. */
static struct text code_of(struct cleaning *c, struct text value, enum rule *rule)
{
	struct text code = value;
	enum coding coding = codes_find(c->codes, value, &code);

	if (coding == CODING_UNLISTED)
		*rule = blank_placeholder(value);
	if (*rule == RULE_VALID)
		c->coding[coding]++;
	else
		c->invalid[*rule]++;
	return code;
}

struct text cleaning_value(struct cleaning *c, struct text value, struct cleaned *scratch,
			   enum rule *rule)
{
	scratch->allow = c->allow;
	*rule = field_clean(c->field, value, scratch);
	if (*rule != RULE_VALID) {
		c->filled++;
		c->invalid[*rule]++;
		return value;
	}
	struct text clean = buffer_text(&scratch->value);
	c->repaired += scratch->repaired;
	c->filled += clean.length > 0;
	if (clean.length >= 10 && field_has_dates(c->field))
		c->new_year += memcmp(clean.at + 4, "-01-01", 6) == 0;
	return c->codes && clean.length ? code_of(c, clean, rule) : clean;
}

void cleaning_figures(const struct cleaning *c, enum invalid invalid,
		      void (*each)(void *context, const char *what, const char *rule,
				   uint64_t number),
		      void *context)
{
	static const char *const words[] = {"blanked", "kept", "rejected"};
	const struct {
		const char *what;
		uint64_t number;
	} plain[] = {{"changed", c->changed},
		     {"repaired", c->repaired},
		     {"coded", c->coding[CODING_SPELLING]},
		     {"renamed", c->coding[CODING_RENAMED]},
		     {"unlisted", c->coding[CODING_UNLISTED]}};
	uint64_t totals[3] = {0};

	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		if (plain[i].number)
			each(context, plain[i].what, NULL, plain[i].number);
	for (int r = 0; r < RULE_COUNT; r++) {
		enum rule rule = (enum rule)r;
		enum invalid became = rule_missing(rule) ? INVALID_BLANK : invalid;
		if (!c->invalid[r])
			continue;
		each(context, words[became], rule_name(rule), c->invalid[r]);
		totals[became] += c->invalid[r];
	}
	for (int i = 0; i < 3; i++)
		if (totals[i])
			each(context, words[i], NULL, totals[i]);
}
