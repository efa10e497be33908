#include "read/workbook_sheet_internal.h"

enum { QUICK = 128 };

bool sheet_quick = true;

/* The place of the cell in hand, for messages. */
static void refer(struct sheet *s, struct text reference)
{
	size_t length =
		reference.length < sizeof s->reference ? reference.length : sizeof s->reference - 1;

	for (size_t i = 0; i < length; i++) {
		char c = reference.at[i];

		s->reference[i] = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c : '?';
	}
	s->reference[length] = 0;
	s->place->column = s->reference;
}

/* The letters of a column. */
static void cell_name(char name[static 4], size_t column)
{
	size_t n = 0;

	if (column > 26 * 27)
		name[n++] = (char)('A' + (column - 26 * 27 - 1) / (26 * 26) % 26);
	if (column > 26)
		name[n++] = (char)('A' + (column - 27) / 26 % 26);
	name[n++] = (char)('A' + (column - 1) % 26);
	name[n] = 0;
}

/* The column of `AB` at *at, which goes behind it; 0 when there is none. */
static size_t column_take(const char **at, const char *end)
{
	const char *start = *at;
	size_t column = 0;

	while (*at < end && *at - start < 4 && **at >= 'A' && **at <= 'Z')
		column = column * 26 + (size_t)(*(*at)++ - 'A') + 1;
	return column;
}

static void column_enter(struct sheet *s, size_t column)
{
	if (column <= s->column)
		sheet_refuse(s, "cell", "cells of a row are out of order");
	if (column > SHEET_COLUMNS)
		sheet_refuse(s, "cell", "more than 16,384 columns");
	s->column = column;
}

/* By its reference, which may be left out: then it follows the one before. */
static void cell_place(struct sheet *s, struct text reference)
{
	if (!reference.at) {
		s->place->column = NULL;
		column_enter(s, s->column + 1);
		return;
	}
	const char *at = reference.at, *end = at + reference.length;

	refer(s, reference);
	size_t column = column_take(&at, end);

	if (column == 0 || (size_t)(end - at) != s->row_digit_count ||
	    memcmp(at, s->row_digits, s->row_digit_count) != 0)
		sheet_refuse(s, "cell", "a cell whose reference is not in its row");
	column_enter(s, column);
}

/* Begins the cell of s->column in the row; false when it is right of the titles. */
static inline bool cell_begin(struct sheet *s)
{
	if (s->width && s->column > s->width)
		return false;
	memory_need(&s->spans, &s->span_capacity, s->column, sizeof *s->spans);
	buffer_room(&s->row, s->column - s->cells + 64);
	for (; s->cells < s->column; s->cells++) {
		if (s->cells > 0)
			s->row.at[s->row.length++] = '\t';
		s->spans[s->cells] =
			(struct raw_span){(uint32_t)s->row.length, (uint32_t)s->row.length};
	}
	return true;
}

/* Ends it: what was appended since is its value. */
static inline void cell_end(struct sheet *s)
{
	struct raw_span *span = &s->spans[s->cells - 1];

	if (s->row.length > RAW_LIMIT) {
		s->flaw = "length";
		s->row.length = RAW_KEPT;
		s->cut = true;
		return;
	}
	span->end = (uint32_t)s->row.length;
	if (span->end > span->start)
		s->filled = s->cells;
}

static void put_text(struct sheet *s, struct text value, bool tame)
{
	if (value.length == 0 || s->cut)
		return;
	if (!cell_begin(s)) {
		s->counts.untitled++;
		return;
	}
	buffer_text_add(&s->row, value);
	s->tame = s->tame && tame;
	cell_end(s);
}

static void put_number(struct sheet *s, struct text stored, uint64_t style)
{
	if (stored.length == 0 || s->cut)
		return;
	if (!cell_begin(s)) {
		s->counts.untitled++;
		return;
	}
	enum number_kind kind =
		style < s->styles->count ? (enum number_kind)s->styles->kinds[style] : NUMBER_PLAIN;
	enum number_outcome outcome = kind == NUMBER_PLAIN
					      ? number_text(&s->row, stored)
					      : number_date(&s->row, stored, kind, s->from_1904);

	if (outcome == NUMBER_BAD) {
		buffer_text_add(&s->row, stored);
		if (!s->flaw)
			cell_name(s->flawed, s->column);
		s->flaw = "number";
	}
	s->counts.vague += outcome == NUMBER_VAGUE;
	s->counts.dateless += outcome == NUMBER_DATELESS;
	cell_end(s);
}

static void put_shared(struct sheet *s, struct text stored)
{
	uint64_t index = 0;
	bool tame;

	if (!text_u64(text_trim(stored), &index))
		sheet_refuse(s, "string", "a shared string without its number");
	if (!s->strings || index >= s->strings->count)
		sheet_refuse(s, "string", "a shared string that the workbook does not have");
	struct text value = shared_string(s->strings, (size_t)index, &tame);

	put_text(s, value, tame);
}

/* ISO 8601 as a cell of type d holds it: a day without its midnight. */
static struct text iso_day(struct text value)
{
	static const char *const midnights[] = {"T00:00:00", "T00:00:00Z", "T00:00:00.000",
						"T00:00:00.000Z"};

	for (size_t i = 0; i < sizeof midnights / sizeof *midnights; i++)
		if (value.length == 10 + strlen(midnights[i]) &&
		    text_is((struct text){value.at + 10, value.length - 10}, midnights[i]))
			return (struct text){value.at, 10};
	return value;
}

