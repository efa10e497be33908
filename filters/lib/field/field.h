#ifndef JIGSAW_FIELD_FIELD_H
#define JIGSAW_FIELD_FIELD_H

#include "base/text.h"
#include "field/ethnicity.h"
#include "field/misread.h"

/*
 * Cleans a value by its column type: one call that gives any value of a typed
 * column its standard form.
 */

struct field; /* a type; literals that last for the whole run */

/* The type of that name, or NULL for a type whose values are copied: those that
 * the filters themselves make (rid, source, token, bloom, hash, weight,
 * probability, count, flag), and unknown ones. */
const struct field *field_find(struct text type);

/* The type of its values once they are clean, where that is another: `sex` of
 * stated_gender. Else NULL. */
const char *field_becomes(const struct field *field);

/* May its dates be serials or have short years (date.h)? */
bool field_has_dates(const struct field *field);

/* What field_clean() works in and gives back. `struct cleaned c = {0}` to
 * begin with; keep it from one value to the next. */
struct cleaned {
	struct buffer value; /* the normal form; empty for a blank value */
	bool repaired;       /* part of it was guessed, cut or read back (name.h, misread.h) */
	bool plain;          /* set by the caller: nothing in it is misread_suspect() */
	bool again;          /* set by the caller: an X among sexes is ours (sex.h) */
	unsigned allow;      /* set by the caller: DATE_* of date.h */
	enum ethnicity_scheme scheme; /* the same */
	struct buffer points;
	struct misread misread;
	struct ethnicity_memory *ethnicities; /* NULL until one is met */
};

/* Cleans one (unescaped) value. RULE_VALID, also for a value of nothing but
 * blanks; else the rule it broke, c->value then being unspecified. */
enum rule field_clean(const struct field *field, struct text value, struct cleaned *c);

void cleaned_free(struct cleaned *c);

#endif
