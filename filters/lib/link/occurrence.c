#include "link/occurrence.h"

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

void occurrences_add(struct occurrences *t, struct text cell)
{
	struct text value;
	while (next_value(&cell, t->list, &value)) {
		++*map_add(&t->counts, value, NULL);
		t->total++;
	}
}

void occurrences_print(const struct occurrences *t, struct text cell, struct buffer *out)
{
	struct text value;
	bool more = false;
	while (next_value(&cell, t->list, &value)) {
		if (more)
			buffer_byte(out, '|');
		buffer_u64(out, *map_find(&t->counts, value));
		more = true;
	}
}

void occurrences_free(struct occurrences *t)
{
	map_free(&t->counts);
}
