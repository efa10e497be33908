#include "expr/parser.h"

#include <stdlib.h>

_Noreturn void parser_fail(const struct parser *p, const char *why)
{
	fail_at(EXIT_CONFIG, p->place, NULL, "character %zu: %s", p->start + 1, why);
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || c == '_';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool at_run(const struct parser *p, size_t i)
{
	char c = i < p->source.length ? p->source.at[i] : '\0';

	if (p->token == TOKEN_NAME)
		return is_letter(c) || is_digit(c);
	return is_digit(c) || c == '.';
}

void parser_advance(struct parser *p)
{
	while (p->next < p->source.length && p->source.at[p->next] == ' ')
		p->next++;
	size_t i = p->start = p->next;
	if (i == p->source.length) {
		p->token = TOKEN_END;
		p->text = TEXT_NONE;
		return;
	}
	char c = p->source.at[i++];
	if (is_letter(c) || is_digit(c)) {
		p->token = is_letter(c) ? TOKEN_NAME : TOKEN_NUMBER;
		while (at_run(p, i))
			i++;
	} else if (c == '\'') {
		p->token = TOKEN_STRING;
		while (i < p->source.length && p->source.at[i] != '\'')
			i++;
		if (i == p->source.length)
			parser_fail(p, "the quote is not closed");
		p->text = (struct text){p->source.at + p->start + 1, i - p->start - 1};
		p->next = i + 1;
		return;
	} else {
		p->token = TOKEN_MARK;
		if ((c == '<' || c == '>') && i < p->source.length && p->source.at[i] == '=')
			i++;
	}
	p->text = (struct text){p->source.at + p->start, i - p->start};
	p->next = i;
}

bool parser_is(const struct parser *p, const char *text)
{
	return p->token != TOKEN_STRING && text_is(p->text, text);
}

bool parser_accept(struct parser *p, const char *text)
{
	if (!parser_is(p, text))
		return false;
	parser_advance(p);
	return true;
}

void parser_expect(struct parser *p, const char *text, const char *why)
{
	if (!parser_accept(p, text))
		parser_fail(p, why);
}

double parser_number(struct parser *p)
{
	char digits[32], *end;

	if (p->token != TOKEN_NUMBER || p->text.length >= sizeof digits)
		parser_fail(p, "expected a number");
	memcpy(digits, p->text.at, p->text.length);
	digits[p->text.length] = '\0';
	double number = strtod(digits, &end);
	if (*end)
		parser_fail(p, "expected a number");
	parser_advance(p);
	return number;
}
