#include "cluster/agglomeration.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define NONE UINT32_MAX

/* Where two groups meet. */
struct front {
	__int128 weight;  /* the sum over all pairs between the two */
	uint32_t ends[2]; /* groups, each named by its first member */
	uint32_t next[2]; /* of the same end: 2 * front + side + 1 */
	uint32_t into;    /* the front that it has become part of, else itself */
	uint32_t turn;    /* goes up when the sum changes */
	enum link_verdict verdict;
	bool gone; /* part of another, or its ends have become one */
};

struct waiting {
	int64_t odds;
	uint32_t ends[2]; /* the smaller first */
	uint32_t front, turn;
	bool judged;
};

struct work {
	const struct agglomeration *given;
	uint32_t *next, *last, *size, *group; /* a group's members; the group of each at first */
	uint32_t *fronts_of;                  /* of a group: 2 * front + side + 1 */
	uint32_t *at;                         /* by group: a front + 1, while two are joined */
	struct front *fronts;
	uint32_t front_count;
	uint32_t *front_of; /* of an edge */
	struct waiting *heap;
	size_t waiting, capacity;
	struct link *links;
	struct waiting *equals;
	size_t link_capacity, equal_capacity;
};

static bool before(const struct waiting *a, const struct waiting *b)
{
	if (a->odds != b->odds)
		return a->odds > b->odds;
	if (a->judged != b->judged)
		return b->judged;
	if (a->ends[0] != b->ends[0])
		return a->ends[0] < b->ends[0];
	return a->ends[1] < b->ends[1];
}

static void push(struct work *w, struct waiting entry)
{
	memory_need(&w->heap, &w->capacity, w->waiting + 1, sizeof *w->heap);
	size_t i = w->waiting++;
	for (; i && before(&entry, &w->heap[(i - 1) / 2]); i = (i - 1) / 2)
		w->heap[i] = w->heap[(i - 1) / 2];
	w->heap[i] = entry;
}

static struct waiting pop(struct work *w)
{
	struct waiting top = w->heap[0], last = w->heap[--w->waiting];
	size_t i = 0, child;

	for (; (child = 2 * i + 1) < w->waiting; i = child) {
		if (child + 1 < w->waiting && before(&w->heap[child + 1], &w->heap[child]))
			child++;
		if (!before(&w->heap[child], &last))
			break;
		w->heap[i] = w->heap[child];
	}
	w->heap[i] = last;
	return top;
}

static int64_t odds_of(const struct work *w, const struct front *f)
{
	__int128 pairs = (__int128)w->size[f->ends[0]] * w->size[f->ends[1]];
	__int128 prior = w->given->prior, evidence = 3 * (f->weight - pairs * prior);
	__int128 counts = 2 * pairs + 1, whole = evidence / counts;

	return (int64_t)(prior + whole - (evidence % counts < 0));
}

static void wait_for(struct work *w, uint32_t number)
{
	const struct front *f = &w->fronts[number];
	int64_t odds = odds_of(w, f);
	bool turned = f->ends[0] > f->ends[1];

	if (odds >= w->given->least)
		push(w, (struct waiting){
				odds, {f->ends[turned], f->ends[!turned]}, number, f->turn, false});
}

static int64_t weigh(const struct work *w, uint32_t a, uint32_t b)
{
	return w->given->weigh(w->given->context, a < b ? a : b, a < b ? b : a);
}

/* All pairs between two groups, none of which is a candidate. */
static void add_strangers(struct work *w, struct front *f, uint32_t x, uint32_t y)
{
	if (f->verdict != LINK_JOINS)
		return;
	for (uint32_t a = x; a != NONE; a = w->next[a])
		for (uint32_t b = y; b != NONE; b = w->next[b])
			f->weight += weigh(w, a, b);
}

static void absorb(struct front *f, struct front *part, uint32_t number)
{
	f->weight += part->weight;
	if (f->verdict == LINK_JOINS)
		f->verdict = part->verdict;
	part->into = number;
	part->gone = true;
}

static void hang(struct work *w, uint32_t group, uint32_t number, int side, uint32_t *kept)
{
	w->fronts[number].ends[side] = group;
	w->fronts[number].next[side] = *kept;
	*kept = 2 * number + (uint32_t)side + 1;
}

/* The fronts of y become those of x. What both border on has one front with the
 * sum of two; what one of them does, one with pairs that nobody has looked at. */
