#include "model/weight.h"

/* Logarithms are held with 80 bits after the point. */
#define PLACES 80
/* The least double in 17 digits is 4.9406564584124654e-324. */
#define MOST_POWER 350

bool decimal_read(struct text a, struct decimal *number)
{
	uint64_t digits = 0;
	int64_t exponent = 0;
	size_t i = 0, seen = 0, significant = 0;
	bool point = false;

	for (; i < a.length; i++) {
		char c = a.at[i];
		if (c == '.' && !point) {
			point = true;
			continue;
		}
		if (c < '0' || c > '9')
			break;
		seen++;
		significant += significant || c != '0';
		if (significant > 18)
			return false;
		digits = digits * 10 + (uint64_t)(c - '0');
		exponent -= point;
	}
	if (i < a.length) {
		int64_t power;
		struct text tail = {a.at + i + 1, a.length - i - 1};
		if ((a.at[i] != 'e' && a.at[i] != 'E') || !text_i64(tail, &power) ||
		    power < -MOST_POWER || power > MOST_POWER)
			return false;
		exponent += power;
	}
	if (!seen || exponent < -MOST_POWER || exponent > MOST_POWER)
		return false;
	for (; digits && digits % 10 == 0; exponent++)
		digits /= 10;
	*number = (struct decimal){digits, (int32_t)exponent};
	return true;
}

static uint64_t power_of_ten(uint32_t n)
{
	uint64_t power = 1;

	while (n--)
		power *= 10;
	return power;
}

bool decimal_is_share(struct decimal number)
{
	return number.digits && number.exponent < 0 &&
	       (number.exponent <= -18 || number.digits < power_of_ten((uint32_t)-number.exponent));
}

/* The upper half of x * x. */
static unsigned __int128 square(unsigned __int128 x)
{
	unsigned __int128 high = x >> 64, low = (uint64_t)x, cross = high * low;
	unsigned __int128 middle = (unsigned __int128)(uint64_t)(cross << 1) + (low * low >> 64);

	return high * high + (cross >> 63) + (middle >> 64);
}

/* One binary digit of the logarithm a squaring (Majithia and Levan 1973). */
static __int128 log2_of(uint64_t n)
{
	int whole = 63 - __builtin_clzll(n);
	unsigned __int128 x = (unsigned __int128)n << (127 - whole);
	__int128 result = whole;

	for (int i = 0; i < PLACES; i++) {
		x = square(x);
		bool two = x >> 127;
		result = result * 2 + two;
		if (!two)
			x <<= 1;
	}
	return result;
}

static int64_t nearest(__int128 bits)
{
	__int128 whole = bits >> PLACES;
	__int128 part = bits - whole * ((__int128)1 << PLACES);

	return (int64_t)(whole * WEIGHT_BIT +
			 ((part * WEIGHT_BIT + ((__int128)1 << (PLACES - 1))) >> PLACES));
}

int64_t weight_of_ratio(struct decimal over, struct decimal under)
{
	return nearest(log2_of(over.digits) - log2_of(under.digits) +
		       (over.exponent - under.exponent) * log2_of(10));
}

int64_t weight_of_share(uint64_t n, uint64_t of)
{
	return nearest(log2_of(n) - log2_of(of));
}

int64_t weight_of_odds(struct decimal p)
{
	struct decimal part = p;

	/* 1 - p to 18 decimals: what lies beyond them is less than 10^-17 bit. */
	for (; part.exponent < -18; part.exponent++)
		part.digits /= 10;
	struct decimal rest = {power_of_ten((uint32_t)-part.exponent) - part.digits, part.exponent};
	return weight_of_ratio(p, rest);
}

bool weight_parse(struct text a, int64_t *weight)
{
	bool negative = a.length && a.at[0] == '-';
	struct decimal number;

	if (!decimal_read((struct text){a.at + negative, a.length - negative}, &number))
		return false;
	uint64_t value = number.digits;
	int32_t power = number.exponent + 12;
	if (value && (power < 0 || power > 15))
		return false;
	if (value > (uint64_t)(1000 * WEIGHT_BIT) / power_of_ten(value ? (uint32_t)power : 0))
		return false;
	value *= power_of_ten(value ? (uint32_t)power : 0);
	*weight = negative ? -(int64_t)value : (int64_t)value;
	return true;
}

/* 2^(-units / 10^12) for 0 <= units < 10^12, with 63 bits after the point. */
static uint64_t power_of_two(uint64_t units)
{
	const uint64_t one = UINT64_C(1) << 63;
	const uint64_t natural = UINT64_C(6393154322601327830); /* ln 2 * 2^63 */
	uint64_t y = (uint64_t)(((unsigned __int128)units << 63) / (uint64_t)WEIGHT_BIT);
	uint64_t z = (uint64_t)((unsigned __int128)y * natural >> 63);
	/* exp(-z) = 1 - z (1 - z/2 (1 - z/3 (...))); 20 terms leave 10^-21. */
	uint64_t sum = one;

	for (uint64_t k = 20; k; k--)
		sum = one - (uint64_t)((unsigned __int128)z * sum >> 63) / k;
	return sum;
}

int64_t weight_probability(int64_t weight)
{
	uint64_t size = weight < 0 ? -(uint64_t)weight : (uint64_t)weight;
	uint64_t whole = size / (uint64_t)WEIGHT_BIT;
	uint64_t odds = whole < 64 ? power_of_two(size % (uint64_t)WEIGHT_BIT) >> whole : 0;
	unsigned __int128 below = ((unsigned __int128)1 << 63) + odds;
	unsigned __int128 above = ((unsigned __int128)(uint64_t)WEIGHT_BIT << 63) + below / 2;
	int64_t p = (int64_t)(above / below);

	return weight < 0 ? WEIGHT_BIT - p : p;
}

bool threshold_parse(struct text a, int64_t *threshold)
{
	if (!text_is(a, "none"))
		return weight_parse(a, threshold);
	*threshold = THRESHOLD_NONE;
	return true;
}

void threshold_print(struct buffer *b, int64_t threshold)
{
	if (threshold == THRESHOLD_NONE)
		buffer_string(b, "none");
	else
		buffer_fixed(b, threshold, 12);
}
