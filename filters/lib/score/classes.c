#include "score/classes.h"

enum { LEAST_RECORDS = 16, MOST_KINDS = 1024 };

enum known { UNKNOWN, BELOW, WRITTEN };

struct class_result {
	int64_t weight;
	uint32_t rule;
	uint8_t known; /* enum known */
};

#define RULE_NONE UINT32_MAX

static uint64_t class_hash(const struct expressions *x, const struct class_record *r)
{
	uint64_t hash = r->source;

	for (size_t i = 0; i < x->slot_count; i++) {
		const struct values *v = &r->entry->values[i];
		hash = (hash ^ (v->count ? v->hash : 0) ^ v->count) * UINT64_C(0x9E3779B97F4A7C15);
		hash ^= hash >> 29;
	}
	return hash;
}

static bool values_equal(const struct values *a, const struct values *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!word_equal(&a->at[i].word, &b->at[i].word))
			return false;
	return true;
}

/* What slots are made of, columns, decides all slots; term_frequencies could differ for
 * one value only in a stream that was altered, but then they do. */
static bool same_class(const struct model *m, const struct class_record *a,
		       const struct class_record *b)
{
	const struct expressions *x = &m->expressions;

	if (a->source != b->source)
		return false;
	for (size_t i = 0; i < x->slot_count; i++)
		if (x->slots[i].function == FUNCTION_COLUMN &&
		    !values_equal(&a->entry->values[i], &b->entry->values[i]))
			return false;
	for (size_t f = 0; f < m->frequency_count; f++) {
		size_t count = a->entry->values[m->frequencies[f].slot].count;
		if (count && memcmp(a->entry->term_frequencies[f], b->entry->term_frequencies[f],
				    count * sizeof **a->entry->term_frequencies) != 0)
			return false;
	}
	return true;
}

/* Numbers the classes; false as soon as there are too many. */
static bool number_classes(struct classes *a, size_t count, struct arena *arena)
{
	size_t slots = 1, most = count / 2 < MOST_KINDS ? count / 2 : MOST_KINDS;

	while (slots < count)
		slots *= 2;
	/* A record + 1 of a class, by its hash. */
	uint32_t *table = ARENA_ARRAY(arena, slots, uint32_t);
	a->class_count = 0;
	for (size_t i = 0; i < count; i++) {
		const struct class_record *record = &a->records[i];
		size_t at = class_hash(&a->model->expressions, record) & (slots - 1);
		while (table[at] && !same_class(a->model, &a->records[table[at] - 1], record))
			at = (at + 1) & (slots - 1);
		if (!table[at]) {
			if (a->class_count == most)
				return false;
			table[at] = (uint32_t)i + 1;
			a->firsts[a->class_count] = (uint32_t)i;
			a->class_of[i] = (uint32_t)a->class_count++;
		} else {
			a->class_of[i] = a->class_of[table[at] - 1];
		}
	}
	return true;
}

void classes_group(struct classes *a, const struct model *m, const struct class_record *records,
		   size_t count, struct arena *arena)
{
	a->model = m;
	a->records = records;
	a->class_of = NULL;
	if (count < LEAST_RECORDS || count > UINT32_MAX / 2)
		return;
	a->class_of = ARENA_ARRAY(arena, count, uint32_t);
	a->firsts = ARENA_ARRAY(arena, count, uint32_t);
	if (!number_classes(a, count, arena)) {
		a->class_of = NULL;
		return;
	}
	size_t results = a->class_count * a->class_count;
	memory_need(&a->results, &a->result_capacity, results, sizeof *a->results);
	memory_need(&a->levels, &a->level_capacity, results * m->comparison_count + 1,
		    sizeof *a->levels);
	memset(a->results, 0, results * sizeof *a->results);
	a->counting = false;
}

bool classes_pair(struct classes *a, struct scorer *s, const struct pair_weights *weights, size_t i,
		  size_t j, int64_t threshold, struct score *score)
{
	const struct entry *left = a->records[i].entry, *right = a->records[j].entry;

	if (!a->class_of)
		return scorer_pair(s, weights, left, right, threshold, score);
	size_t at = a->class_of[i] * a->class_count + a->class_of[j],
	       count = a->model->comparison_count;
	struct class_result *result = &a->results[at];
	int8_t *levels = a->levels + at * count;
	if (result->known == UNKNOWN) {
		bool written = scorer_pair(s, weights, left, right, threshold, score);
		result->known = written ? WRITTEN : BELOW;
		if (!written)
			return false;
		result->weight = score->weight;
		result->rule = score->rule == NO_RULE ? RULE_NONE : (uint32_t)score->rule;
		memcpy(levels, score->levels, count);
		return true;
	}
	if (result->known == BELOW)
		return false;
	score->weight = result->weight;
	score->rule = result->rule == RULE_NONE ? NO_RULE : result->rule;
	memcpy(score->levels, levels, count);
	return true;
}

bool classes_count(struct classes *a, size_t i, size_t j, bool way)
{
	if (!a->class_of)
		return false;
	if (!a->counting) {
		size_t pairs = a->class_count * a->class_count;
		memory_need(&a->counts, &a->count_capacity, pairs, sizeof *a->counts);
		memset(a->counts, 0, pairs * sizeof *a->counts);
		a->counting = true;
	}
	a->counts[a->class_of[i] * a->class_count + a->class_of[j]][way]++;
	return true;
}

bool classes_counted(struct classes *a, struct classes_counted *next)
{
	size_t end = a->class_of && a->counting ? 2 * a->class_count * a->class_count : 0;

	for (; next->at < end; next->at++) {
		size_t pair = next->at / 2;
		next->count = a->counts[pair][next->at % 2];
		if (!next->count)
			continue;
		next->i = a->firsts[pair / a->class_count];
		next->j = a->firsts[pair % a->class_count];
		next->way = next->at++ % 2;
		return true;
	}
	return false;
}

void classes_free(struct classes *a)
{
	memory_free(a->counts);
	memory_free(a->results);
	memory_free(a->levels);
	*a = (struct classes){0};
}
