#include "block/chunks.h"

#include <stdlib.h>

static int by_source(const void *a, const void *b)
{
	const struct chunk_run *x = a, *y = b;

	return x->source < y->source ? -1 : x->source > y->source;
}

static void add_run(struct chunks *c, size_t source, uint64_t records, uint64_t most)
{
	memory_need(&c->runs, &c->run_capacity, c->run_count + 1, sizeof *c->runs);
	c->runs[c->run_count++] =
		(struct chunk_run){.source = source,
				   .records = records,
				   .chunks = (records + most / 2 - 1) / (most / 2)};
}

/* Chunks differ by at most one record. */
static void lay_out(struct chunks *c)
{
	memory_need(&c->sources, &c->source_capacity, c->count, sizeof *c->sources);
	memory_need(&c->sizes, &c->size_capacity, c->count, sizeof *c->sizes);
	memset(c->sizes, 0, c->count * sizeof *c->sizes);
	for (size_t i = 0; i < c->run_count; i++) {
		const struct chunk_run *run = &c->runs[i];
		for (size_t j = 0; j < run->chunks; j++) {
			c->sources[run->first + j] = run->source;
			c->sizes[run->first + j] =
				run->records / run->chunks + (j < run->records % run->chunks);
		}
	}
}

bool chunks_plan(struct chunks *c, const struct meeting *m, const struct pairing *p, uint64_t most)
{
	c->pairing = p;
	c->run_count = 0;
	if (p->kind == PAIR_WITHIN)
		add_run(c, 0, m->records, most);
	else
		for (size_t i = 0; i < m->present_count; i++) {
			const uint64_t *size = m->sizes[m->present[i]];
			add_run(c, m->present[i], size[SIDE_NONE], most);
		}
	qsort(c->runs, c->run_count, sizeof *c->runs, by_source);
	c->count = 0;
	for (size_t i = 0; i < c->run_count; i++) {
		c->runs[i].first = c->count;
		c->count += c->runs[i].chunks;
	}
	if (c->count > MOST_CHUNKS)
		return false;
	lay_out(c);
	return true;
}

void chunks_restart(struct chunks *c)
{
	for (size_t i = 0; i < c->run_count; i++)
		c->runs[i].taken = 0;
}

size_t chunks_next(struct chunks *c, size_t source)
{
	struct chunk_run *run = c->runs;

	while (c->pairing->kind != PAIR_WITHIN && run->source != source)
		run++;
	uint64_t small = run->records / run->chunks, larger = run->records % run->chunks;
	uint64_t at = run->taken++, among_larger = larger * (small + 1);
	if (at < among_larger)
		return run->first + at / (small + 1);
	return run->first + larger + (at - among_larger) / small;
}

bool chunks_meet(const struct chunks *c, size_t i, size_t j)
{
	return pairing_allows(c->pairing, c->sources[i], c->sources[j]) &&
	       (i != j || c->sizes[i] > 1);
}

void chunks_free(struct chunks *c)
{
	memory_free(c->runs);
	memory_free(c->sources);
	memory_free(c->sizes);
	*c = (struct chunks){0};
}
