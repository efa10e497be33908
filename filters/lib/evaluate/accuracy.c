#include "evaluate/accuracy.h"

#include <stdlib.h>

void accuracy_start(struct accuracy *a, size_t sources, size_t identities, bool partnered)
{
	a->identities = identities;
	for (int i = 0; i < TALLIES; i++) {
		tally_start(&a->tallies[i], sources);
		if (!partnered)
			continue;
		a->partners[i] = memory_take((identities + 1) * sizeof *a->partners[i]);
		memset(a->partners[i], 0, (identities + 1) * sizeof *a->partners[i]);
	}
}

static void count_pair(struct accuracy *a, int i, const struct node *x, const struct node *y)
{
	tally_add(&a->tallies[i], x->source, y->source, 1);
	if (!a->partners[i] || (x->source == y->source && a->tallies[i].sources > 1))
		return;
	a->partners[i][x->identity]++;
	a->partners[i][y->identity]++;
}

void accuracy_pair(struct accuracy *a, const struct node *x, const struct node *y)
{
	bool found = x->person == y->person;
	const bool is[TALLIES] = {
		[LINKED] = true,
		[FOUND] = found,
		[SAME_BIRTH] = x->birth == y->birth,
		[SAME_FAMILY] = x->family == y->family,
		[SAME_FORBIDDEN] = x->forbidden == y->forbidden,
		[LINKABLE_FOUND] = found && x->fields & y->fields,
	};

	for (int i = 0; i < TALLIES; i++)
		if (is[i])
			count_pair(a, i, x, y);
}

void accuracy_label(struct accuracy *a, const struct node *x, const struct node *y,
		    enum verdict verdict, bool linked)
{
	bool same = verdict == VERDICT_SAME;

	if (same)
		count_pair(a, IN_TRUTH, x, y);
	if (linked)
		count_pair(a, LINKED, x, y);
	if (linked && same)
		count_pair(a, FOUND, x, y);
	if (linked && verdict != VERDICT_DIFFERENT)
		count_pair(a, SAME_FORBIDDEN, x, y);
}

uint64_t accuracy_nodes(struct accuracy *a, struct node *nodes, size_t count, bool clustered)
{
	static const unsigned by[TALLIES] = {
		[IN_TRUTH] = BY_PERSON,
		[LINKED] = BY_CLUSTER,
		[FOUND] = BY_CLUSTER | BY_PERSON,
		[SAME_BIRTH] = BY_CLUSTER | BY_BIRTH,
		[SAME_FAMILY] = BY_CLUSTER | BY_FAMILY,
		[SAME_FORBIDDEN] = BY_CLUSTER | BY_FORBIDDEN,
		[LINKABLE] = BY_PERSON,
		[LINKABLE_FOUND] = BY_CLUSTER | BY_PERSON,
	};

	uint64_t persons = 0;

	/* By person last, so that persons can be counted. */
	for (int i = TALLIES - 1; i >= 0; i--)
		if (clustered || !(by[i] & BY_CLUSTER))
			tally_groups(&a->tallies[i], a->partners[i], nodes, count, by[i],
				     i == LINKABLE || i == LINKABLE_FOUND);
	for (size_t i = 0; i < count; i++)
		persons += !i || nodes[i].person != nodes[i - 1].person;
	return persons;
}

