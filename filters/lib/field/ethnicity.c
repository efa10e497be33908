#include "field/ethnicity_internal.h"

#include "base/embed.h"
#include "base/map.h"
#include "field/blank.h"

EMBED(ethnicity_table, "schemas/codes/ethnicity.tsv");

enum { LONGEST = 160, MOST_WORDS = 32 };

/* A value cut into words. */
struct wording {
	char bytes[LONGEST];
	struct text words[MOST_WORDS]; /* with digits: codes among them */
	size_t count;
	struct text letters[MOST_WORDS]; /* without: what the words say */
	size_t letter_count;
};

/* The main code of a code of the table, or NULL. */
static const char *table_find(struct text code)
{
	struct text rest = ethnicity_table(), line, own, cell;

	if (code.length != 4)
		return NULL;
	while (text_cut(&rest, '\n', &line)) {
		if (line.length < 5 || memcmp(line.at, code.at, 4) != 0 || line.at[4] != '\t')
			continue;
		text_cut(&line, '\t', &own);
		for (int i = 0; i < 4; i++)
			text_cut(&line, '\t', &cell);
		return cell.length ? cell.at : own.at;
	}
	return NULL;
}

struct short_code {
	const char *code, *nhs, *council, *police;
};

/* NHS Data Dictionary, ETHNIC CATEGORY; HES, ETHNOS before 2001; the codes that
 * case systems have had since the census of 2001; ONS 16+1 and 18+1. */
static const struct short_code short_codes[] = {
	{"A", "WBRI", "WNOS", NULL},  {"B", "WIRI", "MNOS", NULL},  {"C", "WOTH", "ANOS", NULL},
	{"D", "MWBC", "BNOS", NULL},  {"E", "MWBA", "ONOS", NULL},  {"F", "MWAS", "NOBT", NULL},
	{"G", "MOTH", NULL, NULL},    {"H", "AIND", NULL, NULL},    {"J", "APKN", NULL, NULL},
	{"K", "ABAN", NULL, NULL},    {"L", "AOTH", NULL, NULL},    {"M", "BCRB", NULL, NULL},
	{"N", "BAFR", "NOBT", NULL},  {"P", "BOTH", NULL, NULL},    {"R", "CHNE", NULL, NULL},
	{"S", "OOTH", NULL, NULL},    {"Z", "REFU", NULL, NULL},    {"99", "NOBT", NULL, NULL},
	{"X", "NOBT", NULL, NULL},    {"0", "WNOS", "NOBT", NULL},  {"1", "BCRB", NULL, NULL},
	{"2", "BAFR", NULL, NULL},    {"3", "BOTH", NULL, NULL},    {"4", "AIND", NULL, NULL},
	{"5", "APKN", NULL, NULL},    {"6", "ABAN", NULL, NULL},    {"7", "CHNE", NULL, NULL},
	{"8", "OOTH", NULL, NULL},    {"9", "NOBT", NULL, NULL},    {"A1", NULL, "WBRI", "AIND"},
	{"A2", NULL, "WIRI", "APKN"}, {"A3", NULL, "WOTH", "ABAN"}, {"A4", NULL, "WIRT", "CHNE"},
	{"A5", NULL, "WROM", NULL},   {"A9", NULL, NULL, "AOTH"},   {"B1", NULL, "MWBC", "BCRB"},
	{"B2", NULL, "MWBA", "BAFR"}, {"B3", NULL, "MWAS", NULL},   {"B4", NULL, "MOTH", NULL},
	{"B9", NULL, NULL, "BOTH"},   {"C1", NULL, "AIND", NULL},   {"C2", NULL, "APKN", NULL},
	{"C3", NULL, "ABAN", NULL},   {"C4", NULL, "AOTH", NULL},   {"D1", NULL, "BCRB", NULL},
	{"D2", NULL, "BAFR", NULL},   {"D3", NULL, "BOTH", NULL},   {"E1", NULL, "CHNE", NULL},
	{"E2", NULL, "OOTH", NULL},   {"E3", NULL, "REFU", NULL},   {"E4", NULL, "NOBT", NULL},
	{"E5", NULL, "NOBT", NULL},   {"F1", NULL, "NOBT", NULL},   {"F2", NULL, "NOBT", NULL},
	{"M1", NULL, NULL, "MWBC"},   {"M2", NULL, NULL, "MWBA"},   {"M3", NULL, NULL, "MWAS"},
	{"M9", NULL, NULL, "MOTH"},   {"NS", NULL, "NOBT", "NOBT"}, {"O1", NULL, NULL, "CHNE"},
	{"O2", NULL, NULL, "OOTH"},   {"O9", NULL, NULL, "OOTH"},   {"U", NULL, "NOBT", NULL},
	{"W1", NULL, NULL, "WBRI"},   {"W2", NULL, NULL, "WIRI"},   {"W3", NULL, NULL, "WNOS"},
	{"W4", NULL, NULL, "WROM"},   {"W9", NULL, NULL, "WOTH"},
};

