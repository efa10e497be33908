/* NHS numbers, UPNs and ULNs against published ones; sex, numbers, yes and no,
 * placeholders and plain text. */

#include <stdio.h>
#include <stdlib.h>

#include "field/blank.h"
#include "field/ethnicity.h"
#include "field/field.h"
#include "field/nhs_number.h"
#include "field/number.h"
#include "field/sex.h"
#include "field/uln.h"
#include "field/upn.h"

static int failures;

/* By the type's name, as `clean` does it: value, what is expected of it. */
static const struct sample {
	const char *type, *value, *clean; /* clean NULL: not valid */
	enum rule rule;
} samples[] = {
	{"nhs_number", "9434765919", "9434765919", RULE_VALID},
	{"nhs_number", "943 476 5919", "9434765919", RULE_VALID},
	{"nhs_number", "943-476-5870", "9434765870", RULE_VALID},
	{"nhs_number", "9434765919.0", "9434765919", RULE_VALID},
	{"nhs_number", "8429141456", "8429141456", RULE_VALID},
	{"nhs_number", "4010232137", "4010232137", RULE_VALID},
	{"nhs_number", "9449305552", "9449305552", RULE_VALID},
	{"nhs_number", "9990000018", "9990000018", RULE_VALID},
	{"nhs_number", "9990000026", "9990000026", RULE_VALID},
	{"nhs_number", "9990123454", "9990123454", RULE_VALID},
	{"nhs_number", "8429141457", NULL, RULE_NHS_NUMBER_CHECK},
	{"nhs_number", "0449310999", NULL, RULE_NHS_NUMBER_CHECK},
	{"nhs_number", "943476591", NULL, RULE_NHS_NUMBER},
	{"nhs_number", "94347659199", NULL, RULE_NHS_NUMBER},
	{"nhs_number", "943476591X", NULL, RULE_NHS_NUMBER},
	{"nhs_number", "NULL", NULL, RULE_PLACEHOLDER},
	{"nhs_number", "#N/A", NULL, RULE_SPREADSHEET_ERROR},
	{"nhs_number", "9276308686", NULL, RULE_NHS_NUMBER_ULN},
	{"nhs_number", "1234567899", NULL, RULE_NHS_NUMBER_ULN},
	{"uln", "9276308686", "9276308686", RULE_VALID},
	{"uln", "1000000043", "1000000043", RULE_VALID},
	{"uln", "9999999998", "9999999998", RULE_VALID},
	{"uln", "1234567899.0", "1234567899", RULE_VALID},
	{"uln", "1234567898", NULL, RULE_ULN_CHECK},
	{"uln", "9999999999", NULL, RULE_ULN_PLACEHOLDER},
	{"uln", "9434765919", NULL, RULE_ULN_NHS_NUMBER},
	{"uln", "0234567890", NULL, RULE_ULN},
	{"uln", "12345", NULL, RULE_ULN},
	{"upn", "H801200001001", "H801200001001", RULE_VALID},
	{"upn", "h801200001001 ", "H801200001001", RULE_VALID},
	{"upn", "X00180001701A", "X00180001701A", RULE_VALID},
	{"upn", "P207000016049", "P207000016049", RULE_VALID},
	{"upn", "Y823432112001", "Y823432112001", RULE_VALID},
	{"upn", "V82343211200Z", "V82343211200Z", RULE_VALID},
	{"upn", "X12345678901A", "X12345678901A", RULE_VALID},
	{"upn", "B207000016049", NULL, RULE_UPN_CHECK_LETTER},
	{"upn", "Q207000016049", NULL, RULE_UPN_CHECK_LETTER},
	{"upn", "I801200001001", NULL, RULE_UPN},
	{"upn", "H80120000100O", NULL, RULE_UPN},
	{"upn", "H8012A0001001", NULL, RULE_UPN},
	{"upn", "H80120000100", NULL, RULE_UPN},
	{"upn", "H8012000010011", NULL, RULE_UPN},
	{"upn", "UN1", NULL, RULE_UPN_UNKNOWN},
	{"upn", "un10", NULL, RULE_UPN_UNKNOWN},
	{"upn", "UN11", NULL, RULE_UPN},
	{"upn", "UN0", NULL, RULE_UPN},
	{"upn", "un7", NULL, RULE_UPN_UNKNOWN},
	{"upn", "UN8", NULL, RULE_UPN_UNKNOWN},
	{"upn", "unknown", NULL, RULE_PLACEHOLDER},
	{"sex", "M", "M", RULE_VALID},
	{"sex", "f", "F", RULE_VALID},
	{"sex", "1", "M", RULE_VALID},
	{"sex", "2.0", "F", RULE_VALID},
	{"sex", "0", "U", RULE_VALID},
	{"sex", "9", "X", RULE_VALID},
	{"sex", "I", "X", RULE_VALID},
	{"sex", "U", "U", RULE_VALID},
	{"sex", "Male", "M", RULE_VALID},
	{"sex", "a) Male", "M", RULE_VALID},
	{"sex", "b) Female", "F", RULE_VALID},
	{"sex", "c) Not stated/recorded (or unborn)", "U", RULE_VALID},
	{"sex", "c) Not stated/recorded", "U", RULE_VALID},
	{"sex", "d) Neither", "X", RULE_VALID},
	{"sex", "unknown", "U", RULE_VALID},
	{"sex", "Not Specified", "U", RULE_VALID},
	{"sex", "3", "X", RULE_VALID},
	{"sex", "0 - Not known", "U", RULE_VALID},
	{"sex", "1 - Male", "M", RULE_VALID},
	{"sex", "1 - Female", NULL, RULE_SEX},
	{"sex", "9 - Not specified", "X", RULE_VALID},
	{"sex", "Unborn/Unknown", "U", RULE_VALID},
	{"sex", "Male/Female", NULL, RULE_SEX},
	{"sex", "Non-binary", "X", RULE_VALID},
	{"sex", "Z", NULL, RULE_SEX},
	{"sex", "N/A", NULL, RULE_PLACEHOLDER},
	{"boolean", "True", "1", RULE_VALID},
	{"boolean", "false", "0", RULE_VALID},
	{"boolean", "Y", "1", RULE_VALID},
	{"boolean", "no", "0", RULE_VALID},
	{"boolean", "1.0", "1", RULE_VALID},
	{"boolean", "0", "0", RULE_VALID},
	{"boolean", "a) Yes", "1", RULE_VALID},
	{"boolean", "(b) No", "0", RULE_VALID},
	{"boolean", "a. Yes", "1", RULE_VALID},
	{"boolean", "1 - Yes", "1", RULE_VALID},
	{"boolean", "0 = No", "0", RULE_VALID},
	{"boolean", "c) Unknown", NULL, RULE_BOOLEAN},
	{"boolean", "a)", NULL, RULE_BOOLEAN},
	{"boolean", "1 - No", NULL, RULE_BOOLEAN},
	{"boolean", "2", NULL, RULE_BOOLEAN},
	{"boolean", "maybe", NULL, RULE_BOOLEAN},
	{"integer", "132.0", "132", RULE_VALID},
	{"integer", "132", "132", RULE_VALID},
	{"integer", "-5", "-5", RULE_VALID},
	{"integer", "+5", "5", RULE_VALID},
	{"integer", "007", "7", RULE_VALID},
	{"integer", "0.0", "0", RULE_VALID},
	{"integer", "1.", NULL, RULE_INTEGER},
	{"integer", "1.5", NULL, RULE_INTEGER},
	{"integer", "1e5", NULL, RULE_INTEGER},
	{"integer", "1,000", NULL, RULE_INTEGER},
	{"integer", "999999999999999999", "999999999999999999", RULE_VALID},
	{"integer", "1000000000000000000", NULL, RULE_INTEGER},
	{"integer", "-", NULL, RULE_PLACEHOLDER},
	{"decimal", "06.50", "6.5", RULE_VALID},
	{"decimal", "6.0", "6", RULE_VALID},
	{"decimal", ".5", "0.5", RULE_VALID},
	{"decimal", "5.", "5", RULE_VALID},
	{"decimal", "-0.0", "0", RULE_VALID},
	{"decimal", "-0.05", "-0.05", RULE_VALID},
	{"decimal", "+12", "12", RULE_VALID},
	{"decimal", "1.2.3", NULL, RULE_DECIMAL},
	{"decimal", "1e3", NULL, RULE_DECIMAL},
	{"decimal", "1,5", NULL, RULE_DECIMAL},
	{"decimal", "0.1234567890123456789", NULL, RULE_DECIMAL},
	{"text", " a  b\xC2\xA0", "a  b", RULE_VALID},
	{"text", "e\xCC\x81", "\xC3\xA9", RULE_VALID},
	{"text", "NONE", "NONE", RULE_VALID},
	{"text", "#REF!", NULL, RULE_SPREADSHEET_ERROR},
	{"text", "#1 High Street", "#1 High Street", RULE_VALID},
	{"text", "a\xFF", NULL, RULE_TEXT},
	{"code", "NONE", "NONE", RULE_VALID},
	{"code", " a1b ", "a1b", RULE_VALID},
	{"id", "\tC-17 ", "C-17", RULE_VALID},
	{"ethnicity", "wbri", "WBRI", RULE_VALID},
	{"ethnicity", "a) WBRI", "WBRI", RULE_VALID},
	{"ethnicity", "BOTH", "BOTH", RULE_VALID},
	{"ethnicity", "WENG", "WBRI", RULE_VALID},
	{"ethnicity", "White - British", "WBRI", RULE_VALID},
	{"ethnicity", "A", "WBRI", RULE_VALID},
	{"ethnicity", "99", "NOBT", RULE_VALID},
	{"ethnicity", "Z - Not stated", "NOBT", RULE_VALID},
	{"ethnicity", "A1", NULL, RULE_ETHNICITY_SCHEME},
	{"ethnicity", "C1", NULL, RULE_ETHNICITY_SCHEME},
	{"ethnicity", "A*", "WBRI", RULE_VALID},
	{"ethnicity", "W9", "WOTH", RULE_VALID},
	{"ethnicity", "NS", NULL, RULE_ETHNICITY_SCHEME},
	{"ethnicity", "A.A10", "WNOS", RULE_VALID},
	{"ethnicity", "C1 - Indian", "AIND", RULE_VALID},
	{"ethnicity", "white & black Carribean", "MWBC", RULE_VALID},
	{"ethnicity", "Mixed/multiple: White and Black African", "MWBA", RULE_VALID},
	{"ethnicity", "White and Indian", "MWAS", RULE_VALID},
	{"ethnicity", "Black and Asian", "MOTH", RULE_VALID},
	{"ethnicity", "Mixed", "MNOS", RULE_VALID},
	{"ethnicity", "Mixed White", "WOTH", RULE_VALID},
	{"ethnicity", "Black, Black British, Caribbean or African: Any other", "BOTH", RULE_VALID},
	{"ethnicity", "Traveller of Irish heritage", "WIRT", RULE_VALID},
	{"ethnicity", "Gypsy or Irish Traveller", "WNOS", RULE_VALID},
	{"ethnicity", "Gypsy/Roma", "WROM", RULE_VALID},
	{"ethnicity", "Arab", "OOTH", RULE_VALID},
	{"ethnicity", "Asian British", "ANOS", RULE_VALID},
	{"ethnicity", "West Indian", "BCRB", RULE_VALID},
	{"ethnicity", "African Asian", "AOTH", RULE_VALID},
	{"ethnicity", "ABRI", "AOTH", RULE_VALID},
	{"ethnicity", "Prefer not to say", "REFU", RULE_VALID},
	{"ethnicity", "Not known", "NOBT", RULE_VALID},
	{"ethnicity", "NULL", NULL, RULE_PLACEHOLDER},
	{"ethnicity", "Non-White", NULL, RULE_ETHNICITY},
	{"ethnicity", "purple", NULL, RULE_ETHNICITY},
	{"ethnicity", "WBRI - Black Caribbean", NULL, RULE_ETHNICITY_CONFLICT},
	{"ethnicity", "WBRI WIRI", NULL, RULE_ETHNICITY_CONFLICT},
	{"la", "e09000002", "E09000002", RULE_VALID},
	{"la", "301.0", "E09000002", RULE_VALID},
	{"la", "Royal Borough of Kensington & Chelsea", "E09000020", RULE_VALID},
	{"la", "City of London", "E09000001", RULE_VALID},
	{"la", "London", NULL, RULE_LA},
	{"la", "Ayrshire, East", "S12000008", RULE_VALID},
	{"la", "Bournemouth", "E06000058", RULE_VALID},
	{"la", "Basildon District Council", "E10000012", RULE_VALID},
	{"la", "King\xE2\x80\x99s Lynn and West Norfolk", "E10000020", RULE_VALID},
	{"la", "Leeds - Bradford", NULL, RULE_LA},
	{"la", "E99999999", NULL, RULE_LA},
	{"la", "CON", "CON", RULE_VALID},
	{"date", "16/10/2012", "2012-10-16", RULE_VALID},
	{"date", "unborn", NULL, RULE_PLACEHOLDER},
	{"month", "041968", "1968-04", RULE_VALID},
	{"year", "2012.0", "2012", RULE_VALID},
	{"datetime", "16/10/2012 09:30", "2012-10-16T09:30:00", RULE_VALID},
	{"postcode", "Not known", NULL, RULE_PLACEHOLDER},
	{"outcode", "le1", "LE1", RULE_VALID},
	{"sector", "le1 4", "LE14", RULE_VALID},
	{"nhs_number", "9.43E+09", NULL, RULE_SPREADSHEET_NUMBER},
	{"nhs_number", "9.43476592E9", NULL, RULE_SPREADSHEET_NUMBER},
	{"nhs_number", "010110132", NULL, RULE_NHS_NUMBER},
	{"nhs_number", "990000018", NULL, RULE_NHS_NUMBER},
	{"id", "1.23E+10", NULL, RULE_SPREADSHEET_NUMBER},
	{"code", "1.23E+17", NULL, RULE_SPREADSHEET_NUMBER},
	{"text", "1.23E+17", "1.23E+17", RULE_VALID},
	{"code", "E11.9", "E11.9", RULE_VALID},
	{"month", "41968", NULL, RULE_LEADING_ZERO},
	{"time", "9:30", "09:30:00", RULE_VALID},
	{"time", "0930", "09:30:00", RULE_VALID},
	{"time", "23:59:59.5", "23:59:59", RULE_VALID},
	{"time", "1899-12-30 09:30:00", "09:30:00", RULE_VALID},
	{"time", "24:00", NULL, RULE_TIME},
	{"time", "25", NULL, RULE_TIME},
	{"age", "6.138", "6", RULE_VALID},
	{"age", "20.0", "20", RULE_VALID},
	{"age", "7003", "0", RULE_VALID},
	{"age", "7008", NULL, RULE_AGE},
	{"age", "131", NULL, RULE_AGE},
	{"age", "-1", NULL, RULE_AGE},
	{"postcode", "nope", NULL, RULE_PLACEHOLDER},
	{"postcode", "NFA", NULL, RULE_POSTCODE_PSEUDO},
	{"postcode", "NF1 1AB", NULL, RULE_POSTCODE_PSEUDO},
	{"postcode", "GIR 0AA", "GIR0AA", RULE_VALID},
	{"postcode", "BFPO 123", "BFPO123", RULE_VALID},
	{"postcode", "E1   6AN", "E16AN", RULE_VALID},
	{"name", "Smith Jnr", "SMITH", RULE_VALID},
	{"name", "Prof. Smith III", "SMITH", RULE_VALID},
	{"name", "Jr", "JR", RULE_VALID},
	{"name", "van der Berg", "VAN DER BERG", RULE_VALID},
	{"name", "Twin II", NULL, RULE_NAME_PLACEHOLDER},
	{"name", "Null", "NULL", RULE_VALID},
	{"name", "Na", "NA", RULE_VALID},
	{"name", "*DUMMY*", NULL, RULE_NAME_PLACEHOLDER},
	{"name", "SSD_PH", NULL, RULE_NAME_PLACEHOLDER},
	{"name", "PLACEHOLDER_DATA", NULL, RULE_NAME_PLACEHOLDER},
	{"boolean", "True", "1", RULE_VALID},
	{"boolean", "0.0", "0", RULE_VALID},
	{"name", "#N/A", NULL, RULE_SPREADSHEET_ERROR},
	{"name", "-", NULL, RULE_NAME_LETTERS},
	{"postcode", "   ", "", RULE_VALID},
};

