/* Keys of bit strings: known positions, and how often two strings share one. */

#include <math.h>

#include "block/lsh.h"
#include "random.h"
#include "test.h"

enum { BITS = 1024, WORDS = BITS / 64, SET = 200, PAIRS = 400, TABLES = 50, SAMPLED = 12 };

static void set_bits(uint64_t *words, uint32_t count)
{
	while (count) {
		uint32_t i = random_below(BITS);
		count -= !(words[i / 64] >> i % 64 & 1);
		words[i / 64] |= UINT64_C(1) << i % 64;
	}
}

/* Two filters with SET bits each, `common` of them in both. */
static void invent(uint64_t *a, uint64_t *b, uint32_t common)
{
	memset(a, 0, WORDS * sizeof *a);
	set_bits(a, common);
	memcpy(b, a, WORDS * sizeof *a);
	set_bits(a, SET - common);
	for (uint32_t left = SET - common; left;) {
		uint32_t i = random_below(BITS);
		if ((a[i / 64] | b[i / 64]) >> i % 64 & 1)
			continue;
		b[i / 64] |= UINT64_C(1) << i % 64;
		left--;
	}
}

static bool share(struct lsh *l, const uint64_t *a, const uint64_t *b, struct buffer *x,
		  struct buffer *y, uint32_t table)
{
	buffer_reset(x);
	buffer_reset(y);
	lsh_key(l, (struct bits){a, WORDS, SET}, table, x);
	lsh_key(l, (struct bits){b, WORDS, SET}, table, y);
	return text_equal(buffer_text(x), buffer_text(y));
}

int main(void)
{
	struct lsh l;
	struct buffer x = {0}, y = {0};
	uint64_t a[WORDS], b[WORDS];

	random_state = 5;
	lsh_start(&l, TABLES, SAMPLED);
	for (uint32_t common = 100; common <= SET; common += 20) {
		double dice = (double)common / SET;
		double wanted = pow(1 - 2.0 * SET / BITS * (1 - dice), SAMPLED);
		uint32_t found = 0;
		for (uint32_t i = 0; i < PAIRS; i++) {
			invent(a, b, common);
			for (uint32_t table = 0; table < TABLES; table++)
				found += share(&l, a, b, &x, &y, table);
		}
		double rate = (double)found / (PAIRS * TABLES);
		check(fabs(rate - wanted) < 0.02, "the chance that two share a key");
	}
	for (uint32_t table = 0; table < TABLES; table++)
		for (uint32_t i = 0; i < SAMPLED; i++)
			for (uint32_t j = 0; j < i; j++)
				check(l.positions[table * SAMPLED + i] !=
					      l.positions[table * SAMPLED + j],
				      "a position twice in a table");
	uint64_t word = 0x8000000000000001;
	lsh_free(&l);
	lsh_start(&l, 2, 70);
	buffer_reset(&x);
	lsh_key(&l, (struct bits){&word, 1, 2}, 1, &x);
	check(x.length == strlen("64") + 1 + strlen("1") + 1 + 64, "a string shorter than a key");
	uint32_t ones = 0;
	for (size_t i = 5; i < x.length; i++)
		ones += x.at[i] == '1';
	check(ones == 2, "every bit of a short string");
	lsh_free(&l);
	buffer_free(&x);
	buffer_free(&y);
	return 0;
}
