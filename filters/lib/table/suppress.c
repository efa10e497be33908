#include "table/suppress.h"

#include "table/cells.h"

bool suppress_hes(struct buffer *b, uint64_t count)
{
	bool hidden = count >= 1 && count <= 7;

	if (hidden)
		buffer_byte(b, '*');
	else if (count == 0)
		buffer_byte(b, '0');
	else
		buffer_u64(b, count / 5 * 5 + (count % 5 >= 3 ? 5 : 0));
	return hidden;
}

void count_table_add(struct count_table *t, const struct text *values, uint64_t count)
{
	size_t at = t->row_count * t->dimensions;

	memory_need(&t->values, &t->value_capacity, at + t->dimensions + 1, sizeof *t->values);
	memory_need(&t->counts, &t->count_capacity, t->row_count + 1, sizeof *t->counts);
	for (size_t d = 0; d < t->dimensions; d++)
		t->values[at + d] = text_copy(&t->arena, values[d]);
	t->counts[t->row_count++] = count;
}

void count_table_free(struct count_table *t)
{
	memory_free(t->values);
	memory_free(t->counts);
	arena_free(&t->arena);
}

/* The values of a row, one dimension of it summed over if `over` is one. */
static struct text key_of(const struct count_table *t, size_t row, size_t over, struct buffer *b)
{
	buffer_reset(b);
	for (size_t d = 0; d < t->dimensions; d++) {
		buffer_byte(b, '\t');
		if (d == over)
			buffer_string(b, CELL_TOTAL);
		else
			buffer_text_add(b, t->values[row * t->dimensions + d]);
	}
	return buffer_text(b);
}

static bool is_total(const struct count_table *t, size_t row, size_t dimension)
{
	return text_is(t->values[row * t->dimensions + dimension], CELL_TOTAL);
}

struct parts {
	uint64_t sum, largest;
};

/* Over one dimension: what the margins should be, then what they are. */
static void check_over(const struct count_table *t, const struct map *rows, size_t over,
		       bool overlapping, struct place place)
{
	struct parts *parts = memory_take((t->row_count + 1) * sizeof *parts);
	struct buffer key = {0};

	memset(parts, 0, (t->row_count + 1) * sizeof *parts);
	for (size_t row = 0; row < t->row_count; row++) {
		if (is_total(t, row, over))
			continue;
		size_t margin = map_index(rows, key_of(t, row, over, &key));
		if (margin == SIZE_MAX)
			fail_at(EXIT_DATA, place, "margin", "a margin is missing");
		struct parts *p = &parts[margin];
		if (__builtin_add_overflow(p->sum, t->counts[row], &p->sum))
			fail_at(EXIT_DATA, place, "margin", "a sum exceeds 64 bits");
		if (t->counts[row] > p->largest)
			p->largest = t->counts[row];
	}
	for (size_t row = 0; row < t->row_count; row++) {
		const struct parts *p = &parts[row];
		uint64_t is = t->counts[row];
		if (!is_total(t, row, over) || is == p->sum)
			continue;
		if (!overlapping || is > p->sum || is < p->largest)
			fail_at(EXIT_DATA, place, "margin",
				"a margin does not agree with its cells");
	}
	memory_free(parts);
	buffer_free(&key);
}

void count_table_check(const struct count_table *t, bool overlapping, const char *file)
{
	struct place place = {.file = file};
	struct map rows = {0};
	struct buffer key = {0};

	for (size_t row = 0; row < t->row_count; row++) {
		bool fresh;
		map_add(&rows, key_of(t, row, SIZE_MAX, &key), &fresh);
		if (!fresh)
			fail_at(EXIT_DATA, place, "margin", "a cell occurs twice");
	}
	for (size_t d = 0; d < t->dimensions; d++)
		check_over(t, &rows, d, overlapping, place);
	map_free(&rows);
	buffer_free(&key);
}
