#include "field/nhs_number.h"

#include "field/ten_digits.h"

/* Ten equal digits, d00000000d, or what hands type that must type something: of
 * the runs of digits these have the right check digit. */
static bool never_issued(const char digits[10])
{
	static const char *const runs[] = {"0123456789", "1234567881", "9876543210"};
	bool equal = true, hollow = digits[0] == digits[9];

	for (size_t i = 0; i < sizeof runs / sizeof *runs; i++)
		if (memcmp(digits, runs[i], 10) == 0)
			return true;
	for (int i = 1; i < 10; i++)
		equal = equal && digits[i] == digits[0];
	for (int i = 1; i < 9; i++)
		hollow = hollow && digits[i] == '0';
	return equal || hollow;
}

/* Nine digits that would be an NHS number with a zero before them: Scotland's
 * begin so. */
static bool zero_lost(struct text value)
{
	char ten[11] = "0", digits[10];
	size_t length = blank_compact(blank_decimals(blank_trim(value)), "-", ten + 1, 10);

	return length == 9 && ten_digits((struct text){ten, 10}, digits) &&
	       ten_digits_modulus(digits) == 0;
}

int nhs_number_check(const char digits[9])
{
	return (11 - ten_digits_sum(digits, 9) % 11) % 11;
}

enum rule nhs_number_parse(struct text value, char out[10])
{
	if (!ten_digits(value, out))
		return zero_lost(value) ? RULE_LEADING_ZERO : RULE_NHS_NUMBER;
	if (never_issued(out))
		return RULE_NHS_NUMBER_REFUSED;
	switch (ten_digits_modulus(out)) {
	case 0:
		return RULE_VALID;
	case 10:
		return out[0] == '0' ? RULE_NHS_NUMBER_CHECK : RULE_NHS_NUMBER_ULN;
	default:
		return RULE_NHS_NUMBER_CHECK;
	}
}
