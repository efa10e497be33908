#include "field/field.h"

#include <strings.h>

#include "field/blank.h"
#include "field/date.h"
#include "field/la.h"
#include "field/name.h"
#include "field/nhs_number.h"
#include "field/number.h"
#include "field/plain.h"
#include "field/postcode.h"
#include "field/sex.h"
#include "field/uln.h"
#include "field/upn.h"

struct field {
	const char *type, *becomes; /* NULL: it stays what it is */
	enum rule (*clean)(struct text value, struct cleaned *c);
	bool dates;
	bool open; /* words such as NONE or UNKNOWN may be values */
};

static enum rule date_clean(struct text value, struct cleaned *c)
{
	struct date date;
	enum rule rule = date_parse(value, c->allow, &date, &c->repaired);

	if (rule == RULE_VALID)
		date_print(&c->value, date);
	return rule;
}

static enum rule datetime_clean(struct text value, struct cleaned *c)
{
	struct date date;
	struct time_of_day time;
	enum rule rule = datetime_parse(value, c->allow, &date, &time);

	if (rule == RULE_VALID)
		datetime_print(&c->value, date, time);
	return rule;
}

static enum rule month_clean(struct text value, struct cleaned *c)
{
	struct date month;
	enum rule rule = month_parse(value, &month);

	if (rule == RULE_VALID) {
		date_print(&c->value, month);
		c->value.length -= 3;
	}
	return rule;
}

static enum rule year_clean(struct text value, struct cleaned *c)
{
	int year;
	enum rule rule = year_parse(value, &year);

	if (rule == RULE_VALID)
		buffer_i64(&c->value, year);
	return rule;
}

static enum rule time_clean(struct text value, struct cleaned *c)
{
	struct time_of_day time;
	enum rule rule = time_parse(value, &time);

	if (rule == RULE_VALID)
		time_print(&c->value, time);
	return rule;
}

static enum rule age_clean(struct text value, struct cleaned *c)
{
	int years;
	enum rule rule = age_parse(value, &years);

	if (rule == RULE_VALID)
		buffer_i64(&c->value, years);
	return rule;
}

static enum rule name_clean(struct text value, struct cleaned *c)
{
	return name_parse(value, &c->value, &c->repaired);
}

static enum rule nhs_number_clean(struct text value, struct cleaned *c)
{
	char digits[10];
	enum rule rule = nhs_number_parse(value, digits);

	if (rule == RULE_VALID)
		buffer_add(&c->value, digits, sizeof(digits));
	return rule;
}

static enum rule uln_clean(struct text value, struct cleaned *c)
{
	char digits[10];
	enum rule rule = uln_parse(value, digits);

	if (rule == RULE_VALID)
		buffer_add(&c->value, digits, sizeof(digits));
	return rule;
}

static enum rule upn_clean(struct text value, struct cleaned *c)
{
	char upn[13];
	enum rule rule = upn_parse(value, upn);

	if (rule == RULE_VALID)
		buffer_add(&c->value, upn, sizeof(upn));
	return rule;
}

static enum rule postcode_clean(struct text value, struct cleaned *c)
{
	char postcode[POSTCODE_LENGTH];
	size_t length;
	enum rule rule = postcode_parse(value, postcode, &length, &c->repaired);

	if (rule == RULE_VALID)
		buffer_add(&c->value, postcode, length);
	return rule;
}

static enum rule outcode_clean(struct text value, struct cleaned *c)
{
	char outcode[POSTCODE_LENGTH];
	size_t length;
	enum rule rule = outcode_parse(value, outcode, &length);

	if (rule == RULE_VALID)
		buffer_add(&c->value, outcode, length);
	return rule;
}

static enum rule sector_clean(struct text value, struct cleaned *c)
{
	char sector[POSTCODE_LENGTH];
	size_t length;
	enum rule rule = sector_parse(value, sector, &length);

	if (rule == RULE_VALID)
		buffer_add(&c->value, sector, length);
	return rule;
}

static enum rule sex_clean(struct text value, struct cleaned *c)
{
	char sex;
	enum rule rule = sex_parse(value, false, &sex, &c->repaired);

	if (c->again && text_is(value, "X")) {
		sex = 'X';
		c->repaired = false;
	}
	if (rule == RULE_VALID)
		buffer_byte(&c->value, sex);
	return rule;
}

static enum rule stated_gender_clean(struct text value, struct cleaned *c)
{
	char sex;
	enum rule rule = sex_parse(value, true, &sex, &c->repaired);

	if (rule == RULE_VALID)
		buffer_byte(&c->value, sex);
	return rule;
}

static enum rule boolean_clean(struct text value, struct cleaned *c)
{
	bool truth;
	enum rule rule = boolean_parse(value, &truth);

	if (rule == RULE_VALID)
		buffer_byte(&c->value, truth ? '1' : '0');
	return rule;
}

static enum rule integer_clean(struct text value, struct cleaned *c)
{
	int64_t number;
	enum rule rule = integer_parse(value, &number);

