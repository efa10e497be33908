#include "read/json_texts_internal.h"

#include "base/error.h"

enum { FIRST = 4096 };

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

_Noreturn void json_texts_refuse(const struct json_texts *t, const char *why)
{
	fail_at(EXIT_DATA, (struct place){.file = t->file, .line = t->next_line}, "json", "%s",
		why);
}

/* Reads on behind the bytes there are; false at the end. */
static bool fill(struct json_texts *t)
{
	if (t->eof)
		return false;
	memmove(t->buffer, t->buffer + t->start, t->end - t->start);
	t->end -= t->start;
	t->start = 0;
	if (t->end >= RAW_LIMIT)
		json_texts_refuse(t, "an object is longer than 4 MiB");
	memory_need(&t->buffer, &t->capacity, t->end + FIRST, 1);
	size_t got = t->from.read(t->from.context, t->buffer + t->end, t->capacity - t->end);

	t->eof = got == 0;
	t->end += got;
	return got > 0;
}

/* The byte `i` behind the start, or -1 at the end. */
int json_texts_byte(struct json_texts *t, size_t i)
{
	while (t->start + i >= t->end)
		if (!fill(t))
			return -1;
	return (unsigned char)t->buffer[t->start + i];
}

bool json_is_document(struct text start)
{
	size_t i = 0;

	while (i < start.length && is_blank(start.at[i]))
		i++;
	if (i == start.length || start.at[i] != '{')
		return i < start.length && start.at[i] == '[';
	do
		i++;
	while (i < start.length && start.at[i] != '\n' && is_blank(start.at[i]));
	return i < start.length && start.at[i] == '\n';
}

void json_texts_start(struct json_texts *t, struct inlet from, const char *file, uint64_t before,
		      struct text record)
{
	size_t i = 0;

	*t = (struct json_texts){
		.from = from, .file = file, .next_line = before + 1, .record = record};
	memory_need(&t->buffer, &t->capacity, FIRST, 1);
	while (t->end < FIRST && fill(t))
		continue;
	while (i < t->end && is_blank(t->buffer[i]))
		i++;
	t->array = i < t->end && t->buffer[i] == '[';
	t->document = record.length > 0 || json_is_document((struct text){t->buffer, t->end});
}

size_t json_texts_read(void *context, char *into, size_t room)
{
	struct json_texts *t = context;
	size_t n = t->end - t->start;

	if (n == 0)
		return t->eof ? 0 : t->from.read(t->from.context, into, room);
	n = n < room ? n : room;
	memcpy(into, t->buffer + t->start, n);
	t->start += n;
	return n;
}

/* Skips blanks and gives the byte behind them, which stays. */
int json_texts_look(struct json_texts *t)
{
	int byte;

	while ((byte = json_texts_byte(t, 0)) >= 0 && is_blank((char)byte)) {
		t->next_line += byte == '\n';
		t->start++;
	}
	return byte;
}

/* What stands before an object, or the end of the document. */
static bool go_to_object(struct json_texts *t)
{
	int byte = json_texts_look(t);

	if (t->array && !t->opened) {
		t->opened = true;
		t->start++;
		byte = json_texts_look(t);
	} else if (t->array && byte == ',') {
		t->start++;
		byte = json_texts_look(t);
		if (byte == ']')
			json_texts_refuse(t, "not JSON");
	} else if (t->array && t->any && byte != ']') {
		json_texts_refuse(t, byte < 0 ? "the array never ends" : "not JSON");
	}
	if (t->array && byte == ']') {
		t->start++;
		if (json_texts_look(t) >= 0)
			json_texts_refuse(t, "text after the array");
		return false;
	}
	if (byte < 0 && !t->array)
		return false;
	if (byte != '{')
		json_texts_refuse(t, byte < 0 ? "the array never ends"
					      : "an element that is not an object");
	return true;
}

bool json_texts_next(struct json_texts *t, struct text *object)
{
	size_t i = 0, depth = 0;
	bool quoted = false;
	uint64_t lines = 0;

	if (!(t->record.length > 0 ? json_texts_go(t) : go_to_object(t)))
		return false;
	do {
		int byte = json_texts_byte(t, i++);

		if (byte < 0)
			json_texts_refuse(t, "an object that starts here never ends");
		lines += byte == '\n';
		if (quoted && byte == '\\')
			i += json_texts_byte(t, i) >= 0;
		else if (byte == '"')
			quoted = !quoted;
		else if (!quoted && (byte == '{' || byte == '['))
			depth++;
		else if (!quoted && (byte == '}' || byte == ']'))
			depth--;
	} while (depth > 0);
	*object = (struct text){t->buffer + t->start, i};
	t->line = t->next_line;
	t->next_line += lines;
	t->start += i;
	t->any = true;
	return true;
}

void json_texts_free(struct json_texts *t)
{
	memory_free(t->buffer);
	*t = (struct json_texts){0};
}