static void join_fronts(struct work *w, uint32_t x, uint32_t y)
{
	uint32_t kept = 0;

	for (uint32_t l = w->fronts_of[x]; l; l = w->fronts[(l - 1) / 2].next[(l - 1) % 2]) {
		const struct front *f = &w->fronts[(l - 1) / 2];
		if (!f->gone)
			w->at[f->ends[1 - (l - 1) % 2]] = (l - 1) / 2 + 1;
	}
	for (uint32_t l = w->fronts_of[y], next; l; l = next) {
		uint32_t number = (l - 1) / 2, side = (l - 1) % 2;
		struct front *f = &w->fronts[number];
		uint32_t other = f->ends[1 - side];
		next = f->next[side];
		if (f->gone)
			continue;
		if (w->at[other]) {
			absorb(&w->fronts[w->at[other] - 1], f, w->at[other] - 1);
			w->at[other] = 0;
			continue;
		}
		add_strangers(w, f, x, other);
		hang(w, x, number, (int)side, &kept);
	}
	for (uint32_t l = w->fronts_of[x], next; l; l = next) {
		uint32_t number = (l - 1) / 2, side = (l - 1) % 2;
		struct front *f = &w->fronts[number];
		uint32_t other = f->ends[1 - side];
		next = f->next[side];
		if (f->gone)
			continue;
		if (w->at[other])
			add_strangers(w, f, y, other);
		w->at[other] = 0;
		hang(w, x, number, (int)side, &kept);
	}
	w->fronts_of[x] = kept;
}

static void join(struct work *w, struct front *between, uint32_t x, uint32_t y)
{
	between->gone = true;
	join_fronts(w, x, y);
	w->next[w->last[x]] = y;
	w->last[x] = w->last[y];
	w->size[x] += w->size[y];
	for (uint32_t l = w->fronts_of[x]; l; l = w->fronts[(l - 1) / 2].next[(l - 1) % 2]) {
		struct front *f = &w->fronts[(l - 1) / 2];
		f->turn++;
		if (f->verdict == LINK_JOINS)
			wait_for(w, (l - 1) / 2);
	}
}

static bool is_current(const struct work *w, const struct waiting *e)
{
	const struct front *f = &w->fronts[e->front];

	return !f->gone && f->turn == e->turn && f->verdict == LINK_JOINS;
}

/* Joins that are equally good are judged together, the first of them given. */
static bool judge_equals(struct work *w, const struct waiting *first)
{
	size_t count = 1;

	memory_need(&w->equals, &w->equal_capacity, 1, sizeof *w->equals);
	w->equals[0] = *first;
	while (w->waiting && w->heap[0].odds == first->odds) {
		struct waiting e = pop(w);
		if (!is_current(w, &e))
			continue;
		memory_need(&w->equals, &w->equal_capacity, count + 1, sizeof *w->equals);
		w->equals[count++] = e;
	}
	if (count == 1)
		return false;
	memory_need(&w->links, &w->link_capacity, count, sizeof *w->links);
	for (size_t i = 0; i < count; i++)
		w->links[i] = (struct link){.a = w->given->members[w->equals[i].ends[0]],
					    .b = w->given->members[w->equals[i].ends[1]]};
	joining_judge(w->given->joining, w->links, count);
	for (size_t i = 0; i < count; i++) {
		w->fronts[w->equals[i].front].verdict = w->links[i].verdict;
		w->equals[i].judged = true;
		push(w, w->equals[i]);
	}
	return true;
}

static void run(struct work *w)
{
	const struct agglomeration *a = w->given;

	while (w->waiting) {
		struct waiting top = pop(w);
		if (!is_current(w, &top) || (a->conditions && !top.judged && judge_equals(w, &top)))
			continue;
		struct front *f = &w->fronts[top.front];
		struct link link = {.a = a->members[top.ends[0]], .b = a->members[top.ends[1]]};
		joining_links(a->joining, &link, 1);
		f->verdict = link.verdict;
		if (link.verdict != LINK_JOINS)
			continue;
		if (a->joined)
			a->joined(a->context, top.odds,
				  (uint64_t)w->size[top.ends[0]] * w->size[top.ends[1]]);
		join(w, f, top.ends[0], top.ends[1]);
	}
}

