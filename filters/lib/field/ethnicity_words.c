#include "field/ethnicity_internal.h"

#include "base/embed.h"
#include "field/rows.h"

/* A row a word, in order. */
EMBED(ethnicity_word_table, "schemas/names/ethnicity_words.tsv");

enum { WHITE = 1, BLACK = 2, ASIAN = 4 };

/* What was found among the words. */
struct finding {
	const struct text *words;
	size_t count;
	unsigned groups; /* WHITE, BLACK, ASIAN as such */
	bool mixed, other, british, traveller, joined, chinese_or_other;
	bool other_group;      /* AND ANY OTHER ETHNIC GROUP */
	bool refused, unknown; /* words of refusal; of not knowing */
	bool negated;          /* NON WHITE */
	const char *nations[4];
	size_t nation_count; /* different ones */
};

/* The code of a nation's word, or NULL. */
static const char *nation_find(struct text word)
{
	struct text code;

	return table_row(ethnicity_word_table(), word, &code) ? code.at : NULL;
}

static bool any_of(struct text word, const char *const *list)
{
	for (; *list; list++)
		if (text_is(word, *list))
			return true;
	return false;
}

static bool word_is(const struct finding *f, size_t i, const char *word)
{
	return i < f->count && text_is(f->words[i], word);
}

static void nation_add(struct finding *f, const char *code)
{
	for (size_t i = 0; i < f->nation_count; i++)
		if (memcmp(f->nations[i], code, 4) == 0)
			return;
	if (f->nation_count < sizeof f->nations / sizeof *f->nations)
		f->nations[f->nation_count++] = code;
}

static unsigned group_word(struct text word)
{
	static const char *const white[] = {"WHITE", "WHITES", "CAUCASIAN", NULL};
	static const char *const asian[] = {"ASIAN", "ASIANS", NULL};

	return any_of(word, white)      ? WHITE
	       : any_of(word, asian)    ? ASIAN
	       : text_is(word, "BLACK") ? BLACK
					: 0;
}

static bool is_mixed(struct text word)
{
	static const char *const words[] = {"MIXED", "MIX", "DUAL", "MULTIPLE", "MXD", NULL};

	return any_of(word, words);
}

static bool is_other(struct text word)
{
	static const char *const words[] = {"OTHER", "OTH", "OTHERS", NULL};

	return any_of(word, words);
}

/* Nations of two or three words: how many words, or 0. */
static size_t phrase_find(const struct finding *f, size_t i, const char **code)
{
	static const char *const phrases[][4] = {
		{"NORTHERN", "IRISH", NULL, "WBRI"},    {"SRI", "LANKAN", NULL, "AOTH"},
		{"SRI", "LANKEN", NULL, "AOTH"},        {"SRI", "LANKA", NULL, "AOTH"},
		{"SIERRA", "LEONEAN", NULL, "BAFR"},    {"SIERRA", "LEONIAN", NULL, "BAFR"},
		{"SIERRA", "LEONE", NULL, "BAFR"},      {"WEST", "INDIAN", NULL, "BCRB"},
		{"WEST", "INDIES", NULL, "BCRB"},       {"SOUTH", "AMERICAN", NULL, "OOTH"},
		{"CENTRAL", "AMERICAN", NULL, "OOTH"},  {"EAST", "AFRICAN", "ASIAN", "AOTH"},
		{"AFRICAN", "ASIAN", NULL, "AOTH"},     {"AFRICAN", "INDIAN", NULL, "AOTH"},
		{"MIDDLE", "EASTERN", NULL, "OOTH"},    {"HONG", "KONG", NULL, "CHNE"},
		{"MALAYSIAN", "CHINESE", NULL, "CHNE"}, {"SINGAPOREAN", "CHINESE", NULL, "CHNE"},
	};

	for (size_t p = 0; p < sizeof phrases / sizeof *phrases; p++) {
		const char *const *words = phrases[p];
		if (word_is(f, i, words[0]) && word_is(f, i + 1, words[1]) &&
		    (!words[2] || word_is(f, i + 2, words[2]))) {
			*code = words[3];
			return words[2] ? 3 : 2;
		}
	}
	return 0;
}

/* Black, African, Caribbean or Black British (2011); Black, Black British, Black
 * Welsh, Caribbean or African (2021); Any other Black, Black British, or Caribbean
 * background. All nations are named before the value, which is one of them, so
 * that the heading ends where it has named both: how many words, or 0. */
