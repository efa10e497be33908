#include "evaluate/expected.h"

#include <stdlib.h>

struct expectation {
	struct text a_name, b_name;
	uint32_t a, b;
	const struct preamble *preamble;
	const struct universe *universe;
	const struct placement *placement;
	bool *has_b; /* of each cluster */
};

/* A source of the stream's of which nobody came is a number that nobody has. */
static uint32_t source_named(const struct expectation *e, struct text name)
{
	const uint64_t *number = map_find(&e->universe->sources, name);

	if (number)
		return (uint32_t)*number;
	for (size_t i = 0; i < e->preamble->source_count; i++)
		if (text_equal(e->preamble->sources[i].id, name))
			return UINT32_MAX;
	usage_fail("--expect: no identity is of source %.*s", (int)name.length, name.at);
}

static void find_partners(struct expectation *e)
{
	const struct universe *u = e->universe;

	memset(e->has_b, 0, (e->placement->clusters + 1) * sizeof *e->has_b);
	for (size_t i = 0; i < u->rids.count; i++)
		if (u->source[i] == e->b)
			e->has_b[e->placement->cluster[i]] = true;
}

static bool is_linked(const struct expectation *e, size_t identity)
{
	return e->has_b[e->placement->cluster[identity]];
}

/* How many of a category were expected and linked. */
struct rate {
	uint64_t expected, linked;
};

static void write_rate(struct report *r, const struct rate *rate)
{
	report_count(r, "expected", rate->expected);
	report_count(r, "linked", rate->linked);
	report_share(r, "link_rate", rate->linked, rate->expected);
}

static void write_balance(struct report *r, const struct rate *rate, const struct rate *all)
{
	uint64_t unlinked = rate->expected - rate->linked,
		 all_unlinked = all->expected - all->linked;
	int64_t difference = 0;
	bool defined = standardised_difference(rate->linked, all->linked, unlinked, all_unlinked,
					       &difference);

	report_ratio(r, "share_linked", rate->linked, all->linked);
	report_ratio(r, "share_unlinked", unlinked, all_unlinked);
	report_millionths(r, "standardised_difference", defined, difference);
}

static void write_dimension(struct report *r, const struct expectation *e,
			    const struct dimension *d, const struct rate *all)
{
	const struct universe *u = e->universe;
	size_t count = dimension_categories(d);
	struct rate *rates = memory_take(count * sizeof *rates);
	uint16_t *order = dimension_order(d);

	memset(rates, 0, count * sizeof *rates);
	for (size_t i = 0; i < u->rids.count; i++) {
		if (u->source[i] != e->a)
			continue;
		rates[d->category[i]].expected++;
		rates[d->category[i]].linked += is_linked(e, i);
	}
	for (int balance = 0; balance < 2; balance++) {
		report_sources(r, balance ? "balance" : "group", e->a_name, e->b_name);
		for (size_t i = 0; i < count; i++) {
			const struct rate *rate = &rates[order[i]];
			report_group(r, d->text, dimension_label(d, order[i]));
			if (rate->expected && balance)
				write_balance(r, rate, all);
			else if (rate->expected)
				write_rate(r, rate);
		}
	}
	memory_free(order);
	memory_free(rates);
}

static void write_expectation(struct report *r, const struct expectation *e, const struct groups *g)
{
	const struct universe *u = e->universe;
	struct rate all = {0};

	for (size_t i = 0; i < u->rids.count; i++)
		if (u->source[i] == e->a) {
			all.expected++;
			all.linked += is_linked(e, i);
		}
	report_sources(r, "expected", e->a_name, e->b_name);
	write_rate(r, &all);
	for (size_t i = 0; i < g->count; i++)
		write_dimension(r, e, &g->dimensions[i], &all);
}

void expected_write(struct report *r, const struct preamble *preamble, const struct universe *u,
		    const struct placement *p, const struct string_list *expectations,
		    const struct groups *g)
{
	struct expectation e = {.preamble = preamble, .universe = u, .placement = p};

	e.has_b = memory_take((p->clusters + 1) * sizeof *e.has_b);
	for (size_t i = 0; i < expectations->count; i++) {
		struct text rest = text_of(expectations->at[i]);
		text_cut(&rest, ':', &e.a_name);
		e.b_name = rest;
		if (!rest.at || text_equal(e.a_name, e.b_name))
			usage_fail("--expect: not SOURCE:SOURCE: %s", expectations->at[i]);
		e.a = source_named(&e, e.a_name);
		e.b = source_named(&e, e.b_name);
		find_partners(&e);
		write_expectation(r, &e, g);
	}
	memory_free(e.has_b);
}
