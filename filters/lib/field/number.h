#ifndef JIGSAW_FIELD_NUMBER_H
#define JIGSAW_FIELD_NUMBER_H

#include "base/text.h"
#include "field/rule.h"

/*
 * Parses numbers and booleans. All work is on decimal digits, since a double
 * cannot hold a SNOMED code of 18 digits.
 */

/* A whole number of at most 18 digits, "132", "-5", "+5", "007", "132.0", to
 * *number. RULE_INTEGER otherwise. */
enum rule integer_parse(struct text value, int64_t *number);

/* A decimal number of at most 18 digits in all, appended to b in its one normal
 * form: no plus sign, no leading or trailing zeros, no bare point ("06.50" is
 * 6.5, ".5" is 0.5, "-0.0" is 0). No exponents, no commas. RULE_DECIMAL
 * otherwise, and b is as it was. */
enum rule decimal_parse(struct text value, struct buffer *b);

/* An age in completed years, 0 to 130: "6", "6.0", "6.138" (6); HES's codes for
 * ages under one, 7001 to 7007, are 0. RULE_AGE otherwise. */
enum rule age_parse(struct text value, int *years);

/* 1, Y, YES, T, TRUE, 1.0 are true, 0, N, NO, F, FALSE, 0.0 false, in any
 * case, also as "a) Yes", "0 - No", "Y: Yes" and "Yes (Y)". RULE_BOOLEAN otherwise. */
enum rule boolean_parse(struct text value, bool *truth);

#endif
