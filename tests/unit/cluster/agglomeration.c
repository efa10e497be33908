/* Random groups and candidate pairs against a method that goes by the words of agglomeration.h: it
 * looks at all pairs of all groups before each join. Then the same with conditions, on weights
 * that are never equal; equal ones that exclude each other; and the copy of joining.h. */

#include <string.h>

#include "cluster/agglomeration.h"
#include "random.h"
#include "test.h"

enum { MOST = 14, SOURCES = 5, SINGLES = 3, BANS = 3 };
#define PRIOR INT64_C(-12)

static uint32_t count;
static int64_t weight[MOST][MOST];
static bool candidate[MOST][MOST];
static uint32_t person[MOST]; /* by place: the smallest place of its group */
static uint16_t sources[MOST];
static uint32_t bans[BANS][2], ban_count;
static bool single;
static uint32_t weighed[MOST][MOST];

struct join {
	int64_t odds;
	uint64_t pairs;
};
static struct join expected[MOST], got[MOST];
static uint32_t expected_count, got_count;

static int64_t weigh(void *context, uint32_t a, uint32_t b)
{
	(void)context;
	check(a < b && !candidate[a][b], "a pair that is a candidate was weighed");
	weighed[a][b]++;
	return weight[a][b];
}

static void note(void *context, int64_t odds, uint64_t pairs)
{
	(void)context;
	got[got_count++] = (struct join){odds, pairs};
}

/* Everything about two groups, from their records. */
static bool meet(uint32_t x, uint32_t y, int64_t *odds, uint64_t *pairs)
{
	int64_t sum = 0;
	bool any = false;

	*pairs = 0;
	for (uint32_t a = 0; a < count; a++)
		for (uint32_t b = 0; b < count; b++) {
			uint32_t low = a < b ? a : b, high = a < b ? b : a;
			if (person[a] != x || person[b] != y)
				continue;
			sum += weight[low][high];
			any = any || candidate[low][high];
			++*pairs;
		}
	int64_t n = (int64_t)*pairs, evidence = 3 * (sum - n * PRIOR);
	*odds = PRIOR + evidence / (2 * n + 1);
	if (evidence < 0 && evidence % (2 * n + 1))
		--*odds;
	return any;
}

static bool refused(uint32_t x, uint32_t y)
{
	for (uint32_t i = 0; i < ban_count; i++) {
		uint32_t a = person[bans[i][0]], b = person[bans[i][1]];
		if ((a == x && b == y) || (a == y && b == x))
			return true;
	}
	for (uint32_t a = 0; a < count && single; a++)
		for (uint32_t b = 0; b < count; b++)
			if (person[a] == x && person[b] == y && sources[a] < SINGLES &&
			    sources[a] == sources[b])
				return true;
	return false;
}

static void join_naively(int64_t least)
{
	expected_count = 0;
	for (;;) {
		struct join best = {0};
		uint32_t best_x = MOST, best_y = MOST;
		for (uint32_t x = 0; x < count; x++)
			for (uint32_t y = x + 1; y < count; y++) {
				struct join j;
				if (person[x] != x || person[y] != y ||
				    !meet(x, y, &j.odds, &j.pairs) || j.odds < least ||
				    refused(x, y))
					continue;
				if (best_x != MOST && j.odds <= best.odds)
					continue;
				best = j;
				best_x = x;
				best_y = y;
			}
		if (best_x == MOST)
			return;
		expected[expected_count++] = best;
		for (uint32_t i = 0; i < count; i++)
			person[i] = person[i] == best_y ? best_x : person[i];
	}
}

/* Members in another order than their identities: place i is identity members[i]. */
static void run(uint32_t *members, struct joining *j, bool conditions, int64_t least)
{
	struct agglomeration_edge edges[MOST * MOST];
	uint32_t places[MOST];
	struct arena arena = {0};
	struct agglomeration a = {.members = members,
				  .count = count,
				  .edges = edges,
				  .places = places,
				  .joining = j,
				  .conditions = conditions,
				  .prior = PRIOR,
				  .least = least,
				  .arena = &arena,
				  .weigh = weigh,
				  .joined = note};

	for (uint32_t i = 0; i < count; i++)
		places[members[i]] = i;
	for (uint32_t x = 0; x < count; x++)
		for (uint32_t y = x + 1; y < count; y++) {
			bool turned = random_below(2);
			if (candidate[x][y])
				edges[a.edge_count++] =
					(struct agglomeration_edge){.a = turned ? y : x,
								    .b = turned ? x : y,
								    .weight = weight[x][y]};
		}
	for (size_t i = a.edge_count; i > 1; i--) {
		size_t other = random_below((uint32_t)i);
		struct agglomeration_edge e = edges[other];
		edges[other] = edges[i - 1];
		edges[i - 1] = e;
	}
	got_count = 0;
	memset(weighed, 0, sizeof weighed);
	agglomerate(&a);
	for (uint32_t x = 0; x < count; x++)
		for (uint32_t y = 0; y < count; y++)
			check(weighed[x][y] <= 1, "a pair was weighed twice");
	for (size_t i = 0; i < a.edge_count; i++)
		check((edges[i].verdict == LINK_JOINS) ==
			      (components_root(j->persons, members[edges[i].a]) ==
			       components_root(j->persons, members[edges[i].b])),
		      "the verdict of a candidate");
	arena_free(&arena);
}

