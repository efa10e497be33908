/* Published and cross-checked vectors for expr/similarity.h. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "expr/similarity.h"

static int failures;

static void expect(const char *what, const char *a, const char *b, double got, double want)
{
	if (fabs(got - want) < 0.000005)
		return;
	fprintf(stderr, "%s(%s, %s) = %.6f, not %.6f\n", what, a, b, got, want);
	failures++;
}

struct vector {
	const char *a, *b;
	double jaro, jaro_winkler;
	uint32_t levenshtein, damerau;
};

/* Winkler (1990), DuckDB 1.5.6, Levenshtein and Damerau textbook pairs. */
static const struct vector vectors[] = {
	{"MARTHA", "MARHTA", 0.94444, 0.96111, 2, 1},
	{"DIXON", "DICKSONX", 0.76667, 0.81333, 4, 4},
	{"DWAYNE", "DUANE", 0.82222, 0.84000, 2, 2},
	{"JAMES", "JANE", 0.78333, 0.82667, 2, 2},
	{"ABXXXXXX", "ABYYYYYYZZ", 0.48333, 0.48333, 8, 8},
	{"ABCDEFGH", "ABCDXXXXXXXX", 0.61111, 0.61111, 8, 8},
	{"JONES", "JOHNSON", 0.79048, 0.83238, 4, 4},
	{"CA", "ABC", 0, 0, 3, 2},
	{"KITTEN", "SITTING", 0.74603, 0.74603, 3, 3},
	{"A", "A", 1, 1, 0, 0},
	{"A", "B", 0, 0, 1, 1},
	{"", "", 1, 1, 0, 0},
	{"", "AB", 0, 0, 2, 2},
	{"JOS\xC3\x89", "JOSE", 0.83333, 0.88333, 1, 1},
	{"\xC3\x89"
	 "A",
	 "A\xC3\x89", 0, 0, 2, 1},
	{"A CAT", "AN ACT", 0.87778, 0.89000, 3, 2},
};

static struct word word(const char *value)
{
	struct word w;
	word_set(&w, text_of(value));
	return w;
}

static void check_vectors(void)
{
	for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
		const struct vector *v = &vectors[i];
		struct word a = word(v->a), b = word(v->b);
		expect("jaro", v->a, v->b, jaro(&a, &b), v->jaro);
		expect("jaro_winkler", v->a, v->b, jaro_winkler(&a, &b), v->jaro_winkler);
		expect("levenshtein", v->a, v->b, levenshtein(&a, &b, 20), v->levenshtein);
		expect("damerau", v->a, v->b, damerau(&a, &b, 20), v->damerau);
		expect("levenshtein limit", v->a, v->b, levenshtein(&a, &b, 1),
		       v->levenshtein > 1 ? 2 : v->levenshtein);
		expect("damerau limit", v->a, v->b, damerau(&a, &b, 1),
		       v->damerau > 1 ? 2 : v->damerau);
	}
}

/* Unrestricted distance by its definition: the fewest edits, where letters may
 * be edited between those that are swapped. Breadth is small, so try all. */
static uint32_t damerau_plain(const char *a, size_t n, const char *b, size_t k)
{
	uint32_t d[12][12];
	for (size_t i = 0; i <= n; i++) {
		for (size_t j = 0; j <= k; j++) {
			if (!i || !j) {
				d[i][j] = (uint32_t)(i + j);
				continue;
			}
			uint32_t best = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
			best = best < d[i - 1][j] + 1 ? best : d[i - 1][j] + 1;
			best = best < d[i][j - 1] + 1 ? best : d[i][j - 1] + 1;
			for (size_t p = 1; p < i; p++) {
				for (size_t q = 1; q < j; q++) {
					if (a[p - 1] != b[j - 1] || a[i - 1] != b[q - 1])
						continue;
					uint32_t cost = d[p - 1][q - 1] + 1 +
							(uint32_t)(i - p - 1 + j - q - 1);
					best = cost < best ? cost : best;
				}
			}
			d[i][j] = best;
		}
	}
	return d[n][k];
}

