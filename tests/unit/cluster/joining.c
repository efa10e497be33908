/* Random links in random groups against a method that goes by the words of joining.h: for every
 * link it looks at all the others, and for every two persons at all their records. Then, without
 * ties, against taking again and again each link that is the best for both its ends. */

#include <string.h>

#include "cluster/joining.h"
#include "random.h"
#include "test.h"

enum { NODES = 24, SOURCES = 6, SINGLES = 3, GROUPS = 8, MOST_LINKS = 7, BANS = 4 };
enum { COLUMNS = 2, VALUES = 3 };

static uint16_t sources[NODES];
static uint32_t bans[BANS][2], ban_count, most;
static uint32_t person[NODES]; /* of each record */
static uint64_t held[NODES];   /* by person */
static bool closed[NODES];
static uint32_t values[NODES][COLUMNS]; /* of each record, a bit a value */
static bool weak;

static uint32_t values_of(const uint32_t *persons, uint32_t x, uint32_t column)
{
	uint32_t bits = 0;

	for (uint32_t i = 0; i < NODES; i++)
		if (persons[i] == x)
			bits |= values[i][column];
	return bits;
}

static bool differ(uint32_t x, uint32_t y)
{
	for (uint32_t c = 0; c < COLUMNS; c++) {
		uint32_t of_x = values_of(person, x, c), of_y = values_of(person, y, c);
		if (of_x && of_y && !(of_x & of_y))
			return true;
	}
	return false;
}

/* Have the persons of a chain, of those that have any, no value in common? */
static bool differ_in_chain(const uint32_t *chains, uint32_t chain)
{
	for (uint32_t c = 0; c < COLUMNS; c++) {
		uint32_t common = UINT32_MAX;
		for (uint32_t i = 0; i < NODES; i++) {
			uint32_t of = values_of(person, person[i], c);
			if (chains[i] == chain && of)
				common &= of;
		}
		if (!common)
			return true;
	}
	return false;
}

static uint64_t sources_of(uint32_t x)
{
	uint64_t bits = held[x];

	for (uint32_t i = 0; i < NODES; i++)
		if (person[i] == x && sources[i] < SINGLES)
			bits |= (uint64_t)1 << sources[i];
	return bits;
}

static bool banned(const uint32_t *chains, uint32_t x, uint32_t y)
{
	for (uint32_t i = 0; i < ban_count; i++) {
		uint32_t a = chains[bans[i][0]], b = chains[bans[i][1]];
		if ((a == x && b == y) || (a == y && b == x))
			return true;
	}
	return false;
}

static enum link_verdict alone(const struct link *l)
{
	uint32_t x = person[l->a], y = person[l->b];

	if (x == y)
		return LINK_SETTLED;
	if (banned(person, x, y))
		return LINK_MUST_NOT;
	if (weak && differ(x, y))
		return LINK_OTHER_VALUE;
	return sources_of(x) & sources_of(y) ? LINK_SECOND : LINK_JOINS;
}

/* Does another link lead from x to a rival of y? */
static bool rivalled(const struct link *links, const enum link_verdict *was, uint32_t count,
		     uint32_t x, uint32_t y)
{
	for (uint32_t i = 0; i < count; i++) {
		uint32_t a = person[links[i].a], b = person[links[i].b];
		uint32_t z = a == x ? b : a;
		if (was[i] == LINK_JOINS && (a == x || b == x) && z != y &&
		    sources_of(z) & sources_of(y))
			return true;
	}
	return false;
}

static enum link_verdict in_chain(const uint32_t *chains, uint32_t chain)
{
	uint32_t records = 0;
	bool broken = false;

	for (uint32_t i = 0; i < NODES; i++) {
		if (chains[i] != chain)
			continue;
		if (most && (++records > most || closed[person[i]]))
			return LINK_LARGE;
		for (uint32_t k = 0; k < NODES; k++)
			broken = broken || (chains[k] == chain && person[i] != person[k] &&
					    sources_of(person[i]) & sources_of(person[k]));
	}
	broken = broken || (weak && differ_in_chain(chains, chain));
	return broken || banned(chains, chain, chain) ? LINK_TIED : LINK_JOINS;
}

