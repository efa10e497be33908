#include "expr/similarity.h"

#include <math.h>

#include "base/map.h"

void word_set(struct word *w, struct text value)
{
	w->text = value;
	w->ascii = true;
	w->letters = 0;
	w->hash = 0;
	if (value.length > sizeof w->hash)
		w->hash = text_hash(value);
	else if (value.length)
		memcpy(&w->hash, value.at, value.length); /* then it is the value */
	w->characters = (uint32_t)value.length;
	for (size_t i = 0; i < value.length; i++) {
		unsigned char c = (unsigned char)value.at[i];
		w->letters |= UINT64_C(1) << (c & 63);
		w->ascii = w->ascii && c < 0x80;
	}
	if (w->ascii)
		return;
	w->letters = 0;
	w->characters = 0;
	while (value.length) {
		size_t bytes;
		uint32_t c = text_character(value, &bytes);
		w->letters |= UINT64_C(1) << (c & 63);
		w->characters++;
		value.at += bytes;
		value.length -= bytes;
	}
}

/* By adding neighbours: without an instruction that not every processor has,
 * the compiler's own is a call. */
static inline uint32_t popcount(uint64_t bits)
{
	bits -= bits >> 1 & UINT64_C(0x5555555555555555);
	bits = (bits & UINT64_C(0x3333333333333333)) + (bits >> 2 & UINT64_C(0x3333333333333333));
	bits = (bits + (bits >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
	return (uint32_t)(bits * UINT64_C(0x0101010101010101) >> 56);
}

static double jaro_sum(uint32_t a, uint32_t b, uint32_t common, uint32_t unordered)
{
	if (!common)
		return 0;
	double m = common;
	double sum = 0;
	sum += m / a;
	sum += m / b;
	sum += (m - unordered / 2) / m;
	return sum / 3;
}

/* Both ASCII and at most 64 characters: one word of bits holds a side. */
static double jaro_short(const struct word *a, const struct word *b)
{
	static _Thread_local uint64_t where[128];
	const char *s = a->text.at, *t = b->text.at;
	uint32_t n = a->characters, k = b->characters, longer = n > k ? n : k;
	uint32_t range = longer > 3 ? longer / 2 - 1 : 0;
	for (uint32_t i = 0; i < n; i++)
		where[(unsigned char)s[i]] |= UINT64_C(1) << i;
	uint64_t taken_a = 0, taken_b = 0, window = (UINT64_C(2) << range) - 1;
	for (uint32_t j = 0; j < k; j++) {
		uint64_t free = where[(unsigned char)t[j]] & window & ~taken_a;
		taken_a |= free & -free;
		taken_b |= (uint64_t)(free != 0) << j;
		window = j < range ? window << 1 | 1 : window << 1;
	}
	uint32_t unordered = 0;
	for (uint64_t p = taken_a, q = taken_b; p; p &= p - 1, q &= q - 1)
		unordered += s[__builtin_ctzll(p)] != t[__builtin_ctzll(q)];
	for (uint32_t i = 0; i < n; i++)
		where[(unsigned char)s[i]] = 0;
	return jaro_sum(n, k, popcount(taken_a), unordered);
}

void word_points(const struct word *w, uint32_t *points)
{
	struct text rest = w->text;

	for (uint32_t i = 0; i < w->characters; i++) {
		size_t bytes;
		points[i] = text_character(rest, &bytes);
		rest.at += bytes;
		rest.length -= bytes;
	}
}

/* The characters of a value as code points, in `small` when they fit. */
#define SMALL 128

static uint32_t *points_open(const struct word *w, uint32_t *small)
{
	uint32_t *points = w->characters <= SMALL
				   ? small
				   : memory_take((size_t)w->characters * sizeof *points);

	word_points(w, points);
	return points;
}

static void points_close(uint32_t *points, uint32_t *small)
{
	if (points != small)
		memory_free(points);
}

static double jaro_points(const uint32_t *s, uint32_t n, const uint32_t *t, uint32_t k,
			  struct arena *arena)
{
	uint32_t longer = n > k ? n : k, range = longer > 3 ? longer / 2 - 1 : 0;
	bool *taken_a = ARENA_ARRAY(arena, n, bool), *taken_b = ARENA_ARRAY(arena, k, bool);
	uint32_t common = 0, unordered = 0;

	for (uint32_t j = 0; j < k; j++) {
		uint32_t first = j > range ? j - range : 0;
		for (uint32_t i = first; i < n && i <= j + range; i++) {
			if (taken_a[i] || s[i] != t[j])
				continue;
			taken_a[i] = taken_b[j] = true;
			common++;
			break;
		}
	}
	for (uint32_t i = 0, j = 0; i < n; i++) {
		if (!taken_a[i])
			continue;
		while (!taken_b[j])
			j++;
		unordered += s[i] != t[j++];
	}
	return jaro_sum(n, k, common, unordered);
}

double jaro(const struct word *a, const struct word *b)
{
	if (!a->characters || !b->characters)
		return a->characters == b->characters;
	if (a->ascii && b->ascii && a->characters <= 64 && b->characters <= 64)
		return jaro_short(a, b);
	uint32_t small_a[SMALL], small_b[SMALL];
	uint32_t *s = points_open(a, small_a), *t = points_open(b, small_b);
	struct arena arena = {0};
	double similarity = jaro_points(s, a->characters, t, b->characters, &arena);
	arena_free(&arena);
	points_close(s, small_a);
	points_close(t, small_b);
	return similarity;
}

static uint32_t same_prefix(const struct word *a, const struct word *b)
{
	uint32_t same = 0;
	struct text s = a->text, t = b->text;

	if (a->ascii && b->ascii) {
		while (same < 4 && same < s.length && same < t.length && s.at[same] == t.at[same])
			same++;
		return same;
	}
	while (same < 4 && s.length && t.length) {
		size_t n, k;
		if (text_character(s, &n) != text_character(t, &k))
			break;
		same++;
		s = (struct text){s.at + n, s.length - n};
		t = (struct text){t.at + k, t.length - k};
	}
	return same;
}

/* Rounded once, which is what DuckDB's builds do and every machine can. */
static double winkler(double similarity, const struct word *a, const struct word *b)
{
	if (similarity > 0.7)
		similarity = fma(same_prefix(a, b) * 0.1, 1.0 - similarity, similarity);
	return similarity;
}

double jaro_winkler(const struct word *a, const struct word *b)
{
	return winkler(jaro(a, b), a, b);
}

double jaro_bound(const struct word *a, const struct word *b)
{
	if (!a->characters || !b->characters)
		return a->characters == b->characters;
	/* A letter that the other side lacks cannot be matched. */
	uint32_t in_a = a->characters - popcount(a->letters & ~b->letters);
	uint32_t in_b = b->characters - popcount(b->letters & ~a->letters);
	return jaro_sum(a->characters, b->characters, in_a < in_b ? in_a : in_b, 0);
}

double jaro_winkler_bound(const struct word *a, const struct word *b)
{
	double bound = jaro_bound(a, b);

	return bound > 0.7 ? winkler(bound, a, b) : bound;
}

double dice(struct bits a, struct bits b)
{
	if (a.words != b.words || a.set + b.set == 0)
		return 0;
	uint32_t common = 0;
	for (uint32_t i = 0; i < a.words; i++)
		common += popcount(a.at[i] & b.at[i]);
	return 2.0 * common / ((double)a.set + b.set);
}

/* 0 to 63, or 64 for what is no digit. */
static const unsigned char *base64_digits(void)
{
	static const char alphabet[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	static unsigned char digits[256];

	if (!digits[0]) {
		memset(digits, 64, sizeof digits);
		for (unsigned char i = 0; i < 64; i++)
			digits[(unsigned char)alphabet[i]] = i;
	}
	return digits;
}

bool bits_decode(struct arena *arena, struct text base64, struct bits *bits)
{
	size_t length = base64.length;

	if (length % 4 || length / 4 > UINT32_MAX / 8)
		return false;
	for (int pad = 0; pad < 2 && length && base64.at[length - 1] == '='; pad++)
		length--;
	size_t bytes = length * 6 / 8, words = (bytes + 7) / 8;
	uint64_t *at = ARENA_ARRAY(arena, words ? words : 1, uint64_t);
	const unsigned char *digits = base64_digits(), *in = (const unsigned char *)base64.at;
	uint32_t hold = 0, bad = 0;
	for (size_t i = 0; i < length; i++) {
		bad |= digits[in[i]] & 64u;
		hold = hold << 6 | (digits[in[i]] & 63u);
		/* Every digit but the first of four completes a byte. */
		size_t n = i / 4 * 3 + i % 4 - 1, left = 6 - 2 * (i % 4);
		if (i % 4)
			at[n / 8] |= (uint64_t)(hold >> left & 0xFF) << (n % 8 * 8);
	}
	if (bad)
		return false;
	*bits = (struct bits){at, (uint32_t)words, 0};
	for (size_t i = 0; i < words; i++)
		bits->set += popcount(at[i]);
	return true;
}
