/* Partners against the definition, over random groups. */

#include "score/partners.h"
#include "random.h"
#include "test.h"

enum { MOST = 200, KEYS = 6 };

static struct partner partners[MOST];
static uint64_t seen[MOST][KEYS];

static bool met(const struct partner *a, const struct partner *b)
{
	for (size_t i = 0; i < a->seen_count; i++)
		for (size_t j = 0; j < b->seen_count; j++)
			if (a->seen[i] == b->seen[j])
				return true;
	return false;
}

static void make_group(size_t count, uint32_t values, bool sides)
{
	for (size_t i = 0; i < count; i++) {
		size_t keys = random_below(KEYS);
		uint64_t hash = 0;
		for (size_t k = 0; k < keys; k++)
			seen[i][k] = hash += 1 + ((uint64_t)random_below(values) << 40);
		partners[i] = (struct partner){random_below(3),
					       sides ? SIDE_A + random_below(2) : SIDE_NONE,
					       seen[i], keys};
	}
}

static void test_group(const struct pairing *pairing, size_t count, struct arena *arena)
{
	const struct partner *at[MOST];
	struct partners p;

	for (size_t i = 0; i < count; i++)
		at[i] = &partners[i];
	partners_group(&p, pairing, at, count, arena);
	for (size_t i = 0; i < count; i++) {
		const uint64_t *bits = partners_of(&p, i);
		uint64_t skipped = 0;
		for (size_t j = i / 64 * 64; j < count; j++) {
			bool may = j > i && pairing_allows(pairing, at[i]->source, at[j]->source) &&
				   sides_allow(at[i]->side, at[j]->side);
			bool before = may && met(at[i], at[j]);
			skipped += before;
			check((bits[j / 64] >> (j % 64) & 1) == (may && !before),
			      "record %zu and %zu of %zu", i, j, count);
		}
		check_number(p.skipped, skipped, "pairs skipped");
	}
}

static bool reads_seen(const char *cell, size_t count, struct arena *arena)
{
	struct partner p = {0};

	return partner_seen(&p, text_of(cell), arena) && p.seen_count == count;
}

static void test_seen(struct arena *arena)
{
	check(reads_seen("", 0, arena), "no keys");
	check(reads_seen("00000000000000ff", 1, arena), "one key");
	check(reads_seen("00000000000000fe,00000000000000ff", 2, arena), "two keys");
	check(!reads_seen("00000000000000ff,00000000000000ff", 2, arena), "a key twice");
	check(!reads_seen("00000000000000ff,00000000000000fe", 2, arena), "keys out of order");
	check(!reads_seen("ff", 1, arena), "a short key");
	check(!reads_seen("00000000000000ff,", 1, arena), "no key after a comma");
}

int main(void)
{
	static const char *const kinds[] = {"within", "between", "a:b,b:b"};
	struct arena arena = {0}, group = {0};

	test_seen(&group);
	for (size_t k = 0; k < 3; k++) {
		struct pairing pairing = {0};
		check(pairing_read(&pairing, text_of(kinds[k]), &arena), "%s", kinds[k]);
		pairing_source(&pairing, TEXT("a"));
		pairing_source(&pairing, TEXT("b"));
		pairing_source(&pairing, TEXT("c"));
		for (size_t round = 0; round < 60; round++) {
			size_t count = 1 + random_below(MOST - 1);
			make_group(count, 1 + random_below(300), round % 4 == 0);
			test_group(&pairing, count, &group);
			arena_reset(&group);
		}
		pairing_free(&pairing);
	}
	arena_free(&group);
	arena_free(&arena);
	return 0;
}
