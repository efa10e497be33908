#include "field/name.h"

#include <strings.h>

#include <utf8proc.h>

#include "field/blank.h"
#include "field/name_words.h"

/* A name that is being folded to the end of a buffer. */
struct folding {
	struct buffer *out;
	size_t start;
	bool parting;  /* a blank is due before the next letter */
	bool letters;  /* Latin ones */
	bool foreign;  /* others */
	bool brackets; /* something in brackets was left out */
	bool lost;     /* a letter was: another program had no character for it */
};

enum { LOST_LETTER = 0xFFFD };

/* Letters that NFKD does not take apart; both cases. */
static const char *own_fold(uint32_t c)
{
	static const struct {
		uint32_t upper, lower;
		const char *fold;
	} table[] = {
		{0x00C6, 0x00E6, "AE"}, {0x00D0, 0x00F0, "D"},  {0x00D8, 0x00F8, "O"},
		{0x00DE, 0x00FE, "TH"}, {0x1E9E, 0x00DF, "SS"}, {0x0110, 0x0111, "D"},
		{0x0126, 0x0127, "H"},  {0x0049, 0x0131, "I"},  {0x0141, 0x0142, "L"},
		{0x014A, 0x014B, "N"},  {0x0152, 0x0153, "OE"}, {0x0166, 0x0167, "T"},
		{0x018F, 0x0259, "E"},  {0x0181, 0x0253, "B"},  {0x018A, 0x0257, "D"},
		{0x0198, 0x0199, "K"},  {0x01B3, 0x01B4, "Y"},  {0x0190, 0x025B, "E"},
		{0x0186, 0x0254, "O"},  {0x0197, 0x0268, "I"},  {0x023D, 0x019A, "L"},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (c == table[i].upper || c == table[i].lower)
			return table[i].fold;
	return NULL;
}

static bool is_apostrophe(uint32_t c)
{
	return c == '\'' || c == '`' || c == '"' || c == 0xB4 || (c >= 0x2018 && c <= 0x201F) ||
	       (c >= 0x2032 && c <= 0x2037) || (c >= 0x02B9 && c <= 0x02BF) || c == 0x02C8 ||
	       c == 0x02CA || c == 0x02CB || c == 0xFF07 || c == 0xA78B || c == 0xA78C;
}

static bool has_no_width(uint32_t c)
{
	return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x2060 && c <= 0x2064) ||
	       (c >= 0x202A && c <= 0x202E) || c == 0xFEFF;
}

static void letter_add(struct folding *f, char c)
{
	if (f->parting && f->out->length > f->start)
		buffer_byte(f->out, ' ');
	f->parting = false;
	buffer_byte(f->out, c);
}

static void ascii_fold(struct folding *f, char c)
{
	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	if (c >= 'A' && c <= 'Z') {
		letter_add(f, c);
		f->letters = true;
	} else if (c >= '0' && c <= '9') {
		letter_add(f, c);
	} else if (c == '?') {
		f->lost = true;
	} else if (c != '\'' && c != '`' && c != '"') {
		f->parting = true;
	}
}

static void letters_fold(struct folding *f, const char *letters)
{
	while (*letters)
		ascii_fold(f, *letters++);
}

static void character_fold(struct folding *f, uint32_t c)
{
	utf8proc_int32_t points[32];
	int boundary = 0;
	const char *own = own_fold(c);

	if (own) {
		letters_fold(f, own);
		return;
	}
	f->lost = f->lost || c == LOST_LETTER;
	if (is_apostrophe(c) || has_no_width(c) || c == LOST_LETTER)
		return;
	utf8proc_ssize_t n = utf8proc_decompose_char(
		(utf8proc_int32_t)c, points, 32, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE, &boundary);
	for (utf8proc_ssize_t i = 0; i < n && i < 32; i++) {
		uint32_t p = (uint32_t)points[i];
		utf8proc_category_t category = utf8proc_category(points[i]);
		if (p < 0x80)
			ascii_fold(f, (char)p);
		else if ((own = own_fold(p)))
			letters_fold(f, own);
		else if (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO)
			f->foreign = true;
		else if (category > UTF8PROC_CATEGORY_ME || category < UTF8PROC_CATEGORY_MN)
			f->parting = true;
	}
}

