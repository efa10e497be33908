#include "field/uln.h"

#include "field/nhs_number.h"
#include "field/ten_digits.h"

enum rule uln_parse(struct text value, char out[10])
{
	if (!ten_digits(value, out))
		return RULE_ULN;
	if (memcmp(out, "9999999999", 10) == 0)
		return RULE_ULN_PLACEHOLDER;
	if (nhs_number_parse((struct text){out, 10}, out) == RULE_VALID)
		return RULE_ULN_NHS_NUMBER;
	if (out[0] == '0')
		return RULE_ULN;
	return ten_digits_modulus(out) == 10 ? RULE_VALID : RULE_ULN_CHECK;
}
