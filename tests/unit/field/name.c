/* Names: folding, cuts, and what is no name. */

#include "field/name.h"
#include "test.h"

static const struct {
	const char *value, *name; /* name NULL: not valid */
	enum rule rule;
	bool repaired;
} samples[] = {
	{"Smith", "SMITH", RULE_VALID, false},
	{"  mary   ann ", "MARY ANN", RULE_VALID, false},
	{"mary\xC2\xA0"
	 "ann",
	 "MARY ANN", RULE_VALID, false},
	{"mary\xE2\x80\x8B"
	 "ann",
	 "MARYANN", RULE_VALID, false},
	{"O'Brien", "OBRIEN", RULE_VALID, false},
	{"O\xE2\x80\x99"
	 "Brien",
	 "OBRIEN", RULE_VALID, false},
	{"O`Brien", "OBRIEN", RULE_VALID, false},
	{"O\xC2\xB4"
	 "Brien",
	 "OBRIEN", RULE_VALID, false},
	{"Smith-Jones", "SMITH JONES", RULE_VALID, false},
	{"Smith\xE2\x80\x93Jones", "SMITH JONES", RULE_VALID, false},
	{"Smith - Jones", "SMITH JONES", RULE_VALID, false},
	{"-Smith-", "SMITH", RULE_VALID, false},
	{"St. John", "ST JOHN", RULE_VALID, false},
	{"J.P.", "J P", RULE_VALID, false},
	{"Zo\xC3\xAB", "ZOE", RULE_VALID, false},
	{"Zoe\xCC\x88", "ZOE", RULE_VALID, false},
	{"S\xC3\xB8ren", "SOREN", RULE_VALID, false},
	{"\xC5\x81ukasz", "LUKASZ", RULE_VALID, false},
	{"\xC4\x90or\xC4\x91"
	 "e",
	 "DORDE", RULE_VALID, false},
	{"\xC4\xA6"
	 "a\xC4\xA7",
	 "HAH", RULE_VALID, false},
	{"I\xC5\x9F\xC4\xB1k", "ISIK", RULE_VALID, false},
	{"\xC4\xB0pek", "IPEK", RULE_VALID, false},
	{"Stra\xC3\x9F"
	 "e",
	 "STRASSE", RULE_VALID, false},
	{"\xC3\x86sa \xC5\x93uvre", "AESA OEUVRE", RULE_VALID, false},
	{"\xC3\x9E\xC3\xB3r\xC3\xB0ur", "THORDUR", RULE_VALID, false},
	{"\xEF\xBC\xAD\xEF\xBD\x81", "MA", RULE_VALID, false},
	{"\xEF\xAC\x81"
	 "nn",
	 "FINN", RULE_VALID, false},
	{"Nguy\xE1\xBB\x85n", "NGUYEN", RULE_VALID, false},
	{"\xE6\x9D\x8E Li", "LI", RULE_VALID, true},
	{"O?Hara", "OHARA", RULE_VALID, true},
	{"Zo\xEF\xBF\xBD", "ZO", RULE_VALID, true},
	{"SUR1234", "SUR1234", RULE_VALID, false},
	{"Null", "NULL", RULE_VALID, false},
	{"NA", "NA", RULE_VALID, false},
	{"Xi", "XI", RULE_VALID, false},
	{"Knownas", "KNOWNAS", RULE_VALID, false},
	{"Mr John Smith", "JOHN SMITH", RULE_VALID, true},
	{"Prof. Dr. Ann", "ANN", RULE_VALID, true},
	{"Master", "MASTER", RULE_VALID, false},
	{"Master-Smith", "MASTER SMITH", RULE_VALID, false},
	{"Catherine (Katie)", "CATHERINE", RULE_VALID, true},
	{"Catherine [Kate] Ann", "CATHERINE ANN", RULE_VALID, true},
	{"Catherine (Katie", "CATHERINE", RULE_VALID, true},
	{"(Katie)", "KATIE", RULE_VALID, false},
	{"Catherine known as Kate", "CATHERINE", RULE_VALID, true},
	{"Smith n\xC3\xA9"
	 "e Jones",
	 "SMITH", RULE_VALID, true},
	{"Smith formerly Jones", "SMITH", RULE_VALID, true},
	{"Nee", "NEE", RULE_VALID, false},
	{"Ann Nee", "ANN NEE", RULE_VALID, false},
	{"Baby Jane", "BABY JANE", RULE_VALID, false},
	{"Twinn", "TWINN", RULE_VALID, false},
	{"Master Jack", "MASTER JACK", RULE_VALID, false},
	{"Mr 2", NULL, RULE_NAME_LETTERS, false},
	{"", "", RULE_VALID, false},
	{" \xC2\xA0", "", RULE_VALID, false},
	{"Baby", NULL, RULE_NAME_PLACEHOLDER, false},
	{"BABY OF ANN", NULL, RULE_NAME_PLACEHOLDER, false},
	{"Baby Girl Smith", NULL, RULE_NAME_PLACEHOLDER, false},
	{"Twin One", NULL, RULE_NAME_PLACEHOLDER, false},
	{"Twin 1", NULL, RULE_NAME_PLACEHOLDER, false},
	{"TWIN1", NULL, RULE_NAME_PLACEHOLDER, false},
	{"Twin-II", NULL, RULE_NAME_PLACEHOLDER, false},
	{"triplet three", NULL, RULE_NAME_PLACEHOLDER, false},
	{"Infant", NULL, RULE_NAME_PLACEHOLDER, false},
	{"Male Infant", NULL, RULE_NAME_PLACEHOLDER, false},
	{"female", NULL, RULE_NAME_PLACEHOLDER, false},
	{"*Unknown*", NULL, RULE_NAME_PLACEHOLDER, false},
	{"Not known", NULL, RULE_NAME_PLACEHOLDER, false},
	{"No name", NULL, RULE_NAME_PLACEHOLDER, false},
	{"none", NULL, RULE_NAME_PLACEHOLDER, false},
	{"n/a", NULL, RULE_NAME_PLACEHOLDER, false},
	{"xx", NULL, RULE_NAME_PLACEHOLDER, false},
	{"*DUMMY*", NULL, RULE_NAME_PLACEHOLDER, false},
	{"PLACEHOLDER_DATA", NULL, RULE_NAME_PLACEHOLDER, false},
	{"SSD_PH", NULL, RULE_NAME_PLACEHOLDER, false},
	{"N/K", NULL, RULE_NAME_PLACEHOLDER, false},
	{"(N/A)", NULL, RULE_NAME_PLACEHOLDER, false},
	{"(none)", NULL, RULE_NAME_PLACEHOLDER, false},
	{"Mr", NULL, RULE_NAME_PLACEHOLDER, false},
	{"Not yet named", NULL, RULE_NAME_PLACEHOLDER, false},
	{"No first name", NULL, RULE_NAME_PLACEHOLDER, false},
	{"No", "NO", RULE_VALID, false},
	{"No Kim", "NO KIM", RULE_VALID, false},
	{"<unknown>", NULL, RULE_NAME_PLACEHOLDER, false},
	{"(Nat)", "NAT", RULE_VALID, false},
	{"(Na)", "NA", RULE_VALID, false},
	{"<NA>", NULL, RULE_NAME_PLACEHOLDER, false},
	{"[Null, Ann]", "NULL ANN", RULE_VALID, false},
	{"123", NULL, RULE_NAME_LETTERS, false},
	{"-", NULL, RULE_NAME_LETTERS, false},
	{"?", NULL, RULE_NAME_LETTERS, false},
	{"\xE6\x9D\x8E", NULL, RULE_NAME_SCRIPT, false},
	{"\xD0\x98\xD0\xB2\xD0\xB0\xD0\xBD", NULL, RULE_NAME_SCRIPT, false},
};

int main(void)
{
	struct buffer b = {0};

	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		bool repaired;
		buffer_reset(&b);
		buffer_string(&b, "before");
		enum rule rule = name_parse(text_of(samples[i].value), &b, &repaired);
		struct text name = {b.at + 6, b.length - 6};
		check_number(rule, samples[i].rule, "rule of %s", samples[i].value);
		check(text_starts(buffer_text(&b), "before"), "added after %s", samples[i].value);
		check_text(name, text_of(samples[i].name ? samples[i].name : ""), "%s",
			   samples[i].value);
		check_number(repaired, samples[i].repaired, "repair of %s", samples[i].value);
	}
	buffer_free(&b);
	return 0;
}
