#include "cluster/cohesion.h"

#include <stdlib.h>

#include "base/memory.h"
#include "cluster/bridges.h"
#include "model/weight.h"

enum { MEMORY = 4 << 20, DECIMALS = 6 };

void cohesion_columns(struct preamble *p)
{
	static const char *const counts[] = {"records", "sources", "repeated", "links"};

	preamble_column(p, TEXT("person_id"), TEXT("id"), ROLE_KEY);
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		preamble_column(p, text_of(counts[i]), TEXT("count"), ROLE_PLAIN);
	preamble_column(p, TEXT("density"), TEXT("decimal"), ROLE_PLAIN);
	preamble_column(p, TEXT("bridges"), TEXT("count"), ROLE_PLAIN);
	preamble_column(p, TEXT("weakest"), TEXT("weight"), ROLE_PLAIN);
}

void cohesion_start(struct cohesion *r, const char *tmpdir)
{
	*r = (struct cohesion){.tmpdir = tmpdir};
	sorter_start(&r->links, MEMORY, tmpdir);
	sorter_start(&r->ordered, MEMORY, tmpdir);
	sorter_start(&r->rows, MEMORY, tmpdir);
}

static void put(struct buffer *b, uint64_t number, int bytes)
{
	for (int i = bytes - 1; i >= 0; i--)
		buffer_byte(b, (char)(number >> 8 * i & 0xFF));
}

static uint64_t get(struct text entry, size_t at, size_t bytes)
{
	uint64_t number = 0;

	for (size_t i = 0; i < bytes; i++)
		number = number << 8 | (unsigned char)entry.at[at + i];
	return number;
}

/* Label, ends, whether it has a weight, weight. */
static void put_link(struct buffer *b, uint32_t label, uint32_t x, uint32_t y, uint64_t weighed,
		     uint64_t weight)
{
	buffer_reset(b);
	put(b, label, 4);
	put(b, x < y ? x : y, 4);
	put(b, x < y ? y : x, 4);
	put(b, weighed, 1);
	put(b, weight, 8);
}

void cohesion_link(struct cohesion *r, const struct edge *e)
{
	put_link(&r->entry, 0, e->a, e->b, e->weighed, (uint64_t)e->weight);
	sorter_add(&r->links, buffer_text(&r->entry));
}

static void next_link(struct cohesion *r)
{
	r->has_pending = sorter_next(&r->ordered, &r->pending);
}

void cohesion_settle(struct cohesion *r, const struct persons *p)
{
	struct text e;

	while (sorter_next(&r->links, &e)) {
		uint32_t x = (uint32_t)get(e, 4, 4);
		put_link(&r->entry, p->labels[x], x, (uint32_t)get(e, 8, 4), get(e, 12, 1),
			 get(e, 13, 8));
		sorter_add(&r->ordered, buffer_text(&r->entry));
	}
	sorter_free(&r->links);
	next_link(r);
}

static int compare_numbers(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

struct links {
	size_t count;
	bool weighed;
	int64_t weakest;
};

/* The links of a person into r->edges, each pair once, its ends numbered by
 * the ascending r->numbers. */
static struct links take_links(struct cohesion *r, uint32_t label, uint32_t records)
{
	struct links l = {0};
	uint64_t last = UINT64_MAX;

	for (; r->has_pending && get(r->pending, 0, 4) == label; next_link(r)) {
		int64_t weight = (int64_t)get(r->pending, 13, 8);
		if (get(r->pending, 12, 1) && (!l.weighed || weight < l.weakest)) {
			l.weighed = true;
			l.weakest = weight;
		}
		if (get(r->pending, 4, 8) == last)
			continue;
		last = get(r->pending, 4, 8);
		uint32_t ends[2] = {(uint32_t)(last >> 32), (uint32_t)last};
		memory_need(&r->edges, &r->edge_capacity, l.count + 1, sizeof *r->edges);
		for (int i = 0; i < 2; i++) {
			const uint32_t *at =
				bsearch(&ends[i], r->numbers, records, sizeof *at, compare_numbers);
			ends[i] = (uint32_t)(at - r->numbers);
		}
		r->edges[l.count++] = (struct graph_edge){ends[0], ends[1]};
	}
	return l;
}

/* How many different numbers there are, and how often the most frequent. */
static uint32_t count_sources(uint32_t *numbers, uint32_t count, uint32_t *repeated)
{
	uint32_t different = 0, run = 0;

	qsort(numbers, count, sizeof *numbers, compare_numbers);
	*repeated = 0;
	for (uint32_t i = 0; i < count; i++) {
		run = i && numbers[i] == numbers[i - 1] ? run + 1 : 1;
		different += run == 1;
		*repeated = run > *repeated ? run : *repeated;
	}
	return different;
}

void cohesion_person(struct cohesion *r, struct persons *p, uint32_t label, struct sum id)
{
	uint32_t records = persons_members(p, label), repeated;
	uint64_t pairs = (uint64_t)records * (records - 1) / 2;
	struct buffer *b = &r->entry;

	if (records < 2)
		return;
	memory_need(&r->numbers, &r->number_capacity, records, sizeof *r->numbers);
	for (uint32_t i = 0; i < records; i++)
		r->numbers[i] = p->members[i];
	qsort(r->numbers, records, sizeof *r->numbers, compare_numbers);
	struct links l = take_links(r, label, records);
	size_t bridges = bridges_count(r->edges, l.count, records);
	for (uint32_t i = 0; i < records; i++)
		r->numbers[i] = p->universe->source[p->members[i]];
	uint32_t sources = count_sources(r->numbers, records, &repeated);
	const uint64_t numbers[] = {records, sources, repeated, l.count};
	buffer_reset(b);
	person_id_print(b, id);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		buffer_byte(b, '\t');
		buffer_u64(b, numbers[i]);
	}
	buffer_byte(b, '\t');
	buffer_fixed(b, (int64_t)(((uint64_t)l.count * 2000000 + pairs) / (2 * pairs)), DECIMALS);
	buffer_byte(b, '\t');
	buffer_u64(b, bridges);
	buffer_byte(b, '\t');
	if (l.weighed)
		buffer_fixed(b, l.weakest, 12);
	sorter_add(&r->rows, buffer_text(b));
}

void cohesion_write(struct cohesion *r, struct writer *w)
{
	struct text row;

	while (sorter_next(&r->rows, &row))
		writer_line(w, row);
	sorter_free(&r->rows);
	sorter_free(&r->ordered);
	buffer_free(&r->entry);
	memory_free(r->edges);
	memory_free(r->numbers);
}