static void naive(struct link *links, uint32_t count)
{
	enum link_verdict was[MOST_LINKS];
	uint32_t chains[NODES];
	uint64_t more[NODES] = {0};

	for (uint32_t i = 0; i < count; i++)
		was[i] = links[i].verdict = alone(&links[i]);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t x = person[links[i].a], y = person[links[i].b];
		if (was[i] == LINK_JOINS &&
		    (rivalled(links, was, count, x, y) || rivalled(links, was, count, y, x)))
			links[i].verdict = LINK_TIED;
	}
	memcpy(chains, person, sizeof chains);
	for (uint32_t i = 0; i < count; i++)
		for (uint32_t k = 0; links[i].verdict == LINK_JOINS && k < NODES; k++)
			if (chains[k] == chains[links[i].b] && chains[k] != chains[links[i].a]) {
				uint32_t from = chains[links[i].b], to = chains[links[i].a];
				for (uint32_t n = 0; n < NODES; n++)
					chains[n] = chains[n] == from ? to : chains[n];
			}
	for (uint32_t i = 0; i < count; i++)
		if (links[i].verdict == LINK_JOINS)
			links[i].verdict = in_chain(chains, chains[links[i].a]);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t x = person[links[i].a], y = person[links[i].b];
		if (links[i].verdict == LINK_TIED) {
			more[x] |= sources_of(y);
			more[y] |= sources_of(x);
		}
		closed[x] |= links[i].verdict == LINK_LARGE;
		closed[y] |= links[i].verdict == LINK_LARGE;
	}
	for (uint32_t i = 0; i < NODES; i++)
		held[i] |= more[i];
	for (uint32_t i = 0; i < count; i++) {
		uint32_t x = person[links[i].a], y = person[links[i].b];
		if (links[i].verdict != LINK_JOINS || x == y)
			continue;
		held[x] |= held[y];
		for (uint32_t n = 0; n < NODES; n++)
			person[n] = person[n] == y ? x : person[n];
	}
}

static uint64_t seen[LINK_VERDICTS];

/* Some records have values: of the first column a list, of the second one alone. */
static void draw_values(struct one_value *o)
{
	static struct column columns[COLUMNS] = {{.name = TEXT("list"), .list = true},
						 {.name = TEXT("cell")}};
	static const char *const lists[] = {"", "a", "b", "a|b", "c", "a|c", "c|b", "b||a|c"};
	struct preamble p = {.columns = columns, .column_count = COLUMNS};
	struct buffer line = {0};

	one_value_columns(o, &p, "list,cell", "records");
	for (uint32_t i = 0; i < NODES; i++) {
		uint32_t ends[COLUMNS], list = random_below(2) ? random_below(8) : 0;
		uint32_t cell = random_below(3) ? 0 : 1 + random_below(VALUES);
		buffer_reset(&line);
		buffer_string(&line, lists[list]);
		ends[0] = (uint32_t)line.length;
		buffer_byte(&line, '\t');
		if (cell)
			buffer_byte(&line, (char)('a' + cell - 1));
		ends[1] = (uint32_t)line.length;
		struct record row = {.line = buffer_text(&line), .ends = ends, .cells = COLUMNS};
		one_value_identity(o, &p, &row, i);
		values[i][0] = list;
		values[i][1] = cell ? 1u << (cell - 1) : 0;
	}
	buffer_free(&line);
}

