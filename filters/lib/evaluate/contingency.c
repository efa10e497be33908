#include "evaluate/contingency.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void tally_start(struct tally *t, size_t sources)
{
	t->sources = sources;
	t->pairs = memory_take((sources * sources + 1) * sizeof *t->pairs);
	memset(t->pairs, 0, (sources * sources + 1) * sizeof *t->pairs);
}

void tally_free(struct tally *t)
{
	memory_free(t->pairs);
	*t = (struct tally){0};
}

static size_t cell_of(const struct tally *t, uint32_t a, uint32_t b)
{
	return a < b ? a * t->sources + b : b * t->sources + a;
}

void tally_add(struct tally *t, uint32_t a, uint32_t b, uint64_t n)
{
	t->pairs[cell_of(t, a, b)] += n;
}

uint64_t tally_of(const struct tally *t, uint32_t a, uint32_t b)
{
	return t->pairs[cell_of(t, a, b)];
}

uint64_t tally_total(const struct tally *t)
{
	uint64_t total = 0;

	if (t->sources == 1)
		return t->pairs[0];
	for (size_t a = 0; a < t->sources; a++)
		for (size_t b = a + 1; b < t->sources; b++)
			total += t->pairs[a * t->sources + b];
	return total;
}

static int compare_groups(const struct node *a, const struct node *b, unsigned by)
{
	if (by & BY_CLUSTER && a->cluster != b->cluster)
		return a->cluster < b->cluster ? -1 : 1;
	if (by & BY_FORBIDDEN && a->forbidden != b->forbidden)
		return a->forbidden < b->forbidden ? -1 : 1;
	if (by & BY_FAMILY && a->family != b->family)
		return a->family < b->family ? -1 : 1;
	if (by & BY_BIRTH && a->birth != b->birth)
		return a->birth < b->birth ? -1 : 1;
	if (by & BY_PERSON && a->person != b->person)
		return a->person < b->person ? -1 : 1;
	return 0;
}

struct sorting {
	unsigned by;
	bool linkable;
};

static int compare_nodes(const void *p, const void *q, void *context)
{
	const struct sorting *s = context;
	const struct node *a = p, *b = q;
	int order = compare_groups(a, b, s->by);

	if (order)
		return order;
	if (a->source != b->source)
		return a->source < b->source ? -1 : 1;
	if (s->linkable && a->fields != b->fields)
		return a->fields < b->fields ? -1 : 1;
	return 0;
}

/* Nodes of one run that count alike; they lie side by side. */
struct part {
	const struct node *node;
	uint64_t count;
};

static void tally_run(struct tally *t, const struct part *parts, size_t count, bool linkable)
{
	for (size_t i = 0; i < count; i++) {
		uint64_t n = parts[i].count, fields = parts[i].node->fields;
		uint32_t source = parts[i].node->source;
		if (!linkable || fields)
			tally_add(t, source, source, n % 2 ? (n - 1) / 2 * n : n / 2 * (n - 1));
		for (size_t j = i + 1; j < count; j++)
			if (!linkable || fields & parts[j].node->fields)
				tally_add(t, source, parts[j].node->source, n * parts[j].count);
	}
}

/* Gives each node of a run the number of those it makes a pair with. */
static void count_partners(uint32_t *partners, bool within, const struct part *parts, size_t count,
			   bool linkable)
{
	for (size_t i = 0; i < count; i++) {
		const struct node *node = parts[i].node;
		uint64_t others = 0;
		for (size_t j = 0; j < count; j++)
			if ((within || parts[j].node->source != node->source) &&
			    (!linkable || node->fields & parts[j].node->fields))
				others += parts[j].count - (i == j);
		for (uint64_t j = 0; j < parts[i].count; j++)
			partners[node[j].identity] += (uint32_t)others;
	}
}

void tally_groups(struct tally *t, uint32_t *partners, struct node *nodes, size_t count,
		  unsigned by, bool linkable)
{
	struct sorting sorting = {by, linkable};
	struct part *parts = NULL;
	size_t part_count = 0, capacity = 0;

	if (!count)
		return;
	qsort_r(nodes, count, sizeof *nodes, compare_nodes, &sorting);
	for (size_t i = 0; i <= count; i++) {
		if (i == count || (i && compare_groups(&nodes[i - 1], &nodes[i], by) != 0)) {
			tally_run(t, parts, part_count, linkable);
			if (partners)
				count_partners(partners, t->sources == 1, parts, part_count,
					       linkable);
			part_count = 0;
		}
		if (i == count)
			break;
		if (part_count && compare_nodes(&nodes[i - 1], &nodes[i], &sorting) == 0) {
			parts[part_count - 1].count++;
			continue;
		}
		memory_need(&parts, &capacity, part_count + 1, sizeof *parts);
		parts[part_count++] = (struct part){&nodes[i], 1};
	}
	memory_free(parts);
}
