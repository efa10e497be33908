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

static void categories(void)
{
	static const char *const pairs[] = {"WBRI", "A",    "WROM", "C",    "MWBC", "D",    "BCRB",
					    "M",    "CHNE", "R",    "OOTH", "S",    "REFU", "Z",
					    "NOBT", "99",   "WNOS", "0",    "AIND", "H"};

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i += 2) {
		const char *found = ethnicity_category(text_of(pairs[i]));
		check(found && strcmp(found, pairs[i + 1]) == 0, "%s", pairs[i]);
	}
	check(!ethnicity_category(TEXT("BNOS")), "a group of no category");
	check(!ethnicity_category(TEXT("A")), "no code of the Department");
}

int main(void)
{
	groups();
	categories();
	return 0;
}
