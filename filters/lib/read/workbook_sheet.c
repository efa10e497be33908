#include "read/workbook_sheet_internal.h"

void sheet_start(struct sheet *s, struct inlet from, struct place *place)
{
	*s = (struct sheet){.place = place};
	markup_start(&s->markup, from, place);
}

void sheet_free(struct sheet *s)
{
	markup_free(&s->markup);
	buffer_free(&s->row);
	buffer_free(&s->value);
	buffer_free(&s->message);
	memory_free(s->spans);
	*s = (struct sheet){0};
}

_Noreturn void sheet_refuse(struct sheet *s, const char *rule, const char *why)
{
	fail_at(EXIT_DATA, *s->place, rule, "%s", why);
}

/* The row that has just opened: its number, which may be left out. */
static void row_open(struct sheet *s)
{
	struct text number = markup_value(&s->markup, "r");
	struct text hidden = markup_value(&s->markup, "hidden");
	uint64_t row = s->row_number + 1;

	if (number.at && (!text_u64(number, &row) || row <= s->row_number))
		sheet_refuse(s, "row", "rows are numbered wrongly after this one");
	if (row > SHEET_ROWS)
		sheet_refuse(s, "row", "more than 1,048,576 rows");
	s->counts.blank_rows += row - s->row_number - 1;
	s->gap = s->gap || (s->width > 0 && row != s->row_number + 1);
	s->row_number = s->place->line = row;
	s->counts.hidden_rows += hidden.at && (text_is(hidden, "1") || text_is(hidden, "true"));
	s->row_digit_count = 0;
	for (uint64_t unit = 1000000; unit > 0; unit /= 10)
		if (row >= unit)
			s->row_digits[s->row_digit_count++] = (char)('0' + row / unit % 10);
	buffer_reset(&s->row);
	s->column = s->cells = s->filled = 0;
	s->tame = true;
	s->flaw = NULL;
	s->cut = false;
}

/* Gives the row the width that rows have. */
static void row_finish(struct sheet *s)
{
	size_t width = s->width ? s->width : s->filled;

	for (; s->cells < width; s->cells++) {
		memory_need(&s->spans, &s->span_capacity, s->cells + 1, sizeof *s->spans);
		if (s->cells > 0)
			buffer_byte(&s->row, '\t');
		s->spans[s->cells] =
			(struct raw_span){(uint32_t)s->row.length, (uint32_t)s->row.length};
	}
	s->cells = width;
	s->place->column = NULL;
}

static const char *explain(struct sheet *s)
{
	if (strcmp(s->flaw, "length") == 0)
		return "longer than 4 MiB";
	buffer_reset(&s->message);
	buffer_string(&s->message, "cell ");
	buffer_string(&s->message, s->flawed);
	buffer_add(&s->message, s->row_digits, s->row_digit_count);
	buffer_string(&s->message, " does not hold a number");
	buffer_byte(&s->message, 0);
	return s->message.at;
}

static void row_give(struct sheet *s, struct raw_record *r)
{
	*r = (struct raw_record){.at = buffer_text(&s->row).at,
				 .spans = s->spans,
				 .cells = s->cells,
				 .line = s->row_number,
				 .tame = s->tame,
				 .bare = true,
				 .flaw = s->flaw,
				 .text = buffer_text(&s->row)};
	if (s->flaw)
		r->message = explain(s);
}

void sheet_widen(struct sheet *s, size_t width, struct raw_record *r)
{
	s->width = width;
	if (!r)
		return;
	row_finish(s);
	row_give(s, r);
}

/* Counts what stands behind the data. */
static void behind(struct sheet *s)
{
	struct markup *m = &s->markup;

	if (!text_is(m->name, "mergeCells")) {
		markup_skip(m);
		return;
	}
	for (enum markup_token token; (token = markup_next(m)) != MARKUP_CLOSE || m->depth >= 2;)
		s->counts.merged += token == MARKUP_OPEN && m->depth == 3;
}

bool sheet_next(struct sheet *s, struct raw_record *r)
{
	struct markup *m = &s->markup;
	enum markup_token token;

	while ((token = markup_next(m)) != MARKUP_END) {
		if (token == MARKUP_CLOSE)
			s->within = s->within && m->depth >= 2;
		if (token != MARKUP_OPEN)
			continue;
		if (m->depth == 1 && !text_is(m->name, "worksheet"))
			sheet_refuse(s, "part", "is not a worksheet");
		if (m->depth == 2 && text_is(m->name, "sheetData"))
			s->within = true;
		else if (m->depth == 2)
			behind(s);
		if (m->depth != 3 || !s->within)
			continue;
		if (!text_is(m->name, "row")) {
			markup_skip(m);
			continue;
		}
		row_open(s);
		sheet_cells(s);
		row_finish(s);
		if (s->filled > 0 || s->flaw) {
			s->counts.beyond_gap += s->gap;
			s->counts.beyond_table += s->table_end > 0 && s->row_number > s->table_end;
			s->counts.totals += s->table_totals && s->row_number == s->table_end;
			row_give(s, r);
			return true;
		}
		s->counts.blank_rows++;
		s->gap = s->gap || s->width > 0;
	}
	s->place->line = 0;
	return false;
}