static void compare_with_naive(void)
{
	struct components persons;
	struct joining j;
	struct one_value o = {0};
	uint16_t number[SOURCES];

	components_start(&persons, NODES);
	joining_start(&j, &persons);
	for (uint16_t i = 0; i < SOURCES; i++)
		number[i] = i < SINGLES ? (uint16_t)(SINGLES - 1 - i) : UINT16_MAX;
	for (uint32_t i = 0; i < NODES; i++) {
		sources[i] = (uint16_t)random_below(SOURCES);
		person[i] = i;
		held[i] = closed[i] = 0;
	}
	joining_single(&j, sources, number, SINGLES);
	draw_values(&o);
	joining_values(&j, &o);
	most = random_below(2) ? 2 + random_below(5) : 0;
	if (most)
		joining_most(&j, most);
	for (ban_count = 0; ban_count < BANS; ban_count++) {
		uint32_t a = random_below(NODES), b = (a + 1 + random_below(NODES - 1)) % NODES;
		bans[ban_count][0] = a;
		bans[ban_count][1] = b;
		check(apart_add(&j.apart, a, b), "two records are one person");
	}
	check(!apart_add(&j.apart, 0, 0), "a record is apart from itself");
	for (uint32_t g = 0; g < GROUPS; g++) {
		struct link links[MOST_LINKS], expected[MOST_LINKS];
		uint32_t count = 1 + random_below(MOST_LINKS);
		for (uint32_t i = 0; i < count; i++)
			links[i] = expected[i] =
				(struct link){.a = random_below(NODES), .b = random_below(NODES)};
		j.weak = weak = random_below(2);
		naive(expected, count);
		joining_links(&j, links, count);
		for (uint32_t i = 0; i < count; i++) {
			check(links[i].verdict == expected[i].verdict, "verdict");
			seen[links[i].verdict]++;
		}
		for (uint32_t i = 0; i < NODES; i++)
			for (uint32_t k = 0; k < NODES; k++)
				check((components_root(&persons, i) ==
				       components_root(&persons, k)) == (person[i] == person[k]),
				      "persons");
	}
	joining_free(&j);
	one_value_free(&o);
	components_free(&persons);
}

/* Links in falling order of weight: each round takes those that are first for both persons. */
static void best_of_both(const struct link *links, uint32_t count)
{
	for (bool more = true; more;) {
		uint32_t first[NODES];
		more = false;
		memset(first, 0xFF, sizeof first);
		for (uint32_t i = count; i-- > 0;)
			if (alone(&links[i]) == LINK_JOINS)
				first[person[links[i].a]] = first[person[links[i].b]] = i;
		for (uint32_t i = 0; i < count; i++) {
			uint32_t x = person[links[i].a], y = person[links[i].b];
			if (first[x] != i || first[y] != i)
				continue;
			for (uint32_t n = 0; n < NODES; n++)
				person[n] = person[n] == y ? x : person[n];
			more = true;
		}
	}
}

static void compare_with_best(void)
{
	struct components persons;
	struct joining j;
	static const uint16_t number[SOURCES] = {0, 1, 2, UINT16_MAX, UINT16_MAX, UINT16_MAX};
	struct link links[GROUPS * MOST_LINKS];

	components_start(&persons, NODES);
	joining_start(&j, &persons);
	for (uint32_t i = 0; i < NODES; i++) {
		sources[i] = (uint16_t)random_below(SOURCES);
		person[i] = i;
		held[i] = 0;
	}
	ban_count = 0;
	weak = false;
	joining_single(&j, sources, number, SINGLES);
	for (uint32_t i = 0; i < GROUPS * MOST_LINKS; i++) {
		links[i] = (struct link){.a = random_below(NODES), .b = random_below(NODES)};
		joining_links(&j, &links[i], 1);
	}
	best_of_both(links, GROUPS * MOST_LINKS);
	for (uint32_t i = 0; i < NODES; i++)
		for (uint32_t k = 0; k < NODES; k++)
			check((components_root(&persons, i) == components_root(&persons, k)) ==
				      (person[i] == person[k]),
			      "persons by best links");
	joining_free(&j);
	components_free(&persons);
}

int main(void)
{
	random_state = 5;
	for (int i = 0; i < 3000; i++)
		compare_with_naive();
	for (int i = 0; i < 1000; i++)
		compare_with_best();
	for (int i = 0; i < LINK_OUTWEIGHED; i++)
		check(seen[i] > 100, "a verdict that hardly came up");
	return 0;
}
