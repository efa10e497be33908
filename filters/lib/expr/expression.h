#ifndef JIGSAW_EXPR_EXPRESSION_H
#define JIGSAW_EXPR_EXPRESSION_H

#include "base/error.h"
#include "expr/extract.h"
#include "expr/measures.h"
#include "expr/similarity.h"
#include "expr/token_set.h"

/*
 * Compiles and evaluates the expressions of blocking rules and comparison models.
 *
 *	key       = value *( "+" value )
 *	value     = COLUMN | FUNCTION "(" value *( "," NUMBER ) ")"
 *	          | "any" "(" value 1*( "," value ) ")"
 *	          | "concat" "(" ( value | 'TEXT' ) 1*( "," ( value | 'TEXT' ) ) ")"
 *	          | "extract" "(" value "," 'PATTERN' ")"
 *	condition = "else" | any
 *	any       = all *( "or" all )
 *	all       = one *( "and" one )
 *	one       = "not" one | "(" any ")" | test
 *	test      = NAME "(" value [ "," ( value | NUMBER | 'TEXT' ) ] ")" [ relation NUMBER ]
 *	relation  = ">=" | "<=" | "<"
 *
 * The names of tests, what each takes and its relation are in the table of
 * comparison_function.h; models/README.md explains them.
 *
 * Functions of a value: substr(v, FROM, LENGTH) from 1, soundex, metaphone,
 * year, month, day (of YYYY-MM-DD, the first two of YYYY-MM too), outcode,
 * sector, area (of a postcode), username (of an e-mail address: the part before
 * the first @), nickname (the full forms of a forename, nickname.h), known (a sex
 * other than U, not known, and X, neither male nor female), element(v, N) (of a
 * list, from 1), extract (extract.h). concat() is missing where one of its values
 * is. A value for which a
 * function is not defined is missing. any() has the values of all its
 * arguments, so a test can hold between a home and a placement postcode.
 *
 * A cell of a list column has several values; a key is made of each, and a
 * test holds when it holds for any pair of values. missing() is true when either
 * side is missing, both_missing() when both are. Any other test is unknown when a
 * side is missing, or not a date or number where it asks for one; either(),
 * both(), swapped(), placeholder() and temporary_upn() are known if the other side
 * decides. `not` of unknown is unknown; `and` is false if a part is, `or` true if a
 * part is, both else unknown if a part is: SQL's logic. A condition holds when it
 * is true.
 * intersect(), subset() and cosine() compare whole lists: how many distinct
 * values both have, whether one side has no others, and the angle between two
 * lists of numbers. Coordinates are paired, first with first.
 *
 * Mistakes are exit 78 at the place given, naming the character.
 */

enum function {
	FUNCTION_COLUMN, /* the column itself */
	FUNCTION_SUBSTR,
	FUNCTION_SOUNDEX,
	FUNCTION_METAPHONE,
	FUNCTION_YEAR,
	FUNCTION_MONTH,
	FUNCTION_DAY,
	FUNCTION_OUTCODE,
	FUNCTION_SECTOR,
	FUNCTION_AREA,
	FUNCTION_USERNAME,
	FUNCTION_NICKNAME,
	FUNCTION_KNOWN,
	FUNCTION_ANY,     /* the values of `of` and then those of `from` */
	FUNCTION_CONCAT,  /* each value of `of` followed by each of `from` */
	FUNCTION_TEXT,    /* the text itself, in concat() */
	FUNCTION_EXTRACT, /* what the pattern finds */
	FUNCTION_ELEMENT, /* the value number `from` of a list */
	FUNCTION_GRAMS,   /* the value itself, with its runs of `from` characters */
};

/* What must be made ready of a value besides its text. */
#define NEEDS_DATE 1u   /* days, month_day, day_month, year */
#define NEEDS_BITS 2u   /* bits: of a Bloom encoding; other text is refused */
#define NEEDS_NUMBER 4u /* number */
#define NEEDS_TOKENS 8u /* tokens: of a set of variants; other text is refused */

/* A distinct value expression, computed once per record. */
struct slot {
	enum function function;
	size_t of; /* FUNCTION_COLUMN: index in columns, else an earlier slot */
	uint32_t from, length;
	struct text text; /* FUNCTION_TEXT, and the pattern of FUNCTION_EXTRACT */
	const struct extraction *pattern;
	unsigned needs; /* NEEDS_*, of all tests together */
	bool bare;      /* no test needs it: the text is all, as in a key */
};

