#include "read/csv_internal.h"

#include "stream/preamble.h"

enum { BLOCK = 64 };

size_t csv_buffer_size = (size_t)256 << 10;

enum place_in_cell {
	CELL_OPEN,   /* in a cell without quotes, or at a cell's start */
	CELL_QUOTED, /* behind an opening quote */
	CELL_CLOSED, /* behind a quote that closes, or is the first of two */
	CELL_BROKEN, /* a flaw was found: on to the line end */
};

/* The record being read; offsets count from its first byte. */
struct csv_state {
	enum place_in_cell in;
	size_t cell;          /* where the cell's value starts */
	size_t close;         /* CELL_CLOSED: the quote */
	size_t opened;        /* the last opening quote */
	uint64_t opened_line; /* and its line */
	uint64_t lines;       /* line ends so far */
	size_t cells;
	uint64_t odd;
	bool quoted;  /* some cell is quoted */
	bool doubled; /* some cell holds a doubled quote */
	bool escapes; /* some quoted cell holds a line end or TAB */
	const char *flaw;
	bool cut; /* over-long: only its first bytes are kept */
};

void csv_start(struct csv *c, struct inlet from, char delimiter)
{
	*c = (struct csv){
		.from = from, .delimiter = delimiter, .line = 1, .by = csv_classifier(CSV_BEST)};
	c->capacity = csv_buffer_size;
	c->buffer = memory_take(c->capacity + BLOCK);
	c->state = memory_take(sizeof *c->state);
}

void csv_free(struct csv *c)
{
	memory_free(c->buffer);
	memory_free(c->state);
	memory_free(c->spans);
	buffer_free(&c->message);
	*c = (struct csv){0};
}

/* Reads on behind the bytes there are; false at the end of the file. */
static bool fill(struct csv *c)
{
	if (c->eof)
		return false;
	if (c->start > 0) {
		memmove(c->buffer, c->buffer + c->start, c->end - c->start);
		c->end -= c->start;
		c->next -= c->start;
		c->start = 0;
	}
	if (c->end == c->capacity) {
		c->capacity = c->capacity < RAW_LIMIT / 2 ? 2 * c->capacity : RAW_LIMIT;
		c->buffer = memory_resize(c->buffer, c->capacity + BLOCK);
	}
	if (c->end == c->capacity)
		return false;
	size_t got = c->from.read(c->from.context, c->buffer + c->end, c->capacity - c->end);

	c->eof = got == 0;
	c->end += got;
	return got > 0;
}

/* Brings in the next block that has structure; false when the bytes end. */
static bool classify(struct csv *c)
{
	c->state->odd |= c->classes.odd;
	c->classes.odd = 0;
	while (!c->bits) {
		size_t left = c->end - c->next;

		if (left == 0)
			return false;
		c->base = c->next;
		c->by.classify(c->buffer + c->base, c->delimiter, &c->classes);
		c->bits = c->classes.delimiters | c->classes.marks;
		if (left < BLOCK) {
			c->bits &= ((uint64_t)1 << left) - 1;
			c->classes.odd &= ((uint64_t)1 << left) - 1;
		}
		c->next += left < BLOCK ? left : BLOCK;
		if (!c->bits) {
			c->state->odd |= c->classes.odd;
			c->classes.odd = 0;
		}
	}
	return true;
}

static inline void cell_add(struct csv *c, struct csv_state *s, size_t end)
{
	size_t most = c->width ? c->width : LIMIT_COLUMNS;

	if (s->cells < most) {
		if (s->cells == c->span_capacity)
			memory_need(&c->spans, &c->span_capacity, s->cells + 1, sizeof *c->spans);
		c->spans[s->cells] = (struct raw_span){(uint32_t)s->cell, (uint32_t)end};
	}
	s->cells += s->cells <= most;
}

static void broken(struct csv_state *s, const char *flaw)
{
	if (!s->flaw)
		s->flaw = flaw;
	s->in = CELL_BROKEN;
}

/* A line end at `at` that ends the record unless it is quoted; true when so. */
static bool line_end(struct csv *c, struct csv_state *s, size_t at)
{
	s->lines++;
	if (s->in == CELL_QUOTED) {
		s->escapes = true;
		return false;
	}
	if (at > 0 && !c->cr_ends && c->buffer[c->start + at - 1] == '\r')
		at--;
	if (s->in == CELL_CLOSED && at != s->close + 1)
		broken(s, "quote");
	if (s->in == CELL_OPEN || s->in == CELL_CLOSED)
		cell_add(c, s, s->in == CELL_CLOSED ? s->close : at);
	return true;
}

