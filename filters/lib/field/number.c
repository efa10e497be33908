#include "field/number.h"

#include "field/blank.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Takes a sign off; true when it was a minus. */
static bool sign_take(struct text *value)
{
	bool minus = value->length && value->at[0] == '-';

	if (minus || (value->length && value->at[0] == '+')) {
		value->at++;
		value->length--;
	}
	return minus;
}

enum rule integer_parse(struct text value, int64_t *number)
{
	struct text rest = blank_trim(value);
	bool minus = sign_take(&rest);

	rest = blank_decimals(rest);
	while (rest.length > 1 && rest.at[0] == '0') {
		rest.at++;
		rest.length--;
	}
	if (!rest.length || rest.length > 18)
		return RULE_INTEGER;
	*number = 0;
	for (size_t i = 0; i < rest.length; i++) {
		if (!is_digit(rest.at[i]))
			return RULE_INTEGER;
		*number = *number * 10 + (rest.at[i] - '0');
	}
	if (minus)
		*number = -*number;
	return RULE_VALID;
}

enum rule decimal_parse(struct text value, struct buffer *b)
{
	struct text rest = blank_trim(value), whole;
	bool minus = sign_take(&rest);
	size_t digits = 0;

	if (!rest.length)
		return RULE_DECIMAL;
	text_cut(&rest, '.', &whole);
	struct text part = rest.at ? rest : TEXT_NONE;
	for (size_t i = 0; i < whole.length; i++, digits++)
		if (!is_digit(whole.at[i]))
			return RULE_DECIMAL;
	for (size_t i = 0; i < part.length; i++, digits++)
		if (!is_digit(part.at[i]))
			return RULE_DECIMAL;
	if (digits == 0 || digits > 18)
		return RULE_DECIMAL;
	while (whole.length && whole.at[0] == '0') {
		whole.at++;
		whole.length--;
	}
	while (part.length && part.at[part.length - 1] == '0')
		part.length--;
	if (minus && (whole.length || part.length))
		buffer_byte(b, '-');
	if (whole.length)
		buffer_text_add(b, whole);
	else
		buffer_byte(b, '0');
	if (part.length) {
		buffer_byte(b, '.');
		buffer_text_add(b, part);
	}
	return RULE_VALID;
}

enum rule age_parse(struct text value, int *years)
{
	struct text rest = blank_trim(value), whole;

	text_cut(&rest, '.', &whole);
	*years = 0;
	if (!whole.length || whole.length > 4)
		return RULE_AGE;
	for (size_t i = 0; i < whole.length; i++) {
		if (!is_digit(whole.at[i]))
			return RULE_AGE;
		*years = *years * 10 + whole.at[i] - '0';
	}
	for (size_t i = 0; rest.at && i < rest.length; i++)
		if (!is_digit(rest.at[i]))
			return RULE_AGE;
	if (*years >= 7001 && *years <= 7007)
		*years = 0;
	return *years <= 130 ? RULE_VALID : RULE_AGE;
}

/* Without the letter of a list of answers: "a) Yes", "(a) Yes", "a. Yes". */
static struct text answer(struct text value)
{
	size_t letter = value.length && value.at[0] == '(';

	if (value.length < letter + 3 || (value.at[letter] | 0x20) < 'a' ||
	    (value.at[letter] | 0x20) > 'z' ||
	    (value.at[letter + 1] != ')' && (letter || value.at[letter + 1] != '.')))
		return value;
	return (struct text){value.at + letter + 2, value.length - letter - 2};
}

enum rule boolean_parse(struct text value, bool *truth)
{
	static const char *const words[] = {"0",      "1",     "N",      "Y",    "NO",  "YES",
					    "F",      "T",     "FALSE",  "TRUE", "0NO", "1YES",
					    "NNO",    "YYES",  "NON",    "YESY", "NO0", "YES1",
					    "FFALSE", "TTRUE", "0FALSE", "1TRUE"};
	char compact[6];
	size_t length = blank_compact(blank_decimals(answer(blank_trim(value))), "-=:()", compact,
				      sizeof(compact));

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i]) == length && memcmp(words[i], compact, length) == 0) {
			*truth = i % 2;
			return RULE_VALID;
		}
	return RULE_BOOLEAN;
}
