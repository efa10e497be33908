#include "read/markup_internal.h"

#include <strings.h>

enum { LIMIT = 8 << 20 };

size_t markup_buffer_size = (size_t)256 << 10;

_Noreturn void markup_refuse(const struct markup *m, const char *why)
{
	fail_at(EXIT_DATA, *m->place, "xml", "%s", why);
}

void markup_start(struct markup *m, struct inlet from, const struct place *place)
{
	*m = (struct markup){.place = place, .capacity = markup_buffer_size};
	m->buffer = memory_take(m->capacity);
	decoder_start(&m->decoder, from, ENCODING_DETECT);
}

void markup_free(struct markup *m)
{
	memory_free(m->buffer);
	memory_free(m->attributes);
	buffer_free(&m->names);
	*m = (struct markup){0};
}

/* Reads on behind the bytes there are; false at the end. */
static bool fill(struct markup *m)
{
	if (m->at > 0) {
		memmove(m->buffer, m->buffer + m->at, m->end - m->at);
		m->end -= m->at;
		m->at = 0;
	}
	if (m->end == m->capacity) {
		if (m->capacity >= LIMIT)
			markup_refuse(m, "a tag or a run of text is longer than 8 MiB");
		m->capacity *= 2;
		m->buffer = memory_resize(m->buffer, m->capacity);
	}
	size_t got = decoder_read(&m->decoder, m->buffer + m->end, m->capacity - m->end);

	m->end += got;
	return got > 0;
}

/* Is there a byte at m->at + offset? */
static inline bool there(struct markup *m, size_t offset)
{
	while (m->end - m->at <= offset)
		if (!fill(m))
			return false;
	return true;
}

struct text markup_ahead(struct markup *m, size_t want)
{
	if (m->closing)
		return TEXT_NONE;
	while (m->end - m->at < want && fill(m))
		;
	return (struct text){m->buffer + m->at, m->end - m->at};
}

/* Offset from m->at of the `>` that ends the tag there. */
static size_t tag_end(struct markup *m)
{
	char mark = 0;

	for (size_t i = 1; there(m, i); i++) {
		char c = m->buffer[m->at + i];

		if (mark)
			mark = c == mark ? 0 : mark;
		else if (c == '>')
			return i;
		else if (c == '"' || c == '\'')
			mark = c;
		else if (c == '<')
			markup_refuse(m, "not well-formed: `<` in a tag");
	}
	markup_refuse(m, "ends inside a tag");
}

static void element_open(struct markup *m)
{
	size_t length = tag_end(m);
	struct text rest = {m->buffer + m->at + 1, length - 1};

	m->at += length + 1;
	m->closing = rest.length > 0 && rest.at[rest.length - 1] == '/';
	rest.length -= m->closing;
	if (m->depth == 0 && m->rooted)
		markup_refuse(m, "not well-formed: more than one root element");
	if (m->depth == MARKUP_DEPTH)
		markup_refuse(m, "more than 64 levels");
	m->rooted = true;
	struct text name = markup_name(m, &rest);

	m->starts[m->depth++] = m->names.length;
	buffer_text_add(&m->names, name);
	markup_attributes(m, rest);
	m->name = markup_local(name);
}

static void element_close(struct markup *m)
{
	size_t length = tag_end(m);
	struct text rest = {m->buffer + m->at + 2, length - 2};
	struct text name = markup_name(m, &rest);

	m->at += length + 1;
	markup_blanks(&rest);
	if (rest.length > 0)
		markup_refuse(m, "not well-formed: an end tag holds more than its name");
	if (m->depth == 0)
		markup_refuse(m, "not well-formed: an end tag without its start");
	size_t start = m->starts[--m->depth];

	if (!text_equal((struct text){m->names.at + start, m->names.length - start}, name))
		markup_refuse(m, "not well-formed: tags that do not match");
	m->names.length = start;
	m->name = markup_local(name);
}

/* What lies between `m->at + skip` and `end`, and goes behind that. */
static struct text take_until(struct markup *m, size_t skip, const char *end)
{
	size_t length = strlen(end);

	for (size_t i = skip; there(m, i + length - 1); i++) {
		const char *at = m->buffer + m->at;

		if (memcmp(at + i, end, length) != 0)
			continue;
		m->at += i + length;
		struct text inside = {at + skip, i - skip};

		if (!markup_allowed(inside))
			markup_refuse(m, "a character that XML does not allow");
		return inside;
	}
	markup_refuse(m, "ends inside a comment, an instruction or CDATA");
}

static bool ahead(struct markup *m, const char *bytes)
{
	size_t length = strlen(bytes);

	return there(m, length - 1) && memcmp(m->buffer + m->at, bytes, length) == 0;
}