/* A CR: true when it ends the record. */
static bool carriage_return(struct csv *c, struct csv_state *s, size_t at)
{
	if (c->cr_ends)
		return line_end(c, s, at);
	if (s->in == CELL_QUOTED) {
		s->escapes = true;
		return false;
	}
	if (c->start + at + 1 == c->end)
		fill(c);
	if (c->start + at + 1 == c->end)
		return c->eof && line_end(c, s, at);
	if (c->buffer[c->start + at + 1] == '\n')
		return false;
	if (!c->width && s->in != CELL_BROKEN) {
		c->cr_ends = true;
		return line_end(c, s, at);
	}
	broken(s, "line_end");
	return false;
}

static void quote(struct csv_state *s, size_t at, uint64_t line)
{
	if (s->in == CELL_OPEN && at == s->cell) {
		s->in = CELL_QUOTED;
		s->cell = at + 1;
		s->opened = at;
		s->quoted = true;
		s->opened_line = line + s->lines;
	} else if (s->in == CELL_QUOTED) {
		s->in = CELL_CLOSED;
		s->close = at;
	} else if (s->in == CELL_CLOSED && at == s->close + 1) {
		s->in = CELL_QUOTED;
		s->doubled = true;
	} else {
		broken(s, "quote");
	}
}

static void delimiter(struct csv *c, struct csv_state *s, size_t at)
{
	if (s->in == CELL_QUOTED) {
		s->escapes |= c->delimiter == '\t';
		return;
	}
	if (s->in == CELL_CLOSED && at != s->close + 1)
		broken(s, "quote");
	if (s->in == CELL_BROKEN)
		return;
	cell_add(c, s, s->in == CELL_CLOSED ? s->close : at);
	s->in = CELL_OPEN;
	s->cell = at + 1;
}

/* The quote that opened at s->opened is never closed: the record is the line
 * it is in, and the next one starts behind that. Gives its length. */
static size_t unterminated(struct csv *c, struct csv_state *s)
{
	const char *record = c->buffer + c->start;
	size_t length = c->end - c->start;
	const char *end = memchr(record + s->opened, c->cr_ends ? '\r' : '\n', length - s->opened);

	s->flaw = "quote";
	s->lines = s->opened_line - c->line + (end != NULL);
	c->bits = c->classes.odd = 0;
	length = end ? (size_t)(end - record) : length;
	c->next = c->start + length + (end != NULL);
	return length;
}

/* No room for more of the record: what is to be done with it. */
static bool overlong(struct csv *c, struct csv_state *s)
{
	if (c->end - c->start < RAW_LIMIT)
		return false;
	if (s->in == CELL_QUOTED)
		return true;
	broken(s, "length");
	s->flaw = "length";
	s->cut = true;
	c->next = c->end = c->start + RAW_KEPT;
	return false;
}

/* Finds the record's end; gives its length without the line end and leaves
 * c->next, c->bits behind it. False when there is no record left. */
static bool record_find(struct csv *c, struct csv_state *s, size_t *length)
{
	for (;;) {
		if (!c->bits && !classify(c)) {
			if (overlong(c, s) || (!fill(c) && s->in == CELL_QUOTED)) {
				*length = unterminated(c, s);
				return true;
			}
			if (!c->eof)
				continue;
			*length = c->end - c->start;
			if (*length > 0)
				line_end(c, s, *length);
			return *length > 0;
		}
		size_t at = c->base + (size_t)__builtin_ctzll(c->bits) - c->start;
		uint64_t bit = c->bits & -c->bits;
		char byte = c->buffer[c->start + at];

		c->bits ^= bit;
		if (byte == c->delimiter && s->in == CELL_OPEN) {
			cell_add(c, s, at);
			s->cell = at + 1;
			continue;
		}
		if (byte == c->delimiter)
			delimiter(c, s, at);
		else if (byte == '"' && c->quotes_plain)
			continue;
		else if (byte == '"')
			quote(s, at, c->line);
		else if (byte == '\n' && c->cr_ends && s->in != CELL_QUOTED)
			broken(s, "line_end");
		else if (byte == '\n' && c->cr_ends)
			s->escapes = true;
		else if (byte == '\n' ? line_end(c, s, at) : carriage_return(c, s, at)) {
			s->odd |= c->classes.odd & (bit - 1);
			c->classes.odd &= ~(bit - 1);
			*length = at;
			return true;
		}
	}
}

