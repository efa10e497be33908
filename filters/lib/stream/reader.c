#include "stream/reader.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "stream/marks.h"
#include "stream/reader_internal.h"

struct place reader_place(const struct reader *r, const char *column)
{
	return (struct place){r->path, r->line_number, column};
}

void reader_widen(struct reader *r, size_t capacity)
{
	size_t had = r->buffer ? r->capacity + READER_SLACK : 0;

	r->buffer = memory_resize(r->buffer, capacity + READER_SLACK);
	r->capacity = capacity;
	/* Whole vectors are read at the end of what came. */
	memset(r->buffer + had, '\n', capacity + READER_SLACK - had);
}

bool reader_fill(struct reader *r)
{
	if (r->eof)
		return false;
	if (r->start) {
		memmove(r->buffer, r->buffer + r->start, r->end - r->start);
		r->end -= r->start;
		r->start = 0;
	}
	if (r->end == r->capacity) {
		if (r->end > LIMIT_RECORD)
			fail_at(EXIT_DATA, (struct place){r->path, r->line_number + 1, NULL},
				"limit", "a record is longer than the limit of 16 MiB");
		reader_widen(r, r->capacity * 2);
	}
	ssize_t got;
	do
		got = read(r->fd, r->buffer + r->end, r->capacity - r->end);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		fail_errno(EXIT_IO, "%s", r->path ? r->path : "stdin");
	if (got == 0) {
		r->eof = true;
		return false;
	}
	if (r->file_digest.state)
		digest_add(&r->file_digest, (struct text){r->buffer + r->end, (size_t)got});
	r->bytes += (uint64_t)got;
	r->end += (size_t)got;
	r->buffer[r->end] = '\n';
	return true;
}

/* --partial turns damage into the end of the stream. */
__attribute__((format(printf, 2, 3))) static void damage(struct reader *r, const char *format, ...)
{
	char message[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(message, sizeof message, format, arguments);
	va_end(arguments);
	if (!r->common->partial)
		fail_at(EXIT_DATA, reader_place(r, NULL), "seal", "%s", message);
	notice("%s: %s (accepted as partial)", r->path ? r->path : "stdin", message);
	r->damaged = true;
	r->ended = true;
}

/* The next line without its LF; false at the end of the input. */
static bool next_line(struct reader *r, struct text *line)
{
	size_t searched = 0;

	for (;;) {
		const char *from = r->buffer + r->start + searched;
		size_t left = r->end - r->start - searched;
		const char *lf = left ? memchr(from, '\n', left) : NULL;
		if (lf) {
			*line = (struct text){r->buffer + r->start,
					      (size_t)(lf - r->buffer) - r->start};
			r->start += line->length + 1;
			r->line_number++;
			return true;
		}
		searched = r->end - r->start;
		if (!reader_fill(r))
			break;
	}
	if (r->end == r->start)
		return false;
	damage(r, "cut short: the last line has no LF");
	return false;
}

static void check_cell(struct reader *r, struct text cell, size_t column)
{
	struct text name = r->preamble.columns[column].name;
	const char *wrong = NULL;

	if (cell.length && cell.at[0] == '#')
		wrong = "a # that begins a cell must be written \\x23";
	for (size_t i = 0; i < cell.length && !wrong; i++) {
		if (cell.at[i] == '\r')
			wrong = "a CR";
		else if (cell.at[i] == 0)
			wrong = "a NUL";
		if (cell.at[i] != '\\')
			continue;
		char next = i + 1 < cell.length ? cell.at[i + 1] : 0;
		if (next && strchr("\\tnr", next))
			i++;
		else if (i != 0 || !text_starts(cell, "\\x23"))
			wrong = "a backslash that is not one of \\\\ \\t \\n \\r \\x23";
	}
	if (wrong)
		damage(r, "column %.*s: %s", (int)name.length, name.at, wrong);
}

/* Splits the line at buffer + start. The length of the line, or SIZE_MAX when
 * it is not complete in the buffer. */
static size_t scan(struct reader *r, size_t *cells, bool *odd)
{
	const char *line = r->buffer + r->start;
	size_t most = r->preamble.column_count, n = 0, left = r->end - r->start;
	bool strange = line[0] == '#';

	for (size_t base = 0; base <= left; base += MARKS_BYTES) {
		for (uint64_t m = marks_of(line + base); m; m &= m - 1) {
			size_t i = base + (size_t)__builtin_ctzll(m);
			if (i > left)
				return SIZE_MAX;
			char c = line[i];
			if (c == '\t') {
				if (n < most)
					r->ends[n] = (uint32_t)i;
				n++;
				strange |= line[i + 1] == '#';
			} else if (c == '\n') {
				if (i == left)
					return SIZE_MAX;
				if (n < most)
					r->ends[n] = (uint32_t)i;
				*cells = n + 1;
				*odd = strange;
				return i;
			} else {
				strange |= c == '\\' || c == '\r' || c == 0;
			}
		}
	}
	return SIZE_MAX;
}

static bool at_end(struct reader *r)
{
	if (r->end == r->start) {
		if (!r->bare)
			damage(r, "cut short: no ##end");
		else
			reader_end(r);
	} else {
		damage(r, "cut short: the last line has no LF");
	}
	r->ended = true;
	return false;
}

bool reader_next(struct reader *r, struct record *row)
{
	size_t length, cells = 0;
	bool odd = false;

	if (r->ended)
		return false;
	while ((length = scan(r, &cells, &odd)) == SIZE_MAX)
		if (!reader_fill(r))
			return at_end(r);
	struct text line = {r->buffer + r->start, length};
	if (odd && !r->bare && text_starts(line, "##")) {
		reader_trailer(r);
		return false;
	}
	r->start += length + 1;
	r->line_number++;
	if (length > LIMIT_RECORD)
		damage(r, "a record is longer than the limit of 16 MiB");
	else if (cells != r->preamble.column_count)
		damage(r, "%zu cells where the header has %zu", cells, r->preamble.column_count);
	*row = (struct record){line, r->ends, cells, r->line_number};
	for (size_t i = 0; odd && !r->ended && i < cells; i++)
		check_cell(r, record_cell(row, i), i);
	if (r->ended)
		return false;
	sum_add(&r->sum, sum_line(line));
	r->rows++;
	if (r->common->progress && !(r->rows & 0xFFFFF))
		notice("%llu records", (unsigned long long)r->rows);
	return true;
}

bool reader_line(struct reader *r, struct text *line)
{
	return next_line(r, line);
}

void reader_damage(struct reader *r, const char *message)
{
	damage(r, "%s", message);
}

void reader_drain(struct reader *r)
{
	struct record row;

	while (reader_next(r, &row))
		;
}
