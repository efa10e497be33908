#include "read/json.h"

static bool is_digit(struct text a, size_t i)
{
	return i < a.length && a.at[i] >= '0' && a.at[i] <= '9';
}

static size_t digits(struct text a, size_t i)
{
	while (is_digit(a, i))
		i++;
	return i;
}

/* Where the number that starts at `i` ends; 0 when it is none. */
static size_t number_end(struct text a, size_t i)
{
	i += a.at[i] == '-';
	if (!is_digit(a, i))
		return 0;
	i = a.at[i] == '0' ? i + 1 : digits(a, i);
	if (i < a.length && a.at[i] == '.') {
		if (!is_digit(a, i + 1))
			return 0;
		i = digits(a, i + 1);
	}
	if (i < a.length && (a.at[i] | 0x20) == 'e') {
		i++;
		i += i < a.length && (a.at[i] == '+' || a.at[i] == '-');
		if (!is_digit(a, i))
			return 0;
		i = digits(a, i);
	}
	return i;
}

/* What may follow a number: the end of its array, object or text. */
static bool value_ends(struct text a, size_t i)
{
	while (i < a.length && strchr(" \t\r\n", a.at[i]))
		i++;
	return i == a.length || a.at[i] == ',' || a.at[i] == ']' || a.at[i] == '}';
}

/* Where the string that starts at `i` ends. */
static size_t string_end(struct text a, size_t i)
{
	for (i++; i < a.length && a.at[i] != '"'; i++)
		i += a.at[i] == '\\';
	return i < a.length ? i + 1 : a.length;
}

bool json_quote_numbers(struct buffer *b, struct text line)
{
	size_t from = 0, i = 0;

	while (i < line.length) {
		if (line.at[i] == '"') {
			i = string_end(line, i);
			continue;
		}
		if (line.at[i] != '-' && !is_digit(line, i)) {
			i++;
			continue;
		}
		size_t end = number_end(line, i);

		if (end == 0 || !value_ends(line, end))
			return false;
		buffer_add(b, line.at + from, i - from);
		buffer_byte(b, '"');
		buffer_add(b, line.at + i, end - i);
		buffer_byte(b, '"');
		from = i = end;
	}
	buffer_add(b, line.at + from, line.length - from);
	return true;
}
