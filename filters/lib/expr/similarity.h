#ifndef JIGSAW_EXPR_SIMILARITY_H
#define JIGSAW_EXPR_SIMILARITY_H

#include "base/text.h"

/*
 * String similarity of two values. All functions work on characters (code
 * points), never bytes, and are pure: the same two values give the same bits on
 * every machine.
 */

/* A value made ready once, compared many times. `text` is borrowed. */
struct word {
	struct text text;    /* the value, unescaped */
	uint32_t characters; /* its length */
	bool ascii;          /* then characters are bytes */
	uint64_t letters;    /* bit c mod 64 for every character c */
	uint64_t hash;       /* unequal hashes mean unequal values */
};

void word_set(struct word *w, struct text value);
/* Its characters as code points, into room for w->characters of them. */
void word_points(const struct word *w, uint32_t *points);

static inline bool word_equal(const struct word *a, const struct word *b)
{
	return a->hash == b->hash && a->text.length == b->text.length &&
	       (a->text.length <= sizeof a->hash ||
		memcmp(a->text.at, b->text.at, a->text.length) == 0);
}

/*
 * Jaro's similarity, 0..1 (Jaro 1989): matches within half the longer length
 * less one, half the transpositions counted against them. Two empty values
 * are 1, one empty value 0. Summed in the order of DuckDB's
 * jaro_similarity(), to the last bit on ASCII values, so that thresholds fall
 * alike.
 */
double jaro(const struct word *a, const struct word *b);

/*
 * Winkler's variant as DuckDB's jaro_winkler_similarity(): 0.1 for each of up
 * to four equal first characters, only where Jaro is above 0.7.
 * JAMES/JANE 0.82667, MARTHA/MARHTA 0.96111.
 */
double jaro_winkler(const struct word *a, const struct word *b);

/* The most that jaro() and jaro_winkler() can be for these two, from lengths
 * and letters alone: never less than the truth. */
double jaro_bound(const struct word *a, const struct word *b);
double jaro_winkler_bound(const struct word *a, const struct word *b);

/* Insertions, deletions and substitutions (Levenshtein 1966); anything above
 * `limit` comes back as limit + 1. */
uint32_t levenshtein(const struct word *a, const struct word *b, uint32_t limit);

/* The same with transpositions of neighbours, unrestricted (Lowrance and
 * Wagner 1975): CA/ABC is 2. */
uint32_t damerau(const struct word *a, const struct word *b, uint32_t limit);

/* Places at which two texts of one length differ (Hamming 1950), in characters;
 * UINT32_MAX of unequal lengths, which are not near each other. */
uint32_t hamming(struct text a, struct text b);

/* Bit strings of a Bloom encoding. */
struct bits {
	const uint64_t *at;
	uint32_t words; /* of 64 bits */
	uint32_t set;   /* number of bits that are 1 */
};

/* Dice's coefficient 2c / (a + b), 0..1; two strings without a bit are 0, as
 * are strings of different lengths. */
double dice(struct bits a, struct bits b);

/* Base64 (RFC 4648 section 4, padded) -> bits in the arena; false when it is
 * not base64. */
bool bits_decode(struct arena *arena, struct text base64, struct bits *bits);

#endif
