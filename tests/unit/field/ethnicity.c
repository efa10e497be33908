/* The groups of ethnicity codes. */

#include "field/ethnicity.h"
#include "test.h"

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
		check(found && strcmp(found, grouped[i + 1]) == 0, "%s", grouped[i]);
	}
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		check(!ethnicity_group(text_of(none[i])), "%s", none[i]);
}

int main(void)
{
	groups();
	return 0;
}
