#include "read/lines.h"

size_t lines_buffer_size = (size_t)64 << 10;

void lines_start(struct lines *l, struct inlet from, uint64_t before)
{
	*l = (struct lines){.from = from, .next_line = before + 1};
	l->capacity = lines_buffer_size;
	l->buffer = memory_take(l->capacity);
}

void lines_free(struct lines *l)
{
	memory_free(l->buffer);
	buffer_free(&l->kept);
	*l = (struct lines){0};
}

/* Reads on behind the bytes there are; false at the end, or at the limit. */
static bool fill(struct lines *l)
{
	if (l->eof || l->end - l->start >= RAW_LIMIT)
		return false;
	memmove(l->buffer, l->buffer + l->start, l->end - l->start);
	l->end -= l->start;
	l->start = 0;
	if (l->end == l->capacity) {
		l->capacity = l->capacity < RAW_LIMIT / 2 ? 2 * l->capacity : RAW_LIMIT;
		l->buffer = memory_resize(l->buffer, l->capacity);
	}
	size_t got = l->from.read(l->from.context, l->buffer + l->end, l->capacity - l->end);

	l->eof = got == 0;
	l->end += got;
	return got > 0;
}

/* Are the line ends CR? The first line tells. */
static void see_line_ends(struct lines *l)
{
	for (size_t i = 0;; i++) {
		if (l->start + i == l->end && !fill(l))
			break;
		char c = l->buffer[l->start + i];

		if (c == '\n')
			break;
		if (c != '\r')
			continue;
		if (l->start + i + 1 == l->end)
			fill(l);
		l->cr_ends = l->start + i + 1 == l->end || l->buffer[l->start + i + 1] != '\n';
		break;
	}
	l->started = true;
}

/* Skips on to behind the next line end. */
static void skip(struct lines *l, char mark)
{
	const char *end;

	while (!(end = memchr(l->buffer + l->start, mark, l->end - l->start))) {
		l->start = l->end;
		if (!fill(l))
			return;
	}
	l->start = (size_t)(end - l->buffer) + 1;
}

/* The next line, empty ones too; in *cut whether there was more of it than
 * RAW_LIMIT. */
static bool next(struct lines *l, struct text *line, bool *cut)
{
	char mark = l->cr_ends ? '\r' : '\n';
	size_t seen = 0;
	const char *end;

	*cut = false;
	while (!(end = memchr(l->buffer + l->start + seen, mark, l->end - l->start - seen))) {
		seen = l->end - l->start;
		if (fill(l))
			continue;
		if (seen == 0)
			return false;
		*cut = !l->eof;
		break;
	}
	*line = (struct text){l->buffer + l->start,
			      end ? (size_t)(end - l->buffer) - l->start : seen};
	l->start += line->length + (end != NULL);
	if (*cut) {
		buffer_reset(&l->kept);
		buffer_add(&l->kept, line->at, RAW_KEPT);
		*line = buffer_text(&l->kept);
	}
	return true;
}

static const char *flaw_of(struct text line)
{
	if (memchr(line.at, 0, line.length))
		return "nul";
	if (!text_utf8(line))
		return "encoding";
	return memchr(line.at, '\r', line.length) || memchr(line.at, '\n', line.length) ? "line_end"
											: NULL;
}

bool lines_next(struct lines *l, struct text *line, const char **flaw)
{
	bool cut;

	if (!l->started)
		see_line_ends(l);
	for (;;) {
		if (!next(l, line, &cut))
			return false;
		l->line = l->next_line++;
		if (!cut && !l->cr_ends && line->length > 0 && line->at[line->length - 1] == '\r')
			line->length--;
		if (line->length > 0)
			break;
		l->blank_lines++;
	}
	*flaw = cut ? "length" : flaw_of(*line);
	if (cut)
		skip(l, l->cr_ends ? '\r' : '\n');
	return true;
}

void lines_flawed(const struct lines *l, struct raw_record *r, struct text line, const char *flaw,
		  const char *message)
{
	*r = (struct raw_record){
		.at = line.at, .line = l->line, .flaw = flaw, .message = message, .text = line};
}

const char *lines_explain(const struct lines *l, const char *flaw)
{
	if (strcmp(flaw, "nul") == 0)
		return "a NUL byte";
	if (strcmp(flaw, "length") == 0)
		return "longer than 4 MiB";
	if (strcmp(flaw, "line_end") == 0)
		return l->cr_ends ? "LF in a file whose lines end with CR" : "CR without LF";
	return "not UTF-8: if the file is in CP1252, use --encoding cp1252";
}
