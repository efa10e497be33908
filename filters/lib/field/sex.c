#include "field/sex.h"

#include "field/blank.h"

enum { LONGEST = 64, BARE_X = 'x' }; /* an X alone: words beside it say which */

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
	{"X", BARE_X},
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
	{"UNABLETOBECLASSIFIEDASEITHERMALEORFEMALE", 'X'},
	{"NEITHER", 'X'},
	{"NONBINARY", 'X'},
	{"TRANSGENDER", 'X'},
	{"TRANSGENDERMALE", 'X'},
	{"TRANSGENDERFEMALE", 'X'},
	{"DYSPHORIA", 'X'},
};

/* A spelling without OR before it and GENDER around it; 0 when none. */
static char spelling_find(const char *at, size_t length, bool stated)
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
	if (stated && length == 1 && *at == 'X')
		return 'U';
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
	if (!first || first == second || (first == BARE_X && strchr("UX", second)))
		return second;
	if (second == BARE_X && strchr("UX", first))
		return first;
	bool known = strchr("MF", first) || strchr("MF", second);
	return known ? 0 : code_first ? first : 'X';
}

/* How a value may be parted, beside by the signs that part it always. */
enum parting { BY_SIGNS, BY_DASHES, BY_BLANKS };

static bool is_dash(uint32_t c)
{
	return c == '-' || c == '_' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

/* The value in upper case with a comma where it is parted, without blanks and
 * dashes elsewhere; its length, 0 when it is none of ours. A dash between
 * blanks parts always. */
static size_t spell(struct text value, enum parting parting, char out[LONGEST])
{
	size_t length = 0, bytes;
	bool blank = false;

	for (; value.length; value = (struct text){value.at + bytes, value.length - bytes}) {
		uint32_t c = text_character(value, &bytes);
		bool after = value.length > bytes && value.at[bytes] == ' ', dash = is_dash(c);
		bool parts = (c && c < 0x80 && strchr("/(),:=.", (int)c)) ||
			     (dash && (parting == BY_DASHES || (blank && after)));
		blank = blank_character(c);
		parts = parts || (blank && parting == BY_BLANKS);
		if ((blank || dash) && !parts)
			continue;
		if (length == LONGEST || (c >= 0x80 && !parts))
			return 0;
		out[length++] = (char)(parts ? ',' : c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
	}
	return length;
}

/* The sex that all parts of a spelling say; 0 when they do not. */
static char parts_read(const char *at, size_t length, bool stated)
{
	size_t start = 0;
	bool code_first = false;
	char sex = 0;

	if (length > 2 && at[1] == ',' && at[0] >= 'A' && at[0] <= 'D')
		start = 2;
	if (length > start + 1 && at[start] >= '0' && at[start] <= '9') {
		sex = spelling_find(at + start++, 1, stated);
		code_first = true;
		if (!sex)
			return 0;
	}
	for (size_t i = start; i <= length; i++) {
		if (i < length && at[i] != ',')
			continue;
		if (i > start) {
			char part = spelling_find(at + start, i - start, stated);
			sex = part ? parts_join(sex, part, code_first) : 0;
			if (!sex)
				return 0;
		}
		start = i + 1;
	}
	return sex;
}

enum rule sex_parse(struct text value, bool stated, char *out, bool *repaired)
{
	char spelt[LONGEST];

	value = blank_decimals(blank_trim(value));
	*out = 0;
	for (int parting = BY_SIGNS; !*out && parting <= BY_BLANKS; parting++) {
		size_t length = spell(value, (enum parting)parting, spelt);
		*out = length ? parts_read(spelt, length, stated) : 0;
	}
	*repaired = *out == BARE_X;
	if (*repaired)
		*out = 'U';
	return *out ? RULE_VALID : RULE_SEX;
}
