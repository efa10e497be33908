#include "cluster/unique.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void unique_add(struct unique *u, uint32_t a, uint32_t b, uint32_t rule, bool unique)
{
	memory_need(&u->pairs, &u->capacity, u->count + 1, sizeof *u->pairs);
	u->pairs[u->count++] = (struct unique_pair){a, b, (uint16_t)rule, unique,
						    unique ? UNIQUE_FIRES : UNIQUE_FIRM};
}

/* A pair as one of its ends sees it. */
struct view {
	uint32_t node, source; /* this end, the other end's source */
	uint32_t person;       /* the other end's */
	size_t pair;
};

static int compare_views(const void *a, const void *b)
{
	const struct view *x = a, *y = b;

	if (x->node != y->node)
		return x->node < y->node ? -1 : 1;
	return (x->source > y->source) - (x->source < y->source);
}

/* The views of one node and one other source: with two persons among them,
 * each has a rival. */
static void judge_views(struct unique *u, uint16_t rule, const struct view *views, size_t count)
{
	bool several = false;

	for (size_t i = 0; i < count; i++)
		several = several || views[i].person != views[0].person;
	for (size_t i = 0; several && i < count; i++) {
		struct unique_pair *p = &u->pairs[views[i].pair];
		if (p->unique && p->rule == rule)
			p->verdict = UNIQUE_AMBIGUOUS;
	}
}

/* Does a source have a person at most once? */
static bool once(const uint16_t *single, uint16_t source)
{
	return !single || single[source] != UINT16_MAX;
}

/* A partner that is one person with this end already is no rival where the
 * source may have a person more than once. */
static bool counts(const uint32_t *labels, const uint16_t *source, const uint16_t *single,
		   const struct unique_pair *p, uint32_t other)
{
	return labels[p->a] != labels[p->b] || once(single, source[other]);
}

static void judge_rivals(struct unique *u, uint16_t rule, const uint32_t *labels,
			 const uint16_t *source, const uint16_t *single)
{
	struct view *views = memory_take((u->count * 2 + 1) * sizeof *views);
	size_t count = 0;

	for (size_t i = 0; i < u->count; i++) {
		const struct unique_pair *p = &u->pairs[i];
		if (p->rule > rule)
			continue;
		if (counts(labels, source, single, p, p->b))
			views[count++] = (struct view){p->a, source[p->b], labels[p->b], i};
		if (counts(labels, source, single, p, p->a))
			views[count++] = (struct view){p->b, source[p->a], labels[p->a], i};
	}
	qsort(views, count, sizeof *views, compare_views);
	for (size_t i = 0; i < count;) {
		size_t end = i;
		while (end < count && views[end].node == views[i].node &&
		       views[end].source == views[i].source)
			end++;
		judge_views(u, rule, views + i, end - i);
		i = end;
	}
	memory_free(views);
}

static bool share_source(const uint64_t *a, const uint64_t *b, size_t words)
{
	for (size_t i = 0; i < words; i++)
		if (a[i] & b[i])
			return true;
	return false;
}

/* The persons that the pairs of a rule and of those before it are of, numbered,
 * and which of the sources that have a person once each of them has, a bit a
 * source. */
struct ends {
	uint32_t *place; /* of each label, or UINT32_MAX */
	uint32_t count;
	uint64_t *sets;
	size_t words;
};

static void add_end(struct ends *e, uint32_t label)
{
	if (e->place[label] == UINT32_MAX)
		e->place[label] = e->count++;
}

static bool is_of(const struct unique_pair *p, uint16_t rule)
{
	return p->unique && p->rule == rule;
}

static void find_ends(struct ends *e, const struct unique *u, uint16_t rule, const uint32_t *labels,
		      const uint16_t *source, const uint16_t *single, uint32_t count)
{
	e->place = memory_take(((size_t)count + 1) * sizeof *e->place);
	memset(e->place, 0xFF, count * sizeof *e->place);
	for (size_t i = 0; i < u->count; i++) {
		if (u->pairs[i].rule > rule)
			continue;
		add_end(e, labels[u->pairs[i].a]);
		add_end(e, labels[u->pairs[i].b]);
	}
	size_t bytes = ((size_t)e->count * e->words + 1) * sizeof *e->sets;
	e->sets = memory_take(bytes);
	memset(e->sets, 0, bytes);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t place = e->place[labels[i]];
		if (place != UINT32_MAX && once(single, source[i]))
			e->sets[place * e->words + source[i] / 64] |= (uint64_t)1 << source[i] % 64;
	}
}

static int compare_partners(const void *a, const void *b)
{
	const struct view *x = a, *y = b;

	if (x->node != y->node)
		return x->node < y->node ? -1 : 1;
	return (x->person > y->person) - (x->person < y->person);
}

/* Partners of one node that have a source in common, of those that have a person
 * once, are two persons: which of them it is remains open, whatever source they
 * were found in. `seen` and `twice` have room for a set each. */
