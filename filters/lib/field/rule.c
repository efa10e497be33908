#include "field/rule.h"

static const struct {
	const char *name, *message;
} rules[RULE_COUNT] = {
	[RULE_VALID] = {"", ""},
	[RULE_PLACEHOLDER] = {"placeholder", "a placeholder, not a value"},
	[RULE_SPREADSHEET_ERROR] = {"spreadsheet-error", "the result of a failed formula"},
	[RULE_SPREADSHEET_NUMBER] = {"spreadsheet-number",
				     "a long number that a spreadsheet has shortened"},
	[RULE_LEADING_ZERO] = {"leading-zero", "lacks a leading zero, which is not guessed"},
	[RULE_DATE] = {"date", "not a date"},
	[RULE_DATE_CALENDAR] = {"date-calendar", "no such day"},
	[RULE_DATE_PLACEHOLDER] = {"date-placeholder", "a placeholder, not a date"},
	[RULE_DATE_RANGE] = {"date-range", "a year before 1800 or after 2199"},
	[RULE_DATE_SHORT_YEAR] = {"date-short-year", "a year of two digits"},
	[RULE_DATE_SERIAL] = {"date-serial", "a bare number, not a date"},
	[RULE_MONTH] = {"month", "not a month of a year"},
	[RULE_YEAR] = {"year", "not a year"},
	[RULE_DATETIME] = {"datetime", "not a date and time"},
	[RULE_TIME] = {"time", "not a time of day"},
	[RULE_NAME_PLACEHOLDER] = {"name-placeholder", "a placeholder, not a name"},
	[RULE_NAME_LETTERS] = {"name-letters", "a name without letters"},
	[RULE_NAME_SCRIPT] = {"name-script", "a name without Latin letters"},
	[RULE_NHS_NUMBER] = {"nhs-number", "not an NHS number of ten digits"},
	[RULE_NHS_NUMBER_CHECK] = {"nhs-number-check", "wrong check digit"},
	[RULE_NHS_NUMBER_REFUSED] = {"nhs-number-refused", "a number that is never issued"},
	[RULE_NHS_NUMBER_ULN] = {"nhs-number-uln", "a ULN, not an NHS number"},
	[RULE_UPN] = {"upn", "not a UPN"},
	[RULE_UPN_CHECK_LETTER] = {"upn-check-letter", "wrong check letter"},
	[RULE_UPN_UNKNOWN] = {"upn-unknown", "a reason for having no UPN"},
	[RULE_ULN] = {"uln", "not a ULN"},
	[RULE_ULN_CHECK] = {"uln-check", "wrong check digit"},
	[RULE_ULN_PLACEHOLDER] = {"uln-placeholder", "a placeholder, not a ULN"},
	[RULE_ULN_NHS_NUMBER] = {"uln-nhs-number", "an NHS number, not a ULN"},
	[RULE_POSTCODE] = {"postcode", "not a postcode"},
	[RULE_POSTCODE_AREA] = {"postcode-area", "no such postcode area"},
	[RULE_POSTCODE_PSEUDO] = {"postcode-pseudo", "a pseudo postcode"},
	[RULE_OUTCODE] = {"outcode", "not the outward part of a postcode"},
	[RULE_SECTOR] = {"sector", "not a postcode sector"},
	[RULE_SEX] = {"sex", "not a code for sex"},
	[RULE_ETHNICITY] = {"ethnicity", "not an ethnicity"},
	[RULE_ETHNICITY_SCHEME] = {"ethnicity-scheme", "a short code of another scheme"},
	[RULE_ETHNICITY_CONFLICT] = {"ethnicity-conflict", "codes or words that differ"},
	[RULE_LA] = {"la", "not a local authority"},
	[RULE_BOOLEAN] = {"boolean", "neither yes nor no"},
	[RULE_INTEGER] = {"integer", "not a whole number"},
	[RULE_DECIMAL] = {"decimal", "not a number"},
	[RULE_AGE] = {"age", "not an age in years"},
	[RULE_TEXT] = {"text", "not UTF-8"},
};

const char *rule_name(enum rule rule)
{
	return rules[rule].name;
}

const char *rule_message(enum rule rule)
{
	return rules[rule].message;
}

bool rule_missing(enum rule rule)
{
	return rule == RULE_PLACEHOLDER || rule == RULE_DATE_PLACEHOLDER ||
	       rule == RULE_NAME_PLACEHOLDER || rule == RULE_UPN_UNKNOWN ||
	       rule == RULE_ULN_PLACEHOLDER || rule == RULE_POSTCODE_PSEUDO;
}
