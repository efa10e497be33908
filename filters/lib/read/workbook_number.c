#include "read/workbook_number.h"

#include <math.h>
#include <stdlib.h>

#include "base/calendar.h"

enum { EXACT = 15, DIGITS = 40, LONGEST = 64 };

/* 0.DIGITS times 10 to the power of `point`. */
struct decimal {
	char digits[DIGITS];
	size_t count;   /* without zeros at either end */
	int64_t point;  /* digits before the decimal point */
	int64_t stated; /* how far to the right digits were written: places behind the point */
	bool negative;
	bool exponent; /* with an exponent other than Java's */
};

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Takes `e+09` off *a. */
static bool exponent_take(struct text *a, int64_t *exponent, bool *java)
{
	bool negative = false;
	size_t i = 1, start;

	*java = *a->at == 'E';
	if (i < a->length && (a->at[i] == '+' || a->at[i] == '-')) {
		negative = a->at[i] == '-';
		*java = *java && negative;
		i++;
	}
	*java = *java && i < a->length && a->at[i] != '0';
	for (start = i, *exponent = 0; i < a->length && digit(a->at[i]) && i - start < 4; i++)
		*exponent = *exponent * 10 + (a->at[i] - '0');
	if (i == start || i < a->length)
		return false;
	*exponent = negative ? -*exponent : *exponent;
	a->length = 0;
	return true;
}

static bool decimal_parse(struct decimal *d, struct text a)
{
	int64_t exponent = 0;
	bool point = false, any = false, java = false;
	int64_t behind = 0;

	*d = (struct decimal){0};
	if (a.length > 0 && (*a.at == '-' || *a.at == '+')) {
		d->negative = *a.at == '-';
		a = (struct text){a.at + 1, a.length - 1};
	}
	for (; a.length > 0; a.at++, a.length--) {
		if (*a.at == '.' && !point) {
			point = true;
			continue;
		}
		if (!digit(*a.at))
			break;
		any = true;
		behind += point;
		if (d->count == 0 && *a.at == '0') {
			d->point -= point;
			continue;
		}
		if (d->count == DIGITS)
			return false;
		d->digits[d->count++] = *a.at;
		d->point += !point;
	}
	if (!any)
		return false;
	if (a.length > 0 && (*a.at == 'e' || *a.at == 'E')) {
		if (!exponent_take(&a, &exponent, &java))
			return false;
		d->exponent = !(java && point);
	}
	while (d->count > 0 && d->digits[d->count - 1] == '0')
		d->count--;
	d->point += exponent;
	d->stated = behind - exponent;
	return a.length == 0;
}

/* Digits and a power of ten that binary numbers hold exactly, so that one
 * division rounds as it should (Clinger 1990). */
static bool value_quick(const struct decimal *d, double *value)
{
	static const double tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
				      1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
				      1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
	int64_t behind = (int64_t)d->count - d->point;
	uint64_t digits = 0;

	if (d->count > EXACT + 1 || behind < 0 || behind > 22)
		return false;
	for (size_t i = 0; i < d->count; i++)
		digits = digits * 10 + (uint64_t)(d->digits[i] - '0');
	if (digits > (uint64_t)1 << 53)
		return false;
	*value = (double)digits / tens[behind];
	*value = d->negative ? -*value : *value;
	return true;
}

static double decimal_value(const struct decimal *d)
{
	double value;

	if (value_quick(d, &value))
		return value;
	char text[DIGITS + 32];
	size_t n = 0;
	int64_t point = d->point < -999 ? -999 : d->point > 999 ? 999 : d->point;

	if (d->negative)
		text[n++] = '-';
	text[n++] = '.';
	memcpy(text + n, d->digits, d->count);
	n += d->count;
	if (d->count == 0)
		text[n++] = '0';
	text[n++] = 'e';
	text[n++] = point < 0 ? '-' : '+';
	point = point < 0 ? -point : point;
	for (int64_t unit = 100; unit > 0; unit /= 10)
		text[n++] = (char)('0' + point / unit % 10);
	text[n] = 0;
	return strtod(text, NULL);
}

/* To so many digits. */
static struct decimal decimal_round(const struct decimal *d, size_t digits)
{
	struct decimal r = *d;
	bool up = r.digits[digits] >= '5';

	r.count = digits;
	while (up && r.count > 0 && r.digits[r.count - 1] == '9')
		r.count--;
	if (up && r.count == 0) {
		r.digits[r.count++] = '1';
		r.point++;
	} else if (up) {
		r.digits[r.count - 1]++;
	}
	while (r.count > 0 && r.digits[r.count - 1] == '0')
		r.count--;
	return r;
}

