#include "cluster/average.h"

#include <stdlib.h>

#include "stream/options.h"

#define NONE UINT32_MAX

bool average_method(const char *method, const struct model *models, size_t model_count)
{
	if (!method)
		return model_count == 1 && models->has_candidates;
	if (strcmp(method, "components") == 0)
		return false;
	if (strcmp(method, "average") != 0)
		usage_fail("--method: neither components nor average: %s", method);
	if (model_count != 1)
		usage_fail("--method average needs one --model, to weigh pairs that did not meet");
	return true;
}

void average_add(struct average *a, uint32_t one, uint32_t other, int64_t weight)
{
	memory_need(&a->edges, &a->capacity, a->count + 1, sizeof *a->edges);
	a->edges[a->count++] = (struct average_edge){one, other, weight, LINK_OUTWEIGHED};
}

/* The components of candidate pairs and persons. */
struct candidates {
	struct average *average;
	const struct universe *universe;
	struct joining *joining;
	bool conditions;
	uint32_t *labels, *next; /* by identity; next: of the same component */
	uint32_t *places;
	size_t *order; /* edges by component */
	struct arena arena;
};

static void find_components(struct candidates *c)
{
	const struct average *a = c->average;
	struct components *persons = c->joining->persons, all;
	uint32_t count = persons->count;
	size_t *starts = memory_take(((size_t)count + 1) * sizeof *starts);

	components_start(&all, count);
	for (uint32_t i = 0; i < count; i++)
		components_join(&all, i, components_root(persons, i));
	for (size_t i = 0; i < a->count; i++)
		components_join(&all, a->edges[i].a, a->edges[i].b);
	components_labels(&all, c->labels);
	components_free(&all);
	memset(c->next, 0xFF, count * sizeof *c->next);
	for (uint32_t i = count; i-- > 0;) {
		if (c->labels[i] == i)
			continue;
		c->next[i] = c->next[c->labels[i]];
		c->next[c->labels[i]] = i;
	}
	memset(starts, 0, ((size_t)count + 1) * sizeof *starts);
	for (size_t i = 0; i < a->count; i++)
		starts[c->labels[a->edges[i].a] + 1]++;
	for (uint32_t i = 0; i < count; i++)
		starts[i + 1] += starts[i];
	for (size_t i = 0; i < a->count; i++)
		c->order[starts[c->labels[a->edges[i].a]]++] = i;
	memory_free(starts);
}

static int compare_rids(const void *a, const void *b, void *universe)
{
	return text_compare(universe_rid(universe, *(const uint32_t *)a),
			    universe_rid(universe, *(const uint32_t *)b));
}

static int64_t weigh(void *context, uint32_t a, uint32_t b)
{
	struct average *average = context;

	return weigher_weigh(&average->weigher, a, b);
}

/* The edges order[first] to order[end - 1] are those of one component. */
static void join_component(struct candidates *c, size_t first, size_t end,
			   struct agglomeration *work)
{
	struct average *a = c->average;
	uint32_t count = 0, label = c->labels[a->edges[c->order[first]].a];

	arena_reset(&c->arena);
	for (uint32_t i = label; i != NONE; i = c->next[i])
		count++;
	uint32_t *members = ARENA_ARRAY(&c->arena, count, uint32_t);
	count = 0;
	for (uint32_t i = label; i != NONE; i = c->next[i])
		members[count++] = i;
	qsort_r(members, count, sizeof *members, compare_rids, (void *)c->universe);
	for (uint32_t i = 0; i < count; i++)
		c->places[members[i]] = i;
	work->members = members;
	work->count = count;
	work->places = c->places;
	work->edge_count = end - first;
	work->edges = ARENA_ARRAY(&c->arena, end - first, struct agglomeration_edge);
	for (size_t i = first; i < end; i++) {
		const struct average_edge *e = &a->edges[c->order[i]];
		work->edges[i - first] = (struct agglomeration_edge){
			c->places[e->a], c->places[e->b], e->weight, c->order[i], LINK_JOINS};
	}
	weigher_members(&a->weigher, members, count);
	agglomerate(work);
	for (size_t i = 0; i < work->edge_count; i++)
		a->edges[work->edges[i].number].verdict = (uint8_t)work->edges[i].verdict;
}

