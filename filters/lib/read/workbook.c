#include "read/workbook.h"

static struct text blankless(struct arena *arena, struct text name)
{
	char *to = arena_take(arena, name.length + 1);
	size_t n = 0;

	for (size_t i = 0; i < name.length; i++) {
		char c = name.at[i];

		if (c == '\xc2' && i + 1 < name.length && name.at[i + 1] == '\xa0') {
			i++;
			continue;
		}
		if (c == ' ' || c == '-' || c == '_' || c == '\t')
			continue;
		to[n++] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
	}
	return (struct text){to, n};
}

static bool flag(struct text value)
{
	return value.at && (text_is(value, "1") || text_is(value, "true") || text_is(value, "on"));
}

static void sheet_add(struct workbook *w, const struct relation *relations, size_t *capacity)
{
	const struct markup *m = &w->package.markup;
	struct text state = markup_value(m, "state"), id = markup_prefixed(m, "id");
	struct workbook_sheet *sheet;

	memory_need(&w->sheets, capacity, w->sheet_count + 1, sizeof *w->sheets);
	sheet = &w->sheets[w->sheet_count++];
	*sheet = (struct workbook_sheet){.name = text_copy(&w->arena, markup_value(m, "name"))};
	if (state.at && text_is(state, "hidden"))
		sheet->state = SHEET_HIDDEN;
	else if (state.at && text_is(state, "veryHidden"))
		sheet->state = SHEET_VERY_HIDDEN;
	for (const struct relation *r = relations; r && id.at; r = r->next) {
		if (!text_equal(r->id, id))
			continue;
		sheet->part = r->part;
		sheet->table = text_is(r->kind, "worksheet") && r->part.length > 0;
	}
}

/* The part that lists the sheets. */
static void sheets_read(struct workbook *w, struct text part)
{
	const struct relation *relations = package_relations(&w->package, part);
	struct markup *m;
	enum markup_token token;
	bool sheets = false;
	size_t capacity = 0;

	for (const struct relation *r = relations; r; r = r->next) {
		if (text_is(r->kind, "sharedStrings"))
			w->strings_part = r->part;
		if (text_is(r->kind, "styles"))
			w->styles_part = r->part;
	}
	m = package_parse(&w->package, part);
	while ((token = markup_next(m)) != MARKUP_END) {
		if (token != MARKUP_OPEN)
			continue;
		if (m->depth == 1 && !text_is(m->name, "workbook"))
			fail_at(EXIT_DATA, w->place, NULL, "is a document, not a workbook");
		if (m->depth == 2)
			sheets = text_is(m->name, "sheets");
		if (m->depth == 2 && text_is(m->name, "workbookPr"))
			w->from_1904 = flag(markup_value(m, "date1904"));
		if (m->depth == 3 && sheets && text_is(m->name, "sheet"))
			sheet_add(w, relations, &capacity);
	}
}

void workbook_open(struct workbook *w, int fd, const char *file)
{
	struct text part = TEXT_NONE;

	*w = (struct workbook){.file = file, .place = {.file = file}};
	package_open(&w->package, fd, &w->place);
	for (struct relation *r = package_relations(&w->package, part); r; r = r->next)
		if (text_is(r->kind, "officeDocument"))
			part = r->part;
	if (part.length > 4 && text_is((struct text){part.at + part.length - 4, 4}, ".bin"))
		fail_at(EXIT_DATA, w->place, NULL,
			"is a binary workbook (.xlsb): open it and save it as .xlsx or CSV UTF-8");
	sheets_read(w, part);
	if (w->sheet_count == 0)
		fail_at(EXIT_DATA, w->place, NULL, "is a workbook without sheets");
}

/* The sheet of that name, exactly if there is one; 0: none. */
static size_t sheet_named(const struct workbook *w, struct text wanted)
{
	struct arena arena = {0};
	struct text plain = blankless(&arena, wanted);
	size_t found = 0, exact = 0;

	for (size_t i = w->sheet_count; i > 0; i--) {
		if (text_equal(w->sheets[i - 1].name, wanted))
			exact = i;
		if (text_equal(blankless(&arena, w->sheets[i - 1].name), plain))
			found = i;
	}
	arena_free(&arena);
	return exact ? exact : found;
}

