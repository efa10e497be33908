#include "read/csv_internal.h"

/* Is the record the rest of one that a line end has cut? Its pieces have one
 * cell more than their place, and the rest does not begin as records do. */
static bool is_piece(struct csv *c, const struct raw_record *r)
{
	struct text first = raw_cell(r, 0);
	bool digit = first.length > 0 && first.at[0] >= '0' && first.at[0] <= '9';

	if (c->pieces == 0)
		c->digit = digit;
	c->pieces += r->cells - (c->pieces > 0);
	return digit != c->digit && c->pieces == c->width;
}

bool csv_fill_up(struct csv *c, struct raw_record *r, struct text text, bool ended)
{
	const uint32_t end = (uint32_t)text.length;

	r->spans = c->spans;
	if (c->width == 0 || r->cells >= c->width || c->untitled) {
		c->pieces = 0;
		return false;
	}
	if (is_piece(c, r) || r->cells < 2 || !ended)
		return false;
	memory_need(&c->spans, &c->span_capacity, c->width, sizeof *c->spans);
	for (size_t i = r->cells; i < c->width; i++)
		c->spans[i] = (struct raw_span){end, end};
	r->lacks = c->width - r->cells;
	r->spans = c->spans; /* which may have moved */
	r->cells = c->width;
	r->bare = false;
	r->text = text;
	return true;
}
