#include "read/csv_internal.h"

enum { BLOCK = 64 };

/* Finds the record's end and cells; false leaves everything as it is. There is
 * room for a block's worth of cells more than the record should have. */
static bool find(struct csv *c, size_t *length, uint64_t *odd)
{
	const char *const buffer = c->buffer, *const record = buffer + c->start;
	struct raw_span *span = c->spans, *const last = span + c->width - 1;
	struct csv_classes classes = c->classes;
	uint64_t bits = c->bits, strange = 0;
	size_t next = c->next, cell = 0, base = c->base;

	for (;;) {
		/* All bits when there is no mark: 0 - 1. */
		uint64_t marks = bits & classes.marks, before = (marks & -marks) - 1;
		const size_t block = base - c->start;

		for (uint64_t cuts = bits & before; cuts; cuts &= cuts - 1) {
			size_t here = block + (size_t)__builtin_ctzll(cuts);

			*span++ = (struct raw_span){(uint32_t)cell, (uint32_t)here};
			cell = here + 1;
		}
		if (span > last)
			return false;
		if (!marks) {
			strange |= classes.odd;
			if (c->end - next < BLOCK)
				return false;
			base = next;
			next += BLOCK;
			c->by.classify(buffer + base, c->delimiter, &classes);
			bits = classes.delimiters | classes.marks;
			continue;
		}
		size_t here = block + (size_t)__builtin_ctzll(marks);

		bits &= ~before & ~(before + 1);
		if (record[here] == '\r' && c->start + here + 1 < c->end &&
		    record[here + 1] == '\n')
			continue;
		size_t end = here - (here > cell && record[here - 1] == '\r');

		if (record[here] != '\n' || span != last || end == 0)
			return false;
		*span = (struct raw_span){(uint32_t)cell, (uint32_t)end};
		*odd = strange | (classes.odd & before);
		*length = here;
		c->base = base;
		c->next = next;
		c->bits = bits;
		c->classes = classes;
		c->classes.odd &= ~before;
		return true;
	}
}

const char *csv_odd(struct text record)
{
	if (memchr(record.at, 0, record.length))
		return "nul";
	return text_utf8(record) ? NULL : "encoding";
}

bool csv_plain(struct csv *c, struct raw_record *r)
{
	size_t length;
	uint64_t odd;

	if (c->width == 0 || c->cr_ends)
		return false;
	if (c->span_capacity < c->width + BLOCK)
		memory_need(&c->spans, &c->span_capacity, c->width + BLOCK, sizeof *c->spans);
	if (!find(c, &length, &odd))
		return false;
	c->pieces = 0;
	*r = (struct raw_record){.at = c->buffer + c->start,
				 .spans = c->spans,
				 .cells = c->width,
				 .line = c->line++,
				 .tame = !odd,
				 .bare = true,
				 .roomy = true};
	c->start += length + 1;
	if (!odd)
		return true;
	r->text = (struct text){r->at, length - (r->at[length - 1] == '\r')};
	r->flaw = csv_odd(r->text);
	if (r->flaw)
		r->message = csv_explain(c, r->flaw, false, c->width);
	return true;
}