/* Folds all of the value, or all but what stands in brackets. */
static void value_fold(struct folding *f, struct text value, bool brackets_too)
{
	int depth = 0;

	f->out->length = f->start;
	for (size_t i = 0, bytes = 1; i < value.length; i += bytes) {
		unsigned char c = (unsigned char)value.at[i];
		bytes = 1;
		if (!brackets_too && (c == '(' || c == '[')) {
			depth++;
			f->brackets = true;
		} else if (!brackets_too && (c == ')' || c == ']') && depth) {
			depth--;
			f->parting = true;
		} else if (c >= 0x80) {
			uint32_t p = text_character((struct text){value.at + i, value.length - i},
						    &bytes);
			if (!depth)
				character_fold(f, p);
		} else if (!depth) {
			ascii_fold(f, (char)c);
		}
	}
}

/* Cuts what is no part of the name and judges the rest. */
static enum rule words_judge(struct folding *f, bool *repaired)
{
	struct text whole = {f->out->at + f->start, f->out->length - f->start};
	struct text name = whole;
	bool letters = false;

	if (memchr(whole.at, ' ', whole.length))
		name = name_without_suffix(name_without_alias(name_without_title(whole)));
	if (name_is_placeholder(name))
		return RULE_NAME_PLACEHOLDER;
	if (name.length == whole.length)
		return RULE_VALID;
	for (size_t i = 0; i < name.length && !letters; i++)
		letters = name.at[i] >= 'A';
	memmove(f->out->at + f->start, name.at, name.length);
	f->out->length = f->start + name.length;
	*repaired = letters;
	return letters ? RULE_VALID : RULE_NAME_LETTERS;
}

/* Most names are ASCII letters with single blanks; false when this one is not. */
static bool plain_fold(struct folding *f, struct text value)
{
	buffer_room(f->out, value.length);
	char *to = f->out->at + f->start;
	bool letter = false;
	for (size_t i = 0; i < value.length; i++) {
		char c = value.at[i];
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		else if ((c < 'A' || c > 'Z') && (c != ' ' || !letter))
			return false;
		letter = c != ' ';
		to[i] = c;
	}
	f->out->length = f->start + value.length;
	f->letters = letter;
	return letter;
}

/* N/A, N/K, U/K: not applicable, not known, unknown; also in brackets. */
static bool is_abbreviation(struct text value)
{
	static const char *const all[] = {"N/A", "N/K", "U/K", "D/K"};

	if (value.length == 5 && strchr("([<", value.at[0]))
		value = (struct text){value.at + 1, 3};
	for (size_t i = 0; value.length == 3 && i < sizeof all / sizeof *all; i++)
		if (strncasecmp(value.at, all[i], 3) == 0)
			return true;
	return false;
}

enum rule name_parse(struct text value, struct buffer *b, bool *repaired)
{
	struct folding f = {.out = b, .start = b->length};
	enum rule rule;

	*repaired = false;
	value = blank_trim(value);
	if (!value.length)
		return RULE_VALID;
	if (blank_null(value) != RULE_VALID)
		return RULE_NAME_PLACEHOLDER;
	if (!plain_fold(&f, value))
		value_fold(&f, value, false);
	if (b->length == f.start && f.brackets) {
		f.brackets = f.foreign = false;
		value_fold(&f, value, true);
	}
	if (f.letters)
		rule = words_judge(&f, repaired);
	else
		rule = f.foreign ? RULE_NAME_SCRIPT : RULE_NAME_LETTERS;
	if (is_abbreviation(value))
		rule = RULE_NAME_PLACEHOLDER;
	if (rule != RULE_VALID)
		b->length = f.start;
	else if (f.brackets || f.lost || f.foreign)
		*repaired = true;
	return rule;
}