/* The fewest digits that are still the same binary number. */
static void decimal_shorten(struct decimal *d)
{
	double value = decimal_value(d);

	for (size_t digits = EXACT; digits < d->count; digits++) {
		struct decimal r = decimal_round(d, digits);

		if (decimal_value(&r) == value) {
			*d = r;
			return;
		}
	}
}

static void zeros(struct buffer *b, int64_t count)
{
	for (; count > 0; count--)
		buffer_byte(b, '0');
}

static void decimal_print(struct buffer *b, const struct decimal *d)
{
	size_t before = d->point <= 0                 ? 0
			: (size_t)d->point > d->count ? d->count
						      : (size_t)d->point;

	if (d->negative && d->count > 0)
		buffer_byte(b, '-');
	if (before == 0)
		buffer_byte(b, '0');
	buffer_add(b, d->digits, before);
	if (before == d->count) {
		zeros(b, d->count > 0 ? d->point - (int64_t)d->count : 0);
		return;
	}
	buffer_byte(b, '.');
	zeros(b, -d->point);
	buffer_add(b, d->digits + before, d->count - before);
}

/* Up to 15 digits and nothing else. */
static bool short_integer(struct text a)
{
	if (a.length == 0 || a.length > EXACT)
		return false;
	for (size_t i = 0; i < a.length; i++)
		if (!digit(a.at[i]))
			return false;
	return true;
}

enum number_outcome number_text(struct buffer *b, struct text stored)
{
	struct decimal d;

	if (short_integer(stored)) {
		buffer_text_add(b, stored);
		return NUMBER_GOOD;
	}
	stored = text_trim(stored);
	if (stored.length > LONGEST || !decimal_parse(&d, stored))
		return NUMBER_BAD;
	if (d.count > 0 && (d.point > EXACT || (d.exponent && d.stated < 0))) {
		buffer_text_add(b, stored);
		return NUMBER_VAGUE;
	}
	if (d.count > EXACT)
		decimal_shorten(&d);
	if (d.count > 0 && d.point < -DIGITS)
		buffer_text_add(b, stored);
	else
		decimal_print(b, &d);
	return NUMBER_GOOD;
}

static void two(struct buffer *b, uint64_t number)
{
	buffer_byte(b, (char)('0' + number / 10 % 10));
	buffer_byte(b, (char)('0' + number % 10));
}

static void print_time(struct buffer *b, uint64_t seconds)
{
	if (seconds < 360000)
		two(b, seconds / 3600);
	else
		buffer_u64(b, seconds / 3600);
	buffer_byte(b, ':');
	two(b, seconds / 60 % 60);
	buffer_byte(b, ':');
	two(b, seconds % 60);
}

static void print_day(struct buffer *b, uint64_t serial, bool from_1904)
{
	static const struct date first = {1899, 12, 30}, first_1904 = {1904, 1, 1};
	int32_t days = (int32_t)serial;

	if (from_1904)
		date_print(b, date_from_days(date_days(first_1904) + days));
	else if (serial == 0)
		buffer_string(b, "1900-01-00");
	else if (serial == 60)
		buffer_string(b, "1900-02-29");
	else
		date_print(b, date_from_days(date_days(first) + days + (serial < 60)));
}

enum number_outcome number_date(struct buffer *b, struct text stored, enum number_kind kind,
				bool from_1904)
{
	enum { DAY = 86400, LAST = 2958465, BETWEEN = 1462 };
	struct decimal d;

	stored = text_trim(stored);
	if (kind == NUMBER_PLAIN || stored.length > LONGEST || !decimal_parse(&d, stored))
		return kind == NUMBER_PLAIN ? number_text(b, stored) : NUMBER_BAD;
	double value = decimal_value(&d);
	uint64_t last = from_1904 ? LAST - BETWEEN : LAST;

	uint64_t seconds = value >= 0 && value <= LAST + 1 ? (uint64_t)llround(value * DAY) : 0;

	if (value < 0 || value > (double)last + 1 || seconds / DAY > last) {
		enum number_outcome outcome = number_text(b, stored);

		return outcome == NUMBER_GOOD ? NUMBER_DATELESS : outcome;
	}

	if (kind == NUMBER_ELAPSED || (kind == NUMBER_TIME && seconds < DAY)) {
		print_time(b, seconds);
		return NUMBER_GOOD;
	}
	print_day(b, seconds / DAY, from_1904);
	if (kind == NUMBER_DATE && seconds % DAY == 0)
		return NUMBER_GOOD;
	buffer_byte(b, 'T');
	print_time(b, seconds % DAY);
	return NUMBER_GOOD;
}
