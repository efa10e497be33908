#ifndef JIGSAW_FIELD_TEN_DIGITS_H
#define JIGSAW_FIELD_TEN_DIGITS_H

#include "field/blank.h"

/*
 * The check sum that NHS numbers and ULNs share: both have ten digits. With
 * weights 10 to 1 the sum modulo 11 is 0 for an NHS number and 10 for a ULN, so
 * neither can pass for the other (HESA, field ULN; NHS Data Dictionary, NHS NUMBER).
 */

/* Ten digits of a value, blanks, hyphens and a trailing ".0" aside. False when
 * it is anything else. */
static inline bool ten_digits(struct text value, char out[10])
{
	char compact[12];
	struct text trimmed = blank_decimals(blank_trim(value));

	if (blank_compact(trimmed, "-", compact, sizeof(compact)) != 10)
		return false;
	for (int i = 0; i < 10; i++)
		if (compact[i] < '0' || compact[i] > '9')
			return false;
	memcpy(out, compact, 10);
	return true;
}

/* The sum of the first `count` digits, the first with the weight 10. */
static inline int ten_digits_sum(const char *digits, int count)
{
	int sum = 0;

	for (int i = 0; i < count; i++)
		sum += (digits[i] - '0') * (10 - i);
	return sum;
}

static inline int ten_digits_modulus(const char digits[10])
{
	return ten_digits_sum(digits, 10) % 11;
}

#endif
