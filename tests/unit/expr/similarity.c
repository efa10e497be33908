/* Published and cross-checked vectors for expr/similarity.h. */

#include "expr/similarity.h"
#include "test.h"

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

static void test_vectors(void)
{
	for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
		const struct vector *v = &vectors[i];
		struct word a = word(v->a), b = word(v->b);
		check_near(jaro(&a, &b), v->jaro, 0.000005, "jaro of %s and %s", v->a, v->b);
		check_near(jaro_winkler(&a, &b), v->jaro_winkler, 0.000005,
			   "jaro_winkler of %s and %s", v->a, v->b);
		check_number(levenshtein(&a, &b, 20), v->levenshtein, "levenshtein of %s and %s",
			     v->a, v->b);
		check_number(damerau(&a, &b, 20), v->damerau, "damerau of %s and %s", v->a, v->b);
		check_number(levenshtein(&a, &b, 1), v->levenshtein > 1 ? 2 : v->levenshtein,
			     "levenshtein limit of %s and %s", v->a, v->b);
		check_number(damerau(&a, &b, 1), v->damerau > 1 ? 2 : v->damerau,
			     "damerau limit of %s and %s", v->a, v->b);
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
static void test_random(void)
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
		check_number(damerau(&x, &y, 20), edits, "damerau of %s and %s", a, b);
		edits = levenshtein(&x, &y, 20);
		for (uint32_t limit = 0; limit < 4; limit++)
			check_number(levenshtein(&x, &y, limit), edits > limit ? limit + 1 : edits,
				     "levenshtein of %s and %s", a, b);
		edits = damerau(&x, &y, 20);
		for (uint32_t limit = 0; limit < 4; limit++)
			check_number(damerau(&x, &y, limit), edits > limit ? limit + 1 : edits,
				     "damerau of %s and %s", a, b);
		if (jaro_bound(&x, &y) < jaro(&x, &y) ||
		    jaro_winkler_bound(&x, &y) < jaro_winkler(&x, &y))
			check_number(0, 1, "bound of %s and %s", a, b);
		/* The same letters as two-byte characters take the general path. */
		for (size_t i = 0; i <= n; i++)
			memcpy(long_a + 2 * i, (char[]){'\xC3', (char)(a[i] + 0x40)}, 2);
		for (size_t i = 0; i <= k; i++)
			memcpy(long_b + 2 * i, (char[]){'\xC3', (char)(b[i] + 0x40)}, 2);
		long_a[2 * n] = long_b[2 * k] = '\0';
		struct word z = word(long_a), w = word(long_b);
		check_near(jaro(&z, &w), jaro(&x, &y), 0.000005,
			   "jaro over characters of %s and %s", a, b);
		check_number(levenshtein(&z, &w, 20), levenshtein(&x, &y, 20),
			     "levenshtein over characters of %s and %s", a, b);
	}
}

static void test_long(void)
{
	char a[301], b[301];

	memset(a, 'A', 300);
	memset(b, 'A', 300);
	a[300] = b[300] = '\0';
	b[150] = 'B';
	struct word x = word(a), y = word(b);
	check_near(jaro(&x, &y), (2 * 299.0 / 300 + 1) / 3, 0.000005,
		   "jaro of A x 300 and one changed");
	check_number(levenshtein(&x, &y, 5), 1, "levenshtein of A x 300 and one changed");
	b[150] = 'A';
	b[10] = 'C';
	b[290] = 'D';
	y = word(b);
	check_number(damerau(&x, &y, 5), 2, "damerau of A x 300 and two changed");
}

static void test_dice(void)
{
	struct arena arena = {0};
	struct bits a, b, none;

	check(bits_decode(&arena, TEXT("/wAAAAAAAAAB"), &a) &&
		      bits_decode(&arena, TEXT("DwAAAAAAAAAB"), &b) &&
		      bits_decode(&arena, TEXT(""), &none),
	      "base64");
	check_number(a.set, 9, "set of /w...");
	check_near(dice(a, b), 2.0 * 5 / 14, 0.000005, "dice of /w... and Dw...");
	check_near(dice(none, none), 0, 0.000005, "dice of none and none");
	check_near(dice(a, none), 0, 0.000005, "dice of lengths differ");
	check_number(bits_decode(&arena, TEXT("TWE="), &a), 1, "padded of TWE=");
	check_number(a.set, 4 + 3, "set of TWE=");
	const char *bad[] = {"A", "AAA", "AA*A", "=AAA", "AA=A", "A==="};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		check_number(bits_decode(&arena, text_of(bad[i]), &a), 0, "base64 of %s", bad[i]);
	arena_free(&arena);
}

int main(void)
{
	test_vectors();
	test_random();
	test_long();
	test_dice();
	return 0;
}
