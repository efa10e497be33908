#include "read/fixed.h"

#include "read/lead.h"
#include "read/lines.h"
#include "read/raw_reader.h"

struct state {
	struct lead lead;
	struct lines lines;
	struct raw_span *spans;
	size_t width;    /* the last character that is a column's */
	size_t required; /* the first of the last column that is required */
	uint64_t short_lines;
};

/* Offset of the character at `position` (from 1); the length when the line is
 * shorter. The line is UTF-8, or ASCII only. */
static size_t offset(struct text line, size_t position, bool ascii)
{
	size_t at = 0;

	if (ascii)
		return position - 1 < line.length ? position - 1 : line.length;
	while (--position > 0 && at < line.length)
		do
			at++;
		while (at < line.length && ((unsigned char)line.at[at] & 0xc0) == 0x80);
	return at;
}

static bool all_ascii(struct text line)
{
	unsigned char any = 0;

	for (size_t i = 0; i < line.length; i++)
		any |= (unsigned char)line.at[i];
	return any < 0x80;
}

static struct text strip(struct text cell)
{
	while (cell.length > 0 && cell.at[0] == ' ')
		cell = (struct text){cell.at + 1, cell.length - 1};
	while (cell.length > 0 && cell.at[cell.length - 1] == ' ')
		cell.length--;
	return cell;
}

static struct text cell_of(struct text line, size_t first, size_t last, bool ascii)
{
	size_t from = offset(line, first, ascii);
	struct text rest = {line.at + from, line.length - from};

	return strip((struct text){rest.at, offset(rest, last - first + 2, ascii)});
}

struct text fixed_cell(struct text line, size_t first, size_t last)
{
	return cell_of(line, first, last, false);
}

static void start(struct raw_reader *r)
{
	struct state *s = r->state;
	const struct raw_layout *l = r->layout;

	lead_start(&s->lead, r->source.bytes, l->lead);
	if (l->lead > 0 && l->count_first > 0)
		raw_state(r, fixed_cell(buffer_text(&s->lead.first), l->count_first, l->count_last),
			  1);
	lines_start(&s->lines, (struct inlet){lead_read, &s->lead}, s->lead.lines);
	s->spans = ARENA_ARRAY(r->arena, l->column_count, struct raw_span);
	for (size_t i = 0; i < l->column_count; i++) {
		const struct raw_column *c = &l->columns[i];

		s->width = c->last > s->width ? c->last : s->width;
		if (c->required && c->first > s->required)
			s->required = c->first;
	}
}

/* What is wrong with the line's length, or NULL. */
static const char *length_wrong(const struct state *s, struct text line, bool ascii)
{
	size_t end = offset(line, s->width + 1, ascii);

	if (strip((struct text){line.at + end, line.length - end}).length > 0)
		return "longer than the schema's last column";
	if (s->required > 0 && offset(line, s->required, ascii) == line.length)
		return "ends before a column that the schema requires";
	return NULL;
}

static bool next(struct raw_reader *r, struct raw_record *row)
{
	struct state *s = r->state;
	struct text line;
	const char *flaw, *wrong;

	if (!lines_next(&s->lines, &line, &flaw)) {
		raw_figure(r, "blank.lines", s->lines.blank_lines);
		raw_figure(r, "short.lines", s->short_lines);
		s->lines.blank_lines = s->short_lines = 0;
		return false;
	}
	if (flaw) {
		lines_flawed(&s->lines, row, line, flaw, lines_explain(&s->lines, flaw));
		return true;
	}
	bool ascii = all_ascii(line);

	if ((wrong = length_wrong(s, line, ascii))) {
		lines_flawed(&s->lines, row, line, "width", wrong);
		return true;
	}
	s->short_lines += offset(line, s->width, ascii) == line.length;
	for (size_t i = 0; i < r->layout->column_count; i++) {
		const struct raw_column *c = &r->layout->columns[i];
		struct text cell = cell_of(line, c->first, c->last, ascii);
		size_t from = (size_t)(cell.at - line.at);

		s->spans[i] = (struct raw_span){(uint32_t)from, (uint32_t)(from + cell.length)};
	}
	*row = (struct raw_record){.at = line.at,
				   .spans = s->spans,
				   .cells = r->layout->column_count,
				   .line = s->lines.line};
	return true;
}

static void finish(struct raw_reader *r)
{
	struct state *s = r->state;

	lines_free(&s->lines);
	lead_free(&s->lead);
}

const struct raw_kind raw_fixed = {"fixed", sizeof(struct state), start, NULL, next, finish};
