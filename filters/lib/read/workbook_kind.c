#include "read/raw_reader.h"
#include "read/received.h"
#include "read/workbook.h"

struct state {
	struct workbook workbook;
	struct raw_record pending; /* the first row behind the lead */
	bool there;
};

/* Sheets that nobody sees are told of: they may hold what is wanted, or what
 * was not meant to be sent. */
static void tell_hidden(struct raw_reader *r, const struct workbook *w, size_t chosen, bool found)
{
	const char *file = r->source.file ? r->source.file : "stdin";
	uint64_t hidden = 0, visible = 0;

	for (size_t i = 0; i < w->sheet_count; i++) {
		if (i + 1 == chosen || !w->sheets[i].table)
			continue;
		hidden += w->sheets[i].state != SHEET_VISIBLE;
		visible += w->sheets[i].state == SHEET_VISIBLE;
	}
	if (w->sheets[chosen - 1].state != SHEET_VISIBLE)
		notice("%s: sheet %zu is hidden, and read because it was asked for", file, chosen);
	if (r->layout->sheet.length > 0 && !found)
		notice("%s: has no sheet %.*s: sheet %zu is read, the only visible one", file,
		       (int)r->layout->sheet.length, r->layout->sheet.at, chosen);
	if (hidden > 0)
		notice("%s: hidden sheets not read: %llu of %zu sheets", file,
		       (unsigned long long)hidden, w->sheet_count);
	raw_figure(r, "hidden.sheets", hidden);
	raw_figure(r, "unread.sheets", found ? 0 : visible);
}

static void lead_skip(struct raw_reader *r, struct state *s)
{
	const struct raw_layout *l = r->layout;
	struct sheet *sheet = &s->workbook.sheet;

	while ((s->there = sheet_next(sheet, &s->pending)) && s->pending.line <= l->lead)
		if (s->pending.line == 1 && l->count_first > 0 && !s->pending.flaw &&
		    l->count_first <= s->pending.cells)
			raw_state(r, raw_cell(&s->pending, l->count_first - 1), 1);
	if (!l->untitled)
		return;
	size_t width = 0;

	for (size_t i = 0; i < l->column_count; i++)
		width = l->columns[i].last > width ? l->columns[i].last : width;
	sheet_widen(sheet, width, &s->pending);
}

static void start(struct raw_reader *r)
{
	struct state *s = r->state;
	struct workbook *w = &s->workbook;
	bool found = true;

	workbook_open(w, received_file(r->source.received), r->source.file);
	size_t chosen = workbook_choose(w, r->layout->sheet, r->layout->sheet_must, &found);

	r->sheet = chosen;
	tell_hidden(r, w, chosen, found);
	workbook_sheet_open(w, chosen);
	r->source.file = w->sheet_file;
	lead_skip(r, s);
}

static bool take(struct state *s, struct raw_record *row)
{
	if (!s->there)
		return sheet_next(&s->workbook.sheet, row);
	*row = s->pending;
	s->there = false;
	return true;
}

static bool titles(struct raw_reader *r, struct raw_record *row)
{
	struct state *s = r->state;
	struct sheet *sheet = &s->workbook.sheet;

	sheet->width = 0;
	if (!take(s, row))
		return false;
	if (!row->flaw)
		sheet_widen(sheet, row->cells, NULL);
	return true;
}

static void tell(struct raw_reader *r, const struct sheet_counts *c)
{
	const struct {
		const char *figure;
		uint64_t count;
		const char *told; /* or NULL: the figure will do */
	} facts[] = {
		{"blank.lines", c->blank_rows, NULL},
		{"error.cells", c->errors, NULL},
		{"formula.cells", c->formulas, NULL},
		{"untitled.cells", c->untitled, NULL},
		{"gap.rows", c->beyond_gap, "rows after a blank one, which are read"},
		{"outer.rows", c->beyond_table, "rows below the table, which are read"},
		{"totals.rows", c->totals,
		 "rows of totals, which are read (--tail leaves them out)"},
		{"hidden.rows", c->hidden_rows, "hidden rows, which are read"},
		{"merged.ranges", c->merged, "merged ranges, with a value in the first cell only"},
		{"vague.numbers", c->vague,
		 "numbers left as stored, with more digits than a spreadsheet keeps, or fewer than "
		 "they need"},
		{"dateless.numbers", c->dateless, "numbers shown as dates that do not exist"},
		{"uncalculated.formulas", c->uncalculated,
		 "formulas without a value (open the workbook in a spreadsheet and save it)"},
	};

	for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
		raw_figure(r, facts[i].figure, facts[i].count);
		if (facts[i].told && facts[i].count > 0)
			notice("%s: %s: %llu", r->source.file, facts[i].told,
			       (unsigned long long)facts[i].count);
	}
}

static bool next(struct raw_reader *r, struct raw_record *row)
{
	struct state *s = r->state;

	if (take(s, row))
		return true;
	tell(r, &s->workbook.sheet.counts);
	s->workbook.sheet.counts = (struct sheet_counts){0};
	return false;
}

static void finish(struct raw_reader *r)
{
	struct state *s = r->state;

	workbook_close(&s->workbook);
}

const struct raw_kind raw_workbook = {"xlsx", sizeof(struct state), start, titles, next, finish};
