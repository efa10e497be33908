#include "field/sex.h"

#include "field/blank.h"

enum { LONGEST = 64 };

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
	{"3", 'X'},
	{"MALE", 'M'},
	{"FEMALE", 'F'},
	{"BOY", 'M'},
	{"GIRL", 'F'},
	{"UNKNOWN", 'U'},
	{"NOTKNOWN", 'U'},
	{"NOTSTATED", 'U'},
	{"STATED", 'U'},
	{"NOTRECORDED", 'U'},
	{"RECORDED", 'U'},
	{"NOTSPECIFIED", 'U'},
	{"UNSPECIFIED", 'U'},
	{"WITHHELD", 'U'},
	{"UNBORN", 'U'},
	{"UNKNOWNIFMALEORFEMALE", 'U'},
	{"OTHER", 'X'},
	{"INDETERMINATE", 'X'},
	{"INDETERMINABLE", 'X'},
	{"UNABLETOCLASSIFY", 'X'},
	{"NEITHER", 'X'},
	{"NONBINARY", 'X'},
	{"TRANSGENDER", 'X'},
	{"TRANSGENDERMALE", 'X'},
	{"TRANSGENDERFEMALE", 'X'},
	{"DYSPHORIA", 'X'},
};

/* A spelling without OR before it and GENDER around it; 0 when none. */
static char spelling_find(const char *at, size_t length)
{
	static const char gender[] = "GENDER";
	size_t n = sizeof gender - 1;

	if (length > 2 && memcmp(at, "OR", 2) == 0) {
		at += 2;
		length -= 2;
	}
	if (length > n && memcmp(at, gender, n) == 0) {
		at += n;
		length -= n;
	} else if (length > n && memcmp(at + length - n, gender, n) == 0 &&
		   memcmp(at, "TRANS", 5) != 0) {
		length -= n;
	}
	for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++)
		if (strlen(spellings[i].spelling) == length &&
		    memcmp(spellings[i].spelling, at, length) == 0)
			return spellings[i].sex;
	return 0;
}

/* Of two parts of a value: what both are, and of "not known" and "neither" the
 * one said by the code, or else the neither. */
static char parts_join(char first, char second, bool code_first)
{
	if (!first || first == second)
		return second;
	bool known = strchr("MF", first) || strchr("MF", second);
	return known ? 0 : code_first ? first : 'X';
}

enum rule sex_parse(struct text value, char *out)
{
	char compact[LONGEST];
	struct text rest = blank_decimals(blank_trim(value));
	size_t length = blank_compact(rest, "-_", compact, sizeof(compact)), start = 0;
	bool code_first = false;
	char sex = 0;

	if (length == 0 || length > sizeof(compact))
		return RULE_SEX;
	if (length > 2 && compact[1] == ')' && compact[0] >= 'A' && compact[0] <= 'D')
		start = 2;
	if (length > start + 1 && compact[start] >= '0' && compact[start] <= '9') {
		sex = spelling_find(compact + start++, 1);
		code_first = true;
		start += compact[start] == ':';
		if (!sex)
			return RULE_SEX;
	}
	for (size_t i = start; i <= length; i++) {
		if (i < length && !strchr("/(),", compact[i]))
			continue;
		if (i > start) {
			char part = spelling_find(compact + start, i - start);
			sex = part ? parts_join(sex, part, code_first) : 0;
			if (!sex)
				return RULE_SEX;
		}
		start = i + 1;
	}
	*out = sex;
	return sex ? RULE_VALID : RULE_SEX;
}