static void tell_cut(void *context, int64_t odds, uint64_t pairs)
{
	struct average *a = context;

	cut_join(&a->cut, odds, pairs);
}

static void join_all(struct candidates *c, int64_t least,
		     void (*joined)(void *context, int64_t odds, uint64_t pairs))
{
	struct average *a = c->average;
	struct agglomeration work = {.joining = c->joining,
				     .conditions = c->conditions,
				     .prior = a->weigher.model->prior,
				     .least = least,
				     .arena = &c->arena,
				     .weigh = weigh,
				     .joined = joined,
				     .context = a};

	for (size_t i = 0, end; i < a->count; i = end) {
		uint32_t label = c->labels[a->edges[c->order[i]].a];
		for (end = i; end < a->count && c->labels[a->edges[c->order[end]].a] == label;
		     end++)
			;
		cut_component(&a->cut);
		join_component(c, i, end, &work);
	}
}

static uint64_t pairs_within(struct components *persons)
{
	uint64_t pairs = 0;

	for (uint32_t i = 0; i < persons->count; i++) {
		uint64_t size = components_size(persons, i);
		if (components_root(persons, i) == i)
			pairs += size * (size - 1) / 2;
	}
	return pairs;
}

static void tell_expected(const struct cut *c)
{
	struct buffer text = {0};

	if (!c->precision)
		return;
	buffer_string(&text, "groups are joined from ");
	buffer_fixed(&text, c->at / 10000000000, 2);
	buffer_string(&text, " bits on; expected of pairs within persons: precision ");
	buffer_fixed(&text, c->precision / 100000000, 4);
	buffer_string(&text, ", recall ");
	buffer_fixed(&text, c->recall / 100000000, 4);
	notice("%.*s", (int)text.length, text.at);
	buffer_free(&text);
}

void average_join(struct average *a, struct joining *joining, const struct universe *u,
		  bool conditions)
{
	size_t bytes = ((size_t)joining->persons->count + 1) * sizeof(uint32_t);
	struct candidates c = {.average = a,
			       .universe = u,
			       .joining = joining,
			       .conditions = conditions,
			       .labels = memory_take(bytes),
			       .next = memory_take(bytes),
			       .places = memory_take(bytes),
			       .order = memory_take((a->count + 1) * sizeof *c.order)};
	struct joining_copy before = joining_save(joining);
	struct one_value *values = joining->values;

	find_components(&c);
	a->cut.sure = pairs_within(joining->persons);
	weigher_ready(&a->weigher, u);
	joining->values = NULL;
	join_all(&c, CUT_LEAST, tell_cut);
	joining->values = values;
	joining_restore(joining, &before);
	cut_choose(&a->cut);
	join_all(&c, a->cut.at, NULL);
	tell_expected(&a->cut);
	memory_free(c.labels);
	memory_free(c.next);
	memory_free(c.places);
	memory_free(c.order);
	arena_free(&c.arena);
}

bool average_next(struct average *a, const struct average_edge **edge)
{
	if (a->next == a->count)
		return false;
	*edge = &a->edges[a->next++];
	return true;
}

static void step_number(struct step_builder *step, const char *name, int64_t number, int places)
{
	struct buffer text = {0};

	buffer_fixed(&text, number, places);
	step_option(step, name, text_copy(step->preamble->arena, buffer_text(&text)));
	buffer_free(&text);
}

void average_step(const struct average *a, struct step_builder *step)
{
	const struct cut *c = &a->cut;

	step_option(step, "method", TEXT("average"));
	step_number(step, "cut", c->at, 12);
	if (!c->precision)
		return;
	step_number(step, "expected_precision", c->precision / 1000000, 6);
	step_number(step, "expected_recall", c->recall / 1000000, 6);
}

void average_free(struct average *a)
{
	weigher_free(&a->weigher);
	cut_free(&a->cut);
	memory_free(a->edges);
	*a = (struct average){0};
}