static const struct short_code *short_find(struct text word)
{
	for (size_t i = 0; i < sizeof short_codes / sizeof *short_codes; i++)
		if (text_is(word, short_codes[i].code))
			return &short_codes[i];
	return NULL;
}

/* The NHS lets a second character of the holder's follow the letter, so that A1
 * may be anything there: it is read by the scheme in force only. W and O begin no
 * code of the NHS. */
static enum rule short_read(const struct short_code *s, enum ethnicity_scheme scheme,
			    const char **code)
{
	const char *const in[] = {s->nhs, s->council, s->police};

	*code = in[scheme];
	if (!*code && strchr("WO9", s->code[0]) && s->code[1])
		*code = s->nhs ? s->nhs : s->police;
	return *code ? RULE_VALID : RULE_ETHNICITY_SCHEME;
}

static bool is_letter(char c)
{
	return c >= 'A' && c <= 'Z';
}

static void word_add(struct text *words, size_t *count, const char *at, size_t length)
{
	if (*count < MOST_WORDS && length)
		words[(*count)++] = (struct text){at, length};
}

/* Letters and digits of the value in upper case; everything else parts words,
 * but for apostrophes; a sign that joins is the word AND. */
static void wording_read(struct wording *w, struct text value)
{
	static const char join[] = "AND";
	size_t length = 0, start = 0;

	w->count = w->letter_count = 0;
	for (size_t i = 0; i <= value.length && length < LONGEST; i++) {
		char c = i < value.length ? value.at[i] : ' ';
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if (c == '\'')
			continue;
		if (is_letter(c) || (c >= '0' && c <= '9')) {
			w->bytes[length++] = c;
			continue;
		}
		struct text word = {w->bytes + start, length - start};
		word_add(w->words, &w->count, word.at, word.length);
		if (word.length && is_letter(word.at[0]) && is_letter(word.at[word.length - 1]))
			word_add(w->letters, &w->letter_count, word.at, word.length);
		if (c == '&' || c == '+' || c == '/')
			word_add(w->letters, &w->letter_count, join, c == '/' ? 0 : 3);
		start = length;
	}
}

/* The DfE code among the words; RULE_ETHNICITY when there is none. BOTH and
 * such may be words of a sentence: they count at the ends only. */
static enum rule code_among(const struct wording *w, const char **code, bool *repaired)
{
	*code = NULL;
	for (size_t i = 0; i < w->count; i++) {
		bool sentence = text_is(w->words[i], "BOTH") && i && i + 1 < w->count;
		const char *found = sentence ? NULL : table_find(w->words[i]);
		if (!found)
			continue;
		if (*code && memcmp(*code, found, 4) != 0)
			return RULE_ETHNICITY_CONFLICT;
		*code = found;
		*repaired = text_is(w->words[i], "ABRI") || text_is(w->words[i], "AWEL") ||
			    text_is(w->words[i], "BBRI") || text_is(w->words[i], "BWEL");
	}
	return *code ? RULE_VALID : RULE_ETHNICITY;
}

/* White, mixed, black, or any of those between which Chinese and others move. */
static int group_of(const char *code)
{
	switch (code[0]) {
	case 'W':
	case 'M':
	case 'B':
		return code[0];
	case 'R':
	case 'N':
		return 0;
	}
	return 'A';
}

static bool groups_differ(const char *a, const char *b)
{
	return group_of(a) && group_of(b) && group_of(a) != group_of(b);
}

/* "A1", "A1 A1", "A A1": the last one, when each begins like it. */
static const struct short_code *short_alone(const struct wording *w)
{
	struct text last = w->words[w->count - 1];
	const struct short_code *found = w->count <= 3 ? short_find(last) : NULL;

	for (size_t i = 0; found && i + 1 < w->count; i++)
		if (w->words[i].at[0] != last.at[0] || w->words[i].length > last.length)
			return NULL;
	return found;
}

/* "A A10", "C C3 1", "U X1": a group and numbers of the house. */
static const char *group_alone(const struct wording *w)
{
	static const char *const groups[] = {"A", "WNOS", "B", "MNOS", "C", "ANOS", "D", "BNOS",
					     "E", "ONOS", "N", "NOBT", "U", "NOBT", NULL};

	if (w->count < 2 || w->words[1].length < 2)
		return NULL;
	for (size_t i = 1; i < w->count; i++)
		for (size_t c = i == 1; c < w->words[i].length; c++)
			if (is_letter(w->words[i].at[c]))
				return NULL;
	for (int i = 0; groups[i]; i += 2)
		if (text_is(w->words[0], groups[i]))
			return groups[i + 1];
	return NULL;
}

