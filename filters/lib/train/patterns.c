#include "train/patterns.h"

#include <stdlib.h>

void patterns_add(struct patterns *p, const struct pattern *pattern, size_t comparisons)
{
	struct buffer *b = &p->line;

	buffer_reset(b);
	buffer_text_add(b, pattern->source_a);
	buffer_byte(b, '\t');
	buffer_text_add(b, pattern->source_b);
	buffer_byte(b, '\t');
	buffer_text_add(b, pattern->pass);
	buffer_string(b, pattern->again ? "\t1\t" : "\t0\t");
	buffer_text_add(b, pattern->rule);
	for (size_t i = 0; i < comparisons; i++) {
		buffer_byte(b, '\t');
		buffer_i64(b, pattern->levels[i]);
	}
	*map_add(&p->counts, buffer_text(b), NULL) += pattern->count;
}

void patterns_free(struct patterns *p)
{
	map_free(&p->counts);
	buffer_free(&p->line);
}

void patterns_columns(struct preamble *out, const struct model *m)
{
	preamble_column(out, TEXT("source_a"), TEXT("source"), ROLE_PLAIN);
	preamble_column(out, TEXT("source_b"), TEXT("source"), ROLE_PLAIN);
	preamble_column(out, TEXT("pass"), TEXT("integer"), ROLE_PLAIN);
	preamble_column(out, TEXT("again"), TEXT("boolean"), ROLE_PLAIN);
	preamble_column(out, TEXT("rule"), TEXT("code"), ROLE_PLAIN);
	for (size_t i = 0; i < m->comparison_count; i++)
		preamble_column(out, m->comparisons[i].name, TEXT("integer"), ROLE_PLAIN);
	preamble_column(out, TEXT("count"), TEXT("count"), ROLE_PLAIN);
}

static int compare_entries(const void *a, const void *b)
{
	const struct map_entry *const *x = a, *const *y = b;
	return text_compare((*x)->key, (*y)->key);
}

static const struct map_entry **sort_entries(const struct patterns *p)
{
	const struct map_entry **sorted = memory_take((p->counts.count + 1) * sizeof *sorted);

	for (size_t i = 0; i < p->counts.count; i++)
		sorted[i] = &p->counts.entries[i];
	qsort(sorted, p->counts.count, sizeof *sorted, compare_entries);
	return sorted;
}

void patterns_write(const struct patterns *p, struct writer *w)
{
	const struct map_entry **sorted = sort_entries(p);
	struct buffer line = {0};

	for (size_t i = 0; i < p->counts.count; i++) {
		buffer_reset(&line);
		buffer_text_add(&line, sorted[i]->key);
		buffer_byte(&line, '\t');
		buffer_u64(&line, sorted[i]->value);
		writer_line(w, buffer_text(&line));
	}
	buffer_free(&line);
	memory_free(sorted);
}

/* Where the cells of a pattern are. */
struct places {
	size_t source_a, source_b, pass, again, rule, count;
	size_t *comparisons;
};

static struct places find_places(struct reader *in, const struct model *m)
{
	const struct preamble *p = &in->preamble;
	struct places at = {
		.source_a = preamble_need(p, "source_a", in->path, EXIT_DATA),
		.source_b = preamble_need(p, "source_b", in->path, EXIT_DATA),
		.pass = preamble_need(p, "pass", in->path, EXIT_DATA),
		.again = preamble_need(p, "again", in->path, EXIT_DATA),
		.rule = preamble_need(p, "rule", in->path, EXIT_DATA),
		.count = preamble_need(p, "count", in->path, EXIT_DATA),
		.comparisons = ARENA_ARRAY(&in->arena, m->comparison_count + 1, size_t),
	};

	for (size_t i = 0; i < m->comparison_count; i++) {
		struct text name = m->comparisons[i].name;
		at.comparisons[i] = preamble_find(p, name);
		if (at.comparisons[i] == NO_COLUMN)
			fail_at(EXIT_CONFIG, (struct place){.file = m->side.path}, NULL,
				"the patterns have no column %.*s", (int)name.length, name.at);
	}
	return at;
}

static int8_t read_level(const struct reader *in, struct text cell, const struct comparison *c)
{
	int64_t number;

	if (!text_i64(cell, &number) || number < -1 || number >= (int64_t)c->numbers)
		fail_at(EXIT_DATA, reader_place(in, NULL), "level",
			"not the number of a level of %.*s", (int)c->name.length, c->name.at);
	return (int8_t)number;
}

void patterns_read(struct patterns *p, struct reader *in, const struct model *m)
{
	struct places at = find_places(in, m);
	int8_t *levels = ARENA_ARRAY(&in->arena, m->comparison_count + 1, int8_t);
	struct record row;

	while (reader_next(in, &row)) {
		struct text again = record_cell(&row, at.again);
		struct pattern new = {record_cell(&row, at.source_a),
				      record_cell(&row, at.source_b),
				      record_cell(&row, at.pass),
				      record_cell(&row, at.rule),
				      text_is(again, "1"),
				      levels,
				      0};
		uint64_t pass;
		if (!text_u64(new.pass, &pass) || (!new.again && !text_is(again, "0")) ||
		    !text_u64(record_cell(&row, at.count), &new.count))
			fail_at(EXIT_DATA, reader_place(in, NULL), "pattern",
				"pass, again or count is not a number");
		for (size_t i = 0; i < m->comparison_count; i++)
			levels[i] = read_level(in, record_cell(&row, at.comparisons[i]),
					       &m->comparisons[i]);
		patterns_add(p, &new, m->comparison_count);
	}
}

struct pattern *patterns_sorted(const struct patterns *p, size_t comparisons, struct arena *arena,
				size_t *count)
{
	const struct map_entry **sorted = sort_entries(p);
	struct pattern *all = ARENA_ARRAY(arena, p->counts.count + 1, struct pattern);

	for (size_t i = 0; i < p->counts.count; i++) {
		struct text rest = sorted[i]->key, cell;
		text_cut(&rest, '\t', &all[i].source_a);
		text_cut(&rest, '\t', &all[i].source_b);
		text_cut(&rest, '\t', &all[i].pass);
		text_cut(&rest, '\t', &cell);
		all[i].again = text_is(cell, "1");
		text_cut(&rest, '\t', &all[i].rule);
		all[i].levels = ARENA_ARRAY(arena, comparisons + 1, int8_t);
		for (size_t c = 0; c < comparisons; c++) {
			int64_t number = 0;
			text_cut(&rest, '\t', &cell);
			text_i64(cell, &number);
			all[i].levels[c] = (int8_t)number;
		}
		all[i].count = sorted[i]->value;
	}
	*count = p->counts.count;
	memory_free(sorted);
	return all;
}
