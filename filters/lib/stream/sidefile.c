#include "stream/sidefile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "stream/preamble.h"

enum { LIMIT_SIDEFILE = 1 << 30 };

struct text file_bytes(struct arena *arena, const char *path, enum exit_code status)
{
	struct buffer bytes = {0};
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0)
		fail_errno(status, "%s", path);
	for (;;) {
		buffer_room(&bytes, 1 << 16);
		ssize_t got = read(fd, bytes.at + bytes.length, bytes.capacity - bytes.length);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			fail_errno(EXIT_IO, "%s", path);
		if (got == 0)
			break;
		bytes.length += (size_t)got;
		if (bytes.length > LIMIT_SIDEFILE)
			fail(status, "%s: longer than the limit of 1 GiB for a side file", path);
	}
	close(fd);
	struct text copy = text_copy(arena, buffer_text(&bytes));
	buffer_free(&bytes);
	return copy;
}

__attribute__((format(printf, 4, 5))) static _Noreturn void
refuse(const struct sidefile *s, uint64_t line, const char *column, const char *format, ...)
{
	char message[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(message, sizeof message, format, arguments);
	va_end(arguments);
	fail_at(EXIT_CONFIG, (struct place){s->path, line, column}, NULL, "%s", message);
}

void sidefile_fail(const struct sidefile *s, size_t row, const char *column, const char *format,
		   ...)
{
	char message[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(message, sizeof message, format, arguments);
	va_end(arguments);
	refuse(s, s->lines[row], column, "%s", message);
}

size_t sidefile_column(const struct sidefile *s, const char *name)
{
	for (size_t i = 0; i < s->name_count; i++)
		if (text_is(s->names[i], name))
			return i;
	return (size_t)-1;
}

static void read_header(struct sidefile *s, struct text line, uint64_t number,
			const char *const *columns, bool extra)
{
	struct text rest = line, name;
	size_t wanted = 0;

	for (size_t i = 0; i < line.length; i++)
		s->name_count += line.at[i] == '\t';
	s->names = ARENA_ARRAY(s->arena, s->name_count + 1, struct text);
	s->name_count = 0;
	while (text_cut(&rest, '\t', &name)) {
		if (sidefile_column(s, text_string(s->arena, name)) != (size_t)-1)
			refuse(s, number, NULL, "two columns are called %.*s", (int)name.length,
			       name.at);
		s->names[s->name_count++] = name;
	}
	for (; columns[wanted]; wanted++)
		if (sidefile_column(s, columns[wanted]) == (size_t)-1)
			refuse(s, number, NULL, "no column %s", columns[wanted]);
	if (!extra && wanted != s->name_count)
		refuse(s, number, NULL, "has %zu columns, %zu are known", s->name_count, wanted);
}

static void read_row(struct sidefile *s, struct text line, uint64_t number)
{
	size_t capacity = s->row_capacity, n = 0;
	struct text cell;

	s->lines = preamble_array(s->arena, s->lines, &capacity, s->row_count, sizeof *s->lines);
	s->cells = preamble_array(s->arena, s->cells, &s->row_capacity, s->row_count,
				  s->name_count * sizeof *s->cells);
	s->lines[s->row_count] = number;
	while (text_cut(&line, '\t', &cell)) {
		if (n < s->name_count)
			s->cells[s->row_count * s->name_count + n] = cell;
		n++;
	}
	if (n != s->name_count)
		refuse(s, number, NULL, "%zu cells where the header has %zu", n, s->name_count);
	s->row_count++;
}

void sidefile_read(struct sidefile *s, struct arena *arena, const char *path,
		   const char *const *columns, bool extra)
{
	*s = (struct sidefile){.path = path, .arena = arena};
	struct text rest = file_bytes(arena, path, EXIT_CONFIG), line;
	uint64_t number = 0;

	digest_of(rest, s->digest);
	if (!text_utf8(rest))
		refuse(s, 0, NULL, "not UTF-8");
	if (memchr(rest.at, '\r', rest.length) || memchr(rest.at, 0, rest.length))
		refuse(s, 0, NULL, "has a CR or NUL: a side file has LF line ends");
	if (rest.length && rest.at[rest.length - 1] != '\n')
		refuse(s, 0, NULL, "the last line has no LF");
	while (rest.length && text_cut(&rest, '\n', &line)) {
		number++;
		if (!line.length || text_starts(line, "# "))
			continue;
		if (text_starts(line, "##")) {
			if (s->names)
				refuse(s, number, NULL, "a ## line after the header row");
			s->facts = preamble_array(arena, s->facts, &s->fact_capacity, s->fact_count,
						  sizeof *s->facts);
			s->facts[s->fact_count++] = (struct text){line.at + 2, line.length - 2};
		} else if (!s->names) {
			read_header(s, line, number, columns, extra);
		} else {
			read_row(s, line, number);
		}
	}
	if (!s->names)
		refuse(s, 0, NULL, "no header row");
}

bool sidefile_fact(const struct sidefile *s, const char *name, const char *key, struct text *value)
{
	for (size_t i = 0; i < s->fact_count; i++) {
		struct text rest = s->facts[i], word;
		text_cut(&rest, ' ', &word);
		if (!text_is(word, name))
			continue;
		while (text_cut(&rest, ' ', &word)) {
			size_t length = strlen(key);
			if (!text_starts(word, key) || word.length == length ||
			    word.at[length] != '=')
				continue;
			struct buffer plain = {0};
			if (!text_unpercent(&plain, (struct text){word.at + length + 1,
								  word.length - length - 1}))
				refuse(s, 0, NULL,
				       "##%s: %s is not percent-escaped as it should be", name,
				       key);
			*value = text_copy(s->arena, buffer_text(&plain));
			buffer_free(&plain);
			return true;
		}
	}
	return false;
}
