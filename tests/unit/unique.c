/* Random pairs against a method that compares each pair with all the others. */

#include <stdio.h>
#include <stdlib.h>

#include "link/unique.h"

enum { NODES = 24, SOURCES = 3, RULES = 3, MOST = 40 };

struct pair {
	uint32_t a, b, rule;
};

static uint64_t state = 7;

static uint32_t random_below(uint32_t n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(state >> 33) % n;
}

static uint32_t source(uint32_t node)
{
	return node % SOURCES;
}

static bool has(const struct pair *pair, uint32_t node, uint32_t *partner)
{
	*partner = pair->a == node ? pair->b : pair->a;
	return pair->a == node || pair->b == node;
}

static bool alone(const struct pair *pairs, uint32_t count, uint32_t node, uint32_t partner,
		  uint32_t rule)
{
	uint32_t other;
	for (uint32_t i = 0; i < count; i++)
		if (pairs[i].rule <= rule && has(&pairs[i], node, &other) && other != partner &&
		    source(other) == source(partner))
			return false;
	return true;
}

static void round_of(uint32_t wanted)
{
	struct pair pairs[MOST];
	struct unique u = {0};
	uint32_t count = 0;
	for (uint32_t i = 0; i < wanted; i++) {
		struct pair p = {random_below(NODES), random_below(NODES), random_below(RULES)};
		bool seen = p.a == p.b;
		for (uint32_t j = 0; j < count; j++)
			seen |= (pairs[j].a == p.a && pairs[j].b == p.b) ||
				(pairs[j].a == p.b && pairs[j].b == p.a);
		if (seen)
			continue;
		pairs[count++] = p;
		unique_add(&u, p.a, source(p.a), p.b, source(p.b), p.rule);
	}
	for (uint32_t i = 0; i < count; i++) {
		const struct pair *p = &pairs[i];
		bool expected = alone(pairs, count, p->a, p->b, p->rule) &&
				alone(pairs, count, p->b, p->a, p->rule);
		if (unique_fires(&u, p->a, source(p->a), p->b, source(p->b), p->rule) != expected) {
			fprintf(stderr, "unique: pair %u-%u\n", p->a, p->b);
			exit(1);
		}
	}
	unique_free(&u);
}

int main(void)
{
	struct unique none = {0};
	if (unique_fires(&none, 0, 0, 1, 1, 0))
		return 1;
	for (int i = 0; i < 20000; i++)
		round_of(random_below(MOST));

	/* Growth: every node of 5,000 has one partner. */
	struct unique u = {0};
	for (uint32_t i = 0; i < 5000; i++)
		unique_add(&u, i, 0, i + 5000, 1, 0);
	for (uint32_t i = 0; i < 5000; i++)
		if (!unique_fires(&u, i, 0, i + 5000, 1, 0))
			return 1;
	unique_free(&u);
	return 0;
}