static void expect(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "field_numbers: %s\n", what);
	failures++;
}

static void by_type(void)
{
	struct cleaned c = {0};
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		const struct sample *s = &samples[i];
		const struct field *field = field_find(text_of(s->type));
		enum rule rule = field ? field_clean(field, text_of(s->value), &c) : RULE_COUNT;
		if (rule == s->rule && (!s->clean || text_is(buffer_text(&c.value), s->clean)))
			continue;
		fprintf(stderr, "field_numbers: %s '%s' gives '%.*s' (%s)\n", s->type, s->value,
			(int)c.value.length, c.value.length ? c.value.at : "",
			rule == RULE_COUNT ? "no such type" : rule_name(rule));
		failures++;
	}
	cleaned_free(&c);
	expect(!field_find(TEXT("rid")) && !field_find(TEXT("token")) && !field_find(TEXT("bloom")),
	       "what our filters make is not touched");
}

/* No ten digits are both; the 19 that pass and are never issued are refused. */
static void numbers_apart(void)
{
	char digits[11], out[10];
	int refused = 0;
	uint64_t state = 7;
	for (int i = 0; i < 100000; i++) {
		state = state * 6364136223846793005u + 1442695040888963407u;
		snprintf(digits, sizeof(digits), "%010llu",
			 (unsigned long long)((state >> 20) % 10000000000u));
		bool nhs = nhs_number_parse(text_of(digits), out) == RULE_VALID;
		bool uln = uln_parse(text_of(digits), out) == RULE_VALID;
		if (nhs && digits[0] == '0')
			expect(nhs_number_parse(text_of(digits + 1), out) == RULE_LEADING_ZERO,
			       "a lost zero is named");
		if (nhs && uln)
			expect(false, "ten digits are an NHS number and a ULN");
	}
	for (int d = 0; d < 10; d++) {
		memset(digits, '0' + d, 10);
		refused += nhs_number_parse(text_of(digits), out) == RULE_NHS_NUMBER_REFUSED;
		memset(digits + 1, '0', 8);
		refused += nhs_number_parse(text_of(digits), out) == RULE_NHS_NUMBER_REFUSED;
	}
	expect(refused == 20, "ten equal digits and d00000000d are refused");
	for (int last = 0; last < 10; last++) {
		memcpy(digits, "999000000", 9);
		digits[9] = (char)('0' + last);
		expect(nhs_number_parse(text_of(digits), out) != RULE_VALID,
		       "a stem whose check digit would be 10 has no valid number");
	}
}

