#include "train/sample.h"

#include <math.h>
#include <stdlib.h>

bool sample_start(struct sample *s, struct model *m, uint64_t seed, uint64_t wanted,
		  struct text pairs)
{
	*s = (struct sample){.model = m, .seed = seed, .wanted = wanted, .limit = UINT64_MAX};
	measured_start(&s->measured, &m->expressions, &s->arena);
	return pairing_read(&s->pairing, pairs, &s->arena);
}

static size_t source_of(struct sample *s, struct text id)
{
	size_t at = pairing_source(&s->pairing, id);

	memory_need(&s->sources, &s->source_capacity, at + 1, sizeof *s->sources);
	for (; s->source_count <= at; s->source_count++)
		s->sources[s->source_count] = (struct sample_source){
			text_copy(&s->arena, s->pairing.sources.entries[s->source_count].key), 0,
			ARENA_ARRAY(&s->arena, s->model->comparison_count + 1, bool)};
	return at;
}

static const struct comparison_level *level_of(struct sample *s, const struct comparison *c,
					       const struct values *a, const struct values *b)
{
	const struct comparison_level *level = c->levels;

	while (!condition_holds(level->condition, &s->model->expressions, &s->measured, a, b))
		level++;
	return level;
}

/* A record agrees with itself in what its source collects. */
static bool see_collected(struct sample *s, struct sample_source *source, const struct text *cells,
			  const bool *lists)
{
	const struct model *m = s->model;
	bool *unknown = source->collects;
	size_t left = 0;

	for (size_t c = 0; c < m->comparison_count; c++)
		left += !unknown[c];
	if (!left)
		return true;
	arena_reset(&s->row_arena);
	struct values *values =
		ARENA_ARRAY(&s->row_arena, m->expressions.slot_count + 1, struct values);
	if (!expressions_load(&m->expressions, cells, lists, &s->row_arena, values))
		return false;
	measured_clear(&s->measured, &m->expressions);
	for (size_t c = 0; c < m->comparison_count; c++)
		if (!source->collects[c])
			source->collects[c] =
				level_of(s, &m->comparisons[c], values, values)->number > 0;
	return true;
}

static uint64_t possible_of(const struct sample *s, size_t a, size_t b)
{
	uint64_t n = s->sources[a].records;

	return a == b ? n * (n - (n > 0)) / 2 : n * s->sources[b].records;
}

uint64_t sample_possible_of(const struct sample *s, struct text source_a, struct text source_b)
{
	size_t a = map_index(&s->pairing.sources, source_a);
	size_t b = map_index(&s->pairing.sources, source_b);

	return a < s->source_count && b < s->source_count ? possible_of(s, a, b) : 0;
}

uint64_t sample_possible(const struct sample *s)
{
	uint64_t sum = 0;

	for (size_t a = 0; a < s->source_count; a++)
		for (size_t b = a; b < s->source_count; b++)
			if (pairing_allows(&s->pairing, a, b))
				sum += possible_of(s, a, b);
	return sum;
}

static int compare_sampled(const void *a, const void *b)
{
	const struct sampled *x = a, *y = b;

	return x->hash < y->hash ? -1 : x->hash > y->hash;
}

/* Lowers the limit to what the records so far ask for; it can only fall as
 * more come, so nothing is dropped that should have stayed. */
static void trim(struct sample *s)
{
	uint64_t possible = sample_possible(s);

	if (possible > s->wanted) {
		double share = sqrt((double)s->wanted / (double)possible);
		s->limit = (uint64_t)(share * 18446744073709549568.0);
	}
	qsort(s->records, s->record_count, sizeof *s->records, compare_sampled);
	while (s->record_count && s->records[s->record_count - 1].hash > s->limit)
		memory_free(s->records[--s->record_count].cells);
	s->trimmed = s->record_count;
}

static uint64_t hash_of(const struct sample *s, struct text rid)
{
	struct buffer b = {0};

	buffer_u64(&b, s->seed);
	buffer_byte(&b, '\x1F');
	buffer_text_add(&b, rid);
	uint64_t hash = text_hash(buffer_text(&b));
	buffer_free(&b);
	return hash;
}

static struct text *copy_cells(const struct text *cells, size_t count)
{
	size_t bytes = 1;

	for (size_t i = 0; i < count; i++)
		bytes += cells[i].length;
	struct text *copy = memory_take(count * sizeof *copy + bytes);
	char *at = (char *)(copy + count);
	for (size_t i = 0; i < count; i++) {
		copy[i] = (struct text){at, cells[i].length};
		if (cells[i].length)
			memcpy(at, cells[i].at, cells[i].length);
		at += cells[i].length;
	}
	return copy;
}

bool sample_add(struct sample *s, struct text rid, struct text source, const struct text *cells,
		const bool *lists)
{
	size_t at = source_of(s, source);
	uint64_t hash = hash_of(s, rid);

	s->sources[at].records++;
	if (!see_collected(s, &s->sources[at], cells, lists))
		return false;
	if (hash > s->limit)
		return true;
	memory_need(&s->records, &s->record_capacity, s->record_count + 1, sizeof *s->records);
	s->records[s->record_count++] =
		(struct sampled){hash, at, copy_cells(cells, s->model->expressions.column_count)};
	if (s->record_count > 2 * s->trimmed + 10000)
		trim(s);
	return true;
}

static void compare_two(struct sample *s, const struct values *a, const struct values *b,
			struct pattern *pattern, struct patterns *patterns)
{
	const struct model *m = s->model;

	measured_clear(&s->measured, &m->expressions);
	for (size_t c = 0; c < m->comparison_count; c++)
		pattern->levels[c] = (int8_t)level_of(s, &m->comparisons[c], a, b)->number;
	patterns_add(patterns, pattern, m->comparison_count);
}

bool sample_compare(struct sample *s, const bool *lists, struct patterns *patterns)
{
	const struct model *m = s->model;
	struct pattern pattern = {.pass = TEXT("0"),
				  .rule = TEXT_NONE,
				  .count = 1,
				  .levels =
					  ARENA_ARRAY(&s->arena, m->comparison_count + 1, int8_t)};

	trim(s);
	struct values **values = ARENA_ARRAY(&s->arena, s->record_count + 1, struct values *);
	for (size_t i = 0; i < s->record_count; i++) {
		values[i] = ARENA_ARRAY(&s->arena, m->expressions.slot_count + 1, struct values);
		if (!expressions_load(&m->expressions, s->records[i].cells, lists, &s->arena,
				      values[i]))
			return false;
	}
	for (size_t i = 0; i < s->record_count; i++) {
		for (size_t j = i + 1; j < s->record_count; j++) {
			size_t a = s->records[i].source, b = s->records[j].source;
			if (!pairing_allows(&s->pairing, a, b))
				continue;
			bool turned = text_compare(s->sources[a].id, s->sources[b].id) > 0;
			pattern.source_a = s->sources[turned ? b : a].id;
			pattern.source_b = s->sources[turned ? a : b].id;
			compare_two(s, values[i], values[j], &pattern, patterns);
		}
	}
	return true;
}

void sample_free(struct sample *s)
{
	for (size_t i = 0; i < s->record_count; i++)
		memory_free(s->records[i].cells);
	memory_free(s->records);
	memory_free(s->sources);
	pairing_free(&s->pairing);
	arena_free(&s->arena);
	arena_free(&s->row_arena);
}
