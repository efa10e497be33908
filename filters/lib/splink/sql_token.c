#include "splink/sql_token.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

_Noreturn void sql_fail(const struct sql_parser *p, const char *why)
{
	fail_at(EXIT_CONFIG, p->place, NULL, "character %zu: %s", p->start + 1, why);
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(const struct sql_parser *p, char c)
{
	return (lower(c) >= 'a' && lower(c) <= 'z') || c == '_' || (c & 0x80) ||
	       (c == '$' && p->options.pattern);
}

static char byte_at(const struct sql_parser *p, size_t i)
{
	return i < p->source.length ? p->source.at[i] : '\0';
}

/* A doubled quote stands for one. */
static void read_quoted(struct sql_parser *p, char quote)
{
	struct buffer b = {0};
	size_t i = p->start + 1;

	for (;; i++) {
		if (i >= p->source.length) {
			buffer_free(&b);
			sql_fail(p, "the quote is not closed");
		}
		if (p->source.at[i] == quote && byte_at(p, i + 1) != quote)
			break;
		i += p->source.at[i] == quote;
		buffer_byte(&b, p->source.at[i]);
	}
	p->text = text_copy(p->arena, buffer_text(&b));
	buffer_free(&b);
	p->next = i + 1;
}

static size_t digits_end(const struct sql_parser *p, size_t i)
{
	while (is_digit(byte_at(p, i)) || byte_at(p, i) == '.')
		i++;
	if (lower(byte_at(p, i)) != 'e')
		return i;
	size_t sign = byte_at(p, i + 1) == '-' || byte_at(p, i + 1) == '+';
	if (!is_digit(byte_at(p, i + 1 + sign)))
		return i;
	for (i += 1 + sign; is_digit(byte_at(p, i));)
		i++;
	return i;
}

static size_t mark_length(const struct sql_parser *p)
{
	static const char *const marks[] = {
		"->>", "->", "::", "<=", ">=", "<>", "!=", "==", "||", "&&"};
	struct text rest = {p->source.at + p->start, p->source.length - p->start};

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (text_starts(rest, marks[i]))
			return strlen(marks[i]);
	return 1;
}

static void skip_blanks(struct sql_parser *p)
{
	for (;;) {
		struct text rest = {p->source.at + p->next, p->source.length - p->next};
		if (rest.length && strchr(" \t\r\n", rest.at[0])) {
			p->next++;
		} else if (text_starts(rest, "--")) {
			const char *end = memchr(rest.at, '\n', rest.length);
			p->next += end ? (size_t)(end - rest.at) : rest.length;
		} else if (text_starts(rest, "/*")) {
			const char *end = memmem(rest.at + 2, rest.length - 2, "*/", 2);
			p->start = p->next;
			if (!end)
				sql_fail(p, "the comment is not closed");
			p->next += (size_t)(end + 2 - rest.at);
		} else {
			return;
		}
	}
}

void sql_advance(struct sql_parser *p)
{
	skip_blanks(p);
	size_t i = p->start = p->next;
	char c = byte_at(p, i);
	if (i == p->source.length) {
		p->token = SQL_END;
		p->text = TEXT_NONE;
		return;
	}
	if (c == '\'' || c == '"' || c == '`') {
		p->token = c == '\'' ? SQL_LITERAL : SQL_QUOTED;
		read_quoted(p, c);
		return;
	}
	if (is_letter(p, c)) {
		p->token = SQL_NAME;
		while (is_letter(p, byte_at(p, i)) || is_digit(byte_at(p, i)))
			i++;
	} else if (is_digit(c) || (c == '.' && is_digit(byte_at(p, i + 1)))) {
		p->token = SQL_DIGITS;
		i = digits_end(p, i);
	} else {
		p->token = SQL_MARK;
		i += mark_length(p);
	}
	p->text = (struct text){p->source.at + p->start, i - p->start};
	p->next = i;
}

bool sql_at(const struct sql_parser *p, const char *text)
{
	if ((p->token != SQL_NAME && p->token != SQL_MARK) || p->text.length != strlen(text))
		return false;
	for (size_t i = 0; i < p->text.length; i++)
		if (lower(p->text.at[i]) != text[i])
			return false;
	return true;
}

bool sql_accept(struct sql_parser *p, const char *text)
{
	if (!sql_at(p, text))
		return false;
	sql_advance(p);
	return true;
}

void sql_expect(struct sql_parser *p, const char *text)
{
	if (!sql_at(p, text))
		fail_at(EXIT_CONFIG, p->place, NULL, "character %zu: expected `%s`", p->start + 1,
			text);
	sql_advance(p);
}

struct text sql_lower(struct arena *arena, struct text a)
{
	char *copy = arena_take(arena, a.length + 1);

	for (size_t i = 0; i < a.length; i++)
		copy[i] = lower(a.at[i]);
	return (struct text){copy, a.length};
}

unsigned sql_sides(const struct sql *n)
{
	unsigned sides = 0;

	if (n->kind == SQL_COLUMN)
		return n->side == SQL_LEFT    ? SQL_ON_LEFT
		       : n->side == SQL_RIGHT ? SQL_ON_RIGHT
					      : SQL_ON_LEFT | SQL_ON_RIGHT;
	for (const struct sql *child = n->first; child; child = child->next)
		sides |= sql_sides(child);
	return sides;
}

size_t sql_count(const struct sql *n)
{
	size_t count = 0;

	for (const struct sql *child = n->first; child; child = child->next)
		count++;
	return count;
}

static bool read_number(struct text a, double *number)
{
	char digits[400], *end;

	if (!a.length || a.length >= sizeof digits)
		return false;
	memcpy(digits, a.at, a.length);
	digits[a.length] = '\0';
	*number = strtod(digits, &end);
	return !*end && isfinite(*number);
}

bool sql_number(const struct sql *n, double *number)
{
	double a, b;

	if (n->kind == SQL_NUMBER)
		return read_number(n->text, number);
	if (n->kind == SQL_CAST)
		return sql_number(n->first, number);
	bool floored = sql_is(n, SQL_CALL, "floor") && sql_count(n) == 1;
	if ((n->kind != SQL_OPERATION && !floored) || !n->first || !sql_number(n->first, &a))
		return false;
	if (floored) {
		*number = floor(a);
		return true;
	}
	if (text_is(n->text, "-") && !n->first->next) {
		*number = -a;
		return true;
	}
	if (!n->first->next || !sql_number(n->first->next, &b))
		return false;
	switch (n->text.at[0] * (n->text.length == 1)) {
	case '*':
		*number = a * b;
		break;
	case '/':
		*number = a / b;
		break;
	case '+':
		*number = a + b;
		break;
	case '-':
		*number = a - b;
		break;
	default:
		return false;
	}
	return isfinite(*number);
}

bool number_print(struct buffer *b, double number, bool plain)
{
	char digits[400];
	int places = 0;

	do
		snprintf(digits, sizeof digits, "%.*g", ++places, number);
	while (places < 17 && strtod(digits, NULL) != number);
	if (plain && strchr(digits, 'e')) {
		places = 0;
		do
			snprintf(digits, sizeof digits, "%.*f", places++, number);
		while (places < 32 && strtod(digits, NULL) != number);
		if (strtod(digits, NULL) != number)
			return false;
	}
	buffer_string(b, digits);
	return strlen(digits) <= 30;
}
