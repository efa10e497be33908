#include "field/sex.h"

#include "field/blank.h"

static const struct {
	const char *spelling;
	char sex;
} spellings[] = {
	{"M", 'M'},
	{"F", 'F'},
	{"1", 'M'},
	{"2", 'F'},
	{"U", 'U'},
	{"0", 'U'},
	{"X", 'X'},
	{"9", 'X'},
	{"I", 'X'},
	{"MALE", 'M'},
	{"FEMALE", 'F'},
	{"BOY", 'M'},
	{"GIRL", 'F'},
	{"UNKNOWN", 'U'},
	{"NOTKNOWN", 'U'},
	{"NOTSTATED", 'U'},
	{"NOTRECORDED", 'U'},
	{"NOTSTATED/RECORDED", 'U'},
	{"NOTSTATED/RECORDED(ORUNBORN)", 'U'},
	{"UNBORN", 'U'},
	{"OTHER", 'X'},
	{"INDETERMINATE", 'X'},
	{"INDETERMINABLE", 'X'},
	{"NOTSPECIFIED", 'X'},
	{"NEITHER", 'X'},
};

enum rule sex_parse(struct text value, char *out)
{
	char compact[32];
	struct text rest = blank_decimals(blank_trim(value));
	size_t length = blank_compact(rest, "", compact, sizeof(compact));
	const char *at = compact;
	if (length > sizeof(compact))
		return RULE_SEX;
	if (length > 2 && at[1] == ')' && at[0] >= 'A' && at[0] <= 'D') {
		at += 2;
		length -= 2;
	}
	for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++)
		if (strlen(spellings[i].spelling) == length &&
		    memcmp(spellings[i].spelling, at, length) == 0) {
			*out = spellings[i].sex;
			return RULE_VALID;
		}
	return RULE_SEX;
}
