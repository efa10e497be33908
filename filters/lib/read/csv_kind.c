#include "read/csv.h"
#include "read/lead.h"
#include "read/raw_reader.h"

struct state {
	struct lead lead;
	struct csv csv;
};

/* A header line of its own has no quoted delimiters (MPS, DBS). */
static struct text cell_of(struct text line, char delimiter, size_t number)
{
	struct text cell = TEXT_NONE;

	for (size_t i = 0; i < number; i++)
		if (!text_cut(&line, delimiter, &cell))
			return TEXT_NONE;
	cell = text_trim(cell);
	if (cell.length >= 2 && cell.at[0] == '"' && cell.at[cell.length - 1] == '"')
		cell = (struct text){cell.at + 1, cell.length - 2};
	return cell;
}

static void start(struct raw_reader *r)
{
	struct state *s = r->state;
	const struct raw_layout *l = r->layout;

	lead_start(&s->lead, r->source.bytes, l->lead);
	if (l->lead > 0 && l->count_first > 0)
		raw_state(r, cell_of(buffer_text(&s->lead.first), l->delimiter, l->count_first), 1);
	csv_start(&s->csv, (struct inlet){lead_read, &s->lead}, l->delimiter);
	s->csv.line += s->lead.lines;
	s->csv.untitled = l->untitled;
	s->csv.quotes_plain = l->quotes_plain;
}

static bool titles(struct raw_reader *r, struct raw_record *row)
{
	struct state *s = r->state;

	s->csv.width = 0;
	return csv_next(&s->csv, row);
}

static bool next(struct raw_reader *r, struct raw_record *row)
{
	struct state *s = r->state;

	if (csv_next(&s->csv, row))
		return true;
	raw_figure(r, "blank.lines", s->csv.blank_lines);
	raw_figure(r, "surplus.cells", s->csv.surplus);
	s->csv.blank_lines = s->csv.surplus = 0;
	return false;
}

static void finish(struct raw_reader *r)
{
	struct state *s = r->state;

	csv_free(&s->csv);
	lead_free(&s->lead);
}

const struct raw_kind raw_csv = {"csv", sizeof(struct state), start, titles, next, finish};
