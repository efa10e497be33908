#include "base/text.h"

int text_compare(struct text a, struct text b)
{
	size_t shorter = a.length < b.length ? a.length : b.length;
	int order = shorter ? memcmp(a.at, b.at, shorter) : 0;

	if (order)
		return order;
	return (a.length > b.length) - (a.length < b.length);
}

bool text_starts(struct text a, const char *prefix)
{
	size_t length = strlen(prefix);

	return a.length >= length && memcmp(a.at, prefix, length) == 0;
}

const char *text_string(struct arena *arena, struct text a)
{
	char *copy = arena_room(arena, a.length + 1);

	if (a.length)
		memcpy(copy, a.at, a.length);
	copy[a.length] = 0;
	return copy;
}

struct text text_copy(struct arena *arena, struct text a)
{
	return (struct text){text_string(arena, a), a.length};
}

bool text_cut(struct text *rest, char mark, struct text *part)
{
	if (!rest->at)
		return false;
	const char *found = rest->length ? memchr(rest->at, mark, rest->length) : NULL;
	if (!found) {
		*part = *rest;
		*rest = (struct text){NULL, 0};
		return true;
	}
	size_t length = (size_t)(found - rest->at);
	*part = (struct text){rest->at, length};
	*rest = (struct text){found + 1, rest->length - length - 1};
	return true;
}

