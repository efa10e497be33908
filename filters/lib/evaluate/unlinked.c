#include "evaluate/unlinked.h"

static uint32_t source_named(const struct universe *u, struct text name)
{
	const uint64_t *number = map_find(&u->sources, name);

	if (!number)
		usage_fail("--expect: no identity is of source %.*s", (int)name.length, name.at);
	return (uint32_t)*number;
}

void expectations_parse(struct expectation_list *list, const struct string_list *given,
			const struct universe *u)
{
	size_t count = given->count ? given->count : 1;

	memory_need(&list->at, &list->capacity, count, sizeof *list->at);
	list->count = count;
	list->at[0] = (struct expectation){ANY_SOURCE, ANY_SOURCE};
	for (size_t i = 0; i < given->count; i++) {
		struct text rest = text_of(given->at[i]), first;
		text_cut(&rest, ':', &first);
		if (!rest.at || text_equal(rest, first))
			usage_fail("--expect: not SOURCE:SOURCE: %s", given->at[i]);
		list->at[i] = (struct expectation){source_named(u, first), source_named(u, rest)};
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

void needs_parse(struct needs *n, const char *need, const char *area, struct reader *records)
{
	struct text rest = need ? text_of(need) : (struct text){NULL, 0}, name;

	n->area = NO_COLUMN;
	while (rest.at && text_cut(&rest, ',', &name)) {
		if (n->count == NEEDS_MOST)
			usage_fail("--need: more than %d columns", NEEDS_MOST);
		n->names[n->count] = name;
		n->columns[n->count++] = preamble_need(
			&records->preamble, text_string(&n->arena, name), records->path, EXIT_DATA);
	}
	if (!area)
		return;
	n->prefixes = text_of(area);
	text_cut(&n->prefixes, '=', &name);
	if (!n->prefixes.at || !n->prefixes.length)
		usage_fail("--area: not COLUMN=PREFIX,...: %s", area);
	n->area = preamble_need(&records->preamble, text_string(&n->arena, name), records->path,
				EXIT_DATA);
	n->area_list = records->preamble.columns[n->area].list;
}

/* LE1 begins LE14XX, but not LE114XX: what follows letters must be a digit,
 * what follows digits the three characters of the inward code. */
static bool begins(struct text postcode, struct text prefix)
{
	if (!prefix.length || postcode.length < prefix.length + 1 ||
	    memcmp(postcode.at, prefix.at, prefix.length) != 0)
		return false;
	char last = prefix.at[prefix.length - 1], next = postcode.at[prefix.length];
	if (last >= '0' && last <= '9')
		return postcode.length == prefix.length + 3;
	return next >= '0' && next <= '9';
}

static bool within(const struct needs *n, struct text cell)
{
	struct text postcode = cell;

	while (n->area_list ? text_cut(&cell, '|', &postcode) : cell.at != NULL) {
		struct text rest = n->prefixes, prefix;
		while (text_cut(&rest, ',', &prefix))
			if (begins(postcode, prefix))
				return true;
		if (!n->area_list)
			break;
	}
	return false;
}

uint8_t needs_of(const struct needs *n, const struct record *row)
{
	unsigned lacks = 0;

	for (size_t i = 0; i < n->count; i++)
		if (!record_cell(row, n->columns[i]).length)
			lacks |= 1u << i;
	if (n->area != NO_COLUMN && record_cell(row, n->area).length &&
	    !within(n, record_cell(row, n->area)))
		lacks |= LACKS_AREA;
	return (uint8_t)lacks;
}

void needs_free(struct needs *n)
{
	arena_free(&n->arena);
}

void unlinked_options(struct step_builder *step, const struct string_list *given, const char *need,
		      const char *area, const int64_t *threshold)
{
	struct buffer text = {0};

	for (size_t i = 0; i < given->count; i++)
		step_option_item(step, "expect", text_of(given->at[i]));
	if (need)
		step_option(step, "need", text_of(need));
	if (area)
		step_option(step, "area", text_of(area));
	if (threshold) {
		buffer_fixed(&text, *threshold, 12);
		step_option(step, "threshold", buffer_text(&text));
	}
	buffer_free(&text);
}