static void invent(bool ties)
{
	count = 2 + random_below(MOST - 1);
	for (uint32_t x = 0; x < count; x++) {
		person[x] = x;
		sources[x] = (uint16_t)random_below(SOURCES);
		for (uint32_t y = x + 1; y < count; y++) {
			weight[x][y] = (int64_t)random_below(50) - 28;
			if (!ties)
				weight[x][y] = weight[x][y] * 1000000000 + random_below(1000000000);
			candidate[x][y] = random_below(3) == 0;
		}
	}
}

/* The order of the identities is the reverse of the places. */
static void compare_with_naive(bool conditions)
{
	static const uint16_t number[SOURCES] = {0, 1, 2, UINT16_MAX, UINT16_MAX};
	struct components persons;
	struct joining j;
	uint32_t members[MOST];
	uint16_t source[MOST];
	int64_t least = conditions ? -8000000000 : -8;

	invent(!conditions);
	components_start(&persons, count);
	for (uint32_t i = 0; i < count; i++) {
		members[i] = count - 1 - i;
		source[members[i]] = sources[i];
	}
	for (uint32_t i = 0; i < random_below(3); i++) {
		uint32_t x = random_below(count), y = random_below(count);
		uint32_t low = person[x] < person[y] ? person[x] : person[y],
			 high = person[x] < person[y] ? person[y] : person[x];
		components_join(&persons, members[x], members[y]);
		for (uint32_t k = 0; k < count; k++)
			person[k] = person[k] == high ? low : person[k];
	}
	joining_start(&j, &persons);
	ban_count = 0;
	single = conditions && random_below(2);
	if (single)
		joining_single(&j, source, number, SINGLES);
	for (uint32_t i = 0; i < BANS && conditions; i++) {
		uint32_t x = random_below(count), y = random_below(count);
		if (x == y || !apart_add(&j.apart, members[x], members[y]))
			continue;
		bans[ban_count][0] = x;
		bans[ban_count++][1] = y;
	}
	join_naively(least);
	for (int turn = 0; turn < 2; turn++) {
		struct joining_copy before = joining_save(&j);
		run(members, &j, conditions, least);
		check_number(got_count, expected_count, "joins");
		for (uint32_t i = 0; i < got_count; i++) {
			check_number(got[i].odds, expected[i].odds, "odds of join %u", i);
			check_number(got[i].pairs, expected[i].pairs, "pairs of join %u", i);
		}
		for (uint32_t x = 0; x < count; x++)
			for (uint32_t y = 0; y < count; y++)
				check((components_root(&persons, members[x]) ==
				       components_root(&persons, members[y])) ==
					      (person[x] == person[y]),
				      "persons");
		joining_restore(&j, &before);
	}
	joining_free(&j);
	components_free(&persons);
}

/* One record of a source that has a person once, as near to one of another as to a second. */
static void tie(void)
{
	static const uint16_t number[] = {0, 1}, source[] = {0, 1, 1};
	struct components persons;
	struct joining j;
	uint32_t members[] = {0, 1, 2};

	count = 3;
	memset(candidate, 0, sizeof candidate);
	candidate[0][1] = candidate[0][2] = true;
	weight[0][1] = weight[0][2] = 9;
	weight[1][2] = -30;
	components_start(&persons, count);
	joining_start(&j, &persons);
	joining_single(&j, source, number, 2);
	run(members, &j, true, 0);
	check_number(got_count, 0, "joins that exclude each other");
	joining_free(&j);
	run(members, (joining_start(&j, &persons), &j), false, 0);
	check_number(got_count, 1, "the first of two, without conditions");
	check(components_root(&persons, 0) == components_root(&persons, 1), "the first of two");
	joining_free(&j);
	components_free(&persons);
}

int main(void)
{
	random_state = 11;
	for (int i = 0; i < 4000; i++)
		compare_with_naive(false);
	for (int i = 0; i < 4000; i++)
		compare_with_naive(true);
	tie();
	return 0;
}
