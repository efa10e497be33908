/* Counts of pairs against looking at every pair. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "link/contingency.h"

enum { MOST = 30, SOURCES = 4 };

static uint64_t state = 3;

static uint32_t random_below(uint32_t n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(state >> 33) % n;
}

static void check(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "contingency: %s\n", what);
	exit(1);
}

static bool agree(const struct node *a, const struct node *b, unsigned by)
{
	return !(by & BY_CLUSTER && a->cluster != b->cluster) &&
	       !(by & BY_PERSON && a->person != b->person) &&
	       !(by & BY_BIRTH && a->birth != b->birth) &&
	       !(by & BY_FAMILY && a->family != b->family);
}

static void round_of(size_t count, size_t sources, unsigned by, bool linkable)
{
	struct node nodes[MOST];
	struct tally fast, slow;
	uint64_t total = 0;

	tally_start(&fast, sources);
	tally_start(&slow, sources);
	for (size_t i = 0; i < count; i++)
		nodes[i] = (struct node){random_below(4),
					 random_below(5),
					 random_below(3),
					 random_below(2),
					 random_below((uint32_t)sources),
					 random_below(8)};
	for (size_t i = 0; i < count; i++)
		for (size_t j = i + 1; j < count; j++) {
			if (!agree(&nodes[i], &nodes[j], by) ||
			    (linkable && !(nodes[i].shares & nodes[j].shares)))
				continue;
			tally_add(&slow, nodes[i].source, nodes[j].source, 1);
			total += sources == 1 || nodes[i].source != nodes[j].source;
		}
	tally_groups(&fast, nodes, count, by, linkable);
	check(!memcmp(fast.pairs, slow.pairs, sources * sources * sizeof *fast.pairs), "pairs");
	check(tally_total(&fast) == total, "total");
	tally_free(&fast);
	tally_free(&slow);
}

int main(void)
{
	for (int i = 0; i < 4000; i++)
		round_of(random_below(MOST), 1 + random_below(SOURCES), random_below(16), i % 2);
	check(ratio_millionths(0, 7) == 0, "none");
	check(ratio_millionths(7, 7) == 1000000, "all");
	check(ratio_millionths(2, 3) == 666667, "up");
	check(ratio_millionths(1, 3) == 333333, "down");
	check(ratio_millionths(1, 2000000) == 1, "half");
	check(ratio_millionths(UINT64_MAX, UINT64_MAX) == 1000000, "large");
	return 0;
}
