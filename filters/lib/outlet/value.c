#include "field/date.h"
#include "field/ethnicity.h"
#include "field/la.h"
#include "field/postcode.h"
#include "outlet/outlet_internal.h"

static bool digits(const char *at, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (at[i] < '0' || at[i] > '9')
			return false;
	return true;
}

static struct text date_value(enum outlet_dates form, bool trace, struct text v,
			      struct buffer *into, bool *kept)
{
	struct date date;

	if (!date_numbers(v, &date)) {
		*kept = !trace || (v.length == 8 && digits(v.at, 8));
		return *kept ? v : TEXT_NONE;
	}
	if (form == DATES_ISO)
		return v;
	if (form == DATES_PLAIN) {
		buffer_add(into, v.at, 4);
		buffer_add(into, v.at + 5, 2);
		buffer_add(into, v.at + 8, 2);
	} else {
		buffer_add(into, v.at + 8, 2);
		buffer_byte(into, '/');
		buffer_add(into, v.at + 5, 2);
		buffer_byte(into, '/');
		buffer_add(into, v.at, 4);
	}
	return buffer_text(into);
}

/* With one blank before the inward part; a trace refuses what is malformed. */
static struct text postcode_value(struct text v, struct buffer *into, bool *kept)
{
	char out[POSTCODE_LENGTH];
	size_t length;
	bool repaired;

	*kept = postcode_parse(v, out, &length, &repaired) == RULE_VALID && !repaired;
	if (!*kept)
		return TEXT_NONE;
	size_t outward = postcode_outcode((struct text){out, length}).length;

	buffer_add(into, out, outward ? outward : length);
	if (outward && outward < length) {
		buffer_byte(into, ' ');
		buffer_add(into, out + outward, length - outward);
	}
	return buffer_text(into);
}

/* The NHS's person gender code. */
static struct text sex_value(struct text v, bool *kept)
{
	static const char *const ours[] = {"M", "F", "U", "X"};
	static const char *const theirs[] = {"1", "2", "0", "9"};

	for (size_t i = 0; i < 4; i++)
		if (text_is(v, ours[i]) || text_is(v, theirs[i]))
			return text_of(theirs[i]);
	*kept = false;
	return TEXT_NONE;
}

/* A clean sex by the code of the NHS in which X is not known. */
static struct text stated_gender_value(struct text v)
{
	return text_is(v, "M")   ? TEXT("1")
	       : text_is(v, "F") ? TEXT("2")
	       : text_is(v, "X") ? TEXT("9")
	       : text_is(v, "U") ? TEXT("X")
				 : v;
}

static struct text ethnic_category_value(struct text v)
{
	const char *category = ethnicity_category(v);

	return category ? text_of(category) : v;
}

static struct text la_number_value(struct text v)
{
	struct text number = la_number(v);

	return number.length ? number : v;
}

static struct text reference_value(struct text v, struct buffer *into)
{
	for (size_t i = 0; i < v.length; i++)
		buffer_byte(into, v.at[i] == ':' ? '-' : v.at[i]);
	return buffer_text(into);
}

static struct text trace_or_as_it_is(const struct outlet_options *options, struct text v,
				     struct text formed, bool *kept)
{
	if (*kept || options->trace)
		return formed;
	*kept = true;
	return v;
}

/* A trace leaves out what is none of the kind; otherwise it stays what it is. */
static struct text element_value(const struct outlet_options *options,
				 const struct outlet_column *column, struct text v,
				 struct buffer *into, bool *kept)
{
	switch (column->kind) {
	case KIND_DATE:
		return date_value(column->dates, options->trace, v, into, kept);
	case KIND_POSTCODE:
		return trace_or_as_it_is(options, v, postcode_value(v, into, kept), kept);
	case KIND_SEX:
		return trace_or_as_it_is(options, v, sex_value(v, kept), kept);
	case KIND_STATED_GENDER:
		return stated_gender_value(v);
	case KIND_ETHNIC_CATEGORY:
		return ethnic_category_value(v);
	case KIND_LA_NUMBER:
		return la_number_value(v);
	case KIND_REFERENCE:
		return reference_value(v, into);
	case KIND_AS_IS:
		break;
	}
	return v;
}

struct text outlet_value(const struct outlet_options *options, const struct outlet_column *column,
			 struct text value, struct buffer *into, bool *kept)
{
	bool list = column->declared && column->declared->list;

	*kept = true;
	buffer_reset(into);
	if (options->trace && list) {
		/* A history begins with what holds now; a request has room for one. */
		struct text first;

		text_cut(&value, '|', &first);
		value = first;
	}
	if (column->kind == KIND_AS_IS || value.length == 0)
		return value;
	if (options->trace || !list)
		return element_value(options, column, value, into, kept);
	struct buffer one = {0};

	for (struct text part; text_cut(&value, '|', &part);) {
		buffer_reset(&one);
		buffer_text_add(into, element_value(options, column, part, &one, kept));
		if (value.at)
			buffer_byte(into, '|');
	}
	buffer_free(&one);
	return buffer_text(into);
}
