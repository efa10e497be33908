#include "score/group.h"

/* Groups smaller than this are scored pair by pair. */
enum { SIEVE_LEAST = 8 };

void group_start(struct group *g, const uint64_t *totals, struct arena *arena)
{
	const struct model *m = g->model;

	scorer_start(&g->scorer, m, totals, arena);
	g->bound = model_bound(m, arena);
	sieve_start(&g->sieve, &g->bound, totals, g->threshold, arena, SIEVE_BEST);
	if (g->explains)
		g->score.weights = ARENA_ARRAY(arena, m->comparison_count + 1, int64_t);
	g->score.levels = ARENA_ARRAY(arena, m->comparison_count + 1, int8_t);
}

struct group_member *group_add(struct group *g, struct text rid, struct text source, enum side side)
{
	size_t number = pairing_source(g->pairing, source);

	meeting_add(&g->meeting, g->pairing, number, side);
	memory_need(&g->members, &g->capacity, g->count + 1, sizeof *g->members);
	struct group_member *m = &g->members[g->count++];
	*m = (struct group_member){
		.rid = rid, .source = source, .partner = {.source = number, .side = side}};
	return m;
}

enum load group_load(struct group *g, struct group_member *member, const struct text *cells,
		     const bool *lists, const struct text *counts)
{
	return scorer_load(&g->scorer, cells, lists, counts, &g->arena, &member->entry);
}

/* Sources may be new since the last group. */
static void find_sources(struct group *g)
{
	if (g->weight_sources == g->pairing->sources.count)
		return;
	g->weight_sources = g->pairing->sources.count;
	size_t count = g->weight_sources * g->weight_sources;
	memory_free(g->weights);
	g->weights = memory_take(count * sizeof *g->weights);
	memset(g->weights, 0, count * sizeof *g->weights);
}

/* The weights for the two sources; found once. */
static const struct pair_weights *weights_of(struct group *g, const struct group_member *a,
					     const struct group_member *b)
{
	const struct pair_weights **at =
		&g->weights[a->partner.source * g->weight_sources + b->partner.source];

	if (!*at)
		*at = scorer_weights(&g->scorer, model_parameters(g->model, a->source, b->source));
	return *at;
}

static void tell(struct group *g, const struct group_member *a, const struct group_member *b,
		 bool again, uint64_t count)
{
	bool turned = text_compare(a->source, b->source) > 0;
	struct group_pair pair = {turned ? b : a, turned ? a : b, &g->score, again, count};

	g->found(g->context, &pair);
}

static void score_pair(struct group *g, size_t i, size_t j)
{
	const struct group_member *a = &g->members[i], *b = &g->members[j];

	if (classes_pair(&g->classes, &g->scorer, weights_of(g, a, b), i, j, g->threshold,
			 &g->score))
		tell(g, a, b, false, 1);
	else
		g->below++;
}

static void score_partners(struct group *g, size_t i, size_t word, uint64_t partners)
{
	uint64_t keep = partners;

	if (g->count >= SIEVE_LEAST && partners)
		keep &= sieve_pairs(&g->sieve, i, word);
	g->below += (uint64_t)__builtin_popcountll(partners & ~keep);
	for (; keep; keep &= keep - 1)
		score_pair(g, i, word * 64 + (size_t)__builtin_ctzll(keep));
}

/* Whatever it weighs, since estimation needs all. */
static void count_pair(struct group *g, size_t i, size_t j, bool again, uint64_t count)
{
	const struct group_member *a = &g->members[i], *b = &g->members[j];

	if (classes_pair(&g->classes, &g->scorer, weights_of(g, a, b), i, j, INT64_MIN, &g->score))
		tell(g, a, b, again, count);
}

/* In every pass where the two meet, since estimation looks at each by itself. */
static void count_partners(struct group *g, size_t i, const uint64_t *partners)
{
	const struct group_member *a = &g->members[i];

	for (size_t j = i + 1; j < g->count; j++) {
		const struct group_member *b = &g->members[j];
		bool first = partners[j / 64] >> (j % 64) & 1;

		if (!first && !(pairing_allows(g->pairing, a->partner.source, b->partner.source) &&
				sides_allow(a->partner.side, b->partner.side)))
			continue;
		if (!classes_count(&g->classes, i, j, !first))
			count_pair(g, i, j, !first, 1);
	}
}

static void count_classes(struct group *g)
{
	struct classes_counted counted = {0};

	while (classes_counted(&g->classes, &counted))
		count_pair(g, counted.i, counted.j, counted.way, counted.count);
}

static void walk(struct group *g)
{
	size_t count = g->count;
	const struct entry **entries = ARENA_ARRAY(&g->arena, count, const struct entry *);
	const struct partner **partners = ARENA_ARRAY(&g->arena, count, const struct partner *);
	struct class_record *records = ARENA_ARRAY(&g->arena, count, struct class_record);
	struct partners group;
	bool sieved = count >= SIEVE_LEAST && !g->counts;

	for (size_t i = 0; i < count; i++) {
		entries[i] = &g->members[i].entry;
		records[i] = (struct class_record){entries[i], g->members[i].partner.source};
		partners[i] = &g->members[i].partner;
	}
	partners_group(&group, g->pairing, partners, count, &g->arena);
	classes_group(&g->classes, g->model, records, g->explains ? 0 : count, &g->arena);
	if (sieved)
		sieve_group(&g->sieve, entries, count);
	for (size_t i = 0; i + 1 < count; i++) {
		const uint64_t *bits = partners_of(&group, i);

		g->skipped += group.skipped;
		if (sieved)
			sieve_left(&g->sieve, i);
		for (size_t word = i / 64; word < group.words; word++) {
			g->compared += (uint64_t)__builtin_popcountll(bits[word]);
			if (!g->counts)
				score_partners(g, i, word, bits[word]);
		}
		if (g->counts)
			count_partners(g, i, bits);
	}
	if (g->counts)
		count_classes(g);
}

void group_end(struct group *g)
{
	if (g->count) {
		g->groups++;
		g->met += g->meeting.pairs;
		find_sources(g);
		walk(g);
	}
	g->count = 0;
	meeting_clear(&g->meeting);
	arena_reset(&g->arena);
}

void group_free(struct group *g)
{
	memory_free(g->members);
	memory_free(g->weights);
	meeting_free(&g->meeting);
	sieve_free(&g->sieve);
	classes_free(&g->classes);
	arena_free(&g->arena);
}
