#ifndef JIGSAW_SCHEMA_CLEANING_H
#define JIGSAW_SCHEMA_CLEANING_H

#include "field/field.h"
#include "schema/codes.h"
#include "stream/preamble.h"

/*
 * Cleans the values of a column by its type and code list, and counts what was
 * done, for the ledger and the report.
 */

/* What to do with an invalid value. */
enum invalid { INVALID_BLANK, INVALID_KEEP, INVALID_REJECT };

/* "blank", "keep", "reject"; false for any other word. */
bool invalid_parse(const char *word, enum invalid *invalid);
const char *invalid_name(enum invalid invalid);

struct cleaning {
	const struct field *field; /* NULL: copied as it is */
	const char *name;
	bool list;
	unsigned allow;      /* DATE_* of date.h */
	struct codes *codes; /* NULL: no code list */
	/* Counted by the caller: cells written otherwise than they were read. */
	uint64_t changed;
	uint64_t filled, repaired, invalid[RULE_COUNT];
	uint64_t new_year; /* dates that are a 1 January, as the unknown day of a year is written */
	uint64_t coding[CODING_UNLISTED + 1];
};

/* What shapes the results of `columns`, those of the stream `in`, among a step's
 * options: forms and orders of dates, and the built-in tables of their types. */
void cleaning_step(const struct cleaning *columns, size_t count, const struct preamble *in,
		   struct step_builder *step);

/* The clean form of one value of the column, by its type and then its code
 * list, counted; it lies in `value`, in the list or in *scratch. When *rule is
 * not RULE_VALID, the value itself. */
struct text cleaning_value(struct cleaning *c, struct text value, struct cleaned *scratch,
			   enum rule *rule);

/*
 * Calls each(context, what, rule, number) for every figure that is not 0: what
 * was done (changed, repaired, coded, renamed, unlisted, and blanked, kept or
 * rejected), by which rule (NULL: in all).
 */
void cleaning_figures(const struct cleaning *c, enum invalid invalid,
		      void (*each)(void *context, const char *what, const char *rule,
				   uint64_t number),
		      void *context);

#endif
