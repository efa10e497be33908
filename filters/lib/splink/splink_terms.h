#ifndef JIGSAW_SPLINK_SPLINK_TERMS_H
#define JIGSAW_SPLINK_SPLINK_TERMS_H

#include "splink/splink_table.h"

/*
 * Translates Splink's conditions and blocking rules into our expression language
 * (splink_condition.c, splink_rule.c), and back (splink_sql.c).
 */

struct splink_column {
	struct text theirs, ours;
	bool list; /* the settings treat it as a list somewhere */
};

/* What is kept between conditions of one file. */
struct splink_terms {
	struct arena *arena;
	struct likeness_table table;
	struct splink_column *columns; /* in order of first use */
	size_t column_count, column_capacity;
	struct place place;          /* of the current condition */
	const struct text *exploded; /* columns of which a rule takes the elements apart */
	size_t exploded_count;
	/* What was taken for granted of the data: */
	bool folded; /* lower(), upper(), trim() were dropped */
	bool dated;  /* dates in another form than YYYY-MM-DD were read */
	bool cut;    /* values are long enough for the parts that are taken of them */
	/* of the current value: */
	const char *valid; /* the function that is missing where a value is invalid */
	bool is_date;
};

void splink_terms_start(struct splink_terms *t, struct arena *arena);
void splink_terms_free(struct splink_terms *t);

/* A Splink name as one of ours: lower-case letters, digits and `_`, which no word
 * of the language is. Two that become one are exit 78. */
struct text splink_column_name(struct splink_terms *t, struct text theirs);
/* The same without remembering it. */
struct text splink_name(struct arena *arena, struct text theirs);

/* Marks the columns that a condition treats as lists: two lists are equal in SQL
 * when they are the same, and with exact() when they share an element. To be asked
 * of all conditions before any is translated. */
void splink_lists(struct splink_terms *t, struct text sql, struct place place);
/* Marks one. */
void splink_list(struct splink_terms *t, struct text column);

/* A level's condition with us. What has no equivalent is exit 78, naming the
 * function or construct and the nearest one of ours. */
struct text splink_condition(struct splink_terms *t, struct text sql, struct place place);
/*
 * One of the ways in which a blocking rule brings two records together; a rule has
 * several that are joined by OR.
 */
struct splink_way {
	/* The key, its parts joined by ` + `; where two columns are crossed (l.a = r.b
	 * AND l.b = r.a), a second one for the same pass, with the two exchanged. */
	struct text keys[2];
	/* What the rule says, as a level's condition; empty: it always holds. */
	struct text condition;
	bool filtered; /* records that share a key may not be meant */
};
#define SPLINK_WAYS 50 /* of one rule, at most */
/* How the note of a pass begins whose rule takes lists apart; their names follow,
 * a blank between them. */
#define SPLINK_LISTS_NOTE "lists: "

/* A blocking rule's ways; returns how many, which may be none when it never holds.
 * What has no equivalent is exit 78, as for splink_condition(). */
size_t splink_rule(struct splink_terms *t, struct text sql, struct place place,
		   struct splink_way *ways);

/* The SQL of DuckDB for a condition of ours; what has none is exit 78. */
struct text splink_sql(struct splink_terms *t, struct text condition, struct place place);
/* The same as part of a blocking rule. */
struct text splink_sql_rule(struct splink_terms *t, struct text condition, struct place place);
/* The same for pairs of which one record has the left key and the other the
 * right one, which has as many parts. */
struct text splink_sql_key(struct splink_terms *t, struct text left, struct text right,
			   struct place place);

#endif
