#include "field/blank.h"

bool blank_character(uint32_t c)
{
	if (c < 0x80)
		return c <= ' ' || c == 0x7F;
	return c == 0x85 || c == 0xA0 || c == 0xAD || c == 0x1680 || c == 0x180E ||
	       (c >= 0x2000 && c <= 0x200F) || (c >= 0x2028 && c <= 0x202F) ||
	       (c >= 0x205F && c <= 0x2064) || c == 0x3000 || c == 0xFEFF;
}

/* The last character of a not empty value. */
static uint32_t last_character(struct text value, size_t *bytes)
{
	size_t start = value.length - 1;

	while (start > 0 && value.length - start < 4 && (value.at[start] & 0xC0) == 0x80)
		start--;
	struct text tail = {value.at + start, value.length - start};
	uint32_t c = text_character(tail, bytes);
	if (*bytes != tail.length) {
		*bytes = 1;
		return 0xFFFD;
	}
	return c;
}

static bool visible(char c)
{
	return c > ' ' && c < 0x7F;
}

struct text blank_trim(struct text value)
{
	size_t bytes;

	if (value.length && visible(value.at[0]) && visible(value.at[value.length - 1]))
		return value;
	while (value.length && blank_character(text_character(value, &bytes))) {
		value.at += bytes;
		value.length -= bytes;
	}
	while (value.length && blank_character(last_character(value, &bytes)))
		value.length -= bytes;
	return value;
}

size_t blank_compact(struct text value, const char *drop, char *out, size_t size)
{
	size_t length = 0;

	while (value.length) {
		size_t bytes = 1;
		uint32_t c = (unsigned char)value.at[0];
		if (c >= 0x80)
			c = text_character(value, &bytes);
		value.at += bytes;
		value.length -= bytes;
		if (blank_character(c))
			continue;
		if (c >= 0x80)
			return size + 1;
		if (drop[0] && strchr(drop, (int)c))
			continue;
		if (length == size)
			return size + 1;
		out[length++] = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
	}
	return length;
}

struct text blank_decimals(struct text value)
{
	size_t n = value.length;

	while (n && value.at[n - 1] == '0')
		n--;
	if (n < 2 || n == value.length || value.at[n - 1] != '.')
		return value;
	for (size_t i = 0; i + 1 < n; i++)
		if (value.at[i] < '0' || value.at[i] > '9')
			return value;
	return (struct text){value.at, n - 1};
}

static bool listed(const char *const *list, const char *at, size_t length)
{
	for (; *list; list++)
		if (strlen(*list) == length && memcmp(*list, at, length) == 0)
			return true;
	return false;
}

enum rule blank_spreadsheet_error(struct text value)
{
	static const char *const errors[] = {"#N/A",   "#REF!",   "#VALUE!", "#NAME?", "#NUM!",
					     "#NULL!", "#DIV/0!", "#SPILL!", NULL};
	char compact[8];

	if (value.length < 4 || value.at[0] != '#')
		return RULE_VALID;
	size_t length = blank_compact(value, "", compact, sizeof(compact));
	if (length <= sizeof(compact) && listed(errors, compact, length))
		return RULE_SPREADSHEET_ERROR;
	return RULE_VALID;
}

bool blank_shortened(struct text value)
{
	size_t i = 2, digits = 0;

	if (value.length < 5 || value.length > 24 || value.at[0] < '1' || value.at[0] > '9' ||
	    value.at[1] != '.')
		return false;
	for (; i < value.length && value.at[i] >= '0' && value.at[i] <= '9'; i++)
		digits++;
	if (!digits || i == value.length || (value.at[i++] & ~0x20) != 'E')
		return false;
	i += i < value.length && value.at[i] == '+';
	for (digits = 0; i < value.length && value.at[i] >= '0' && value.at[i] <= '9'; i++)
		digits++;
	return i == value.length && digits > 0 && digits <= 3;
}

/* Words that programs write for a missing value. */
static bool is_null_word(const char *at, size_t length)
{
	static const char *const words[] = {"NULL",      "NIL",   "DBNULL", "UNSET",
					    "UNDEFINED", "BLANK", "EMPTY",  "NODATA",
					    "VIDE",      "LEER",  NULL};

	return listed(words, at, length);
}

enum rule blank_null(struct text value)
{
	static const char opening[] = "([<{", closing[] = ")]>}";
	char compact[16];
	char first = value.length > 1 ? value.at[0] : 0;

	if (first != '(' && first != '[' && first != '<' && first != '{' && first != '\\')
		return RULE_VALID;
	if (text_is(value, "\\N"))
		return RULE_PLACEHOLDER;
	const char *bracket = strchr(opening, value.at[0]);
	if (!bracket || value.at[value.length - 1] != closing[bracket - opening])
		return RULE_VALID;
	size_t length = blank_compact(value, "_", compact, sizeof(compact));
	if (length < 3 || length > sizeof(compact))
		return RULE_VALID;
	bool null = is_null_word(compact + 1, length - 2) ||
		    (length == 4 && memcmp(compact, "<NA>", 4) == 0);
	return null ? RULE_PLACEHOLDER : RULE_VALID;
}

enum rule blank_placeholder(struct text value)
{
	static const char *const words[] = {
		"NOPE",          "NOTKNOWN",        "NOTSTATED",   "TBC",   "UNBORN",
		"NOTAPPLICABLE", "NOTAVAILABLE",    "*DUMMY*",     "SSDPH", "NOTRECORDED",
		"N/K",           "PLACEHOLDERDATA", "PLACEHOLDER", "NA",    "NAN",
		"NAT",           "PD.NA",           "PD.NAT",      "N/A",   "NONE",
		"UNKNOWN",       "MISSING",         "REDACTED",    NULL};
	char compact[16];

	if (!value.length || value.length > 64)
		return RULE_VALID;
	if (value.at[0] == '#')
		return blank_spreadsheet_error(value);
	if (blank_null(value) != RULE_VALID)
		return RULE_PLACEHOLDER;
	size_t length = blank_compact(value, "_", compact, sizeof(compact));
	if (length == 0 || length > sizeof(compact))
		return RULE_VALID;
	while (length > 1 && compact[0] == 'X' && compact[length - 1] == '-')
		length--;
	if (strchr(".-?X", compact[0])) {
		size_t same = 1;
		while (same < length && compact[same] == compact[0])
			same++;
		if (same == length && (compact[0] != 'X' || length > 1))
			return RULE_PLACEHOLDER;
	}
	bool known = is_null_word(compact, length) || listed(words, compact, length);
	return known ? RULE_PLACEHOLDER : RULE_VALID;
}
