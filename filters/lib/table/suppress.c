#include "table/suppress.h"

bool suppress_hes_hides(uint64_t count)
{
	return count >= 1 && count <= 7;
}

bool suppress_hes(struct buffer *b, uint64_t count)
{
	bool hidden = suppress_hes_hides(count);

	if (hidden)
		buffer_byte(b, '*');
	else if (count == 0)
		buffer_byte(b, '0');
	else
		buffer_u64(b, count / 5 * 5 + (count % 5 >= 3 ? 5 : 0));
	return hidden;
}

void suppress_hes_range(uint64_t count, uint64_t *least, uint64_t *most)
{
	uint64_t shown = count / 5 * 5 + (count % 5 >= 3 ? 5 : 0);

	if (count == 0) {
		*least = *most = 0;
	} else if (suppress_hes_hides(count)) {
		*least = 1;
		*most = 7;
	} else {
		*least = shown - 2 < 8 ? 8 : shown - 2;
		*most = shown + 2;
	}
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
