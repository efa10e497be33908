/* Rows of records and their keys, against a plain list of all of them put in order. */

#include <stdio.h>
#include <stdlib.h>

#include "block/stock.h"
#include "random.h"
#include "test.h"

enum { RECORDS = 700, MOST_KEYS = 6, ROWS = RECORDS * MOST_KEYS };

struct expected {
	uint64_t key, seen[MOST_KEYS];
	size_t seen_count;
	uint16_t pass;
	uint8_t side;
	char line[40];
	uint32_t mark;
	bool single;
};

static struct expected rows[ROWS];
static size_t row_count;
static int compare(const void *a, const void *b)
{
	const struct expected *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->pass != y->pass ? x->pass - y->pass : strcmp(x->line, y->line);
}

static int compare_keys(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* What one key of a record makes, from the words of block(1). */
static void expect_row(const struct pass_hashes *h, size_t own, const char *line, uint32_t mark)
{
	struct expected *e = &rows[row_count++];

	*e = (struct expected){h->at[own].hash, .pass = h->at[own].pass, .side = h->at[own].side};
	snprintf(e->line, sizeof e->line, "%s", line);
	e->mark = mark;
	for (size_t i = 0; i < own; i++)
		if (!e->side || h->at[i].pass != e->pass)
			e->seen[e->seen_count++] = h->at[i].hash;
	qsort(e->seen, e->seen_count, sizeof *e->seen, compare_keys);
}

/* Of so many different hashes a pass: with few, groups are large. */
static void fill(struct stock *s, uint32_t hashes)
{
	static const uint64_t spread = 0x9E3779B97F4A7C15;
	struct pass_hashes h = {0};

	row_count = 0;
	for (uint32_t i = 0; i < RECORDS; i++) {
		char rid[20], cells[20], line[40];
		uint32_t mark = random_below(1000);
		snprintf(rid, sizeof rid, "source:%u", i * 7919 % 10007);
		snprintf(cells, sizeof cells, "c%u\t%u", random_below(9), i);
		snprintf(line, sizeof line, "%s\t%s", rid, cells);
		h.count = 0;
		for (uint32_t k = 1 + random_below(MOST_KEYS); k; k--) {
			uint16_t pass = (uint16_t)(1 + random_below(4));
			/* one value of every hash is shared by all passes */
			uint64_t hash = random_below(hashes) * spread + (k == 1 ? 0 : pass);
			pass_hashes_add(&h, (struct pass_hash){pass, pass == 4, hash});
		}
		pass_hashes_order(&h);
		for (size_t k = 0; k < h.count; k++)
			expect_row(&h, k, line, mark);
		stock_add(s, &h, text_of(rid), text_of(cells),
			  (struct text){(const char *)&mark, sizeof mark});
	}
	pass_hashes_free(&h);
	qsort(rows, row_count, sizeof *rows, compare);
	for (size_t i = 0; i < row_count; i++) {
		bool before =
			i && rows[i - 1].key == rows[i].key && rows[i - 1].pass == rows[i].pass;
		bool after = i + 1 < row_count && rows[i + 1].key == rows[i].key &&
			     rows[i + 1].pass == rows[i].pass;
		rows[i].single = !before && !after;
	}
}

static void walk(struct stock *s, bool singles)
{
	struct entry_row row;
	size_t passed = 0;

	for (size_t i = 0; i < row_count; i++) {
		const struct expected *e = &rows[i];
		if (e->single && !singles) {
			passed++;
			continue;
		}
		check(stock_next(s, singles, &row), "a row %zu", i);
		check(row.key == e->key && row.pass == e->pass && row.side == e->side, "key %zu",
		      i);
		check_text(row.line, text_of(e->line), "line %zu", i);
		check(row.rid.length + 1 + row.cells.length == row.line.length, "cells %zu", i);
		check(row.marks.length == 4 && memcmp(row.marks.at, &e->mark, 4) == 0, "mark %zu",
		      i);
		check(row.seen_count == e->seen_count, "number of keys seen %zu", i);
		for (size_t k = 0; k < e->seen_count; k++)
			check(row.seen[k] == e->seen[k], "key seen %zu", i);
	}
	check(!stock_next(s, singles, &row) && s->singles == passed, "the end %zu", passed);
	stock_rewind(s);
}

int main(void)
{
	static const uint32_t hashes[] = {1, 3, 50, 2000};
	struct stock s = {0};
	struct entry_row row;

	random_state = 7;
	check(!stock_next(&s, true, &row), "empty");
	stock_clear(&s);
	for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++) {
		fill(&s, hashes[i]);
		walk(&s, true);
		walk(&s, false);
		stock_clear(&s);
	}
	stock_free(&s);
	return 0;
}
