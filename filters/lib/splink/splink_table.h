#ifndef JIGSAW_SPLINK_SPLINK_TABLE_H
#define JIGSAW_SPLINK_SPLINK_TABLE_H

#include "splink/sql.h"

/*
 * The table of equivalent conditions in Splink's SQL and in ours, read from left
 * to right by the import and from right to left by the export. `$1_l` and `$1_r`
 * in the SQL are the two sides of a value that is `$1` in ours; `$9` is a quoted
 * text.
 */

enum splink_relation {
	RELATION_TRUTH,   /* true or false by itself */
	RELATION_MORE,    /* `>=` a number */
	RELATION_COMMON,  /* `>=` a whole number */
	RELATION_LESS,    /* `<=` a number */
	RELATION_EDITS,   /* `<=` a whole number */
	RELATION_BELOW,   /* `<` a number */
	RELATION_SECONDS, /* `<=` seconds there, a number of `$9` here */
	RELATION_DAYS,    /* `<=` days there, a number of `$9` here */
};

struct likeness {
	const char *sql, *ours;
	enum splink_relation relation;
	const struct sql *sql_tree, *our_tree;
};

#define TABLE_MOST 80

struct likeness_table {
	struct likeness at[TABLE_MOST];
	size_t count;
};

/* The table with its trees, in the arena. The first of several ways to say one
 * thing in SQL is what the export writes. */
void likeness_table_start(struct likeness_table *table, struct arena *arena);

/* The value of a placeholder: in our language, and in SQL on either side. */
struct binding {
	struct text at[3]; /* by enum sql_side */
	bool set;
};

/* $1 is at[0]. */
#define BINDINGS 9
#define BINDING_TEXT 8

struct match {
	struct binding bound[BINDINGS];
	bool mirrored; /* the pattern's left is the node's right */
	/* Gives the value of a node on a side; false when it is no value. */
	bool (*value)(void *context, const struct sql *n, enum sql_side side,
		      struct binding *binding);
	void *context;
};

/* Is `n` an instance of the pattern? Both orders of the operands of =, and, or,
 * + and * are tried. What is bound must be the same wherever it stands. */
bool match_sql(struct match *m, const struct sql *pattern, const struct sql *n);
/* A copy of the template with the placeholders filled in. */
struct text match_fill(const struct match *m, struct arena *arena, const char *form);

/* Is there such a function in the SQL of the table? */
bool likeness_table_knows(const struct likeness_table *table, struct text function);

#endif
