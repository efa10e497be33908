/* Any bytes as a value of any type: no parser may read beyond them, and what it
 * accepts must be accepted again, unchanged. */

#include <stdlib.h>

#include "field/date.h"
#include "field/field.h"
#include "field/phonetic.h"
#include "field/postcode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const types[] = {
	"date",      "datetime", "month",  "year", "name", "nhs_number", "uln",          "upn",
	"postcode",  "outcode",  "sector", "sex",  "code", "boolean",    "integer",      "decimal",
	"ethnicity", "text",     "la",     "time", "age",  "id",         "stated_gender"};

static void parts(struct text value)
{
	char code[4];

	soundex(value, code);
	metaphone(value);
	postcode_area(value);
	postcode_district(value);
	postcode_sector(value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cleaned once = {0}, again = {.again = true};

	if (size < 1)
		return 0;
	const struct field *field =
		field_find(text_of(types[data[0] % (sizeof(types) / sizeof(types[0]))]));
	struct text value = {(const char *)data + 1, size - 1};
	once.allow = again.allow = data[0] >> 6 | (data[0] & 0x20 ? DATE_MONTH_FIRST : 0);
	once.scheme = again.scheme = (enum ethnicity_scheme)(data[0] % 3);
	parts(value);
	if (field_clean(field, value, &once) == RULE_VALID) {
		struct text clean = buffer_text(&once.value);
		if (field_becomes(field))
			field = field_find(text_of(field_becomes(field)));
		if (field_clean(field, clean, &again) != RULE_VALID ||
		    !text_equal(buffer_text(&again.value), clean))
			abort();
	}
	cleaned_free(&once);
	cleaned_free(&again);
	return 0;
}
