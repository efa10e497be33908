#ifndef JIGSAW_EXPR_PARSER_H
#define JIGSAW_EXPR_PARSER_H

#include "expr/expression.h"

/*
 * Private parts of the expression parser; expression.h has the grammar.
 * Mistakes are exit 78 at the parser's place, naming the character.
 */

/* Deep enough for people, shallow enough for the stack. */
#define PARSER_DEPTH 100

enum token { TOKEN_END, TOKEN_NAME, TOKEN_NUMBER, TOKEN_STRING, TOKEN_MARK };

struct parser {
	struct expressions *x;
	struct place place;
	struct text source;
	size_t next, start; /* of the character after the token, and of the token */
	enum token token;
	struct text text; /* of the token; a string without its quotes */
	int depth;
};

_Noreturn void parser_fail(const struct parser *p, const char *why);
/* Reads the next token. */
void parser_advance(struct parser *p);
/* Is it this name or mark? */
bool parser_is(const struct parser *p, const char *text);
/* The same, and if so goes on. */
bool parser_accept(struct parser *p, const char *text);
void parser_expect(struct parser *p, const char *text, const char *why);
double parser_number(struct parser *p);

/* A value: the slot that it is computed in. */
size_t parser_value(struct parser *p);
/* A test of a pair. */
const struct condition *parser_test(struct parser *p);

#endif
