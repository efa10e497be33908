#include "field/name_words.h"

static bool listed(const char *const *list, struct text word)
{
	for (; *list; list++)
		if (text_is(word, *list))
			return true;
	return false;
}

/* The first word of *rest, which then starts at the next one. */
static struct text word_take(struct text *rest)
{
	size_t n = 0;

	while (n < rest->length && rest->at[n] != ' ')
		n++;
	struct text word = {rest->at, n};
	size_t skip = n < rest->length ? n + 1 : n;
	rest->at += skip;
	rest->length -= skip;
	return word;
}

/* Words that stand for a name. */
static bool is_stand_in(struct text word)
{
	static const char *const words[] = {
		"BABY",        "BOY",     "GIRL",     "INFANT",  "TWIN",    "TRIPLET",
		"QUADRUPLET",  "MALE",    "FEMALE",   "UNKNOWN", "UNNAMED", "UNBORN",
		"UNDECIDED",   "NEWBORN", "NONE",     "NONAME",  "TBC",     "DUMMY",
		"PLACEHOLDER", "BABYBOY", "BABYGIRL", NULL};

	if (word.length < 3 || !strchr("BGITQMFUNDP", word.at[0]))
		return false;
	while (word.length && word.at[word.length - 1] >= '0' && word.at[word.length - 1] <= '9')
		word.length--;
	return listed(words, word);
}

/* Words that number the children of one birth. */
static bool is_number(struct text word)
{
	static const char *const words[] = {"ONE", "TWO", "THREE", "FOUR", "I", "II",
					    "III", "IV",  "A",     "B",    "C", "D",
					    "1",   "2",   "3",     "4",    NULL};

	return word.length <= 5 && listed(words, word);
}

/* What follows NO, NOT, NAME or SSD in a phrase that stands for a name. */
static bool is_phrase(struct text first, struct text rest)
{
	static const char *const after_not[] = {"KNOWN",     "GIVEN",     "STATED",    "RECORDED",
						"AVAILABLE", "PROVIDED",  "SUPPLIED",  "APPLICABLE",
						"NAMED",     "YET KNOWN", "YET NAMED", NULL};
	static const char *const after_no[] = {"NAME",       "SURNAME",   "FORENAME",
					       "FIRST NAME", "LAST NAME", "MIDDLE NAME",
					       "NAME GIVEN", "DATA",      NULL};
	static const char *const after_name[] = {"UNKNOWN", "NOT KNOWN", NULL};

	if (text_is(first, "NOT"))
		return listed(after_not, rest);
	if (text_is(first, "NO"))
		return listed(after_no, rest);
	if (text_is(first, "NAME"))
		return listed(after_name, rest);
	return text_is(first, "SSD") && text_is(rest, "PH");
}

bool name_is_placeholder(struct text name)
{
	struct text rest = name;
	struct text first = word_take(&rest);

	if (is_stand_in(first)) {
		if (!rest.length)
			return true;
		struct text second = word_take(&rest);
		return text_is(second, "OF") || is_number(second) || is_stand_in(second) ||
		       text_is(second, "DATA");
	}
	if (name.at[0] == 'X' && name.length > 1) {
		size_t same = 1;
		while (same < name.length && name.at[same] == 'X')
			same++;
		return same == name.length;
	}
	if (!rest.length)
		return name.at[0] == 'M' && name.length < 4 &&
		       (text_is(name, "MR") || text_is(name, "MRS") || text_is(name, "MX"));
	return (name.at[0] == 'N' || name.at[0] == 'S') && is_phrase(first, rest);
}

struct text name_without_title(struct text name)
{
	static const char *const titles[] = {
		"MR",   "MRS", "MS",   "MISS",   "MX",        "DR",       "PROF",       "REV",
		"REVD", "SIR", "DAME", "DOCTOR", "PROFESSOR", "REVEREND", "ARCHBISHOP", NULL};

	for (;;) {
		struct text rest = name;
		struct text word = word_take(&rest);
		if (!rest.length || word.length > 10 || !listed(titles, word))
			return name;
		name = rest;
	}
}

struct text name_without_suffix(struct text name)
{
	static const char *const suffixes[] = {"JR", "JNR", "SNR", "ESQ", "II", "III", "IV", NULL};

	for (;;) {
		size_t start = name.length;
		while (start && name.at[start - 1] != ' ')
			start--;
		struct text last = {name.at + start, name.length - start};
		if (!start || !listed(suffixes, last))
			return name;
		name.length = start - 1;
	}
}

struct text name_without_alias(struct text name)
{
	static const char *const marks[] = {"AKA", "FORMERLY", "NEE", "NICKNAME", NULL};
	struct text rest = name, before = {NULL, 0};

	while (rest.length) {
		struct text word = word_take(&rest);
		bool alias =
			listed(marks, word) || (text_is(word, "KNOWN") && text_starts(rest, "AS "));
		if (alias && before.at && rest.length)
			return (struct text){name.at,
					     (size_t)(before.at + before.length - name.at)};
		before = word;
	}
	return name;
}