static void put_value(struct sheet *s, struct text type, struct text value, uint64_t style)
{
	if (!type.at || text_is(type, "n")) {
		put_number(s, text_trim(value), style);
	} else if (text_is(type, "s")) {
		if (value.length > 0)
			put_shared(s, value);
	} else if (text_is(type, "str") || text_is(type, "inlineStr")) {
		put_text(s, value, text_tame(value));
	} else if (text_is(type, "b")) {
		put_text(s,
			 text_is(value, "1") || text_is(value, "true") ? TEXT("TRUE")
			 : value.length > 0                            ? TEXT("FALSE")
								       : TEXT_NONE,
			 true);
	} else if (text_is(type, "e")) {
		s->counts.errors++;
		put_text(s, value, text_tame(value));
	} else if (text_is(type, "d")) {
		put_text(s, iso_day(value), text_tame(value));
	} else {
		sheet_refuse(s, "cell", "a cell of an unknown type");
	}
}

/* The cell that has just opened, token by token. */
static void cell_take(struct sheet *s)
{
	struct markup *m = &s->markup;
	struct text style = markup_value(m, "s"), type = markup_value(m, "t");
	uint64_t style_number = 0;
	char type_kept[16];
	bool formula = false;
	size_t depth = m->depth;

	cell_place(s, markup_value(m, "r"));
	if (style.at && !text_u64(style, &style_number))
		sheet_refuse(s, "cell", "a cell whose style is not a number");
	if (type.length > sizeof type_kept)
		sheet_refuse(s, "cell", "a cell of an unknown type");
	if (type.at)
		type.at = memcpy(type_kept, type.at, type.length);
	buffer_reset(&s->value);
	for (enum markup_token token;
	     (token = markup_next(m)) != MARKUP_CLOSE || m->depth >= depth;) {
		if (token != MARKUP_OPEN)
			continue;
		formula = formula || text_is(m->name, "f");
		if (text_is(m->name, "v"))
			string_take(m, &s->value);
		else if (text_is(m->name, "is"))
			rich_text_take(m, &s->value);
		else
			markup_skip(m);
	}
	s->counts.formulas += formula;
	s->counts.uncalculated += formula && s->value.length == 0 && !text_is(type, "str");
	put_value(s, type, buffer_text(&s->value), style_number);
}

/* Digits at *at, as far as `most` goes: how many. */
static size_t digits_take(const char **at, uint64_t *number, size_t most)
{
	size_t n = 0;

	for (*number = 0; n < most && **at >= '0' && **at <= '9'; n++)
		*number = *number * 10 + (uint64_t)(*(*at)++ - '0');
	return n;
}

static bool pass(const char **at, const char *bytes, size_t length)
{
	if (memcmp(*at, bytes, length) != 0)
		return false;
	*at += length;
	return true;
}

static bool number_byte(char c)
{
	return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'E';
}

#define PASS(at, literal) pass(at, literal, sizeof(literal) - 1)

/*
 * The form nearly every cell has, read without parsing it:
 *	<c r="B7" s="1" t="s"><v>12</v></c>
 * with s, t and the value left out where there is none, of type s or n. No part is longer
 * than QUICK bytes allow for. Anything else is left to cell_take().
 */
static bool cell_quick(struct sheet *s)
{
	struct text ahead = markup_ahead(&s->markup, QUICK);
	const char *at = ahead.at;
	struct text value = TEXT_NONE;
	uint64_t style = 0, index;
	bool shared, tame = true;

	if (ahead.length < QUICK || !PASS(&at, "<c r=\""))
		return false;
	size_t column = column_take(&at, at + 4);

	if (column <= s->column || column > SHEET_COLUMNS ||
	    !pass(&at, s->row_digits, s->row_digit_count) || *at++ != '"')
		return false;
	if (PASS(&at, " s=\"") && (digits_take(&at, &style, 6) == 0 || *at++ != '"'))
		return false;
	shared = PASS(&at, " t=\"s\"");
	if (!shared)
		(void)PASS(&at, " t=\"n\"");
	bool empty = PASS(&at, "/>");

	if (!empty && !PASS(&at, "><v>"))
		return false;
	struct text stored = {at, 0};

	while (!empty && at - stored.at < 32 && number_byte(*at))
		at++;
	stored.length = (size_t)(at - stored.at);
	if (!empty && !PASS(&at, "</v></c>"))
		return false;
	if (shared && stored.length > 0) {
		if (!text_u64(stored, &index) || !s->strings || index >= s->strings->count)
			return false;
		value = shared_string(s->strings, (size_t)index, &tame);
	}
	s->column = column;
	if (shared)
		put_text(s, value, tame);
	else
		put_number(s, stored, style);
	markup_pass(&s->markup, (size_t)(at - ahead.at));
	return true;
}

void sheet_cells(struct sheet *s)
{
	struct markup *m = &s->markup;
	size_t depth = m->depth;

	for (;;) {
		while (sheet_quick && cell_quick(s))
			;
		enum markup_token token = markup_next(m);

		if (token == MARKUP_CLOSE && m->depth < depth)
			return;
		if (token != MARKUP_OPEN)
			continue;
		if (text_is(m->name, "c"))
			cell_take(s);
		else
			markup_skip(m);
	}
}
