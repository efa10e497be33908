#include "train/judged.h"

#include <stdlib.h>

void judged_start(struct judged *j, struct model *m, const char *rules_path, struct reader *in)
{
	*j = (struct judged){.model = m};
	passes_read(&j->passes, &j->arena, rules_path);
	struct label_columns columns = label_columns(in);
	while (labels_next(&j->labels, in, columns))
		;
	j->records = ARENA_ARRAY(&j->arena, j->labels.ids.count + 1, struct judged_record);
}

/* The cells last only as long as the row: the values need copies. */
static struct text *copy_cells(struct judged *j, const struct text *cells, size_t count)
{
	struct text *copies = ARENA_ARRAY(&j->arena, count + 1, struct text);

	for (size_t i = 0; i < count; i++)
		copies[i] = text_copy(&j->arena, cells[i]);
	return copies;
}

void judged_add(struct judged *j, struct text rid, struct text source, const struct text *cells,
		const bool *lists, const struct text *keys, const bool *key_lists)
{
	const struct expressions *x = &j->model->expressions, *k = &j->passes.expressions;
	size_t at = map_index(&j->labels.ids, rid);

	if (at == SIZE_MAX)
		return;
	struct judged_record *r = &j->records[at];
	*r = (struct judged_record){.here = true, .source = text_copy(&j->arena, source)};
	r->values = ARENA_ARRAY(&j->arena, x->slot_count + 1, struct values);
	struct values *of_keys = ARENA_ARRAY(&j->arena, k->slot_count + 1, struct values);
	/* What is not base64 is found out by who reads all records. */
	expressions_load(x, copy_cells(j, cells, x->column_count), lists, &j->arena, r->values);
	expressions_load(k, copy_cells(j, keys, k->column_count), key_lists, &j->arena, of_keys);
	passes_hash(&j->passes, of_keys, &j->scratch);
	r->hash_count = j->scratch.count;
	r->hashes = ARENA_ARRAY(&j->arena, r->hash_count + 1, struct pass_hash);
	if (r->hash_count)
		memcpy(r->hashes, j->scratch.at, r->hash_count * sizeof *r->hashes);
}

static bool is_of(const struct training *t, size_t pair, const struct judged_record *a,
		  const struct judged_record *b)
{
	if (pair == SIZE_MAX)
		return true;
	const struct training_pair *p = &t->pairs[pair];
	return (text_equal(p->source_a, a->source) && text_equal(p->source_b, b->source)) ||
	       (text_equal(p->source_a, b->source) && text_equal(p->source_b, a->source));
}

static int8_t *levels_of(struct judged *j, struct measured *measured, const struct judged_record *a,
			 const struct judged_record *b)
{
	const struct model *m = j->model;
	int8_t *levels = ARENA_ARRAY(&j->arena, m->comparison_count + 1, int8_t);

	measured_clear(measured, &m->expressions);
	for (size_t c = 0; c < m->comparison_count; c++) {
		const struct comparison_level *level = m->comparisons[c].levels;
		while (!condition_holds(level->condition, &m->expressions, measured, a->values,
					b->values))
			level++;
		levels[c] = (int8_t)level->number;
	}
	return levels;
}

static bool give(struct judged *j, struct training *t, const struct label *p, const int8_t *levels)
{
	const struct judged_record *a = &j->records[p->a], *b = &j->records[p->b];
	bool given = false;

	for (size_t i = 0; i < t->em.session_count; i++) {
		struct em_session *s = &t->em.sessions[i];
		const struct training_session *of = &t->sessions[i];
		if (s->random || !is_of(t, of->pair, a, b) ||
		    !pass_hashes_meet(a->hashes, a->hash_count, b->hashes, b->hash_count, of->pass))
			continue;
		if (!s->judged)
			s->judged = ARENA_ARRAY(&j->arena, j->labels.count, struct em_judged);
		s->judged[s->judged_count++] =
			(struct em_judged){levels, p->verdict == VERDICT_SAME};
		given = true;
	}
	return given;
}

static int compare_levels(const void *a, const void *b, void *comparisons)
{
	const struct em_judged *x = a, *y = b;
	int order = memcmp(x->levels, y->levels, *(const size_t *)comparisons);

	return order ? order : (int)x->match - (int)y->match;
}

uint64_t judged_apply(struct judged *j, struct training *t)
{
	struct measured measured;
	uint64_t given = 0;

	measured_start(&measured, &j->model->expressions, &j->arena);
	for (size_t i = 0; i < j->labels.count; i++) {
		const struct label *p = &j->labels.at[i];
		if (!j->records[p->a].here || !j->records[p->b].here)
			fail_at(EXIT_DATA, p->place, "records",
				"an id that is not among the records");
		given += give(j, t, p,
			      levels_of(j, &measured, &j->records[p->a], &j->records[p->b]));
	}
	/* Sums must not depend on the order in which people judged. */
	for (size_t i = 0; i < t->em.session_count; i++)
		if (t->em.sessions[i].judged_count)
			qsort_r(t->em.sessions[i].judged, t->em.sessions[i].judged_count,
				sizeof(struct em_judged), compare_levels, &t->em.comparison_count);
	return given;
}

void judged_free(struct judged *j)
{
	passes_free(&j->passes);
	labels_free(&j->labels);
	pass_hashes_free(&j->scratch);
	arena_free(&j->arena);
}
