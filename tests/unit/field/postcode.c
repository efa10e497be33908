/* Postcodes: shapes, areas, repairs, pseudo postcodes and parts. */

#include "field/postcode.h"
#include "test.h"

static const struct {
	const char *value, *postcode; /* NULL: not valid */
	enum rule rule;
	bool repaired;
} samples[] = {
	/* one a shape */
	{"M1 1AE", "M11AE", RULE_VALID, false},
	{"B33 8TH", "B338TH", RULE_VALID, false},
	{"CR2 6XH", "CR26XH", RULE_VALID, false},
	{"DN55 1PT", "DN551PT", RULE_VALID, false},
	{"W1A 1HQ", "W1A1HQ", RULE_VALID, false},
	{"EC1A 1BB", "EC1A1BB", RULE_VALID, false},
	{"GIR 0AA", "GIR0AA", RULE_VALID, false},
	{"BF1 3AD", "BF13AD", RULE_VALID, false},
	{"BFPO 57", "BFPO57", RULE_VALID, false},
	{"bfpo5787", "BFPO5787", RULE_VALID, false},
	{"JE2 3AB", "JE23AB", RULE_VALID, false},
	{"IM1 1AA", "IM11AA", RULE_VALID, false},
	{"le1  4xx", "LE14XX", RULE_VALID, false},
	{"M1    1AE", "M11AE", RULE_VALID, false},
	{"LE1\xC2\xA0"
	 "4XX",
	 "LE14XX", RULE_VALID, false},
	{"BL0 9AA", "BL09AA", RULE_VALID, false},
	/* one reading only */
	{"S01 4ZZ", "SO14ZZ", RULE_VALID, true},
	{"LE1 OAA", "LE10AA", RULE_VALID, true},
	{"LEI 4XX", "LE14XX", RULE_VALID, true},
	{"1P1 2AB", "IP12AB", RULE_VALID, true},
	{"0X1 2AB", "OX12AB", RULE_VALID, true},
	{"W1O 2AB", "W102AB", RULE_VALID, true},
	{"M1 IAE", "M11AE", RULE_VALID, true},
	{"BO1 1AA", NULL, RULE_POSTCODE_AREA, false},
	/* not postcodes */
	{"LE1 4X0", NULL, RULE_POSTCODE, false},
	{"LE1 4CX", NULL, RULE_POSTCODE, false},
	{"LE1 4XV", NULL, RULE_POSTCODE, false},
	{"LE123 4XX", NULL, RULE_POSTCODE, false},
	{"LE1A 4XX", NULL, RULE_POSTCODE, false},
	{"LEE1 4XX", NULL, RULE_POSTCODE, false},
	{"LE1", NULL, RULE_POSTCODE, false},
	{"1LE 4XX", NULL, RULE_POSTCODE, false},
	{"nope", NULL, RULE_POSTCODE, false},
	{"", NULL, RULE_POSTCODE, false},
	{"LE1-4XX", NULL, RULE_POSTCODE, false},
	{"BFPO", NULL, RULE_POSTCODE, false},
	{"\xC3\x89"
	 "1 4XX",
	 NULL, RULE_POSTCODE, false},
	{"Y8 5KZ", NULL, RULE_POSTCODE, false},
	{"Y8 5JZ", NULL, RULE_POSTCODE_AREA, false},
	{"YF6 5PX", NULL, RULE_POSTCODE_AREA, false},
	{"HH1 1AA", NULL, RULE_POSTCODE_AREA, false},
	/* no place */
	{"ZZ99 3VZ", NULL, RULE_POSTCODE_PSEUDO, false},
	{"ZZ993WZ", NULL, RULE_POSTCODE_PSEUDO, false},
	{"zz99 6cz", NULL, RULE_POSTCODE_PSEUDO, false},
	{"Z99 3CZ", NULL, RULE_POSTCODE_PSEUDO, false},
	{"NF1 1AB", NULL, RULE_POSTCODE_PSEUDO, false},
	{"NFA", NULL, RULE_POSTCODE_PSEUDO, false},
	{"No fixed abode", NULL, RULE_POSTCODE_PSEUDO, false},
};

static void parsing(void)
{
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		char out[POSTCODE_LENGTH];
		size_t length = 0;
		bool repaired = false;
		enum rule rule = postcode_parse(text_of(samples[i].value), out, &length, &repaired);
		struct text postcode = {out, length};
		check_number(rule, samples[i].rule, "rule of %s", samples[i].value);
		check_number(repaired, samples[i].repaired, "repair of %s", samples[i].value);
		if (samples[i].postcode)
			check_text(postcode, text_of(samples[i].postcode), "%s", samples[i].value);
	}
}

/* All areas, by counting which letters before `1 1AA` are one. */
static void areas(void)
{
	char out[POSTCODE_LENGTH], value[8];
	size_t length;
	bool repaired;
	int count = 0;

	for (char a = 'A'; a <= 'Z'; a++) {
		for (char b = 'A' - 1; b <= 'Z'; b++) {
			snprintf(value, sizeof(value), "%c%.*s1 1AA", a, b >= 'A', &b);
			count += postcode_parse(text_of(value), out, &length, &repaired) ==
					 RULE_VALID &&
				 !repaired;
		}
	}
	check(count == 125, "there are 124 areas and BF");
}

static void part(const char *postcode, const char *area, const char *district, const char *outcode,
		 const char *sector)
{
	struct text p = text_of(postcode);

	check_text(postcode_area(p), text_of(area), "area of %s", postcode);
	check_text(postcode_district(p), text_of(district), "district of %s", postcode);
	check_text(postcode_outcode(p), text_of(outcode), "outcode of %s", postcode);
	check_text(postcode_sector(p), text_of(sector), "sector of %s", postcode);
}

static void part_parsing(void)
{
	char out[POSTCODE_LENGTH];
	size_t n;

	check(outcode_parse(TEXT("ec1a"), out, &n) == RULE_VALID && n == 4, "outcode EC1A");
	check(outcode_parse(TEXT("LE1 4XX"), out, &n) == RULE_OUTCODE, "a postcode is no outcode");
	check(outcode_parse(TEXT("QQ1"), out, &n) == RULE_POSTCODE_AREA, "outcode QQ1");
	check(outcode_parse(TEXT("ZZ99"), out, &n) == RULE_POSTCODE_PSEUDO, "outcode ZZ99");
	check(outcode_parse(TEXT("BFPO"), out, &n) == RULE_VALID, "outcode BFPO");
	check(outcode_parse(TEXT("LE"), out, &n) == RULE_OUTCODE, "outcode LE");
	check(outcode_parse(TEXT(""), out, &n) == RULE_OUTCODE, "an empty outcode");
	check(sector_parse(TEXT("DN55 1"), out, &n) == RULE_VALID && n == 5, "sector DN55 1");
	check(sector_parse(TEXT("EC1A1"), out, &n) == RULE_VALID && n == 5, "sector EC1A1");
	check(sector_parse(TEXT("LE1 X"), out, &n) == RULE_SECTOR, "sector LE1 X");
	check(sector_parse(TEXT("LE1 4XX"), out, &n) == RULE_SECTOR, "a postcode is no sector");
}

int main(void)
{
	parsing();
	areas();
	part("LE14XX", "LE", "LE1", "LE1", "LE14");
	part("EC1A1BB", "EC", "EC1", "EC1A", "EC1A1");
	part("M11AE", "M", "M1", "M1", "M11");
	part("DN551PT", "DN", "DN55", "DN55", "DN551");
	part("BFPO57", "BFPO", "", "BFPO", "");
	part("", "", "", "", "");
	part_parsing();
	return 0;
}