	if (rule == RULE_VALID)
		buffer_i64(&c->value, number);
	return rule;
}

static enum rule decimal_clean(struct text value, struct cleaned *c)
{
	return decimal_parse(value, &c->value);
}

static enum rule ethnicity_clean(struct text value, struct cleaned *c)
{
	char code[4];

	if (!c->ethnicities) {
		c->ethnicities = memory_take(sizeof *c->ethnicities);
		*c->ethnicities = (struct ethnicity_memory){0};
	}
	enum rule rule = ethnicity_recall(c->ethnicities, value, c->scheme, code, &c->repaired);
	if (rule == RULE_VALID)
		buffer_add(&c->value, code, sizeof(code));
	return rule;
}

static enum rule la_clean(struct text value, struct cleaned *c)
{
	char code[LA_LENGTH];
	size_t length;
	enum rule rule = la_parse(value, code, &length, &c->repaired);

	if (rule == RULE_VALID)
		buffer_add(&c->value, code, length);
	return rule;
}

/* What was spoiled may show only when it is composed. */
static enum rule plain_clean(struct text value, struct cleaned *c)
{
	if (blank_null(value) != RULE_VALID)
		return RULE_PLACEHOLDER;
	enum rule rule = plain_parse(value, &c->value, &c->points);
	if (rule != RULE_VALID || c->plain ||
	    !misread_repair(&c->misread, buffer_text(&c->value), false, &value))
		return rule;
	buffer_reset(&c->value);
	c->repaired = true;
	return plain_parse(value, &c->value, &c->points);
}

/* NULL is no code of any list, whoever wrote it. */
static enum rule code_clean(struct text value, struct cleaned *c)
{
	if (value.length == 4 && strncasecmp(value.at, "NULL", 4) == 0)
		return RULE_PLACEHOLDER;
	return blank_shortened(value) ? RULE_SPREADSHEET_NUMBER : plain_clean(value, c);
}

/* Whoever had a placeholder for an id would be one and the same person. */
static enum rule id_clean(struct text value, struct cleaned *c)
{
	bool number = false; /* of which no placeholder has one */

	for (size_t i = value.length; i && !number; i--)
		number = value.at[i - 1] >= '0' && value.at[i - 1] <= '9';
	enum rule rule = number ? RULE_VALID : blank_placeholder(value);
	return rule == RULE_VALID ? code_clean(value, c) : rule;
}

static const struct field fields[] = {
	{.type = "date", .clean = date_clean, .dates = true},
	{.type = "datetime", .clean = datetime_clean, .dates = true},
	{.type = "time", .clean = time_clean},
	{.type = "age", .clean = age_clean},
	{.type = "month", .clean = month_clean},
	{.type = "year", .clean = year_clean},
	{.type = "name", .clean = name_clean, .open = true},
	{.type = "nhs_number", .clean = nhs_number_clean},
	{.type = "uln", .clean = uln_clean},
	{.type = "upn", .clean = upn_clean},
	{.type = "postcode", .clean = postcode_clean},
	{.type = "outcode", .clean = outcode_clean},
	{.type = "sector", .clean = sector_clean},
	{.type = "sex", .clean = sex_clean},
	{.type = "stated_gender", .clean = stated_gender_clean, .becomes = "sex"},
	{.type = "boolean", .clean = boolean_clean},
	{.type = "integer", .clean = integer_clean},
	{.type = "decimal", .clean = decimal_clean},
	{.type = "ethnicity", .clean = ethnicity_clean},
	{.type = "la", .clean = la_clean},
	{.type = "code", .clean = code_clean, .open = true},
	{.type = "text", .clean = plain_clean, .open = true},
	{.type = "id", .clean = id_clean, .open = true},
};

const struct field *field_find(struct text type)
{
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (text_is(type, fields[i].type))
			return &fields[i];
	return NULL;
}

const char *field_becomes(const struct field *field)
{
	return field->becomes;
}

bool field_has_dates(const struct field *field)
{
	return field->dates;
}

enum rule field_clean(const struct field *field, struct text value, struct cleaned *c)
{
	buffer_reset(&c->value);
	c->repaired = false;
	bool misread =
		!c->plain && misread_repair(&c->misread, value, field->clean == name_clean, &value);
	value = blank_trim(value);
	if (!value.length)
		return RULE_VALID;
	enum rule rule = blank_spreadsheet_error(value);
	if (rule != RULE_VALID)
		return rule;
	rule = field->clean(value, c);
	c->repaired |= misread;
	if (rule == RULE_VALID || field->open)
		return rule;
	enum rule placeholder = blank_placeholder(value);
	if (placeholder != RULE_VALID)
		return placeholder;
	return blank_shortened(value) ? RULE_SPREADSHEET_NUMBER : rule;
}

void cleaned_free(struct cleaned *c)
{
	buffer_free(&c->value);
	buffer_free(&c->points);
	misread_free(&c->misread);
	memory_free(c->ethnicities);
	c->ethnicities = NULL;
}
