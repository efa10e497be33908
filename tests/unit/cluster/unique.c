/* Random pairs against a method that compares each pair with all the others. */

#include <string.h>

#include "cluster/unique.h"
#include "random.h"
#include "test.h"

enum { NODES = 30, SOURCES = 4, RULES = 3, MOST = 30 };

struct pair {
	uint32_t a, b, rule;
	bool unique;
};

static uint16_t sources[NODES];

/* Persons by the slow way: the smallest label spreads along firm pairs. */
static void spread(const struct pair *pairs, uint32_t count, uint32_t labels[NODES])
{
	for (uint32_t i = 0; i < NODES; i++)
		labels[i] = i;
	for (uint32_t round = 0; round < NODES; round++)
		for (uint32_t i = 0; i < count; i++) {
			uint32_t *a = &labels[pairs[i].a], *b = &labels[pairs[i].b];
			if (!pairs[i].unique)
				*a = *b = *a < *b ? *a : *b;
		}
}

/* By source: UINT16_MAX for one that may have a person more than once. */
static uint16_t single[(4 - 1) * 64 + 1];

static bool once(uint32_t node)
{
	return single[sources[node]] != UINT16_MAX;
}

/* Two persons that each have a record of a source that has a person once. */
static bool two_persons(const uint32_t *labels, uint32_t a, uint32_t b)
{
	for (uint32_t i = 0; i < NODES; i++)
		for (uint32_t j = 0; j < NODES; j++)
			if (labels[i] == a && labels[j] == b && a != b &&
			    sources[i] == sources[j] && once(i))
				return true;
	return false;
}

static bool rival(const struct pair *pairs, uint32_t count, const uint32_t *labels, uint32_t node,
		  uint32_t partner, uint32_t rule)
{
	for (uint32_t i = 0; i < count; i++) {
		if (pairs[i].rule > rule || (pairs[i].a != node && pairs[i].b != node))
			continue;
		uint32_t other = pairs[i].a == node ? pairs[i].b : pairs[i].a;
		if (sources[other] == sources[partner] && labels[other] != labels[partner] &&
		    (labels[other] != labels[node] || once(other)))
			return true;
		if (labels[other] != labels[node] &&
		    two_persons(labels, labels[other], labels[partner]))
			return true;
	}
	return false;
}

static enum unique_verdict expected(const struct pair *pairs, uint32_t count,
				    const uint32_t *labels, const struct pair *p)
{
	if (!p->unique)
		return UNIQUE_FIRM;
	if (labels[p->a] == labels[p->b])
		return UNIQUE_SETTLED;
	for (uint32_t i = 0; i < NODES; i++)
		for (uint32_t j = 0; j < NODES; j++)
			if (labels[i] == labels[p->a] && labels[j] == labels[p->b] &&
			    sources[i] == sources[j] && once(i))
				return UNIQUE_AMBIGUOUS;
	return rival(pairs, count, labels, p->a, p->b, p->rule) ||
			       rival(pairs, count, labels, p->b, p->a, p->rule)
		       ? UNIQUE_AMBIGUOUS
		       : UNIQUE_FIRES;
}

/* Links of a rule that between them bring two records of a source together are undone. */
static void undo(const struct pair *pairs, uint32_t count, uint32_t rule, const uint32_t *labels,
		 enum unique_verdict *want)
{
	uint32_t chains[NODES];
	bool fires[MOST];

	memcpy(chains, labels, sizeof chains);
	for (uint32_t i = 0; i < count; i++)
		fires[i] = pairs[i].unique && pairs[i].rule == rule && want[i] == UNIQUE_FIRES;
	for (uint32_t i = 0; i < count; i++) {
		uint32_t from = chains[pairs[i].b], to = chains[pairs[i].a];
		for (uint32_t n = 0; fires[i] && n < NODES; n++)
			chains[n] = chains[n] == from ? to : chains[n];
	}
	for (uint32_t i = 0; i < NODES; i++)
		for (uint32_t j = 0; j < NODES; j++)
			for (uint32_t k = 0; k < count; k++)
				if (fires[k] && chains[i] == chains[j] &&
				    chains[i] == chains[pairs[k].a] && labels[i] != labels[j] &&
				    sources[i] == sources[j] && once(i))
					want[k] = UNIQUE_AMBIGUOUS;
}

/* Rule by rule, each finding what those before it joined. */
static void naive(const struct pair *pairs, uint32_t count, enum unique_verdict *want)
{
	uint32_t labels[NODES];

	spread(pairs, count, labels);
	for (uint32_t i = 0; i < count; i++)
		want[i] = UNIQUE_FIRM;
	for (uint32_t rule = 0; rule < RULES; rule++) {
		for (uint32_t i = 0; i < count; i++)
			if (pairs[i].unique && pairs[i].rule == rule)
				want[i] = expected(pairs, count, labels, &pairs[i]);
		undo(pairs, count, rule, labels, want);
		for (uint32_t i = 0; i < count; i++) {
			uint32_t from = labels[pairs[i].b], to = labels[pairs[i].a];
			for (uint32_t n = 0;
			     pairs[i].rule == rule && want[i] == UNIQUE_FIRES && n < NODES; n++)
				labels[n] = labels[n] == from ? to : labels[n];
		}
	}
}

static uint64_t seen[4];

/* repeating: of how many sources some person may have several records. */
static void round_of(uint32_t wanted, uint32_t source_offset, uint32_t repeating)
{
	struct pair pairs[MOST];
	struct unique u = {0};
	struct components persons;
	enum unique_verdict want[MOST];
	size_t source_count = (SOURCES - 1) * source_offset + 1;

	for (uint32_t i = 0; i < SOURCES; i++)
		single[i * source_offset] = i < repeating ? UINT16_MAX : (uint16_t)i;
	components_start(&persons, NODES);
	for (uint32_t i = 0; i < NODES; i++)
		sources[i] = (uint16_t)(random_below(SOURCES) * source_offset);
	for (uint32_t i = 0; i < wanted; i++) {
		uint32_t rule = random_below(RULES);
		pairs[i] = (struct pair){random_below(NODES), random_below(NODES), rule, rule > 0};
		unique_add(&u, pairs[i].a, pairs[i].b, rule, rule > 0);
		if (!pairs[i].unique)
			components_join(&persons, pairs[i].a, pairs[i].b);
	}
	naive(pairs, wanted, want);
	for (uint32_t rule = 0; unique_next(&u, rule, &rule); rule++) {
		unique_resolve(&u, rule, &persons, sources, source_count,
			       repeating ? single : NULL);
		for (uint32_t i = 0; i < wanted; i++)
			if (u.pairs[i].rule == rule && u.pairs[i].verdict == UNIQUE_FIRES)
				components_join(&persons, u.pairs[i].a, u.pairs[i].b);
	}
	for (uint32_t i = 0; i < wanted; i++) {
		seen[want[i]]++;
		check_number(u.pairs[i].verdict, want[i], "verdict of %u-%u", pairs[i].a,
			     pairs[i].b);
	}
	components_free(&persons);
	unique_free(&u);
}

int main(void)
{
	random_state = 7;
	for (int i = 0; i < 10000; i++)
		round_of(random_below(MOST), i % 2 ? 1 : 64, random_below(SOURCES + 1));
	for (int i = 0; i < 4; i++)
		check(seen[i], "pairs of verdict %d", i);
	return 0;
}
