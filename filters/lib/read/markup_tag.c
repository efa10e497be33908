#include "read/markup_internal.h"

enum { ATTRIBUTES = 256 };

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool name_byte(char c, bool first)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' ||
	       (!first && ((c >= '0' && c <= '9') || c == '-' || c == '.'));
}

/* Takes a name off *rest. */
struct text markup_name(const struct markup *m, struct text *rest)
{
	size_t length = 0;

	while (length < rest->length && name_byte(rest->at[length], length == 0))
		length++;
	if (length == 0)
		markup_refuse(m, "not well-formed: a tag without a name in ASCII");
	struct text name = {rest->at, length};

	rest->at += length;
	rest->length -= length;
	return name;
}

struct text markup_local(struct text name)
{
	const char *colon = memchr(name.at, ':', name.length);

	if (!colon)
		return name;
	return (struct text){colon + 1, name.length - (size_t)(colon + 1 - name.at)};
}

size_t markup_blanks(struct text *rest)
{
	size_t n = 0;

	while (n < rest->length && blank(rest->at[n]))
		n++;
	rest->at += n;
	rest->length -= n;
	return n;
}

static struct text value_take(const struct markup *m, struct text *rest)
{
	markup_blanks(rest);
	if (rest->length == 0 || *rest->at != '=')
		markup_refuse(m, "not well-formed: an attribute without a value");
	rest->at++;
	rest->length--;
	markup_blanks(rest);
	char mark = rest->length > 0 ? *rest->at : 0;
	const char *end =
		mark == '"' || mark == '\'' ? memchr(rest->at + 1, mark, rest->length - 1) : NULL;

	if (!end)
		markup_refuse(m, "not well-formed: an attribute's value without quotes");
	struct text value = {rest->at + 1, (size_t)(end - rest->at) - 1};

	rest->length -= value.length + 2;
	rest->at = end + 1;
	if (memchr(value.at, '<', value.length))
		markup_refuse(m, "not well-formed: `<` in an attribute");
	/* The bytes are the buffer's own. */
	const char *why = markup_resolve(m->buffer + (value.at - m->buffer), &value.length, true);

	if (why)
		markup_refuse(m, why);
	return value;
}

/* All attributes of a tag; `rest` holds what follows its name. */
void markup_attributes(struct markup *m, struct text rest)
{
	m->attribute_count = 0;
	for (;;) {
		size_t gap = markup_blanks(&rest);

		if (rest.length == 0)
			return;
		if (gap == 0)
			markup_refuse(m, "not well-formed: attributes without a space between");
		if (m->attribute_count == ATTRIBUTES)
			markup_refuse(m, "a tag with more than 256 attributes");
		memory_need(&m->attributes, &m->attribute_capacity, m->attribute_count + 1,
			    sizeof *m->attributes);
		struct text name = markup_name(m, &rest);
		struct text local = markup_local(name);

		for (size_t i = 0; i < m->attribute_count; i++)
			if (text_equal(m->attributes[i].full, name))
				markup_refuse(m, "not well-formed: a duplicate attribute");
		m->attributes[m->attribute_count++] =
			(struct markup_attribute){.name = local,
						  .full = name,
						  .prefixed = local.length != name.length,
						  .value = value_take(m, &rest)};
	}
}

struct text markup_value(const struct markup *m, const char *name)
{
	for (size_t i = 0; i < m->attribute_count; i++)
		if (!m->attributes[i].prefixed && text_is(m->attributes[i].name, name))
			return m->attributes[i].value;
	return (struct text){NULL, 0};
}

struct text markup_prefixed(const struct markup *m, const char *name)
{
	for (size_t i = 0; i < m->attribute_count; i++)
		if (m->attributes[i].prefixed && text_is(m->attributes[i].name, name))
			return m->attributes[i].value;
	return (struct text){NULL, 0};
}
