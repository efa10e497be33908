#include "cluster/joining.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static void *take_zeroed(size_t count, size_t size)
{
	void *array = memory_take((count + 1) * size);

	memset(array, 0, (count + 1) * size);
	return array;
}

void joining_start(struct joining *j, struct components *persons)
{
	*j = (struct joining){.persons = persons, .apart.persons = persons};
}

void joining_single(struct joining *j, const uint16_t *source, const uint16_t *number,
		    size_t singles)
{
	j->words = (singles + 63) / 64;
	j->held = take_zeroed(j->persons->count * j->words, sizeof *j->held);
	for (uint32_t i = 0; i < j->persons->count; i++) {
		uint16_t bit = number[source[i]];
		if (bit != UINT16_MAX)
			j->held[components_root(j->persons, i) * j->words + bit / 64] |=
				(uint64_t)1 << bit % 64;
	}
}

void joining_values(struct joining *j, struct one_value *values)
{
	if (!values->column_count)
		return;
	one_value_start(values, j->persons);
	j->values = values;
}

void joining_most(struct joining *j, uint32_t most)
{
	j->most = most;
	j->closed = take_zeroed(j->persons->count / 8, 1);
}

static bool is_closed(const struct joining *j, uint32_t person)
{
	return j->closed && j->closed[person / 8] >> person % 8 & 1;
}

static bool share_source(const struct joining *j, uint32_t x, uint32_t y)
{
	for (size_t w = 0; w < j->words; w++)
		if (j->held[x * j->words + w] & j->held[y * j->words + w])
			return true;
	return false;
}

static void join(struct joining *j, uint32_t a, uint32_t b)
{
	uint32_t x = components_root(j->persons, a), y = components_root(j->persons, b);

	if (!components_join(j->persons, x, y))
		return;
	uint32_t whole = components_root(j->persons, x), part = whole == x ? y : x;
	for (size_t w = 0; w < j->words; w++)
		j->held[whole * j->words + w] |= j->held[part * j->words + w];
	apart_joined(&j->apart, whole, part);
	if (j->values)
		one_value_joined(j->values, whole, part);
}

/* The group at hand: the persons that its links may join, numbered. */
struct group {
	struct joining *j;
	struct link *links;
	size_t count;
	uint32_t *persons, *ends; /* roots, ascending; of each link its two in `persons` */
	size_t person_count;
	uint64_t *more, *once, *twice; /* bits: to be held, and of one person's partners */
};

