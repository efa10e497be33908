#ifndef JIGSAW_SPLINK_SQL_TOKEN_H
#define JIGSAW_SPLINK_SQL_TOKEN_H

#include "splink/sql.h"

/* Splits SQL into tokens, for sql.c. */

enum sql_token { SQL_END, SQL_NAME, SQL_QUOTED, SQL_DIGITS, SQL_LITERAL, SQL_MARK };

struct sql_parser {
	struct arena *arena;
	struct place place;
	struct text source;
	struct sql_options options;
	size_t next, start; /* of the character after the token, and of the token */
	enum sql_token token;
	struct text text; /* of the token; without quotes */
	int depth;
	size_t nodes;
};

_Noreturn void sql_fail(const struct sql_parser *p, const char *why);
void sql_advance(struct sql_parser *p);
/* Is the token this mark, or this word in any case? */
bool sql_at(const struct sql_parser *p, const char *text);
bool sql_accept(struct sql_parser *p, const char *text);
void sql_expect(struct sql_parser *p, const char *text);

#endif
