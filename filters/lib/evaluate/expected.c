#include "evaluate/expected.h"

/* An expectation, and who is linked as it says. */
struct outcome {
	const struct expectation *of;
	const struct universe *universe;
	bool *linked; /* of each identity */
};

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

static void write_dimension(struct report *r, const struct outcome *o, const struct dimension *d,
			    const struct rate *all)
{
	const struct universe *u = o->universe;
	size_t count = dimension_categories(d);
	struct rate *rates = memory_take(count * sizeof *rates);
	uint16_t *order = dimension_order(d);

	memset(rates, 0, count * sizeof *rates);
	for (size_t i = 0; i < u->rids.count; i++) {
		if (u->source[i] != o->of->a)
			continue;
		rates[d->category[i]].expected++;
		rates[d->category[i]].linked += o->linked[i];
	}
	for (int balance = 0; balance < 2; balance++) {
		report_sources(r, balance ? "balance" : "group", o->of->a_name, o->of->b_name);
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

static void write_outcome(struct report *r, const struct outcome *o, const struct groups *g)
{
	const struct universe *u = o->universe;
	struct rate all = {0};

	for (size_t i = 0; i < u->rids.count; i++)
		if (u->source[i] == o->of->a) {
			all.expected++;
			all.linked += o->linked[i];
		}
	report_sources(r, "expected", o->of->a_name, o->of->b_name);
	write_rate(r, &all);
	for (size_t i = 0; i < g->count; i++)
		write_dimension(r, o, &g->dimensions[i], &all);
}

void expected_write(struct report *r, const struct expectation_list *list, const struct universe *u,
		    const uint32_t *person, size_t persons, const struct groups *g)
{
	struct outcome o = {.universe = u};

	o.linked = memory_take(u->rids.count + 1);
	for (size_t i = 0; i < list->count; i++) {
		o.of = &list->at[i];
		expectation_linked(o.of, u, person, persons, o.linked);
		write_outcome(r, &o, g);
	}
	memory_free(o.linked);
}
