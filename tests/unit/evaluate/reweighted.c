/* Weights for those without an identifier, and the interval of their share. */

#include "evaluate/reweighted.h"
#include "test.h"

static void share(struct weighted_case *cases, size_t count, size_t persons, uint64_t expected,
		  uint64_t low, uint64_t high)
{
	struct weighted_share s;

	check(weighted_share(&s, cases, count, persons), "defined");
	check_number(s.share, expected, "share");
	check_number(s.low, low, "its least");
	check_number(s.high, high, "its most");
}

/* The first `over` of `count` persons with one pair each. */
static void alike(uint32_t over, uint32_t count, uint64_t weight, uint64_t *low, uint64_t *high)
{
	struct weighted_case *cases = memory_take(count * sizeof *cases);
	struct weighted_share s;

	for (uint32_t i = 0; i < count; i++)
		cases[i] = (struct weighted_case){weight, i < over, 1, i};
	check(weighted_share(&s, cases, count, count), "alike");
	*low = s.low;
	*high = s.high;
	memory_free(cases);
}

static void shares(void)
{
	struct weighted_share s;
	uint64_t low, high, l, h;

	check(!weighted_share(&s, NULL, 0, 0), "nothing");

	/* As many without as with: each adds as much chance, so half the cases. */
	alike(80, 200, REWEIGHTED_ONE, &low, &high);
	wilson_millionths(40, 100, &l, &h);
	check(low == l && high == h, "half");
	alike(200, 200, REWEIGHTED_ONE, &low, &high);
	wilson_millionths(100, 100, &l, &h);
	check(low == l && high == h, "all");
	alike(0, 200, REWEIGHTED_ONE, &low, &high);
	wilson_millionths(0, 100, &l, &h);
	check(low == l && high == h, "none");
	/* Those without are a hundredth of those with: 200 w^2 / (w + w^2) cases. */
	alike(80, 200, REWEIGHTED_ONE / 100, &low, &high);
	wilson_effective(0.4 * 2 / 1.01, 2 / 1.01, &l, &h);
	check(low == l && high == h, "few");

	/* Three persons of several identities; by the formula in another language. */
	struct weighted_case cases[] = {
		{2 * REWEIGHTED_ONE, 1, 1, 0}, {REWEIGHTED_ONE, 1, 2, 0},
		{REWEIGHTED_ONE / 2, 0, 1, 1}, {3 * (uint64_t)REWEIGHTED_ONE, 2, 2, 2},
		{REWEIGHTED_ONE, 0, 3, 2},
	};
	share(cases, 5, 3, 666667, 313475, 897543);
}

enum { COUNT = 105 };

static void weights(void)
{
	struct groups g = {0};
	struct node nodes[COUNT] = {0};
	bool without[COUNT] = {0};
	uint64_t weight[COUNT];
	uint16_t first[COUNT] = {0}, second[COUNT] = {0};

	/* 40 + 40 of category 1, of the second dimension 30 and 50; 19 of
	 * category 2; six without. */
	for (uint32_t i = 0; i < COUNT; i++) {
		nodes[i] = (struct node){.person = i, .identity = i};
		first[i] = i < 80 ? 1 : 2;
		second[i] = i < 30 ? 1 : i < 80 ? 2 : 3;
	}
	for (uint32_t i = 99; i < COUNT; i++) {
		nodes[i].person = UINT32_MAX;
		without[i] = true;
	}
	first[99] = first[100] = 1, second[99] = second[100] = 1;
	first[101] = 1, second[101] = 9; /* nobody: in the first dimension 80 */
	first[102] = 2, second[102] = 3; /* 19: all 99 */
	first[103] = 7;                  /* nobody: all 99 */
	nodes[104].source = 5;           /* nobody at all */
	g.count = 2;
	g.dimensions[0].category = first;
	g.dimensions[1].category = second;
	check(reweighted_weights(weight, &g, nodes, without, COUNT) == 2, "covered");
	check(weight[0] == 2 * REWEIGHTED_ONE / 30 + REWEIGHTED_ONE / 80 + 2 * REWEIGHTED_ONE / 99,
	      "first");
	check(weight[40] == REWEIGHTED_ONE / 80 + 2 * REWEIGHTED_ONE / 99, "second");
	check(weight[98] == 2 * REWEIGHTED_ONE / 99, "third");
	check(weight[99] == 0 && weight[104] == 0, "without");
	check(without[99], "kept");
}

int main(void)
{
	shares();
	weights();
	return 0;
}
