#include "table/audit.h"

/* Passes over all relations; what still moves after so many moves by little. */
#define PASSES_MOST 1000

static bool is_margin(const struct audit *a, size_t cell, size_t dimension)
{
	return cell / a->strides[dimension] % (a->sizes[dimension] + 1) == a->sizes[dimension];
}

static void lay_out(struct audit *a, const struct map *values, const char *file)
{
	size_t cells = 1;

	for (size_t d = a->dimensions; d-- > 0;) {
		a->sizes[d] = values[d].count;
		a->strides[d] = cells;
		if (__builtin_mul_overflow(cells, a->sizes[d] + 1, &cells) ||
		    cells > AUDIT_CELLS_MOST)
			fail_at(EXIT_CONFIG, (struct place){.file = file}, "cells",
				"with all its margins the table has more than %u cells: tabulate "
				"by fewer dimensions, or by coarser ones",
				AUDIT_CELLS_MOST);
	}
	a->cell_count = cells;
	a->counts = memory_take(cells * sizeof *a->counts);
	a->named = memory_take(cells);
	a->least = memory_take(cells * sizeof *a->least);
	a->most = memory_take(cells * sizeof *a->most);
	memset(a->counts, 0, cells * sizeof *a->counts);
	for (size_t cell = 0; cell < cells; cell++) {
		unsigned named = 0;
		for (size_t d = 0; d < a->dimensions; d++)
			named += !is_margin(a, cell, d);
		a->named[cell] = (uint8_t)named;
	}
}

/* The cell of a row: values count from 0, the total comes last. */
static size_t cell_of(const struct audit *a, const struct map *values, const struct text *row)
{
	size_t cell = 0;

	for (size_t d = 0; d < a->dimensions; d++) {
		size_t value =
			text_is(row[d], CELL_TOTAL) ? a->sizes[d] : map_index(&values[d], row[d]);
		cell += value * a->strides[d];
	}
	return cell;
}

static void take_rows(struct audit *a, const struct map *values, const struct count_table *t,
		      struct place place)
{
	bool *there = memory_take(a->cell_count);

	memset(there, 0, a->cell_count);
	for (size_t row = 0; row < t->row_count; row++) {
		size_t cell = cell_of(a, values, t->values + row * t->dimensions);
		if (there[cell])
			fail_at(EXIT_DATA, place, "margin", "a cell occurs twice");
		there[cell] = true;
		if (t->counts[row] > AUDIT_COUNT_MOST)
			fail_at(EXIT_DATA, place, "count", "a count beyond 10^12");
		a->counts[cell] = t->counts[row];
		if (a->named[cell] > a->ways)
			a->ways = a->named[cell];
	}
	for (size_t cell = 0; t->row_count && cell < a->cell_count; cell++)
		if (!there[cell] && a->named[cell] <= a->ways)
			fail_at(EXIT_DATA, place, "margin", "a %s is missing",
				a->named[cell] == a->dimensions ? "cell" : "margin");
	memory_free(there);
}

/* Its cells are those with `margin - i * stride`, i from 1 to the size. */
static void check_margin(struct audit *a, size_t margin, size_t d, bool overlapping,
			 struct place place)
{
	uint64_t sum = 0, largest = 0, is = a->counts[margin];

	for (size_t i = 1; i <= a->sizes[d]; i++) {
		uint64_t part = a->counts[margin - i * a->strides[d]];
		sum += part;
		largest = part > largest ? part : largest;
	}
	if (is == sum)
		return;
	a->additive[d] = false;
	if (!overlapping || is > sum || is < largest)
		fail_at(EXIT_DATA, place, "margin", "a margin does not agree with its cells");
}

void audit_start(struct audit *a, const struct count_table *t, bool overlapping, const char *file)
{
	struct place place = {.file = file};
	struct map values[DIMENSIONS_MOST] = {0};
	bool fresh;

	*a = (struct audit){.dimensions = t->dimensions};
	if (t->dimensions > DIMENSIONS_MOST)
		fail_at(EXIT_CONFIG, place, "cells", "more than %d dimensions", DIMENSIONS_MOST);
	for (size_t row = 0; row < t->row_count; row++)
		for (size_t d = 0; d < t->dimensions; d++) {
			struct text value = t->values[row * t->dimensions + d];
			if (!text_is(value, CELL_TOTAL))
				map_add(&values[d], value, &fresh);
		}
	lay_out(a, values, file);
	take_rows(a, values, t, place);
	for (size_t d = 0; d < t->dimensions; d++) {
		a->additive[d] = true;
		for (size_t cell = 0; cell < a->cell_count; cell++)
			if (is_margin(a, cell, d) && a->named[cell] < a->ways)
				check_margin(a, cell, d, overlapping, place);
		map_free(&values[d]);
	}
}

static bool raise_least(struct audit *a, size_t cell, uint64_t least)
{
	if (least <= a->least[cell])
		return false;
	a->least[cell] = least;
	return true;
}

static bool lower_most(struct audit *a, size_t cell, uint64_t most)
{
	if (most >= a->most[cell])
		return false;
	a->most[cell] = most;
	return true;
}

/* One margin and its cells know of each other what they can. */
static bool tighten(struct audit *a, size_t margin, size_t d)
{
	uint64_t least = 0, most = 0, largest = 0;
	bool moved = false;

	for (size_t i = 1; i <= a->sizes[d]; i++) {
		size_t part = margin - i * a->strides[d];
		least += a->least[part];
		most += a->most[part];
		largest = a->least[part] > largest ? a->least[part] : largest;
	}
	moved |= raise_least(a, margin, a->additive[d] ? least : largest);
	moved |= lower_most(a, margin, most);
	for (size_t i = 1; i <= a->sizes[d]; i++) {
		size_t part = margin - i * a->strides[d];
		uint64_t others_least = a->additive[d] ? least - a->least[part] : 0;
		uint64_t others_most = most - a->most[part];
		/* The sums above stay those of the start, which are only wider. */
		if (a->least[margin] > others_most)
			moved |= raise_least(a, part, a->least[margin] - others_most);
		moved |= lower_most(a, part, a->most[margin] - others_least);
	}
	return moved;
}

uint64_t audit_attack(struct audit *a, size_t ways, uint64_t candidates)
{
	uint64_t top_least, top, weak = 0;
	bool moved = true;

	suppress_hes_range(a->counts[a->cell_count - 1], &top_least, &top);
	for (size_t cell = 0; cell < a->cell_count; cell++) {
		a->least[cell] = 0;
		a->most[cell] = top;
		if (a->named[cell] <= ways)
			suppress_hes_range(a->counts[cell], &a->least[cell], &a->most[cell]);
	}
	for (size_t pass = 0; moved && pass < PASSES_MOST; pass++) {
		moved = false;
		for (size_t d = 0; d < a->dimensions; d++)
			for (size_t cell = 0; cell < a->cell_count; cell++)
				if (is_margin(a, cell, d))
					moved |= tighten(a, cell, d);
	}
	for (size_t cell = 0; cell < a->cell_count; cell++)
		weak += a->named[cell] <= ways && suppress_hes_hides(a->counts[cell]) &&
			a->most[cell] - a->least[cell] + 1 < candidates;
	return weak;
}

void audit_free(struct audit *a)
{
	memory_free(a->counts);
	memory_free(a->named);
	memory_free(a->least);
	memory_free(a->most);
}
