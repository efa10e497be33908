/* Invented numbers and postcodes: valid, and no two alike. */
#include <stdlib.h>

#include "field/nhs_number.h"
#include "field/ten_digits.h"
#include "field/uln.h"
#include "field/upn.h"
#include "synth/numbers.h"
#include "test.h"

static void nhs_numbers(void)
{
	static unsigned char seen[1000000];
	char number[11];

	for (uint32_t i = 0; i < NHS_NUMBERS; i++) {
		nhs_number_make(7, i, number);
		uint64_t digits = 0;
		check(text_u64((struct text){number, 9}, &digits), "digits %s", number);
		check(memcmp(number, "999", 3) == 0, "test range %s", number);
		check_number(nhs_number_check(number), number[9] - '0', "check digit %s", number);
		check(!seen[digits % 1000000]++, "once only %s", number);
	}
}

static void upns(void)
{
	char upn[14], other[14];

	upn_make(884, 0, 2016, upn);
	upn_make(884, 240000, 2016, other);
	check_text(text_of(upn + 1), TEXT("884200016000"), "the first");
	check_text(text_of(other + 1), TEXT("884200016040"), "one of the next school");
	upn_temporary(upn);
	check(upn[12] == 'A' && upn_check_letter(upn) == upn[0], "a temporary one: %s", upn);
}

static int number_order(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void ulns(void)
{
	static char seen[20000][11];
	char out[10];

	for (size_t i = 0; i < 20000; i++) {
		uln_make(7, (uint32_t)i, seen[i]);
		check(uln_parse(text_of(seen[i]), out) == RULE_VALID, "valid %s", seen[i]);
		check(seen[i][0] == '9' && strlen(seen[i]) == 10, "ten digits %s", seen[i]);
	}
	qsort(seen, 20000, sizeof *seen, number_order);
	for (size_t i = 1; i < 20000; i++)
		check(strcmp(seen[i - 1], seen[i]) != 0, "once only %s", seen[i]);
}

static void postcodes(void)
{
	char postcode[9];

	postcode_make(0, postcode);
	check_text(text_of(postcode), TEXT("HR10 0AA"), "the first");
	postcode_make(POSTCODES - 1, postcode);
	check(text_starts(text_of(postcode), "SY98 9"), "the last: %s", postcode);
}

int main(void)
{
	nhs_numbers();
	upns();
	ulns();
	postcodes();
	return 0;
}
