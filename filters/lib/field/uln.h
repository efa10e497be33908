#ifndef JIGSAW_FIELD_ULN_H
#define JIGSAW_FIELD_ULN_H

#include "base/text.h"
#include "field/rule.h"

/*
 * Parses a unique learner number: ten digits, the first not 0, whose sum with
 * weights 10 to 1 is 10 modulo 11. 9999999999 means "not yet known".
 *
 * Writes ten digits to `out` when RULE_VALID (no NUL). Else RULE_ULN,
 * RULE_ULN_CHECK, RULE_ULN_PLACEHOLDER or RULE_ULN_NHS_NUMBER.
 */
enum rule uln_parse(struct text value, char out[10]);

#endif
