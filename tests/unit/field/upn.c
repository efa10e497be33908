/* The check letter of UPNs, against published ones. */

#include "field/upn.h"
#include "test.h"

static void letters(void)
{
	static const char alphabet[] = "ABCDEFGHJKLMNPQRTUVWXYZ";
	char upn[] = "?001999912001", out[13];
	int valid = 0;

	for (int i = 0; i < 23; i++) {
		upn[0] = alphabet[i];
		valid += upn_parse(text_of(upn), out) == RULE_VALID;
	}
	static const char *const published[] = {"H801200001001", "X00180001701A", "P207000016049",
						"Y823432112001", "V82343211200Z", "X12345678901A"};
	for (size_t i = 0; i < sizeof published / sizeof *published; i++)
		check_number(upn_check_letter(published[i]), published[i][0], "letter of %s",
			     published[i]);
	check(valid == 1, "one check letter of 23 is right");
	check(upn_check_letter("?801200001001") == 'H', "the letter of H801200001001");
	check(upn_is_temporary("X00180001701A"), "a last letter makes a UPN temporary");
	check(!upn_is_temporary("H801200001001"), "a last digit does not");
}

int main(void)
{
	letters();
	return 0;
}