/* By any of the names, else by a number among them. */
static size_t sheet_find(const struct workbook *w, struct text wanted)
{
	struct text name, rest = wanted;
	size_t found = 0;
	uint64_t number;

	while (found == 0 && wanted.length > 0 && text_cut(&rest, '|', &name))
		found = sheet_named(w, text_trim(name));
	rest = wanted;
	while (found == 0 && wanted.length > 0 && text_cut(&rest, '|', &name))
		if (text_u64(text_trim(name), &number) && number <= w->sheet_count)
			found = (size_t)number;
	return found;
}

size_t workbook_choose(const struct workbook *w, struct text wanted, bool must, bool *found)
{
	size_t number = sheet_find(w, wanted), visible = 0, last = 0;

	*found = number > 0;
	if (number > 0)
		return number;
	for (size_t i = 0; i < w->sheet_count; i++) {
		if (w->sheets[i].state != SHEET_VISIBLE || !w->sheets[i].table)
			continue;
		visible++;
		last = i + 1;
	}
	if (visible == 1 && !must)
		return last;
	if (wanted.length > 0)
		fail_at(EXIT_DATA, w->place, NULL,
			"has no sheet of that name or number: give --sheet a name or a number from "
			"1 to %zu",
			w->sheet_count);
	fail_at(EXIT_DATA, w->place, NULL,
		"has %zu visible sheets of %zu: give --sheet a name or a number", visible,
		w->sheet_count);
}

/* The parts that all sheets share, when one is opened for the first time. */
static void shared_read(struct workbook *w)
{
	if (!w->styles_read && w->styles_part.length > 0)
		styles_read(&w->styles, package_parse(&w->package, w->styles_part));
	w->styles_read = true;
	if (!w->strings_read && w->strings_part.length > 0)
		shared_strings_read(&w->strings, package_parse(&w->package, w->strings_part));
	w->strings_read = true;
}

/* The row of `U51` in `A1:U51`. */
static uint64_t last_row(struct text range)
{
	struct text first = range, last = range;
	uint64_t row = 0;

	while (text_cut(&range, ':', &first))
		last = first;
	while (last.length > 0 && (*last.at < '0' || *last.at > '9'))
		last = (struct text){last.at + 1, last.length - 1};
	return text_u64(last, &row) ? row : 0;
}

/* The table of the sheet, if it has one and no more. */
static void table_read(struct workbook *w, struct text sheet, uint64_t *end, bool *totals)
{
	size_t tables = 0;

	for (const struct relation *r = package_relations(&w->package, sheet); r; r = r->next) {
		if (!text_is(r->kind, "table") || r->part.length == 0 || tables++ > 0)
			continue;
		struct markup *m = package_parse(&w->package, r->part);

		if (markup_next(m) != MARKUP_OPEN)
			continue;
		*end = last_row(markup_value(m, "ref"));
		*totals = markup_value(m, "totalsRowCount").at &&
			  !text_is(markup_value(m, "totalsRowCount"), "0");
	}
	if (tables > 1)
		*end = 0;
}

void workbook_sheet_open(struct workbook *w, size_t number)
{
	uint64_t table_end = 0;
	bool totals = false;

	const struct workbook_sheet *sheet = &w->sheets[number - 1];
	struct buffer name = {0};

	sheet_free(&w->sheet);
	w->place = (struct place){.file = w->file};
	shared_read(w);
	buffer_string(&name, w->file ? w->file : "stdin");
	buffer_string(&name, "/sheet ");
	buffer_u64(&name, number);
	w->sheet_file = w->place.file = text_string(&w->arena, buffer_text(&name));
	buffer_free(&name);
	if (!sheet->table)
		fail_at(EXIT_DATA, w->place, NULL, "holds no cells: it is a chart or the like");
	table_read(w, sheet->part, &table_end, &totals);
	package_part(&w->package, sheet->part);
	sheet_start(&w->sheet, (struct inlet){package_read, &w->package}, &w->place);
	w->sheet.strings = w->strings.count > 0 ? &w->strings : NULL;
	w->sheet.styles = &w->styles;
	w->sheet.from_1904 = w->from_1904;
	w->sheet.table_end = table_end;
	w->sheet.table_totals = totals && table_end > 0;
}

void workbook_close(struct workbook *w)
{
	sheet_free(&w->sheet);
	shared_strings_free(&w->strings);
	styles_free(&w->styles);
	package_close(&w->package);
	memory_free(w->sheets);
	arena_free(&w->arena);
	*w = (struct workbook){0};
}