static size_t black_heading(const struct finding *f, size_t i)
{
	static const char *const words[] = {"BLACK", "BRITISH", "WELSH", "SCOTTISH", "OR", NULL};
	bool african = false, caribbean = false, either = false,
	     other = i && is_other(f->words[i - 1]);
	size_t end = i;

	if (!word_is(f, i, "BLACK"))
		return 0;
	for (; end < f->count && !(african && caribbean); end++) {
		if (word_is(f, end, "AFRICAN"))
			african = true;
		else if (word_is(f, end, "CARIBBEAN"))
			caribbean = true;
		else if (!any_of(f->words[end], words))
			break;
		either = either || word_is(f, end, "OR");
	}
	return (african && caribbean) || (other && either && (african || caribbean)) ? end - i : 0;
}

/* Headings that name several groups for one: how many words, or 0. */
static size_t heading_skip(struct finding *f, size_t i)
{
	if (word_is(f, i, "CHINESE") && word_is(f, i + 1, "OR") && word_is(f, i + 2, "OTHER")) {
		f->chinese_or_other = true;
		return i + 3 < f->count ? 4 : 3;
	}
	size_t black = black_heading(f, i);
	if (black)
		f->groups |= BLACK;
	return black;
}

/* MIXED, DUAL ...; but a mixed white, a mixed British, are of one group. */
static void mixed_find(struct finding *f, size_t i)
{
	bool within = word_is(f, i + 1, "BRITISH") || (i && word_is(f, i - 1, "EUROPEAN"));
	unsigned next = i + 1 < f->count ? group_word(f->words[i + 1]) : 0;

	for (size_t k = 0; next && k < f->count; k++) {
		unsigned group = group_word(f->words[k]);
		const char *nation = nation_find(f->words[k]);
		if ((group && group != next) || (next == WHITE && nation && nation[0] != 'W') ||
		    word_is(f, k, "AND"))
			next = 0;
	}
	f->mixed = f->mixed || (!within && !next);
	f->other = f->other || next;
}

static void word_judge(struct finding *f, size_t i)
{
	static const char *const refused[] = {"REFUSED", "REFUSES", "DECLINED", NULL};
	static const char *const unwilling[] = {"WISH",     "PREFER",    "PREFERS",  "PREFERRED",
						"DISCLOSE", "DISCLOSED", "DIVULGED", "DTG",
						"SAY",      NULL};
	static const char *const unknown[] = {
		"UNKNOWN",   "OBTAINED",   "STATED",      "RECORDED",    "KNOWN",    "AVAILABLE",
		"POPULATED", "GIVEN",      "ASKED",       "DATA",        "UNBORN",   "CONTACT",
		"DECLARED",  "UNDECLARED", "COMPLETED",   "PROVIDE",     "PROVIDED", "INFORMATION",
		"UNK",       "USE",        "UNSPECIFIED", "ESTABLISHED", "INFO",     NULL};
	struct text word = f->words[i];
	unsigned group = group_word(word);
	const char *nation = group ? NULL : nation_find(word);

	/* Black Welsh and Asian Scottish are as Black British. */
	if (nation && memcmp(nation, "WBRI", 4) == 0 && i &&
	    (group_word(f->words[i - 1]) & (BLACK | ASIAN))) {
		f->british = true;
		nation = NULL;
	}
	f->groups |= group;
	if (group && i && (word_is(f, i - 1, "NON") || word_is(f, i - 1, "NOT")))
		f->negated = true;
	if (nation)
		nation_add(f, nation);
	if (is_mixed(word))
		mixed_find(f, i);
	f->other = f->other || is_other(word);
	f->british = f->british || text_is(word, "BRITISH") || text_is(word, "BRIT");
	f->traveller = f->traveller || text_is(word, "TRAVELLER") || text_is(word, "TRAVELER");
	f->unknown = f->unknown || any_of(word, unknown);
	f->refused = f->refused || (any_of(word, refused) && !(i && word_is(f, i - 1, "NOT"))) ||
		     any_of(word, unwilling);
	if (text_is(word, "AND")) {
		size_t next = i + 1 + word_is(f, i + 1, "ANY");
		f->joined = true;
		f->other_group = next + 1 < f->count && is_other(f->words[next]) &&
				 text_starts(f->words[next + 1], "ETHNIC");
	}
}

static void find(struct finding *f)
{
	for (size_t i = 0; i < f->count;) {
		const char *code;
		size_t skip = heading_skip(f, i);
		if (!skip && (skip = phrase_find(f, i, &code)))
			nation_add(f, code);
		if (!skip) {
			word_judge(f, i);
			skip = 1;
		}
		i += skip;
	}
}

