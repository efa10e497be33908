/* NHS numbers beside ULNs, and their check digit against published ones. */

#include "field/nhs_number.h"
#include "field/uln.h"
#include "random.h"
#include "test.h"

/* No ten digits are both; the 19 that pass and are never issued are refused. */
static void numbers_apart(void)
{
	char digits[11], out[10];
	int refused = 0;

	random_state = 7;
	for (int i = 0; i < 100000; i++) {
		snprintf(digits, sizeof(digits), "%010lu", (random_number() >> 20) % 10000000000);
		bool nhs = nhs_number_parse(text_of(digits), out) == RULE_VALID;
		bool uln = uln_parse(text_of(digits), out) == RULE_VALID;
		if (nhs && digits[0] == '0')
			check(nhs_number_parse(text_of(digits + 1), out) == RULE_LEADING_ZERO,
			      "a lost zero is named");
		check(!nhs || !uln, "%s is an NHS number and a ULN", digits);
	}
	for (int d = 0; d < 10; d++) {
		memset(digits, '0' + d, 10);
		refused += nhs_number_parse(text_of(digits), out) == RULE_NHS_NUMBER_REFUSED;
		memset(digits + 1, '0', 8);
		refused += nhs_number_parse(text_of(digits), out) == RULE_NHS_NUMBER_REFUSED;
	}
	check(refused == 20, "ten equal digits and d00000000d are refused");
	for (int last = 0; last < 10; last++) {
		memcpy(digits, "999000000", 9);
		digits[9] = (char)('0' + last);
		check(nhs_number_parse(text_of(digits), out) != RULE_VALID,
		      "a stem whose check digit would be 10 has no valid number");
	}
}

/* Published examples, and stems that have no check digit. */
static void check_digits(void)
{
	check_number(nhs_number_check("943476591"), 9, "of 943476591");
	check_number(nhs_number_check("401023213"), 7, "of 401023213");
	check_number(nhs_number_check("999000001"), 8, "of 999000001");
	check_number(nhs_number_check("999012345"), 4, "of 999012345");
	check_number(nhs_number_check("999000000"), 10, "of 999000000");
	check_number(nhs_number_check("999123456"), 10, "of 999123456");
}

int main(void)
{
	numbers_apart();
	check_digits();
	return 0;
}