bool text_has_part(struct text list, char mark, struct text part)
{
	struct text one;

	while (text_cut(&list, mark, &one))
		if (text_equal(one, part))
			return true;
	return false;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct text text_trim(struct text a)
{
	while (a.length && is_blank(a.at[0]))
		a = (struct text){a.at + 1, a.length - 1};
	while (a.length && is_blank(a.at[a.length - 1]))
		a.length--;
	return a;
}

bool text_u64(struct text a, uint64_t *number)
{
	uint64_t n = 0;

	if (a.length == 0 || a.length > 20)
		return false;
	for (size_t i = 0; i < a.length; i++) {
		unsigned digit = (unsigned char)a.at[i] - (unsigned)'0';
		if (digit > 9 || n > (UINT64_MAX - digit) / 10)
			return false;
		n = n * 10 + digit;
	}
	*number = n;
	return true;
}

bool text_i64(struct text a, int64_t *number)
{
	uint64_t n;
	bool negative = a.length && a.at[0] == '-';

	if (negative)
		a = (struct text){a.at + 1, a.length - 1};
	if (!text_u64(a, &n) || n > (uint64_t)INT64_MAX)
		return false;
	*number = negative ? -(int64_t)n : (int64_t)n;
	return true;
}

/* Eight digits: read as if they were, and then held against how that is printed. */
static bool hex_eight(const char *at, uint64_t *number)
{
	uint64_t word, x;

	memcpy(&word, at, sizeof word);
	x = be64toh(word);
	x = (x & 0x0F0F0F0F0F0F0F0Fu) + 9 * (x >> 6 & 0x0101010101010101u);
	x = (x >> 4 | x) & 0x00FF00FF00FF00FFu;
	x = (x >> 8 | x) & 0x0000FFFF0000FFFFu;
	x = (x >> 16 | x) & 0x00000000FFFFFFFFu;
	*number = x;
	return hex_print((uint32_t)x) == word;
}

/* At most 16 digits; false when one is none. */
static bool hex_word(const char *at, size_t length, uint64_t *word)
{
	char digits[16] = "0000000000000000";
	uint64_t high, low;
	bool fine;

	memcpy(digits + sizeof digits - length, at, length);
	fine = hex_eight(digits, &high);
	fine = hex_eight(digits + 8, &low) && fine;
	*word = high << 32 | low;
	return fine;
}

bool text_hex(struct text a, uint64_t *high, uint64_t *low)
{
	size_t first = a.length > 16 ? a.length - 16 : 0;
	uint64_t h = 0, l;

	if (a.length == 16) {
		if (!hex_eight(a.at, &h) || !hex_eight(a.at + 8, &l))
			return false;
		*high = 0;
		*low = h << 32 | l;
		return true;
	}
	if (a.length == 0 || a.length > 32 || (first && !hex_word(a.at, first, &h)) ||
	    !hex_word(a.at + first, a.length - first, &l))
		return false;
	*high = h;
	*low = l;
	return true;
}

uint32_t text_character(struct text a, size_t *bytes)
{
	const unsigned char *s = (const unsigned char *)a.at;
	size_t length;
	uint32_t code, least;

	*bytes = 1;
	if (s[0] < 0x80)
		return s[0];
	if (s[0] >= 0xC2 && s[0] <= 0xDF) {
		length = 2, code = s[0] & 0x1Fu, least = 0x80;
	} else if ((s[0] & 0xF0) == 0xE0) {
		length = 3, code = s[0] & 0x0Fu, least = 0x800;
	} else if (s[0] >= 0xF0 && s[0] <= 0xF4) {
		length = 4, code = s[0] & 0x07u, least = 0x10000;
	} else {
		return 0xFFFD;
	}
	if (a.length < length)
		return 0xFFFD;
	for (size_t i = 1; i < length; i++) {
		if ((s[i] & 0xC0) != 0x80)
			return 0xFFFD;
		code = code << 6 | (s[i] & 0x3Fu);
	}
	if (code < least || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
		return 0xFFFD;
	*bytes = length;
	return code;
}

size_t text_characters(struct text a)
{
	size_t count = 0, bytes;

	while (a.length) {
		text_character(a, &bytes);
		a = (struct text){a.at + bytes, a.length - bytes};
		count++;
	}
	return count;
}

bool text_utf8(struct text a)
{
	while (a.length) {
		uint64_t word;
		if (a.length >= 8 && (memcpy(&word, a.at, 8), !(word & 0x8080808080808080u))) {
			a = (struct text){a.at + 8, a.length - 8};
			continue;
		}
		size_t bytes;
		if (text_character(a, &bytes) == 0xFFFD && bytes == 1)
			return false;
		a = (struct text){a.at + bytes, a.length - bytes};
	}
	return true;
}

void text_escape(struct buffer *b, struct text value)
{
	size_t from = 0;

	if (value.length && value.at[0] == '#') {
		buffer_add(b, "\\x23", 4);
		from = 1;
	}
	for (size_t i = from; i < value.length; i++) {
		char c = value.at[i], letter;
		if (c == '\t')
			letter = 't';
		else if (c == '\n')
			letter = 'n';
		else if (c == '\r')
			letter = 'r';
		else if (c == '\\')
			letter = '\\';
		else
			continue;
		buffer_add(b, value.at + from, i - from);
		buffer_byte(b, '\\');
		buffer_byte(b, letter);
		from = i + 1;
	}
	buffer_add(b, value.at + from, value.length - from);
}

struct text text_unescape(struct text cell, struct buffer *scratch)
{
	if (!cell.length || !memchr(cell.at, '\\', cell.length))
		return cell;
	buffer_reset(scratch);
	for (size_t i = 0; i < cell.length; i++) {
		if (cell.at[i] != '\\' || i + 1 == cell.length) {
			buffer_byte(scratch, cell.at[i]);
			continue;
		}
		switch (cell.at[++i]) {
		case 't':
			buffer_byte(scratch, '\t');
			break;
		case 'n':
			buffer_byte(scratch, '\n');
			break;
		case 'r':
			buffer_byte(scratch, '\r');
			break;
		case 'x':
			buffer_byte(scratch, '#');
			i += 2;
			break;
		default:
			buffer_byte(scratch, cell.at[i]);
		}
	}
	return buffer_text(scratch);
}

static bool is_plain(unsigned char c)
{
	return c > ' ' && c <= '~' && c != '%';
}

void text_percent(struct buffer *b, struct text value)
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < value.length; i++) {
		unsigned char c = (unsigned char)value.at[i];
		if (is_plain(c)) {
			buffer_byte(b, (char)c);
		} else {
			char escape[3] = {'%', digits[c >> 4], digits[c & 15]};
			buffer_add(b, escape, 3);
		}
	}
}

static int upper_hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool text_unpercent(struct buffer *b, struct text escaped)
{
	for (size_t i = 0; i < escaped.length; i++) {
		char c = escaped.at[i];
		if (c != '%') {
			if (!is_plain((unsigned char)c))
				return false;
			buffer_byte(b, c);
			continue;
		}
		if (escaped.length - i < 3)
			return false;
		int high = upper_hex(escaped.at[i + 1]), low = upper_hex(escaped.at[i + 2]);
		if (high < 0 || low < 0 || is_plain((unsigned char)(high << 4 | low)))
			return false;
		buffer_byte(b, (char)(high << 4 | low));
		i += 2;
	}
	return true;
}