static void letters(void)
{
	static const char alphabet[] = "ABCDEFGHJKLMNPQRTUVWXYZ";
	char upn[] = "?001999912001", out[13];
	int valid = 0;
	for (int i = 0; i < 23; i++) {
		upn[0] = alphabet[i];
		valid += upn_parse(text_of(upn), out) == RULE_VALID;
	}
	expect(valid == 1, "one check letter of 23 is right");
	expect(upn_check_letter("?801200001001") == 'H', "the letter of H801200001001");
	expect(upn_is_temporary("X00180001701A"), "a last letter makes a UPN temporary");
	expect(!upn_is_temporary("H801200001001"), "a last digit does not");
}

static void placeholders(void)
{
	static const char *const words[] = {
		"NULL",   "null",   "N/A", "na",    "#N/A", "UNKNOWN",    "--",
		"...",    "XXXX",   "?",   "blank", "tbc",  "Not stated", "not  applicable",
		"SSD_PH", "*DUMMY*"};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		expect(blank_placeholder(text_of(words[i])) != RULE_VALID, words[i]);
	static const char *const values[] = {"X", "", "NAB", "SMITH", "0", "-1", "XY", "\xC2\xA0"};
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		expect(blank_placeholder(text_of(values[i])) == RULE_VALID, values[i]);
	for (int r = 1; r < RULE_COUNT; r++)
		expect(rule_name((enum rule)r)[0] && rule_message((enum rule)r)[0],
		       "a rule without name or message");
	expect(rule_missing(RULE_UPN_UNKNOWN) && !rule_missing(RULE_UPN), "what means missing");
}

static void groups(void)
{
	static const char *const grouped[] = {
		"WBRI", "white", "WROM", "white", "MOTH", "mixed", "APKN", "asian", "AMPK", "asian",
		"CHNE", "asian", "CHKC", "asian", "BOTH", "black", "OOTH", "other", "OARA", "other",
		"A",    "white", "C",    "white", "G",    "mixed", "J",    "asian", "R",    "asian",
		"P",    "black", "S",    "other", "W1",   "white", "M3",   "mixed"};
	static const char *const none[] = {"REFU", "NOBT", "Z", "99", "X", "", "NS", "WHITE", "I"};
	for (size_t i = 0; i < sizeof grouped / sizeof *grouped; i += 2) {
		const char *found = ethnicity_group(text_of(grouped[i]));
		expect(found && strcmp(found, grouped[i + 1]) == 0, grouped[i]);
	}
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		expect(!ethnicity_group(text_of(none[i])), none[i]);
}

int main(void)
{
	groups();
	by_type();
	numbers_apart();
	letters();
	placeholders();
	return failures != 0;
}
