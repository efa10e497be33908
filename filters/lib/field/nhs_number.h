#ifndef JIGSAW_FIELD_NHS_NUMBER_H
#define JIGSAW_FIELD_NHS_NUMBER_H

#include "base/text.h"
#include "field/rule.h"

/*
 * Parses an NHS number: ten digits, printed 3-3-4 or not, the last one a check digit
 * of modulus 11 (weights 10 to 2; 11 - remainder, 11 counts as 0, 10 never
 * occurs). Refused although they pass: ten equal digits, which services use as
 * results (0000000000 no match, 9999999999 several), d00000000d, and 0123456789,
 * 1234567881 and 9876543210, which hands type. Issued ranges are not judged: England, Wales,
 * Scotland (CHI), Northern Ireland and the test range 999 all have the same form.
 *
 * Writes ten digits to `out` when RULE_VALID (no NUL). Else RULE_NHS_NUMBER,
 * RULE_LEADING_ZERO (nine digits that would be valid with a leading zero),
 * RULE_NHS_NUMBER_CHECK, RULE_NHS_NUMBER_REFUSED or RULE_NHS_NUMBER_ULN.
 */
enum rule nhs_number_parse(struct text value, char out[10]);

/* The check digit that belongs to nine digits, 10 when they have none. */
int nhs_number_check(const char digits[9]);

#endif