static int compare_numbers(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* UINT32_MAX when it is not among them. */
static uint32_t place_of(const struct group *g, uint32_t person)
{
	const uint32_t *found =
		bsearch(&person, g->persons, g->person_count, sizeof *g->persons, compare_numbers);

	return found ? (uint32_t)(found - g->persons) : UINT32_MAX;
}

static enum link_verdict judge_alone(struct joining *j, uint32_t x, uint32_t y)
{
	if (x == y)
		return LINK_SETTLED;
	if (apart_persons(&j->apart, x, y))
		return LINK_MUST_NOT;
	if (j->values && j->weak && one_value_differ(j->values, x, y))
		return LINK_OTHER_VALUE;
	return share_source(j, x, y) ? LINK_SECOND : LINK_JOINS;
}

static void gather(struct group *g)
{
	struct joining *j = g->j;
	size_t found = 0;

	for (size_t i = 0; i < g->count; i++) {
		uint32_t x = components_root(j->persons, g->links[i].a);
		uint32_t y = components_root(j->persons, g->links[i].b);
		g->links[i].verdict = judge_alone(j, x, y);
		g->ends[2 * i] = g->persons[found++] = x;
		g->ends[2 * i + 1] = g->persons[found++] = y;
	}
	qsort(g->persons, found, sizeof *g->persons, compare_numbers);
	for (size_t i = 0; i < found; i++)
		if (!i || g->persons[i] != g->persons[g->person_count - 1])
			g->persons[g->person_count++] = g->persons[i];
	for (size_t i = 0; i < 2 * g->count; i++)
		g->ends[i] = place_of(g, g->ends[i]);
}

static uint64_t *held_by(const struct group *g, uint32_t place)
{
	return g->j->held + g->persons[place] * g->j->words;
}

/* A link as one of its ends sees it. */
struct view {
	uint32_t person, partner;
	size_t link;
};

static int compare_views(const void *a, const void *b)
{
	const struct view *x = a, *y = b;

	if (x->person != y->person)
		return x->person < y->person ? -1 : 1;
	return (x->partner > y->partner) - (x->partner < y->partner);
}

/* All views of one person: partners who have a source in common are rivals. */
static void judge_partners(struct group *g, const struct view *views, size_t count)
{
	size_t words = g->j->words;

	memset(g->once, 0, words * sizeof *g->once);
	memset(g->twice, 0, words * sizeof *g->twice);
	for (size_t i = 0; i < count; i++) {
		if (i && views[i].partner == views[i - 1].partner)
			continue;
		const uint64_t *held = held_by(g, views[i].partner);
		for (size_t w = 0; w < words; w++) {
			g->twice[w] |= g->once[w] & held[w];
			g->once[w] |= held[w];
		}
	}
	for (size_t i = 0; i < count; i++) {
		const uint64_t *held = held_by(g, views[i].partner);
		for (size_t w = 0; w < words; w++)
			if (g->twice[w] & held[w])
				g->links[views[i].link].verdict = LINK_TIED;
	}
}

static void judge_rivals(struct group *g)
{
	struct view *views = memory_take((2 * g->count + 1) * sizeof *views);
	size_t found = 0;

	for (size_t i = 0; i < g->count; i++) {
		uint32_t x = g->ends[2 * i], y = g->ends[2 * i + 1];
		if (g->links[i].verdict != LINK_JOINS)
			continue;
		views[found++] = (struct view){x, y, i};
		views[found++] = (struct view){y, x, i};
	}
	qsort(views, found, sizeof *views, compare_views);
	for (size_t i = 0, end; i < found; i = end) {
		for (end = i; end < found && views[end].person == views[i].person; end++)
			;
		judge_partners(g, views + i, end - i);
	}
	memory_free(views);
}

/* Persons that a group would make one. */
struct chain {
	uint64_t records;
	bool large, broken;
};

static void weigh_chains(struct group *g, const uint32_t *labels, struct chain *chains)
{
	struct joining *j = g->j;
	uint64_t *held = take_zeroed(g->person_count * j->words, sizeof *held);
	bool *differ = take_zeroed(g->person_count, sizeof *differ);

	if (j->values && j->weak)
		one_value_chains(j->values, g->persons, labels, g->person_count, differ);
	for (uint32_t i = 0; i < g->person_count; i++) {
		struct chain *c = &chains[labels[i]];
		c->records += components_size(j->persons, g->persons[i]);
		c->large = c->large || is_closed(j, g->persons[i]);
		c->broken = c->broken || differ[labels[i]];
		for (size_t w = 0; w < j->words; w++) {
			uint64_t *of = &held[labels[i] * j->words + w];
			c->broken = c->broken || *of & held_by(g, i)[w];
			*of |= held_by(g, i)[w];
		}
		uint32_t other;
		for (uint32_t b = apart_first(&j->apart, g->persons[i]); b;) {
			b = apart_next(&j->apart, b, &other);
			uint32_t at = place_of(g, components_root(j->persons, other));
			c->broken = c->broken || (at != UINT32_MAX && labels[at] == labels[i]);
		}
	}
	memory_free(held);
	memory_free(differ);
}

static void judge_chains(struct group *g)
{
	struct joining *j = g->j;
	struct components together;
	uint32_t *labels = memory_take((g->person_count + 1) * sizeof *labels);
	struct chain *chains = take_zeroed(g->person_count, sizeof *chains);

	components_start(&together, g->person_count);
	for (size_t i = 0; i < g->count; i++)
		if (g->links[i].verdict == LINK_JOINS)
			components_join(&together, g->ends[2 * i], g->ends[2 * i + 1]);
	components_labels(&together, labels);
	weigh_chains(g, labels, chains);
	for (size_t i = 0; i < g->count; i++) {
		const struct chain *c = &chains[labels[g->ends[2 * i]]];
		if (g->links[i].verdict != LINK_JOINS)
			continue;
		if (c->large || (j->most && c->records > j->most))
			g->links[i].verdict = LINK_LARGE;
		else if (c->broken)
			g->links[i].verdict = LINK_TIED;
	}
	components_free(&together);
	memory_free(chains);
	memory_free(labels);
}

/* Who is tied to whom from now on keeps clear of the other's sources; as they
 * stand before the group, so that the order of links does not show. */
static void keep_clear(struct group *g)
{
	size_t words = g->j->words;

	for (size_t i = 0; i < g->count; i++) {
		uint32_t x = g->ends[2 * i], y = g->ends[2 * i + 1];
		for (size_t w = 0; g->links[i].verdict == LINK_TIED && w < words; w++) {
			g->more[x * words + w] |= held_by(g, y)[w];
			g->more[y * words + w] |= held_by(g, x)[w];
		}
	}
}

static void carry_out(struct group *g, bool joins)
{
	struct joining *j = g->j;

	keep_clear(g);
	for (size_t i = 0; i < g->count; i++) {
		if (joins && g->links[i].verdict == LINK_JOINS)
			join(j, g->links[i].a, g->links[i].b);
		if (g->links[i].verdict != LINK_LARGE)
			continue;
		for (size_t end = 2 * i; end < 2 * i + 2; end++) {
			uint32_t person = g->persons[g->ends[end]];
			j->closed[person / 8] |= (uint8_t)(1u << person % 8);
		}
	}
	for (size_t i = 0; i < g->person_count * j->words; i++) {
		uint32_t person = components_root(j->persons, g->persons[i / j->words]);
		j->held[person * j->words + i % j->words] |= g->more[i];
	}
}

/* Most groups are one link: nothing to be tied with. */
static void judge_one(struct joining *j, struct link *l)
{
	uint32_t x = components_root(j->persons, l->a), y = components_root(j->persons, l->b);

	l->verdict = judge_alone(j, x, y);
	if (l->verdict != LINK_JOINS)
		return;
	if (j->most &&
	    (is_closed(j, x) || is_closed(j, y) ||
	     (uint64_t)components_size(j->persons, x) + components_size(j->persons, y) > j->most)) {
		l->verdict = LINK_LARGE;
		j->closed[x / 8] |= (uint8_t)(1u << x % 8);
		j->closed[y / 8] |= (uint8_t)(1u << y % 8);
		return;
	}
	join(j, x, y);
}

static void judge(struct joining *j, struct link *links, size_t count, bool joins)
{
	struct group g = {.j = j, .links = links, .count = count};

	g.persons = memory_take((2 * count + 1) * sizeof *g.persons);
	g.ends = memory_take((2 * count + 1) * sizeof *g.ends);
	gather(&g);
	g.more = take_zeroed(g.person_count * j->words, sizeof *g.more);
	g.once = take_zeroed(j->words, sizeof *g.once);
	g.twice = take_zeroed(j->words, sizeof *g.twice);
	if (j->words)
		judge_rivals(&g);
	judge_chains(&g);
	carry_out(&g, joins);
	memory_free(g.persons);
	memory_free(g.ends);
	memory_free(g.more);
	memory_free(g.once);
	memory_free(g.twice);
}

void joining_links(struct joining *j, struct link *links, size_t count)
{
	if (count == 1)
		judge_one(j, links);
	else
		judge(j, links, count, true);
}

void joining_judge(struct joining *j, struct link *links, size_t count)
{
	judge(j, links, count, false);
}

static void *copy_of(const void *array, size_t bytes)
{
	return array ? memcpy(memory_take(bytes + 1), array, bytes) : NULL;
}

static void put_back(void *array, void *copy, size_t bytes)
{
	if (copy)
		memcpy(array, copy, bytes);
	memory_free(copy);
}

struct joining_copy joining_save(const struct joining *j)
{
	size_t count = j->persons->count;

	return (struct joining_copy){
		.parents = copy_of(j->persons->parents, count * sizeof *j->persons->parents),
		.first = copy_of(j->apart.first, count * sizeof *j->apart.first),
		.held = copy_of(j->held, count * j->words * sizeof *j->held),
		.closed = copy_of(j->closed, count / 8 + 1),
		.entries = copy_of(j->apart.entries, j->apart.count * sizeof *j->apart.entries)};
}

void joining_restore(struct joining *j, struct joining_copy *copy)
{
	size_t count = j->persons->count;

	put_back(j->persons->parents, copy->parents, count * sizeof *copy->parents);
	put_back(j->apart.first, copy->first, count * sizeof *copy->first);
	put_back(j->held, copy->held, count * j->words * sizeof *copy->held);
	put_back(j->closed, copy->closed, count / 8 + 1);
	put_back(j->apart.entries, copy->entries, j->apart.count * sizeof *copy->entries);
}

void joining_free(struct joining *j)
{
	memory_free(j->held);
	apart_free(&j->apart);
	memory_free(j->closed);
	*j = (struct joining){0};
}