static enum rule wording_judge(const struct wording *w, enum ethnicity_scheme scheme,
			       const char **code, bool *repaired)
{
	enum rule rule = code_among(w, code, repaired);
	const char *words = ethnicity_of_words(w->letters, w->letter_count);

	if (rule == RULE_VALID && words && groups_differ(*code, words))
		return RULE_ETHNICITY_CONFLICT;
	if (rule != RULE_ETHNICITY)
		return rule;
	*code = words;
	if (words)
		return RULE_VALID;
	const struct short_code *s = short_alone(w);
	bool grouped = w->count > 1 && w->words[0].length == 1;
	if (s && (!grouped || (scheme == ETHNICITY_COUNCIL && s->council)))
		return short_read(s, scheme, code);
	*code = group_alone(w);
	return *code ? RULE_VALID : RULE_ETHNICITY;
}

/* Is it one of the codes that come out? Most values of a clean file are. */
static bool is_clean(struct text value)
{
	static const char codes[][5] = {"WBRI", "WIRI", "WIRT", "WROM", "WOTH", "MWBC", "MWBA",
					"MWAS", "MOTH", "AIND", "APKN", "ABAN", "AOTH", "BCRB",
					"BAFR", "BOTH", "CHNE", "OOTH", "REFU", "NOBT", "WNOS",
					"MNOS", "ANOS", "BNOS", "ONOS"};

	for (size_t i = 0; value.length == 4 && i < sizeof codes / sizeof *codes; i++)
		if (memcmp(value.at, codes[i], 4) == 0)
			return true;
	return false;
}

static enum rule ethnicity_read(struct text value, enum ethnicity_scheme scheme, char out[4],
				bool *repaired)
{
	struct wording w;
	const char *code = NULL;

	*repaired = false;
	if (is_clean(value)) {
		memcpy(out, value.at, 4);
		return RULE_VALID;
	}
	value = blank_decimals(blank_trim(value));
	const struct short_code *s = value.length <= 2 ? short_find(value) : NULL;
	if (s) {
		enum rule read = short_read(s, scheme, &code);
		if (read == RULE_VALID)
			memcpy(out, code, 4);
		return read;
	}
	wording_read(&w, value);
	if (!w.count)
		return RULE_ETHNICITY;
	enum rule rule = wording_judge(&w, scheme, &code, repaired);
	if (rule == RULE_VALID)
		memcpy(out, code, 4);
	return rule;
}

enum rule ethnicity_recall(struct ethnicity_memory *memory, struct text value,
			   enum ethnicity_scheme scheme, char out[4], bool *repaired)
{
	size_t slot = text_hash(value) % (sizeof memory->at / sizeof *memory->at);

	if (value.length > sizeof memory->at->value || is_clean(value))
		return ethnicity_read(value, scheme, out, repaired);
	if (memory->at[slot].length != value.length ||
	    memcmp(memory->at[slot].value, value.at, value.length) != 0) {
		memory->at[slot].length = (uint8_t)value.length;
		memcpy(memory->at[slot].value, value.at, value.length);
		memory->at[slot].rule = ethnicity_read(value, scheme, memory->at[slot].code,
						       &memory->at[slot].repaired);
	}
	*repaired = memory->at[slot].repaired;
	memcpy(out, memory->at[slot].code, 4);
	return memory->at[slot].rule;
}

static const char *const scheme_names[] = {"nhs", "council", "police"};

const char *ethnicity_scheme_name(enum ethnicity_scheme scheme)
{
	return scheme_names[scheme];
}

bool ethnicity_scheme_parse(const char *word, enum ethnicity_scheme *scheme)
{
	for (int i = 0; i < 3; i++)
		if (strcmp(word, scheme_names[i]) == 0) {
			*scheme = (enum ethnicity_scheme)i;
			return true;
		}
	return false;
}

const char *ethnicity_category(struct text code)
{
	if (text_is(code, "WIRT") || text_is(code, "WROM"))
		return "C";
	for (size_t i = 0; i < sizeof short_codes / sizeof *short_codes; i++)
		if (short_codes[i].nhs && text_is(code, short_codes[i].nhs))
			return short_codes[i].code;
	return NULL;
}

static const char *education_group(char first)
{
	switch (first) {
	case 'W':
		return "white";
	case 'M':
		return "mixed";
	case 'A':
	case 'C':
		return "asian";
	case 'B':
		return "black";
	case 'O':
		return "other";
	}
	return NULL;
}

const char *ethnicity_group(struct text code)
{
	static const char *const of_letter[] = {"ABC",   "white", "DEFG",  "mixed", "HJKLR",
						"asian", "MNP",   "black", "S",     "other"};

	if (code.length == 2 || code.length == 4)
		return education_group(code.at[0]);
	for (size_t i = 0; code.length == 1 && i < 10; i += 2)
		if (strchr(of_letter[i], code.at[0]))
			return of_letter[i + 1];
	return NULL;
}