static void write_scope(const struct accuracy *a, struct report *r, const uint64_t n[TALLIES])
{
	/* Links between identities of one person that share no field were made by
	 * way of a third: here they count neither for nor against. */
	uint64_t linked = n[LINKED] - (n[FOUND] - n[LINKABLE_FOUND]);

	report_count(r, "true_pairs", n[IN_TRUTH]);
	report_count(r, "linked_pairs", n[LINKED]);
	report_count(r, "found_pairs", n[FOUND]);
	report_count(r, "missed_pairs", n[IN_TRUTH] - n[FOUND]);
	report_count(r, "false_pairs", n[LINKED] - n[FOUND]);
	if (a->kin) {
		report_count(r, "false_twin_pairs", n[SAME_BIRTH] - n[FOUND]);
		report_count(r, "false_sibling_pairs", n[SAME_FAMILY] - n[SAME_BIRTH]);
	}
	if (a->forbidden)
		report_count(r, "forbidden_pairs", n[SAME_FORBIDDEN] - n[FOUND]);
	report_share(r, "precision", n[FOUND], n[LINKED]);
	report_share(r, "recall", n[FOUND], n[IN_TRUTH]);
	report_ratio(r, "f1", 2 * n[FOUND], n[LINKED] + n[IN_TRUTH]);
	if (!a->linkable)
		return;
	report_count(r, "linkable_pairs", n[LINKABLE]);
	report_count(r, "unlinkable_pairs", n[IN_TRUTH] - n[LINKABLE]);
	report_count(r, "linkable_found_pairs", n[LINKABLE_FOUND]);
	report_share(r, "linkable_precision", n[LINKABLE_FOUND], linked);
	report_share(r, "linkable_recall", n[LINKABLE_FOUND], n[LINKABLE]);
	report_ratio(r, "linkable_f1", 2 * n[LINKABLE_FOUND], linked + n[LINKABLE]);
}

void accuracy_write(const struct accuracy *a, struct report *r, const struct universe *u)
{
	size_t count = u->sources.count;
	uint32_t *order = map_order(&u->sources);
	uint64_t n[TALLIES];

	for (int i = 0; i < TALLIES; i++)
		n[i] = tally_total(&a->tallies[i]);
	write_scope(a, r, n);
	for (size_t i = 0; i < count; i++)
		for (size_t j = i + (count > 1); j < count; j++) {
			report_sources(r, "pair", u->sources.entries[order[i]].key,
				       u->sources.entries[order[j]].key);
			for (int k = 0; k < TALLIES; k++)
				n[k] = tally_of(&a->tallies[k], order[i], order[j]);
			if (!a->sparse || n[IN_TRUTH] || n[LINKED])
				write_scope(a, r, n);
		}
	memory_free(order);
}

static void write_group(const struct accuracy *a, struct report *r, const uint64_t ends[TALLIES])
{
	report_halves(r, "true_pairs", ends[IN_TRUTH]);
	report_halves(r, "linked_pairs", ends[LINKED]);
	report_halves(r, "found_pairs", ends[FOUND]);
	if (a->forbidden)
		report_halves(r, "forbidden_pairs", ends[SAME_FORBIDDEN] - ends[FOUND]);
	report_share(r, "precision", ends[FOUND] / 2, ends[LINKED] / 2);
	report_share(r, "recall", ends[FOUND] / 2, ends[IN_TRUTH] / 2);
	if (!a->linkable)
		return;
	report_halves(r, "linkable_pairs", ends[LINKABLE]);
	report_share(r, "linkable_recall", ends[LINKABLE_FOUND] / 2, ends[LINKABLE] / 2);
}

void accuracy_groups(const struct accuracy *a, struct report *r, const struct groups *g)
{
	report_scope(r, "group");
	for (size_t i = 0; i < g->count; i++) {
		const struct dimension *d = &g->dimensions[i];
		size_t count = dimension_categories(d);
		uint64_t(*ends)[TALLIES] = memory_take(count * sizeof *ends);
		uint16_t *order = dimension_order(d);

		memset(ends, 0, count * sizeof *ends);
		for (size_t j = 0; j < a->identities; j++)
			for (int k = 0; k < TALLIES; k++)
				ends[d->category[j]][k] += a->partners[k][j];
		for (size_t j = 0; j < count; j++) {
			report_group(r, d->text, dimension_label(d, order[j]));
			if (ends[order[j]][IN_TRUTH] || ends[order[j]][LINKED])
				write_group(a, r, ends[order[j]]);
		}
		memory_free(order);
		memory_free(ends);
	}
}

void accuracy_free(struct accuracy *a)
{
	for (int i = 0; i < TALLIES; i++) {
		tally_free(&a->tallies[i]);
		memory_free(a->partners[i]);
	}
	*a = (struct accuracy){0};
}
