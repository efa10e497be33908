#include "table/fold.h"

#include <stdlib.h>

#include "stream/types.h"

struct value {
	struct text text;
	uint64_t count;
};

static int compare_counts(const void *a, const void *b)
{
	const struct value *x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? -1 : 1;
	return text_compare(x->text, y->text);
}

static bool is_margin(const struct count_table *t, size_t row, size_t d)
{
	return text_is(t->values[row * t->dimensions + d], CELL_TOTAL);
}

/* Those of the table of this dimension alone that can be folded, the smallest first. */
static struct value *values_take(const struct count_table *t, size_t d, struct text type,
				 size_t *count)
{
	struct value *values = memory_take((t->row_count + 1) * sizeof *values);

	*count = 0;
	for (size_t row = 0; row < t->row_count; row++) {
		struct text value = t->values[row * t->dimensions + d];
		bool alone = !is_margin(t, row, d);
		for (size_t other = 0; other < t->dimensions; other++)
			alone = alone && (other == d || is_margin(t, row, other));
		if (alone && t->counts[row] && !text_is(value, CELL_MISSING) &&
		    !text_is(value, CELL_OTHER) && !value_is_known(type, value))
			values[(*count)++] = (struct value){value, t->counts[row]};
	}
	qsort(values, *count, sizeof *values, compare_counts);
	return values;
}

static size_t choose(const struct value *values, size_t count, struct map *folded)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < count; i++) {
		if (!suppress_hes_hides(values[i].count) && !suppress_hes_hides(sum))
			break;
		map_add(folded, values[i].text, NULL);
		sum += values[i].count;
	}
	return folded->count;
}

static int rank(struct text value)
{
	return text_is(value, CELL_OTHER)     ? 1
	       : text_is(value, CELL_MISSING) ? 2
	       : text_is(value, CELL_TOTAL)   ? 3
					      : 0;
}

static int compare_rows(const void *a, const void *b, void *context)
{
	const struct count_table *t = context;
	const struct text *x = t->values + *(const size_t *)a * t->dimensions;
	const struct text *y = t->values + *(const size_t *)b * t->dimensions;

	for (size_t d = 0; d < t->dimensions; d++) {
		int order = rank(x[d]) - rank(y[d]);
		if (!order)
			order = text_compare(x[d], y[d]);
		if (order)
			return order;
	}
	return 0;
}

/* A table of the same rows, in order. */
static void sort(struct count_table *t)
{
	struct count_table sorted = {.dimensions = t->dimensions};
	size_t *order = memory_take((t->row_count + 1) * sizeof *order);

	for (size_t row = 0; row < t->row_count; row++)
		order[row] = row;
	qsort_r(order, t->row_count, sizeof *order, compare_rows, t);
	for (size_t i = 0; i < t->row_count; i++)
		count_table_add(&sorted, t->values + order[i] * t->dimensions, t->counts[order[i]]);
	memory_free(order);
	count_table_free(t);
	*t = sorted;
}

/* Rows that are one now become one. */
static void gather(struct count_table *t, size_t d, const struct map *folded)
{
	struct count_table made = {.dimensions = t->dimensions};
	struct map rows = {0};
	struct buffer key = {0};

	for (size_t row = 0; row < t->row_count; row++) {
		struct text *values = t->values + row * t->dimensions;
		bool fresh;
		if (map_find(folded, values[d]))
			values[d] = TEXT(CELL_OTHER);
		buffer_reset(&key);
		for (size_t i = 0; i < t->dimensions; i++) {
			buffer_text_add(&key, values[i]);
			buffer_byte(&key, '\t');
		}
		uint64_t *at = map_add(&rows, buffer_text(&key), &fresh);
		if (fresh) {
			*at = made.row_count;
			count_table_add(&made, values, t->counts[row]);
		} else {
			made.counts[*at] += t->counts[row];
		}
	}
	map_free(&rows);
	buffer_free(&key);
	count_table_free(t);
	*t = made;
}

size_t table_fold(struct count_table *t, size_t d, struct text type, bool additive)
{
	struct map folded = {0};
	size_t count;
	struct value *values = values_take(t, d, type, &count);
	size_t found = choose(values, count, &folded);

	memory_free(values);
	if (found && additive) {
		gather(t, d, &folded);
		sort(t);
	}
	map_free(&folded);
	return found;
}
