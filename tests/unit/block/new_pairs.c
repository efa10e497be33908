/* Pairs that meet for the first time, and groups in parts, against a look at every two records. */

#include "block/new_pairs.h"
#include "block/chunks.h"
#include "random.h"
#include "test.h"

enum { RECORDS = 40, SOURCES = 3, KEYS = 9 };

struct person {
	size_t source;
	enum side side;
	uint64_t seen[KEYS];
	size_t seen_count;
};

static bool may_pair(const struct pairing *p, const struct person *a, const struct person *b)
{
	return pairing_allows(p, a->source, b->source) && sides_allow(a->side, b->side);
}

static bool met(const struct person *a, const struct person *b)
{
	for (size_t i = 0; i < a->seen_count; i++)
		for (size_t j = 0; j < b->seen_count; j++)
			if (a->seen[i] == b->seen[j])
				return true;
	return false;
}

/* Keys from few to many, so that some are shared by most and some by nobody. */
static void invent(struct person *people, uint32_t count, bool sides)
{
	uint32_t range = 1 + random_below(60), share = 1 + random_below(6);

	for (uint32_t i = 0; i < count; i++) {
		people[i] = (struct person){.source = random_below(SOURCES)};
		if (sides)
			people[i].side = (enum side)random_below(SIDE_COUNT);
		for (uint64_t key = 0; key < range && people[i].seen_count < KEYS; key++)
			if (random_below(8) < share && random_below(4) == 0)
				people[i].seen[people[i].seen_count++] = key * 77;
	}
}

static void try_firsts(const struct pairing *p, struct new_pairs *f, struct meeting *m, bool sides)
{
	struct person people[RECORDS];
	uint32_t count = 1 + random_below(RECORDS);
	uint64_t pairs = 0, firsts = 0;

	invent(people, count, sides);
	for (uint32_t i = 0; i < count; i++) {
		meeting_add(m, p, people[i].source, people[i].side);
		new_pairs_add(f, people[i].source, people[i].side, people[i].seen,
			      people[i].seen_count);
		for (uint32_t j = 0; j < i; j++) {
			pairs += may_pair(p, &people[i], &people[j]);
			firsts +=
				may_pair(p, &people[i], &people[j]) && !met(&people[i], &people[j]);
		}
	}
	check(m->records == count && m->pairs == pairs, "pairs by the sizes alone");
	check(new_pairs_count(f, p, m) == firsts, "pairs that meet for the first time");
	meeting_clear(m);
}

/* Every pair that may be made stands in one sub-block, none in two. */
static void try_chunks(const struct pairing *p, struct meeting *m, uint64_t most)
{
	struct chunks c = {0};
	size_t sources[RECORDS], chunk[RECORDS];
	uint64_t held[RECORDS] = {0};
	uint32_t count = 2 + random_below(RECORDS - 1);

	for (uint32_t i = 0; i < count; i++) {
		sources[i] = random_below(SOURCES);
		meeting_add(m, p, sources[i], SIDE_NONE);
	}
	check(chunks_plan(&c, m, p, most), "a plan");
	for (int twice = 0; twice < 2; twice++) {
		chunks_restart(&c);
		memset(held, 0, sizeof held);
		for (uint32_t i = 0; i < count; i++)
			held[chunk[i] = chunks_next(&c, sources[i])]++;
	}
	for (size_t i = 0; i < c.count; i++) {
		check(held[i] == c.sizes[i] && held[i] && held[i] <= most / 2, "size of a chunk");
		check(!chunks_meet(&c, i, i) || held[i] > 1, "a chunk of one with itself");
	}
	for (uint32_t i = 0; i < count; i++)
		for (uint32_t j = 0; j < i; j++)
			check(chunks_meet(&c, chunk[i], chunk[j]) ==
				      pairing_allows(p, sources[i], sources[j]),
			      "a pair in no sub-block, or one that should not be");
	chunks_free(&c);
	meeting_clear(m);
}

int main(void)
{
	static const char *const hows[] = {"within", "between", "a:b,c:c", "a:a", "b:c,a:b"};
	struct arena arena = {0};
	struct new_pairs f = {0};
	struct meeting m = {0};

	random_state = 11;
	for (size_t i = 0; i < sizeof hows / sizeof *hows; i++) {
		struct pairing p;
		check(pairing_read(&p, text_of(hows[i]), &arena), "how to pair");
		for (uint32_t round = 0; round < 2000; round++)
			try_firsts(&p, &f, &m, round % 2);
		for (uint64_t round = 0; round < 1000; round++)
			try_chunks(&p, &m, 2 + round % 45);
		pairing_free(&p);
	}
	new_pairs_free(&f);
	meeting_free(&m);
	arena_free(&arena);
	return 0;
}
