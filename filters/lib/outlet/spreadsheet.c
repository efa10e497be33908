#include <strings.h>

#include "outlet/outlet_internal.h"

/* Is it a number as people write them: -12, 0.5, 1e-9? Then a sign in front
 * starts no formula. */
static bool plain_number(struct text a)
{
	size_t i = a.length > 0 && (a.at[0] == '-' || a.at[0] == '+'), digits = 0;

	for (; i < a.length && a.at[i] >= '0' && a.at[i] <= '9'; i++)
		digits++;
	if (i < a.length && a.at[i] == '.')
		for (i++; i < a.length && a.at[i] >= '0' && a.at[i] <= '9'; i++)
			digits++;
	if (digits > 0 && i < a.length && (a.at[i] | 0x20) == 'e') {
		i++;
		i += i < a.length && (a.at[i] == '-' || a.at[i] == '+');
		for (digits = 0; i < a.length && a.at[i] >= '0' && a.at[i] <= '9'; i++)
			digits++;
	}
	return digits > 0 && i == a.length;
}

/* The fullwidth = + - @, which some spreadsheets take for the plain ones. */
static bool wide_sign(struct text a)
{
	static const char *const signs[] = {"\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d",
					    "\xef\xbc\xa0"};

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (text_starts(a, signs[i]))
			return true;
	return false;
}

bool outlet_formula(struct text a)
{
	if (wide_sign(a))
		return true;
	return a.length > 0 && memchr("=+-@\t\r", a.at[0], 6) && !plain_number(a);
}

/* A number that comes back as it was: no zero too many at either end, no plus,
 * no exponent, at most 15 digits (the precision of a double). */
static bool exact_number(struct text a)
{
	size_t start = a.length > 0 && a.at[0] == '-', i = start, digits = 0;

	for (; i < a.length && a.at[i] >= '0' && a.at[i] <= '9'; i++)
		digits++;
	if (digits == 0 || (a.at[start] == '0' && (digits > 1 || (start && i == a.length))))
		return false;
	if (i < a.length && a.at[i] == '.') {
		size_t point = i;

		for (i++; i < a.length && a.at[i] >= '0' && a.at[i] <= '9'; i++)
			digits++;
		if (i == point + 1 || a.at[i - 1] == '0')
			return false;
	}
	return i == a.length && digits <= 15;
}

static bool word(struct text a, const char *word)
{
	return a.length == strlen(word) && strncasecmp(a.at, word, a.length) == 0;
}

/* MAR1, Jan-20, 1 of Sept: taken for a date. */
static bool month_like(struct text a)
{
	static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";

	for (size_t i = 0; a.length > 3 && i < 36; i += 3) {
		if (strncasecmp(a.at, months + i, 3) != 0)
			continue;
		for (size_t j = 3; j < a.length; j++)
			if (a.at[j] >= '0' && a.at[j] <= '9')
				return true;
	}
	return false;
}

bool outlet_altered(struct text value)
{
	struct text a = text_trim(value);

	if (value.length == 0)
		return false;
	if (wide_sign(value))
		return true;
	if (value.at[0] == '\'' || memchr("=+-@\t\r", value.at[0], 6))
		return value.at[0] == '\'' || !exact_number(value);
	if (a.length == 0)
		return false;
	if (memchr("0123456789.,($=+-@'", a.at[0], 19) || text_starts(a, "\xc2\xa3"))
		return !exact_number(value);
	return word(a, "true") || word(a, "false") || month_like(a);
}
