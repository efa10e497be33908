#include "expr/similarity.h"

/*
 * The edit distances of similarity.h. Equal beginnings and ends cost nothing
 * under either distance, so only what lies between them is worked on.
 */

#define SMALL 64

struct span {
	const uint32_t *at;
	uint32_t length;
};

static void trim_ends(struct span *a, struct span *b)
{
	while (a->length && b->length && *a->at == *b->at) {
		a->at++, a->length--;
		b->at++, b->length--;
	}
	while (a->length && b->length && a->at[a->length - 1] == b->at[b->length - 1]) {
		a->length--;
		b->length--;
	}
}

static uint32_t least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

static uint32_t levenshtein_rows(struct span a, struct span b, uint32_t *row)
{
	for (uint32_t j = 0; j <= b.length; j++)
		row[j] = j;
	for (uint32_t i = 1; i <= a.length; i++) {
		uint32_t diagonal = row[0];
		row[0] = i;
		for (uint32_t j = 1; j <= b.length; j++) {
			uint32_t changed = diagonal + (a.at[i - 1] != b.at[j - 1]);
			diagonal = row[j];
			row[j] = least(changed, least(row[j], row[j - 1]) + 1);
		}
	}
	return row[b.length];
}

/*
 * Lowrance and Wagner's recurrence. A transposition over a gap costs the gap,
 * so there is no need to look back further than `limit` rows.
 */
static uint32_t damerau_table(struct span a, struct span b, uint32_t limit, uint32_t *table)
{
	uint32_t width = b.length + 2, infinite = a.length + b.length;

#define COST(i, j) table[(size_t)(i)*width + (j)]
	for (uint32_t i = 0; i <= a.length + 1; i++)
		COST(i, 0) = infinite;
	for (uint32_t j = 0; j <= b.length + 1; j++)
		COST(0, j) = infinite;
	for (uint32_t i = 0; i <= a.length; i++)
		COST(i + 1, 1) = i;
	for (uint32_t j = 0; j <= b.length; j++)
		COST(1, j + 1) = j;
	for (uint32_t i = 1; i <= a.length; i++) {
		uint32_t column = 0;
		for (uint32_t j = 1; j <= b.length; j++) {
			uint32_t row = i - 1;
			while (row && i - row <= limit && a.at[row - 1] != b.at[j - 1])
				row--;
			if (i - row > limit)
				row = 0;
			bool same = a.at[i - 1] == b.at[j - 1];
			uint32_t cost = least(COST(i, j) + !same,
					      least(COST(i + 1, j), COST(i, j + 1)) + 1);
			if (row && column)
				cost = least(cost, COST(row, column) + (i - row - 1) + 1 +
							   (j - column - 1));
			COST(i + 1, j + 1) = cost;
			if (same)
				column = j;
		}
	}
	return COST(a.length + 1, b.length + 1);
#undef COST
}

static bool more_than(uint64_t bits, uint32_t limit)
{
	for (; bits; bits &= bits - 1)
		if (!limit--)
			return true;
	return false;
}

/* Each edit takes at most one letter away and brings at most one. */
static bool beyond(const struct word *a, const struct word *b, uint32_t limit)
{
	uint32_t n = a->characters, k = b->characters;

	if ((n > k ? n - k : k - n) > limit)
		return true;
	return more_than(a->letters & ~b->letters, limit) ||
	       more_than(b->letters & ~a->letters, limit);
}

static bool same_rest(struct text a, size_t from_a, struct text b, size_t from_b)
{
	return a.length - from_a == b.length - from_b &&
	       memcmp(a.at + from_a, b.at + from_b, a.length - from_a) == 0;
}

/* One edit, of values that begin differently and are not empty. */
static bool within_one(struct text a, struct text b, bool swaps)
{
	if (a.length != b.length)
		return a.length > b.length ? same_rest(a, 1, b, 0) : same_rest(a, 0, b, 1);
	if (same_rest(a, 1, b, 1))
		return true;
	return swaps && a.length > 1 && a.at[0] == b.at[1] && a.at[1] == b.at[0] &&
	       same_rest(a, 2, b, 2);
}

/*
 * Is the distance of two ASCII values at most `limit`? What they begin with in
 * common costs nothing; then each kind of edit is tried, with less left to
 * spend. With a limit of 1 or 2, as models have it, that is a few comparisons
 * where the table would be a hundred cells.
 */
static bool within(struct text a, struct text b, uint32_t limit, bool swaps)
{
	while (a.length && b.length && *a.at == *b.at) {
		a = (struct text){a.at + 1, a.length - 1};
		b = (struct text){b.at + 1, b.length - 1};
	}
	size_t more = a.length > b.length ? a.length - b.length : b.length - a.length;
	if (more > limit)
		return false;
	if (!a.length || !b.length)
		return true;
	if (limit < 2)
		return limit && within_one(a, b, swaps);
	struct text c = {a.at + 1, a.length - 1}, d = {b.at + 1, b.length - 1};
	if (within(c, d, limit - 1, swaps) || within(c, b, limit - 1, swaps) ||
	    within(a, d, limit - 1, swaps))
		return true;
	/* A letter of each that the other has further on: 1 and the gaps. */
	for (size_t i = 1; swaps && i <= limit && i < a.length; i++) {
		for (size_t j = 1; i + j - 1 <= limit && j < b.length; j++) {
			if (a.at[i] != *b.at || *a.at != b.at[j])
				continue;
			c = (struct text){a.at + i + 1, a.length - i - 1};
			d = (struct text){b.at + j + 1, b.length - j - 1};
			if (within(c, d, limit - (uint32_t)(i + j - 1), swaps))
				return true;
		}
	}
	return false;
}

static uint32_t distance(const struct word *a, const struct word *b, uint32_t limit, bool swaps)
{
	if (beyond(a, b, limit))
		return limit + 1;
	if (a->ascii && b->ascii && limit <= 2) {
		uint32_t edits = limit + 1;
		while (edits && within(a->text, b->text, edits - 1, swaps))
			edits--;
		return edits;
	}
	uint32_t small[2 * SMALL + (SMALL + 2) * (SMALL + 2)], *at = small;
	size_t n = a->characters, k = b->characters;
	size_t work = swaps ? (n + 2) * (k + 2) : k + 1;
	if (n > SMALL || k > SMALL)
		at = memory_take((n + k + work) * sizeof *at);
	word_points(a, at);
	word_points(b, at + n);
	struct span s = {at, (uint32_t)n}, t = {at + n, (uint32_t)k};
	trim_ends(&s, &t);
	uint32_t edits;
	if (!s.length || !t.length)
		edits = s.length + t.length;
	else if (s.length == 1 && t.length == 1)
		edits = 1;
	else if (swaps)
		edits = damerau_table(s, t, limit, at + n + k);
	else
		edits = levenshtein_rows(s, t, at + n + k);
	if (at != small)
		memory_free(at);
	return edits > limit ? limit + 1 : edits;
}

uint32_t levenshtein(const struct word *a, const struct word *b, uint32_t limit)
{
	return distance(a, b, limit, false);
}

uint32_t damerau(const struct word *a, const struct word *b, uint32_t limit)
{
	return distance(a, b, limit, true);
}

uint32_t hamming(struct text a, struct text b)
{
	uint32_t unequal = 0;
	size_t left, right;

	for (; a.length && b.length; a = text_from(a, left), b = text_from(b, right))
		unequal += text_character(a, &left) != text_character(b, &right);
	return a.length || b.length ? UINT32_MAX : unequal;
}
