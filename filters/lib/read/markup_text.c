#include "read/markup_internal.h"

static bool character_allowed(uint32_t c)
{
	return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0xd800) ||
	       (c >= 0xe000 && c < 0xfffe) || (c >= 0x10000 && c < 0x110000);
}

bool markup_allowed(struct text a)
{
	bool ascii = true;

	for (size_t i = 0; i < a.length; i++) {
		unsigned char c = (unsigned char)a.at[i];

		if (c < 0x20 && c != '\t' && c != '\n' && c != '\r')
			return false;
		ascii = ascii && c < 0x80;
		if (c == 0xef && a.length - i > 2 && (unsigned char)a.at[i + 1] == 0xbf &&
		    (unsigned char)a.at[i + 2] >= 0xbe)
			return false;
	}
	return ascii || text_utf8(a);
}

/* The code point of `&#12;`, `&#xC;` without & and ; or -1. */
static int64_t reference_number(struct text a)
{
	bool hexadecimal = a.length > 1 && a.at[1] == 'x';
	size_t i = hexadecimal ? 2 : 1;
	int64_t number = 0;

	if (i == a.length)
		return -1;
	for (; i < a.length && number < 0x110000; i++) {
		char c = a.at[i];
		int digit = c >= '0' && c <= '9'   ? c - '0'
			    : c >= 'a' && c <= 'f' ? c - 'a' + 10
			    : c >= 'A' && c <= 'F' ? c - 'A' + 10
						   : 16;

		if (digit >= (hexadecimal ? 16 : 10))
			return -1;
		number = number * (hexadecimal ? 16 : 10) + digit;
	}
	return character_allowed((uint32_t)number) ? number : -1;
}

static int64_t reference(struct text a)
{
	static const struct {
		const char *name;
		char character;
	} known[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};

	if (a.length > 0 && a.at[0] == '#')
		return reference_number(a);
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (text_is(a, known[i].name))
			return known[i].character;
	return -1;
}

static size_t put(char *to, uint32_t c)
{
	if (c < 0x80) {
		*to = (char)c;
		return 1;
	}
	size_t length = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

	for (size_t i = length - 1; i > 0; i--, c >>= 6)
		to[i] = (char)(0x80 | (c & 63));
	to[0] = (char)((length == 2 ? 0xc0 : length == 3 ? 0xe0 : 0xf0) | c);
	return length;
}

const char *markup_resolve(char *at, size_t *length, bool attribute)
{
	size_t to = 0, from = 0, all = *length;
	bool other = false;

	while (from < all) {
		unsigned char c = (unsigned char)at[from];

		if (c == '&') {
			char *end = memchr(at + from, ';', all - from);
			int64_t code = end ? reference((struct text){at + from + 1,
								     (size_t)(end - at) - from - 1})
					   : -1;

			if (code < 0)
				return "a reference that XML does not have";
			to += put(at + to, (uint32_t)code);
			from = (size_t)(end - at) + 1;
			continue;
		}
		if (c == ']' && !attribute && all - from > 2 && at[from + 1] == ']' &&
		    at[from + 2] == '>')
			return "`]]>` in text";
		other = other || c >= 0x80 || c < 0x20;
		if (c == '\r') {
			from += from + 1 < all && at[from + 1] == '\n';
			c = '\n';
		}
		if (attribute && (c == '\n' || c == '\t'))
			c = ' ';
		at[to++] = (char)c;
		from++;
	}
	*length = to;
	return other && !markup_allowed((struct text){at, to})
		       ? "a character that XML does not allow"
		       : NULL;
}
