/* Counts of pairs against looking at every pair. */

#include <string.h>

#include "evaluate/contingency.h"
#include "random.h"
#include "test.h"

enum { MOST = 30, SOURCES = 4 };

static bool agree(const struct node *a, const struct node *b, unsigned by)
{
	return !(by & BY_CLUSTER && a->cluster != b->cluster) &&
	       !(by & BY_PERSON && a->person != b->person) &&
	       !(by & BY_BIRTH && a->birth != b->birth) &&
	       !(by & BY_FAMILY && a->family != b->family) &&
	       !(by & BY_FORBIDDEN && a->forbidden != b->forbidden);
}

static void round_of(size_t count, size_t sources, unsigned by, bool linkable)
{
	struct node nodes[MOST];
	struct tally fast, slow;
	uint32_t partners[MOST] = {0}, expected[MOST] = {0};
	uint64_t total = 0;

	tally_start(&fast, sources);
	tally_start(&slow, sources);
	for (size_t i = 0; i < count; i++)
		nodes[i] = (struct node){
			.cluster = random_below(4),
			.person = random_below(5),
			.birth = random_below(3),
			.family = random_below(2),
			.forbidden = random_below(3),
			.source = random_below((uint32_t)sources),
			.identity = (uint32_t)i,
			.fields = random_below(8),
		};
	for (size_t i = 0; i < count; i++)
		for (size_t j = i + 1; j < count; j++) {
			if (!agree(&nodes[i], &nodes[j], by) ||
			    (linkable && !(nodes[i].fields & nodes[j].fields)))
				continue;
			tally_add(&slow, nodes[i].source, nodes[j].source, 1);
			if (sources > 1 && nodes[i].source == nodes[j].source)
				continue;
			total++;
			expected[i]++;
			expected[j]++;
		}
	tally_groups(&fast, partners, nodes, count, by, linkable);
	check(!memcmp(fast.pairs, slow.pairs, sources * sources * sizeof *fast.pairs), "pairs");
	check(tally_total(&fast) == total, "total");
	check(!memcmp(partners, expected, sizeof partners), "partners");
	tally_free(&fast);
	tally_free(&slow);
}

int main(void)
{
	random_state = 3;
	for (int i = 0; i < 4000; i++)
		round_of(random_below(MOST), 1 + random_below(SOURCES), random_below(32), i % 2);
	return 0;
}
