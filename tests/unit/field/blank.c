/* Words that stand for no value, and the rules. */

#include "field/blank.h"
#include "test.h"

static void placeholders(void)
{
	static const char *const words[] = {
		"NULL",   "null",   "N/A", "na",    "#N/A", "UNKNOWN",    "--",
		"...",    "XXXX",   "?",   "blank", "tbc",  "Not stated", "not  applicable",
		"SSD_PH", "*DUMMY*"};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		check(blank_placeholder(text_of(words[i])) != RULE_VALID, "%s", words[i]);
	static const char *const values[] = {"X", "", "NAB", "SMITH", "0", "-1", "XY", "\xC2\xA0"};
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		check(blank_placeholder(text_of(values[i])) == RULE_VALID, "%s", values[i]);
	for (int r = 1; r < RULE_COUNT; r++)
		check(rule_name((enum rule)r)[0] && rule_message((enum rule)r)[0],
		      "a rule without name or message");
	check(rule_missing(RULE_UPN_UNKNOWN) && !rule_missing(RULE_UPN), "what means missing");
}

int main(void)
{
	placeholders();
	return 0;
}
