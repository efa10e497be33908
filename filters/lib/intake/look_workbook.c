#include "intake/look_internal.h"
#include "read/workbook.h"

enum { ROWS = 10000 }; /* looked at of a sheet */

/* Is `name` one of the names, by `|`, as titles are compared? */
static bool is_named(struct text name, struct text names)
{
	struct buffer folded = {0}, other = {0};
	struct text part;
	bool same = false;

	schema_fold(&folded, name);
	while (!same && names.length > 0 && text_cut(&names, '|', &part)) {
		buffer_reset(&other);
		schema_fold(&other, part);
		same = text_equal(buffer_text(&folded), buffer_text(&other));
	}
	buffer_free(&folded);
	buffer_free(&other);
	return same;
}

static void mark_named(struct look_table *t, const struct workbook *w)
{
	for (size_t i = 0; t->complete && i < t->fit_count; i++)
		t->fits[i].named = is_named(w->sheets[t->sheet - 1].name, t->fits[i].schema->sheet);
	look_sort(t);
}

/* Is one of the first rows the row of titles? */
static void try_row(struct look *l, struct look_table *t, const struct workbook *w,
		    const struct raw_record *row)
{
	struct look_table found = {.sheet = t->sheet};
	struct text *titles = memory_take((row->cells + 1) * sizeof *titles);

	for (size_t i = 0; i < row->cells; i++)
		titles[i] = raw_cell(row, i);
	look_fit_titles(l, &found, titles, row->cells);
	mark_named(&found, w);
	if (t->cells == 0 || look_better(&found, t)) {
		look_name_unread(l, &found, titles, row->cells);
		t->fits = found.fits;
		t->fit_count = found.fit_count;
		t->complete = found.complete;
		t->titled = found.titled;
		t->titles = found.titles;
		t->positions = found.positions;
		t->title_count = found.title_count;
		t->cells = row->cells;
		t->lead = row->line - 1;
		t->records = 0;
	}
	memory_free(titles);
}

static void look_sheet(struct look *l, struct look_table *t, struct workbook *w)
{
	struct raw_record row;
	size_t rows = 0;

	workbook_sheet_open(w, t->sheet);
	t->name = text_string(l->arena, text_of(w->sheet_file));
	while (rows < ROWS && sheet_next(&w->sheet, &row)) {
		t->records++;
		if (rows++ < LOOK_TITLES_WITHIN && !t->complete && !row.flaw)
			try_row(l, t, w, &row);
	}
	t->whole = rows < ROWS;
	if (rows == 0)
		t->format = LOOK_EMPTY;
}

void look_workbook(struct look *l, struct received *f)
{
	struct workbook w;

	workbook_open(&w, received_file(f), f->name);
	for (size_t i = 0; i < w.sheet_count; i++) {
		if (!w.sheets[i].table)
			continue;
		struct look_table *t = look_table_add(l, f);

		t->sheet = i + 1;
		t->hidden = w.sheets[i].state != SHEET_VISIBLE;
		t->format = LOOK_SHEET;
		look_sheet(l, t, &w);
	}
	workbook_close(&w);
}
