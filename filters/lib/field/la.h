#ifndef JIGSAW_FIELD_LA_H
#define JIGSAW_FIELD_LA_H

#include "base/text.h"
#include "field/rule.h"

/*
 * Standardises local authorities: an ONS code, a number of the Department for
 * Education or a name becomes the ONS code of the authority that runs children's
 * services there: county, unitary, metropolitan district, London borough, or the
 * councils of Wales, Scotland and Northern Ireland. schemas/codes/la.tsv lists
 * them, with dates and successors; it is built in.
 *
 * Names are compared without regard to case, word order, punctuation and words
 * that only mean a council (City of, LB, County Council, MBC, UA, & ...). In
 * "WALES - NAME" and "825 - Buckinghamshire" all known parts must agree.
 * A name truncated at 14 characters or later counts if only one name fits.
 *
 * *repaired: the code is that of a successor (Dorset to 2019), of the county of
 * a district, or was found by a name that was cut off. An authority that was
 * split keeps its old code (Cumbria, Northamptonshire). Countries have theirs
 * (Wales is W92000004, as is WAL of the looked after children's return); NUK and
 * CON, outside the United Kingdom and confidential, stay as they are.
 */

#define LA_LENGTH 9

/* Writes the code to `out` (no NUL) and its length to *length when RULE_VALID;
 * else RULE_LA. */
enum rule la_parse(struct text value, char out[LA_LENGTH], size_t *length, bool *repaired);

/* The number that the Department for Education has for the authority of an ONS
 * code, or its letters for a country (WAL); empty for one that has none. Lies in
 * the built-in table. */
struct text la_number(struct text code);

/* The built-in table, for its digest. */
struct text la_table(void);

#endif
