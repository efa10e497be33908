#ifndef JIGSAW_SCORE_SIEVE_H
#define JIGSAW_SCORE_SIEVE_H

#include "score/score.h"

/*
 * Filters out pairs of a group that cannot reach the threshold, before they are
 * scored. For sixteen pairs at a time the sieve computes an upper bound of the
 * match weight and whether a rule can hold, from a few numbers per value: a hash,
 * the length, the first four letters, and the letter counts. It keeps every pair
 * that scorer_pair() would write and usually few others, so it never changes the
 * output.
 *
 * For each test it knows where it may hold and where it surely does, and so
 * for its denial; `and` and `or` carry both through. The first of a comparison's levels that
 * surely holds ends it; the heaviest that may hold counts.
 *
 * Bounds: two values can have no more matching letters than the sizes of their
 * letters' common multiset, which three maps (of letters that come once, twice,
 * three times) and the number of further ones give. Jaro, Jaro-Winkler,
 * Levenshtein and Damerau-Levenshtein all need a least number of those, by the
 * two lengths and the common beginning: a table.
 */

enum {
	SIEVE_LANES = 16,  /* pairs in a vector */
	SIEVE_VECTORS = 4, /* vectors in a batch */
	SIEVE_VALUES = 4,  /* elements of a list that are looked at; more: anything may hold */
	SIEVE_LENGTH = 31, /* longest value whose letters are counted */
	SIEVE_ROW = (SIEVE_LENGTH + 2) * 8,
	SIEVE_TESTS = 4,   /* tests that share a table */
	SIEVE_BITS = 4096, /* longest encoding that is counted */
	SIEVE_SUMS = 2 * SIEVE_BITS + 1,
};

/* What is kept of each value of a slot, an array over the group's records. */
enum sieve_feature {
	SIEVE_HASH,  /* odd; 0 where there is no such value */
	SIEVE_SHAPE, /* length and 256 times the letters that come a fourth time or more */
	SIEVE_HEAD,  /* the first four letters */
	SIEVE_ONCE,
	SIEVE_TWICE,
	SIEVE_THRICE,
	SIEVE_DAYS,
	SIEVE_DATE,      /* the year, the month and the day */
	SIEVE_EXCHANGED, /* the year, the day and the month */
	SIEVE_SET,       /* bits set in an encoding; -1 where there is none */
	SIEVE_FEATURES,
};

struct sieve_slot {
	bool used, letters, dates, bits;
	size_t depth; /* values a record that the arrays below hold */
	bool crowded; /* some record has more */
	int32_t *present, *many;
	int32_t *at[SIEVE_VALUES][SIEVE_FEATURES];
	uint32_t words; /* of 64 bits, of an encoding */
	uint64_t *word[SIEVE_VALUES];
};

enum sieve_kind {
	SIEVE_UNKNOWN, /* may hold */
	SIEVE_PRESENT, /* may hold of two values */
	SIEVE_EXACT,
	SIEVE_MISSING,
	SIEVE_SWAPPED,
	SIEVE_LETTERS,
	SIEVE_DATE_DIFF,
	SIEVE_DAY_MONTH,
	SIEVE_DICE,
	SIEVE_NOT,
	SIEVE_AND,
	SIEVE_OR,
	SIEVE_RULE,  /* keeps what `left` may hold for */
	SIEVE_LEVEL, /* of the current comparison */
	SIEVE_ELSE,  /* its last level */
};

/* When a test that does not hold is false, not unknown. */
enum decided { DECIDED_NEVER, DECIDED_PRESENT, DECIDED_ALWAYS };

struct sieve_op {
	enum sieve_kind kind;
	uint16_t to, left, right; /* registers */
	uint16_t slot, other;
	uint16_t tests[SIEVE_TESTS], count; /* SIEVE_LETTERS, SIEVE_DICE: registers */
	int32_t limit;                      /* SIEVE_DATE_DIFF: days */
	uint32_t *table;                    /* SIEVE_LETTERS, SIEVE_DICE */
	size_t comparison, level;
	int32_t plain;  /* weight above the least of its comparison, in 1/1024 bit */
	int32_t weight; /* with the adjustment for the left record's frequency */
	bool adjusted;
	bool settles;         /* SIEVE_LEVEL: its condition may surely hold */
	enum decided decided; /* SIEVE_NOT, of a test of `slot`; NEVER: nobody can tell */
	bool prefixed;        /* SIEVE_LETTERS: the common beginning matters */
	int32_t rest;         /* SIEVE_ELSE: the most that the comparisons after it add */
};

struct sieve {
	const struct model *model;
	const uint64_t *totals;
	bool useless; /* the model is beyond it: everything is kept */
	int32_t threshold;
	int32_t base; /* the prior and each comparison's least weight */
	struct sieve_slot *slots;
	struct sieve_op *ops;
	size_t op_count, op_capacity;
	size_t *adjusted, adjusted_count; /* those whose weight is the left record's */
	bool *settling;                   /* by register: is it ever sure? */
	size_t registers;
	void *masks; /* registers x (may, sure) x SIEVE_VECTORS x SIEVE_LANES */
	struct sieve_test {
		size_t measurement;
		double threshold;
		uint16_t to;
		bool done;
	} * tests;
	size_t test_count, test_capacity;
	/* the current group */
	const struct entry **entries;
	size_t count, padded, capacity;
	void *memory;
	void (*batch)(struct sieve *s, size_t left, size_t first, size_t vectors, uint64_t *keep);
};

enum sieve_path { SIEVE_BEST, SIEVE_PORTABLE, SIEVE_AVX2, SIEVE_AVX512 };

/* The sieve of a model and threshold. `totals` as for scorer_start(); all must
 * last. SIEVE_BEST takes the fastest path that the processor has; the others
 * are for tests, false when the processor lacks it. */
bool sieve_start(struct sieve *s, const struct model *m, const uint64_t *totals, int64_t threshold,
		 struct arena *arena, enum sieve_path path);
void sieve_free(struct sieve *s);

/* Takes a group's records, which must last until the next one. */
void sieve_group(struct sieve *s, const struct entry **entries, size_t count);

/* Makes record `left` the left one of the pairs to come. */
void sieve_left(struct sieve *s, size_t left);

/* Which of the records above `left` make a pair with it that is worth scoring:
 * bit i of word w for record 64 w + i. Bits up to `left` and beyond the last
 * record mean nothing. */
static inline uint64_t sieve_pairs(struct sieve *s, size_t left, size_t word)
{
	uint64_t keep = 0;
	size_t first = word * 64, end = first + 64 < s->padded ? first + 64 : s->padded;

	if (first <= left)
		first = (left + 1) / SIEVE_LANES * SIEVE_LANES;
	if (first < end)
		s->batch(s, left, first, (end - first) / SIEVE_LANES, &keep);
	return keep << (first % 64);
}

void sieve_batch_portable(struct sieve *s, size_t left, size_t first, size_t vectors,
			  uint64_t *keep);
void sieve_batch_avx2(struct sieve *s, size_t left, size_t first, size_t vectors, uint64_t *keep);
void sieve_batch_avx512(struct sieve *s, size_t left, size_t first, size_t vectors, uint64_t *keep);

/* The program of a model, made by sieve_start(). */
void sieve_plan(struct sieve *s, struct arena *arena);
/* Weight -> 1/1024 bit, rounded up. */
int32_t sieve_weight(int64_t weight);

#endif