static bool has_nation(const struct finding *f, const char *code)
{
	for (size_t i = 0; i < f->nation_count; i++)
		if (memcmp(f->nations[i], code, 4) == 0)
			return true;
	return false;
}

static unsigned nation_group(const char *code)
{
	return code[0] == 'W' ? WHITE : code[0] == 'B' ? BLACK : code[0] == 'A' ? ASIAN : 0;
}

/* Groups as such and through nations. */
static unsigned all_groups(const struct finding *f)
{
	unsigned groups = f->groups;

	for (size_t i = 0; i < f->nation_count; i++)
		groups |= nation_group(f->nations[i]);
	return groups;
}

static bool is_one(unsigned groups)
{
	return groups && !(groups & (groups - 1));
}

/* Are two groups joined, though the word mixed may not be there? */
static bool is_joined(const struct finding *f)
{
	bool chinese = has_nation(f, "CHNE");

	if (f->groups && !is_one(f->groups))
		return true;
	if (!f->joined || !(f->groups || f->nation_count))
		return false;
	return f->other_group || !is_one(all_groups(f) | (chinese ? 8u : 0));
}

static const char *mixed_code(const struct finding *f)
{
	unsigned groups = all_groups(f);

	if (groups == (WHITE | BLACK)) {
		bool caribbean = has_nation(f, "BCRB"), african = has_nation(f, "BAFR");
		return caribbean && african ? "MOTH"
		       : caribbean          ? "MWBC"
		       : african            ? "MWBA"
					    : "MNOS";
	}
	if (groups == (WHITE | ASIAN) && !has_nation(f, "CHNE"))
		return "MWAS";
	return groups || f->other || f->nation_count ? "MOTH" : "MNOS";
}

/* The one nation of a group, the specific before the other; NULL when several
 * or none. */
static const char *nation_within(const struct finding *f, unsigned group)
{
	const char *found = NULL;
	size_t count = 0;

	for (size_t i = 0; i < f->nation_count; i++) {
		const char *code = f->nations[i];
		bool rest = memcmp(code + 1, "OTH", 3) == 0;
		if (nation_group(code) != group && !(group == ASIAN && code[0] == 'C'))
			continue;
		if (!found || memcmp(found + 1, "OTH", 3) == 0)
			found = code;
		count += !rest;
	}
	return count > 1 ? NULL : found;
}

static const char *white_code(const struct finding *f)
{
	bool irish = has_nation(f, "WIRI"), roma = has_nation(f, "WROM");
	const char *nation = nation_within(f, WHITE);

	if (f->traveller)
		return irish == roma ? "WNOS" : roma ? "WROM" : "WIRT";
	if (f->british && !irish)
		return f->nation_count && nation && !text_starts((struct text){nation, 4}, "WBRI")
			       ? nation
			       : "WBRI";
	if (f->british || (f->nation_count > 1 && !nation))
		return "WNOS";
	return nation ? nation : f->nation_count || f->other ? "WOTH" : "WNOS";
}

static const char *single_code(const struct finding *f, unsigned group)
{
	const char *nation = nation_within(f, group);

	if (group == WHITE)
		return white_code(f);
	if (nation)
		return nation;
	if (group == ASIAN && f->nation_count == 1 && f->nations[0][0] == 'O')
		return f->nations[0];
	if (f->nation_count || f->other || f->mixed)
		return group == ASIAN ? "AOTH" : "BOTH";
	return group == ASIAN ? "ANOS" : "BNOS";
}

static const char *groupless_code(const struct finding *f)
{
	if (f->nation_count == 1 && f->nations[0][0] != 'W')
		return f->nations[0];
	if (f->traveller)
		return white_code(f);
	if (f->nation_count)
		return is_one(all_groups(f)) ? single_code(f, all_groups(f)) : NULL;
	if (f->other)
		return "OOTH";
	if (f->chinese_or_other)
		return "ONOS";
	if (f->refused)
		return "REFU";
	if (f->unknown)
		return "NOBT";
	return f->british ? "WBRI" : NULL;
}

const char *ethnicity_of_words(const struct text *words, size_t count)
{
	struct finding f = {.words = words, .count = count};

	find(&f);
	if (f.negated)
		return NULL;
	if (f.mixed || is_joined(&f))
		return mixed_code(&f);
	return is_one(f.groups) ? single_code(&f, f.groups) : groupless_code(&f);
}