/* Is there nothing in the cells that the record has too many? */
static bool surplus_empty(const struct csv *c, struct text record)
{
	size_t at = c->spans[c->width - 1].end;

	for (at += record.at[at] == '"'; at < record.length && record.at[at] == c->delimiter;)
		at++;
	return at == record.length;
}

static const char *flaw_of(const struct csv *c, const struct csv_state *s, struct text record)
{
	const char *odd = !s->flaw && s->odd ? csv_odd(record) : NULL;

	if (s->flaw || odd)
		return s->flaw ? s->flaw : odd;
	if (c->width ? s->cells != c->width : s->cells > LIMIT_COLUMNS)
		return "cells";
	return NULL;
}

/* Takes one of each pair of quotes out of the cells that were quoted. */
static void quotes_single(struct csv *c, const char *record)
{
	for (size_t i = 0; i < c->width; i++) {
		char *value = c->buffer + (record - c->buffer) + c->spans[i].start;
		size_t length = c->spans[i].end - c->spans[i].start, to = 0;

		if (c->spans[i].start == 0 || value[-1] != '"')
			continue;
		for (size_t from = 0; from < length; from++) {
			value[to++] = value[from];
			from += value[from] == '"';
		}
		c->spans[i].end = c->spans[i].start + (uint32_t)to;
	}
}

bool csv_next(struct csv *c, struct raw_record *r)
{
	if (csv_plain(c, r))
		return true;
	struct csv_state *s = c->state;
	size_t length;
	struct text text;
	bool ended;

	do {
		*s = (struct csv_state){0};
		if (!record_find(c, s, &length))
			return false;
		text = (struct text){c->buffer + c->start, length};
		if (!c->cr_ends && length > 0 && text.at[length - 1] == '\r')
			text.length--;
		*r = (struct raw_record){.at = text.at,
					 .spans = c->spans,
					 .cells = s->cells,
					 .line = s->in == CELL_QUOTED ? s->opened_line : c->line,
					 .tame = !s->odd && !s->escapes,
					 .bare = !s->quoted,
					 .roomy = true};
		ended = c->start + length < c->end;
		c->start += length + ended;
		c->line += s->lines;
		c->blank_lines += text.length == 0;
	} while (text.length == 0);

	if (!s->flaw && c->width && s->cells > c->width && surplus_empty(c, text)) {
		r->cells = s->cells = c->width;
		c->surplus++;
	}
	if (!s->flaw && csv_fill_up(c, r, text, ended))
		s->cells = c->width;
	r->flaw = flaw_of(c, s, text);
	if (r->flaw) {
		r->message = csv_explain(c, r->flaw, s->in == CELL_QUOTED, s->cells);
		r->text = s->cut ? (struct text){text.at, RAW_KEPT} : text;
		return true;
	}
	c->width = s->cells;
	if (s->doubled)
		quotes_single(c, text.at);
	return true;
}

static void explain_cells(struct buffer *b, size_t cells, size_t width, const char *first)
{
	if (width == 0) {
		buffer_string(b, "more than 65535 cells");
	} else if (cells > width) {
		buffer_string(b, "more cells than the ");
		buffer_u64(b, width);
		buffer_string(b, " of the ");
		buffer_string(b, first);
	} else {
		buffer_u64(b, cells);
		buffer_string(b, cells == 1 ? " cell" : " cells");
		buffer_string(b, " where the ");
		buffer_string(b, first);
		buffer_string(b, " has ");
		buffer_u64(b, width);
	}
}

const char *csv_explain(struct csv *c, const char *flaw, bool unterminated, size_t cells)
{
	struct buffer *b = &c->message;

	buffer_reset(b);
	if (strcmp(flaw, "encoding") == 0)
		buffer_string(b, "not UTF-8: if the file is in CP1252, use --encoding cp1252");
	else if (strcmp(flaw, "nul") == 0)
		buffer_string(b, "a NUL byte");
	else if (strcmp(flaw, "quote") == 0)
		buffer_string(b, unterminated ? "a quote is opened here and never closed"
					      : "a quote inside a cell, or text after one");
	else if (strcmp(flaw, "length") == 0)
		buffer_string(b, "longer than 4 MiB");
	else if (strcmp(flaw, "line_end") == 0)
		buffer_string(b, c->cr_ends ? "LF in a file whose lines end with CR"
					    : "CR without LF");
	else
		explain_cells(b, cells, c->width, c->untitled ? "first record" : "header row");
	buffer_byte(b, 0);
	return b->at;
}