/* A distinct measurement of a pair: made at most once per pair however many
 * levels ask. */
struct measurement {
	const struct comparison_function *function;
	size_t a, b;         /* slots: b is a where there is one operand */
	struct text literal; /* OPERANDS_TEXT */
	double unit;         /* OPERANDS_UNIT: days in one */
	double limit;        /* the least similarity, or the most distance, anyone asks for */
};

enum condition_kind {
	CONDITION_ELSE,
	CONDITION_TEST,
	CONDITION_NOT,
	CONDITION_AND,
	CONDITION_OR,
};

struct condition {
	enum condition_kind kind;
	const struct condition *left, *right;
	size_t measurement;
	double threshold;
	const struct step_of_test *steps; /* of a whole condition: how it is run */
};

/* A test of a whole condition, and where to go after it. */
struct step_of_test {
	const struct comparison_function *function;
	size_t measurement;
	double threshold;
	bool denied;     /* below an odd number of `not`: unknown leads to yes */
	int32_t yes, no; /* another step, or how it ends */
};

#define CONDITION_HOLDS -1
#define CONDITION_FAILS -2

#define KEY_PARTS 16 /* at most */

struct block_key {
	size_t *slots;
	size_t count;
};

/* All expressions compiled together; equal parts are shared. */
struct expressions {
	struct arena *arena;
	struct text *columns; /* names, in order of first use */
	size_t column_count, column_capacity;
	bool *optional; /* of each column, or NULL: see expressions_optional() */
	struct slot *slots;
	size_t slot_count, slot_capacity;
	struct measurement *measurements;
	size_t measurement_count, measurement_capacity;
};

struct step_builder;
/* Lists a built-in table that any of the two use (y may be NULL) as a side file
 * of the step that is being built. */
void expressions_step(struct step_builder *step, const struct expressions *x,
		      const struct expressions *y);

void expressions_start(struct expressions *x, struct arena *arena);
void expressions_free(struct expressions *x);

/* Index of a column in x->columns, added when new. */
size_t expressions_column(struct expressions *x, struct text name);

struct sidefile;
/* Reads `##optional columns=NAME,...` of the file that the expressions are from:
 * the columns that records need not have, where all their values are missing. It
 * comes after all expressions; a column that none of them names is exit 78. */
void expressions_optional(struct expressions *x, const struct sidefile *side);

struct block_key expression_key(struct expressions *x, struct text source, struct place place);
const struct condition *expression_condition(struct expressions *x, struct text source,
					     struct place place);

/* Lays the tests of a whole condition out in the order in which they are made. */
const struct step_of_test *condition_steps(const struct expressions *x, const struct condition *c);

/* Is it exact(COLUMN) and nothing else? */
bool condition_is_exact(const struct expressions *x, const struct condition *c, size_t column);

/* One value of a cell, ready for every test that asks for it. */
struct value {
	struct word word;
	int32_t days; /* since 1970-01-01; NO_DAYS when it is not a date */
	uint16_t month_day, day_month;
	int32_t year;
	struct bits bits;
	struct token_set tokens;
	struct grams grams;
	double number; /* NAN when it is none */
};

#define NO_DAYS INT32_MIN

struct values {
	const struct value *at;
	size_t count;  /* 0: missing */
	uint64_t hash; /* of the first, so that most unequal values need no look at it */
};

/*
 * Computes every slot of a record: cells[i] is the cell of x->columns[i] as it
 * stands in the stream, lists[i] says whether it is a list. `out` has room for
 * x->slot_count; the rest is taken from the arena (and the cells must last as
 * long as it does). False when a cell is not the encoding that a
 * test needs.
 */
bool expressions_load(const struct expressions *x, const struct text *cells, const bool *lists,
		      struct arena *arena, struct values *out);

/* Measurements of the current pair; `made` is cleared for every new pair. */
struct measured {
	double *value;
	bool *made;
};

void measured_start(struct measured *m, const struct expressions *x, struct arena *arena);
/* Forgets the last pair. */
void measured_clear(struct measured *m, const struct expressions *x);

bool condition_holds(const struct condition *c, const struct expressions *x, struct measured *m,
		     const struct values *a, const struct values *b);

/* Does `later` hold only where `earlier` holds too, as far as can be seen from
 * the thresholds? Then a level with that condition is never reached. */
bool condition_implies(const struct expressions *x, const struct condition *later,
		       const struct condition *earlier);

#endif