static void gather_groups(struct work *w)
{
	const struct agglomeration *a = w->given;

	memset(w->at, 0, a->count * sizeof *w->at);
	for (uint32_t i = 0; i < a->count; i++) {
		uint32_t root = components_root(a->joining->persons, a->members[i]);
		uint32_t *first = &w->at[a->places[root]];
		w->next[i] = NONE;
		w->size[i] = w->fronts_of[i] = 0;
		w->last[i] = i;
		if (!*first)
			*first = i + 1;
		else
			w->next[w->last[*first - 1]] = i;
		w->group[i] = *first - 1;
		w->last[w->group[i]] = i;
		w->size[w->group[i]]++;
	}
	memset(w->at, 0, a->count * sizeof *w->at);
}

static int compare_edges(const void *a, const void *b, void *groups)
{
	const struct agglomeration_edge *x = a, *y = b;
	const uint32_t *group = groups;

	if (group[x->a] != group[y->a])
		return group[x->a] < group[y->a] ? -1 : 1;
	if (group[x->b] != group[y->b])
		return group[x->b] < group[y->b] ? -1 : 1;
	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	if (x->b != y->b)
		return x->b < y->b ? -1 : 1;
	return (x->weight < y->weight) - (x->weight > y->weight);
}

/* The candidates between two groups, in the order of their ends, as a front; of the same
 * pair the heaviest counts. */
static void open_front(struct work *w, const struct agglomeration_edge *e, size_t count)
{
	uint32_t x = w->group[e->a], y = w->group[e->b], number = w->front_count++, at;
	struct front *f = &w->fronts[number];
	size_t i = 0;

	*f = (struct front){.ends = {x, y}, .into = number};
	for (uint32_t a = x; a != NONE; a = w->next[a])
		for (uint32_t b = y; b != NONE; b = w->next[b]) {
			if (i == count || e[i].a != a || e[i].b != b) {
				f->weight += weigh(w, a, b);
				continue;
			}
			f->weight += e[i].weight;
			while (i < count && e[i].a == a && e[i].b == b)
				i++;
		}
	for (int side = 0; side < 2; side++) {
		at = w->fronts_of[f->ends[side]];
		hang(w, f->ends[side], number, side, &at);
		w->fronts_of[f->ends[side]] = at;
	}
	wait_for(w, number);
}

static void open_fronts(struct work *w)
{
	const struct agglomeration *a = w->given;
	struct agglomeration_edge *e = a->edges;

	for (size_t i = 0; i < a->edge_count; i++) {
		if (w->group[e[i].a] <= w->group[e[i].b])
			continue;
		uint32_t other = e[i].a;
		e[i].a = e[i].b;
		e[i].b = other;
	}
	qsort_r(e, a->edge_count, sizeof *e, compare_edges, w->group);
	for (size_t i = 0, end; i < a->edge_count; i = end) {
		uint32_t x = w->group[e[i].a], y = w->group[e[i].b];
		for (end = i;
		     end < a->edge_count && w->group[e[end].a] == x && w->group[e[end].b] == y;
		     end++)
			w->front_of[end] = w->front_count;
		if (x != y)
			open_front(w, e + i, end - i);
	}
}

static void tell_verdicts(struct work *w)
{
	const struct agglomeration *a = w->given;

	for (size_t i = 0; i < a->edge_count; i++) {
		struct agglomeration_edge *e = &a->edges[i];
		struct components *persons = a->joining->persons;
		if (components_root(persons, a->members[e->a]) ==
		    components_root(persons, a->members[e->b])) {
			e->verdict = LINK_JOINS;
			continue;
		}
		uint32_t f = w->front_of[i];
		while (w->fronts[f].into != f)
			f = w->front_of[i] = w->fronts[f].into;
		e->verdict =
			w->fronts[f].verdict == LINK_JOINS ? LINK_OUTWEIGHED : w->fronts[f].verdict;
	}
}

void agglomerate(const struct agglomeration *a)
{
	struct arena *arena = a->arena;
	struct work w = {.given = a,
			 .next = ARENA_ARRAY(arena, a->count, uint32_t),
			 .last = ARENA_ARRAY(arena, a->count, uint32_t),
			 .size = ARENA_ARRAY(arena, a->count, uint32_t),
			 .group = ARENA_ARRAY(arena, a->count, uint32_t),
			 .fronts_of = ARENA_ARRAY(arena, a->count, uint32_t),
			 .at = ARENA_ARRAY(arena, a->count, uint32_t),
			 .fronts = ARENA_ARRAY(arena, a->edge_count, struct front),
			 .front_of = ARENA_ARRAY(arena, a->edge_count, uint32_t)};

	gather_groups(&w);
	open_fronts(&w);
	run(&w);
	tell_verdicts(&w);
	memory_free(w.heap);
	memory_free(w.links);
	memory_free(w.equals);
}
