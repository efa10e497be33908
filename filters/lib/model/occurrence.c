#include "model/occurrence.h"

/* The next value of a cell; one that is empty is none. */
static bool next_value(struct text *rest, bool list, struct text *value)
{
	while (rest->at) {
		if (list) {
			text_cut(rest, '|', value);
		} else {
			*value = *rest;
			rest->at = NULL;
		}
		if (value->length)
			return true;
	}
	return false;
}

static uint64_t count_values(const struct occurrences *t, struct text cell)
{
	struct text value;
	uint64_t count = 0;

	while (next_value(&cell, t->list, &value))
		count++;
	return count;
}

/* The marks of a cell: how many values it has, and the number of each. */
void occurrences_add(struct occurrences *t, struct text cell, struct buffer *marks)
{
	struct text value;
	bool fresh;

	if (marks)
		buffer_varint(marks, t->list ? count_values(t, cell) : cell.length != 0);
	while (next_value(&cell, t->list, &value)) {
		uint32_t number = roster_add(&t->values, value, &fresh);
		memory_need(&t->counts, &t->capacity, t->values.count, sizeof *t->counts);
		t->counts[number] = fresh ? 1 : t->counts[number] + 1;
		t->total++;
		if (marks)
			buffer_varint(marks, number);
	}
}

void occurrences_print(const struct occurrences *t, struct text cell, struct buffer *out)
{
	struct text value;
	bool more = false;

	while (next_value(&cell, t->list, &value)) {
		if (more)
			buffer_byte(out, '|');
		buffer_u64(out, t->counts[roster_find(&t->values, value)]);
		more = true;
	}
}

void occurrences_print_marks(const struct occurrences *t, struct text *marks, struct buffer *out)
{
	const char *at = marks->at;

	for (uint64_t count = varint_read(&at), i = 0; i < count; i++) {
		if (i)
			buffer_byte(out, '|');
		buffer_u64(out, t->counts[varint_read(&at)]);
	}
	*marks = (struct text){at, marks->length - (size_t)(at - marks->at)};
}

void occurrences_free(struct occurrences *t)
{
	roster_free(&t->values);
	memory_free(t->counts);
}
