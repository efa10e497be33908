/* What the table of measured shares says, and what it may not say. */

#include "pseudo/risk.h"
#include "test.h"

static void shares(enum treatment_kind kind)
{
	uint32_t before = 0;

	check_number(risk_read(kind, 0), 0, "nobody");
	check_number(risk_read(kind, 1), 0, "alone in a group");
	for (uint64_t records = 2; records < 3000000; records += 1 + records / 50) {
		uint32_t share = risk_read(kind, records);
		check(share >= before, "less in a larger group of %llu",
		      (unsigned long long)records);
		before = share;
	}
	check_number(before, RISK_UNIT, "beyond what was measured");
}

int main(void)
{
	shares(TREATMENT_BLOOM);
	shares(TREATMENT_VARIANTS);
	check(risk_read(TREATMENT_BLOOM, 5000) >= 8690, "filters of a file");
	check(risk_read(TREATMENT_VARIANTS, 32) <= RISK_CEILING &&
		      risk_read(TREATMENT_VARIANTS, 33) > RISK_CEILING,
	      "variants of a group of 32 children");
	check(risk_read(TREATMENT_BLOOM, 5000) > risk_read(TREATMENT_VARIANTS, 5),
	      "of a file, and of a birth date");
	check(!risk_applies(TREATMENT_TOKEN) && !risk_read(TREATMENT_TOKEN, 5000),
	      "tokens are equal or not");
	return 0;
}