static uint64_t state = 88172645463325252u;

static uint64_t next(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

/* Short and long paths agree, bounds are bounds, limits only clip. */
static void check_random(void)
{
	for (int round = 0; round < 20000; round++) {
		char a[12] = "", b[12] = "", long_a[24], long_b[24];
		size_t n = next() % 9, k = next() % 9;
		for (size_t i = 0; i < n; i++)
			a[i] = (char)('A' + next() % 4);
		for (size_t i = 0; i < k; i++)
			b[i] = (char)('A' + next() % 4);
		struct word x = word(a), y = word(b);
		uint32_t edits = damerau_plain(a, n, b, k);
		expect("damerau", a, b, damerau(&x, &y, 20), edits);
		edits = levenshtein(&x, &y, 20);
		for (uint32_t limit = 0; limit < 4; limit++)
			expect("levenshtein", a, b, levenshtein(&x, &y, limit),
			       edits > limit ? limit + 1 : edits);
		edits = damerau(&x, &y, 20);
		for (uint32_t limit = 0; limit < 4; limit++)
			expect("damerau", a, b, damerau(&x, &y, limit),
			       edits > limit ? limit + 1 : edits);
		if (jaro_bound(&x, &y) < jaro(&x, &y) ||
		    jaro_winkler_bound(&x, &y) < jaro_winkler(&x, &y))
			expect("bound", a, b, 0, 1);
		/* The same letters as two-byte characters take the general path. */
		for (size_t i = 0; i <= n; i++)
			memcpy(long_a + 2 * i, (char[]){'\xC3', (char)(a[i] + 0x40)}, 2);
		for (size_t i = 0; i <= k; i++)
			memcpy(long_b + 2 * i, (char[]){'\xC3', (char)(b[i] + 0x40)}, 2);
		long_a[2 * n] = long_b[2 * k] = '\0';
		struct word z = word(long_a), w = word(long_b);
		expect("jaro over characters", a, b, jaro(&z, &w), jaro(&x, &y));
		expect("levenshtein over characters", a, b, levenshtein(&z, &w, 20),
		       levenshtein(&x, &y, 20));
	}
}

static void check_long(void)
{
	char a[301], b[301];
	memset(a, 'A', 300);
	memset(b, 'A', 300);
	a[300] = b[300] = '\0';
	b[150] = 'B';
	struct word x = word(a), y = word(b);
	expect("jaro", "A x 300", "one changed", jaro(&x, &y), (2 * 299.0 / 300 + 1) / 3);
	expect("levenshtein", "A x 300", "one changed", levenshtein(&x, &y, 5), 1);
	b[150] = 'A';
	b[10] = 'C';
	b[290] = 'D';
	y = word(b);
	expect("damerau", "A x 300", "two changed", damerau(&x, &y, 5), 2);
}

static void check_dice(void)
{
	struct arena arena = {0};
	struct bits a, b, none;
	if (!bits_decode(&arena, TEXT("/wAAAAAAAAAB"), &a) ||
	    !bits_decode(&arena, TEXT("DwAAAAAAAAAB"), &b) || !bits_decode(&arena, TEXT(""), &none))
		exit((fprintf(stderr, "base64 not read\n"), 1));
	expect("set", "/w...", "", a.set, 9);
	expect("dice", "/w...", "Dw...", dice(a, b), 2.0 * 5 / 14);
	expect("dice", "none", "none", dice(none, none), 0);
	expect("dice", "lengths differ", "", dice(a, none), 0);
	expect("padded", "TWE=", "", bits_decode(&arena, TEXT("TWE="), &a), 1);
	expect("set", "TWE=", "", a.set, 4 + 3);
	const char *bad[] = {"A", "AAA", "AA*A", "=AAA", "AA=A", "A==="};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		expect("base64", bad[i], "", bits_decode(&arena, text_of(bad[i]), &a), 0);
	arena_free(&arena);
}

int main(void)
{
	check_vectors();
	check_random();
	check_long();
	check_dice();
	return failures != 0;
}
