#ifndef JIGSAW_SPLINK_SQL_H
#define JIGSAW_SPLINK_SQL_H

#include "base/error.h"
#include "base/text.h"

/*
 * Parses the conditions of Splink's levels and blocking rules, which are SQL
 * expressions of DuckDB, Spark, SQLite or PostgreSQL: only their syntax, not their
 * meaning. Comments are blanks. Lowest precedence first:
 *
 *	x -> e, lambda x: e
 *	OR; AND; NOT
 *	= == <> != < <= > >=, IS [NOT] NULL, [NOT] BETWEEN, IN (...), LIKE
 *	||; + -; * / %; unary minus; e::TYPE, e[i], e.name
 *	literals, names, f(...), CAST(e AS TYPE), TRY_CAST, CASE, [e, ...], (e)
 *
 * Conditions of our own expression language have the same syntax, so this
 * reads them too.
 */

enum sql_kind {
	SQL_COLUMN,    /* text: its name without quotes, side and qualifier */
	SQL_NUMBER,    /* text: as it is written */
	SQL_STRING,    /* text: without its quotes */
	SQL_WORD,      /* null, true, false, in lower case */
	SQL_CALL,      /* text: the function in lower case; its arguments */
	SQL_CAST,      /* text: the type in lower case; one argument */
	SQL_OPERATION, /* text: or and not = <> < <= > >= is_null + - * / % || -> [] list in
			  like; its operands */
	SQL_CASE,      /* when, then, when, then, ..., else */
};

enum sql_side { SQL_NEITHER, SQL_LEFT, SQL_RIGHT };

struct sql {
	enum sql_kind kind;
	enum sql_side side;
	struct text text;
	const struct sql *first, *next; /* its children; its next sibling */
};

/*
 * Parses a whole expression; a mistake is exit 78 at the place, naming the
 * character. Where the parts of a pair are told apart by the names (`x_l`,
 * `l.x`), `sided` takes them off; a name without is on neither side.
 * Names that begin with `$` are for patterns, and only `pattern` allows them.
 * All of it lives in the arena; the texts are slices of the source or copies.
 */
struct sql_options {
	bool sided, pattern;
};
const struct sql *sql_parse(struct arena *arena, struct text source, struct place place,
			    struct sql_options options);

static inline bool sql_is(const struct sql *n, enum sql_kind kind, const char *text)
{
	return n && n->kind == kind && text_is(n->text, text);
}
/* The sides that the columns in it are on; both for a column on neither. */
#define SQL_ON_LEFT 1u
#define SQL_ON_RIGHT 2u
unsigned sql_sides(const struct sql *n);
/* A copy in lower case. */
struct text sql_lower(struct arena *arena, struct text a);
/* Its children. */
size_t sql_count(const struct sql *n);
/* The value of a number, or of numbers multiplied, divided, added and negated. */
bool sql_number(const struct sql *n, double *number);
/* A double in the fewest digits that give it back, without an exponent when
 * `plain`; false when that takes more than 30 characters. */
bool number_print(struct buffer *b, double number, bool plain);

#endif
