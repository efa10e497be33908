#include "block/pace.h"

#include <time.h>

#include "score/sieve.h"

enum { LEAST_SIEVED = 8, MOST_ROWS = 4000, PACE_MILLISECONDS = 250 };

/* A row made ready before the clock runs. */
struct paced_row {
	struct text *cells, *counts;
	bool first;
};

struct pacer {
	const struct model *model;
	const struct pace_columns *columns;
	struct arena arena, group_arena;
	struct scorer scorer;
	struct sieve sieve;
	struct score score;
	const struct pair_weights *weights;
	struct paced_row rows[MOST_ROWS];
	size_t row_count;
	struct entry members[MOST_ROWS];
	const struct entry *at[MOST_ROWS];
	size_t count;
	uint64_t *totals;
	uint64_t pairs, spent;
};

static uint64_t processor_nanoseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void start(struct pacer *p)
{
	const struct model *m = p->model;

	p->totals = ARENA_ARRAY(&p->arena, m->frequency_count + 1, uint64_t);
	p->score.levels = ARENA_ARRAY(&p->arena, m->comparison_count + 1, int8_t);
	for (size_t f = 0; f < m->frequency_count; f++)
		p->totals[f] = p->columns->occurrences[f].total;
	scorer_start(&p->scorer, m, p->totals, &p->arena);
	p->weights = scorer_weights(&p->scorer, &m->pooled);
	struct model bound = model_bound(m, &p->arena);
	struct model *lasting = ARENA_ARRAY(&p->arena, 1, struct model);
	*lasting = bound;
	sieve_start(&p->sieve, lasting, p->totals, m->threshold, &p->arena, SIEVE_BEST);
}

/* Cell `at` of those that a row carries. */
static struct text cell_at(struct text cells, size_t at)
{
	struct text cell = TEXT_NONE;

	for (size_t i = 0; i <= at && at != PACE_NONE; i++)
		text_cut(&cells, '\t', &cell);
	return cell;
}

static void add_row(struct pacer *p, const struct entry_row *row)
{
	const struct model *m = p->model;
	struct paced_row *to = &p->rows[p->row_count++];
	struct text rid = text_copy(&p->group_arena, row->rid);
	struct text cells = text_copy(&p->group_arena, row->cells);

	to->first = row->first;
	to->cells = ARENA_ARRAY(&p->group_arena, m->expressions.column_count + 1, struct text);
	to->counts = ARENA_ARRAY(&p->group_arena, m->frequency_count + 1, struct text);
	for (size_t i = 0; i < m->expressions.column_count; i++)
		to->cells[i] =
			p->columns->cell[i] == PACE_RID ? rid : cell_at(cells, p->columns->cell[i]);
	struct text marks = row->marks;
	for (size_t f = 0; f < m->frequency_count; f++) {
		struct buffer counts = {0};
		occurrences_print_marks(&p->columns->occurrences[f], &marks, &counts);
		to->counts[f] = text_copy(&p->group_arena, buffer_text(&counts));
		buffer_free(&counts);
	}
}

static void score(struct pacer *p, size_t i, size_t j)
{
	scorer_pair(&p->scorer, p->weights, &p->members[i], &p->members[j], p->model->threshold,
		    &p->score);
}

static void score_sieved(struct pacer *p)
{
	for (size_t i = 0; i < p->count; i++)
		p->at[i] = &p->members[i];
	sieve_group(&p->sieve, p->at, p->count);
	for (size_t i = 0; i + 1 < p->count; i++) {
		sieve_left(&p->sieve, i);
		for (size_t word = i / 64; word * 64 < p->count; word++) {
			uint64_t keep = sieve_pairs(&p->sieve, i, word);
			for (; keep; keep &= keep - 1) {
				size_t j = word * 64 + (size_t)__builtin_ctzll(keep);
				if (j > i && j < p->count)
					score(p, i, j);
			}
		}
	}
}

static void end_group(struct pacer *p)
{
	if (p->count >= LEAST_SIEVED)
		score_sieved(p);
	else
		for (size_t i = 0; i < p->count; i++)
			for (size_t j = i + 1; j < p->count; j++)
				score(p, i, j);
	p->pairs += p->count ? (uint64_t)p->count * (p->count - 1) / 2 : 0;
	p->count = 0;
}

static void score_rows(struct pacer *p)
{
	uint64_t began = processor_nanoseconds();

	for (size_t i = 0; i < p->row_count; i++) {
		const struct paced_row *row = &p->rows[i];
		if (row->first)
			end_group(p);
		if (scorer_load(&p->scorer, row->cells, p->columns->lists, row->counts,
				&p->group_arena, &p->members[p->count]) == LOAD_DONE)
			p->count++;
	}
	end_group(p);
	p->spent += processor_nanoseconds() - began;
	p->row_count = 0;
	arena_reset(&p->group_arena);
}

double pace_measure(struct entries *e, const struct model *m, const struct pace_columns *columns)
{
	struct pacer *p = memory_take(sizeof *p);
	struct entry_row row;

	memset(p, 0, sizeof *p);
	p->model = m;
	p->columns = columns;
	start(p);
	while (p->spent < PACE_MILLISECONDS * UINT64_C(1000000) && entries_next(e, &row)) {
		if (p->row_count == MOST_ROWS)
			score_rows(p);
		add_row(p, &row);
	}
	score_rows(p);
	double pace = p->pairs ? (double)p->pairs * 1e9 / (double)(p->spent + 1) : 0;
	entries_rewind(e);
	sieve_free(&p->sieve);
	arena_free(&p->group_arena);
	arena_free(&p->arena);
	memory_free(p);
	return pace;
}