static void judge_partners(struct unique *u, uint16_t rule, const struct view *views, size_t count,
			   const struct ends *e, uint64_t *seen, uint64_t *twice)
{
	memset(seen, 0, e->words * sizeof *seen);
	memset(twice, 0, e->words * sizeof *twice);
	for (size_t i = 0; i < count; i++) {
		const uint64_t *set = e->sets + views[i].person * e->words;
		for (size_t w = 0; w < e->words && (!i || views[i].person != views[i - 1].person);
		     w++) {
			twice[w] |= seen[w] & set[w];
			seen[w] |= set[w];
		}
	}
	for (size_t i = 0; i < count; i++) {
		struct unique_pair *p = &u->pairs[views[i].pair];
		if (is_of(p, rule) &&
		    share_source(e->sets + views[i].person * e->words, twice, e->words))
			p->verdict = UNIQUE_AMBIGUOUS;
	}
}

static void judge_across(struct unique *u, uint16_t rule, const uint32_t *labels,
			 const struct ends *e)
{
	struct view *views = memory_take((u->count * 2 + 1) * sizeof *views);
	uint64_t *sets = memory_take(2 * e->words * sizeof *sets);
	size_t count = 0;

	for (size_t i = 0; i < u->count; i++) {
		const struct unique_pair *p = &u->pairs[i];
		if (p->rule > rule || labels[p->a] == labels[p->b])
			continue;
		views[count++] =
			(struct view){.node = p->a, .person = e->place[labels[p->b]], .pair = i};
		views[count++] =
			(struct view){.node = p->b, .person = e->place[labels[p->a]], .pair = i};
	}
	qsort(views, count, sizeof *views, compare_partners);
	for (size_t i = 0; i < count;) {
		size_t end = i;
		while (end < count && views[end].node == views[i].node)
			end++;
		judge_partners(u, rule, views + i, end - i, e, sets, sets + e->words);
		i = end;
	}
	memory_free(views);
	memory_free(sets);
}

static void judge_sources(struct unique *u, uint16_t rule, const uint32_t *labels,
			  const struct ends *e)
{
	for (size_t i = 0; i < u->count; i++) {
		struct unique_pair *p = &u->pairs[i];
		uint32_t a = labels[p->a], b = labels[p->b];
		if (!is_of(p, rule))
			continue;
		if (a == b)
			p->verdict = UNIQUE_SETTLED;
		else if (share_source(e->sets + e->place[a] * e->words,
				      e->sets + e->place[b] * e->words, e->words))
			p->verdict = UNIQUE_AMBIGUOUS;
	}
}

/* Several links that are each without a rival can still bring two records of a
 * source together: then none of them is sure. */
static void judge_chains(struct unique *u, uint16_t rule, const uint32_t *labels,
			 const struct ends *e)
{
	uint32_t *chains = memory_take(((size_t)e->count + 1) * sizeof *chains);
	bool *clash = memory_take((size_t)e->count + 1);
	size_t bytes = ((size_t)e->count * e->words + 1) * sizeof(uint64_t);
	uint64_t *joined = memory_take(bytes);
	struct components all;

	components_start(&all, e->count);
	for (size_t i = 0; i < u->count; i++)
		if (is_of(&u->pairs[i], rule) && u->pairs[i].verdict == UNIQUE_FIRES)
			components_join(&all, e->place[labels[u->pairs[i].a]],
					e->place[labels[u->pairs[i].b]]);
	components_labels(&all, chains);
	memset(joined, 0, bytes);
	memset(clash, 0, (size_t)e->count + 1);
	for (uint32_t i = 0; i < e->count; i++) {
		uint64_t *of = joined + chains[i] * e->words;
		const uint64_t *own = e->sets + i * e->words;
		clash[chains[i]] = clash[chains[i]] || share_source(of, own, e->words);
		for (size_t w = 0; w < e->words; w++)
			of[w] |= own[w];
	}
	for (size_t i = 0; i < u->count; i++)
		if (is_of(&u->pairs[i], rule) && u->pairs[i].verdict == UNIQUE_FIRES &&
		    clash[chains[e->place[labels[u->pairs[i].a]]]])
			u->pairs[i].verdict = UNIQUE_AMBIGUOUS;
	components_free(&all);
	memory_free(joined);
	memory_free(clash);
	memory_free(chains);
}

bool unique_next(const struct unique *u, uint32_t from, uint32_t *rule)
{
	bool any = false;

	for (size_t i = 0; i < u->count; i++) {
		if (!u->pairs[i].unique || u->pairs[i].rule < from ||
		    (any && u->pairs[i].rule >= *rule))
			continue;
		*rule = u->pairs[i].rule;
		any = true;
	}
	return any;
}

void unique_resolve(struct unique *u, uint32_t which, struct components *persons,
		    const uint16_t *source, size_t source_count, const uint16_t *single)
{
	struct ends ends = {.words = source_count / 64 + 1};
	uint32_t *labels = memory_take(((size_t)persons->count + 1) * sizeof *labels);
	uint16_t rule = (uint16_t)which;

	components_labels(persons, labels);
	judge_rivals(u, rule, labels, source, single);
	find_ends(&ends, u, rule, labels, source, single, persons->count);
	judge_across(u, rule, labels, &ends);
	judge_sources(u, rule, labels, &ends);
	judge_chains(u, rule, labels, &ends);
	memory_free(ends.place);
	memory_free(ends.sets);
	memory_free(labels);
}

void unique_free(struct unique *u)
{
	memory_free(u->pairs);
	*u = (struct unique){0};
}