static void declaration(struct markup *m, struct text inside)
{
	static const char *const names[] = {"version", "encoding", "standalone"};
	bool utf8 = m->decoder.encoding == ENCODING_UTF8;
	size_t next = 0;

	if (memchr(inside.at, '&', inside.length))
		markup_refuse(m, "not well-formed: the XML declaration");
	markup_attributes(m, inside);
	for (size_t i = 0; i < m->attribute_count; i++) {
		const struct markup_attribute *a = &m->attributes[i];
		struct text v = a->value;

		while (next < 3 && (a->prefixed || !text_is(a->name, names[next])))
			next += next == 0 ? 3 : 1;
		if (next == 3)
			markup_refuse(m, "not well-formed: the XML declaration");
		if (next == 0 && !text_is(v, "1.0"))
			markup_refuse(m, "is not XML 1.0");
		const char *known = utf8 ? "UTF-8" : "UTF-16";

		if (next == 1 && (v.length != strlen(known) || strncasecmp(v.at, known, v.length)))
			markup_refuse(m,
				      "declares an encoding that it does not have, or not UTF-8");
		if (next == 2 && !text_is(v, "yes") && !text_is(v, "no"))
			markup_refuse(m, "not well-formed: the XML declaration");
		next++;
	}
	if (next == 0)
		markup_refuse(m, "not well-formed: the XML declaration");
}

static void instruction(struct markup *m)
{
	bool first = !m->begun && !m->rooted;
	struct text inside = take_until(m, 2, "?>");
	struct text target = markup_name(m, &inside), after = inside;

	if (inside.length > 0 && markup_blanks(&after) == 0)
		markup_refuse(m, "not well-formed: an instruction's name");
	if (target.length != 3 || strncasecmp(target.at, "xml", 3) != 0)
		return;
	if (!first || !text_is(target, "xml"))
		markup_refuse(m, "not well-formed: an XML declaration that is not first");
	declaration(m, inside);
}

/* A comment, DOCTYPE or CDATA; true when there is text in hand. */
static bool declared(struct markup *m)
{
	if (ahead(m, "<!--")) {
		struct text inside = take_until(m, 4, "--");

		if (!there(m, 0) || m->buffer[m->at] != '>')
			markup_refuse(m, "not well-formed: `--` in a comment");
		m->at++;
		(void)inside;
		return false;
	}
	if (ahead(m, "<!DOCTYPE"))
		markup_refuse(m, "has a DOCTYPE, which is refused");
	if (!ahead(m, "<![CDATA[") || m->depth == 0)
		markup_refuse(m, "not well-formed: `<!` that begins nothing");
	m->text = take_until(m, 9, "]]>");
	size_t to = 0;
	char *at = m->buffer + (m->text.at - m->buffer);

	for (size_t from = 0; from < m->text.length; from++) {
		if (at[from] == '\r' && from + 1 < m->text.length && at[from + 1] == '\n')
			continue;
		at[to++] = at[from] == '\r' ? '\n' : at[from];
	}
	m->text.length = to;
	return true;
}

/* Text up to the next tag; true unless it is the blanks around the root. */
static bool text_take(struct markup *m)
{
	size_t length = 0;

	for (;;) {
		const char *at = m->buffer + m->at;
		const char *end = memchr(at + length, '<', m->end - m->at - length);

		if (end) {
			length = (size_t)(end - at);
			break;
		}
		length = m->end - m->at;
		if (!there(m, length))
			break;
	}
	m->text = (struct text){m->buffer + m->at, length};
	m->at += length;
	if (m->depth == 0) {
		markup_blanks(&m->text);
		if (m->text.length > 0)
			markup_refuse(m, "not well-formed: text outside the root element");
		return false;
	}
	const char *why =
		markup_resolve(m->buffer + (m->text.at - m->buffer), &m->text.length, false);

	if (why)
		markup_refuse(m, why);
	return true;
}

enum markup_token markup_next(struct markup *m)
{
	if (m->closing) {
		m->closing = false;
		m->names.length = m->starts[--m->depth];
		return MARKUP_CLOSE;
	}
	for (; there(m, 0); m->begun = true) {
		if (m->buffer[m->at] != '<') {
			if (text_take(m))
				return MARKUP_TEXT;
			continue;
		}
		char kind = there(m, 1) ? m->buffer[m->at + 1] : 0;

		if (kind == '?') {
			instruction(m);
		} else if (kind == '!') {
			if (declared(m))
				return MARKUP_TEXT;
		} else if (kind == '/') {
			element_close(m);
			return MARKUP_CLOSE;
		} else {
			element_open(m);
			return MARKUP_OPEN;
		}
	}
	if (m->depth > 0 || !m->rooted)
		markup_refuse(m,
			      m->rooted ? "ends before its elements do" : "is not an XML document");
	return MARKUP_END;
}

void markup_skip(struct markup *m)
{
	size_t depth = m->depth;

	while (m->depth >= depth)
		markup_next(m);
}
