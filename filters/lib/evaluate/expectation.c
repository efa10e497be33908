#include "evaluate/expectation.h"

static uint32_t source_named(const struct preamble *p, const struct universe *u, struct text name)
{
	const uint64_t *number = map_find(&u->sources, name);

	if (number)
		return (uint32_t)*number;
	for (size_t i = 0; i < p->source_count; i++)
		if (text_equal(p->sources[i].id, name))
			return NO_SOURCE;
	usage_fail("--expect: no identity is of source %.*s", (int)name.length, name.at);
}

void expectations_parse(struct expectation_list *list, const struct string_list *given,
			const struct preamble *p, const struct universe *u)
{
	size_t count = given->count ? given->count : 1;

	memory_need(&list->at, &list->capacity, count, sizeof *list->at);
	list->count = count;
	list->at[0] = (struct expectation){TEXT_NONE, TEXT_NONE, ANY_SOURCE, ANY_SOURCE};
	for (size_t i = 0; i < given->count; i++) {
		struct text b = text_of(given->at[i]), a;
		text_cut(&b, ':', &a);
		if (!b.at || text_equal(a, b))
			usage_fail("--expect: not SOURCE:SOURCE: %s", given->at[i]);
		list->at[i] =
			(struct expectation){a, b, source_named(p, u, a), source_named(p, u, b)};
	}
}

/* Without a source to look for: does the person have two sources, or, where
 * there is one only, two identities? */
static void linked_to_any(const struct universe *u, const uint32_t *person, size_t persons,
			  bool *linked)
{
	uint32_t *first = memory_take((persons + 1) * sizeof *first);
	bool *several = memory_take(persons + 1), one_source = u->sources.count == 1;

	memset(first, 0xFF, (persons + 1) * sizeof *first);
	memset(several, 0, persons + 1);
	for (uint32_t i = 0; i < u->rids.count; i++) {
		uint32_t mark = one_source ? i : u->source[i];
		if (first[person[i]] == UINT32_MAX)
			first[person[i]] = mark;
		else if (first[person[i]] != mark)
			several[person[i]] = true;
	}
	for (size_t i = 0; i < u->rids.count; i++)
		linked[i] = several[person[i]];
	memory_free(several);
	memory_free(first);
}

void expectation_linked(const struct expectation *e, const struct universe *u,
			const uint32_t *person, size_t persons, bool *linked)
{
	if (e->b == ANY_SOURCE) {
		linked_to_any(u, person, persons, linked);
		return;
	}
	bool *has = memory_take(persons + 1);

	memset(has, 0, persons + 1);
	for (size_t i = 0; i < u->rids.count; i++)
		if (u->source[i] == e->b)
			has[person[i]] = true;
	for (size_t i = 0; i < u->rids.count; i++)
		linked[i] = has[person[i]];
	memory_free(has);
}
