#include "synth/numbers.h"

#include "field/nhs_number.h"
#include "field/ten_digits.h"
#include "field/upn.h"

static void digits_put(char *at, uint64_t number, int width)
{
	for (int i = width - 1; i >= 0; i--, number /= 10)
		at[i] = (char)('0' + number % 10);
}

/*
 * The million stems 999 000000 to 999 999999 fall into ten thousand rows of a
 * hundred; of the hundred, at least ninety have a check digit. So index / 90
 * names the row, and the row is walked to its usable stem number index % 90:
 * the last two digits have the weights 3 and 2, and a sum of 1 modulo 11 would
 * need the check digit 10. 9999999999 would be the ninety-first of its row.
 */
void nhs_number_make(uint64_t seed, uint32_t index, char number[11])
{
	uint64_t place = (index * 381967ull + seed % NHS_NUMBERS) % NHS_NUMBERS;
	uint64_t row = place / 90, left = place % 90, last = 0;

	memcpy(number, "999", 3);
	digits_put(number + 3, row * 100, 6);
	int sum = ten_digits_sum(number, 7);
	for (;; last++) {
		bool usable = (sum + (int)(last / 10) * 3 + (int)(last % 10) * 2) % 11 != 1;
		if (usable && left-- == 0)
			break;
	}
	digits_put(number + 7, last, 2);
	number[9] = (char)('0' + nhs_number_check(number));
	number[10] = '\0';
}

void upn_make(int authority, uint32_t index, int year, char upn[14])
{
	uint32_t group = index / 40;

	digits_put(upn + 1, (uint64_t)authority, 3);
	digits_put(upn + 4, 2000 + group * 4919ull % 6000, 4);
	digits_put(upn + 8, (uint64_t)(year % 100), 2);
	digits_put(upn + 10, group / 6000 * 40 + index % 40, 3);
	upn[0] = upn_check_letter(upn);
	upn[13] = '\0';
}

void upn_temporary(char upn[14])
{
	upn[12] = UPN_LETTERS[upn[12] - '0'];
	upn[0] = upn_check_letter(upn);
}

uint32_t postcode_place(uint32_t index)
{
	return index % POSTCODES / 60;
}

/* Of ten stems in a row at most one has no check digit, so that nine can be used: eight are. */
void uln_make(uint64_t seed, uint32_t index, char number[11])
{
	uint64_t place = (index * 7654321ull + seed % 80000000u) % 80000000u;
	uint64_t left = place % 8;

	number[0] = '9';
	for (uint64_t stem = place / 8 * 10;; stem++) {
		digits_put(number + 1, stem, 8);
		int sum = ten_digits_sum(number, 9);
		if (sum % 11 == 0 || left-- > 0)
			continue;
		number[9] = (char)('0' + 10 - sum % 11);
		number[10] = '\0';
		return;
	}
}

void postcode_make(uint32_t index, char postcode[9])
{
	static const struct {
		char area[3];
		uint32_t first, count;
	} invented[] = {{"HR", 10, 90}, {"WR", 16, 62}, {"GL", 57, 37}, {"SY", 26, 73}};
	static const char letters[] = "ABDEFGHJLNPQRSTUWXYZ";
	uint32_t sector = postcode_place(index), district = sector / 10, area = 0;

	while (district >= invented[area].count)
		district -= invented[area++].count;
	uint32_t unit = (index % 60 * 37 + sector * 11) % 400;
	memcpy(postcode, invented[area].area, 2);
	digits_put(postcode + 2, invented[area].first + district, 2);
	postcode[4] = ' ';
	postcode[5] = (char)('0' + sector % 10);
	postcode[6] = letters[unit / 20];
	postcode[7] = letters[unit % 20];
	postcode[8] = '\0';
}
