#include "field/upn.h"

#include "field/blank.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Letters before I, between I and O, O and S, and after S. */
static int letter_value(char c)
{
	if (c < 'A' || c > 'Z' || c == 'I' || c == 'O' || c == 'S')
		return -1;
	return c - 'A' - (c > 'I') - (c > 'O') - (c > 'S');
}

char upn_check_letter(const char upn[13])
{
	int sum = 0;

	for (int i = 1; i < 13; i++)
		sum += (i + 1) * (is_digit(upn[i]) ? upn[i] - '0' : letter_value(upn[i]));
	return UPN_LETTERS[sum % 23];
}

bool upn_is_temporary(const char upn[13])
{
	return !is_digit(upn[12]);
}

static bool is_reason(const char *value, size_t length)
{
	if (length < 3 || value[0] != 'U' || value[1] != 'N')
		return false;
	return length == 3 ? value[2] >= '1' && value[2] <= '9'
			   : length == 4 && value[2] == '1' && value[3] == '0';
}

enum rule upn_parse(struct text value, char out[13])
{
	char upn[14];
	size_t length = blank_compact(value, "", upn, sizeof(upn));

	if (is_reason(upn, length))
		return RULE_UPN_UNKNOWN;
	if (length != 13 || letter_value(upn[0]) < 0)
		return RULE_UPN;
	for (int i = 1; i < 12; i++)
		if (!is_digit(upn[i]))
			return RULE_UPN;
	if (!is_digit(upn[12]) && letter_value(upn[12]) < 0)
		return RULE_UPN;
	if (memcmp(upn, "A000000000000", 13) == 0) /* the right letter of no number at all */
		return RULE_UPN;
	if (upn[0] != upn_check_letter(upn))
		return RULE_UPN_CHECK_LETTER;
	memcpy(out, upn, 13);
	return RULE_VALID;
}
