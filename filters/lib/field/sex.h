#ifndef JIGSAW_FIELD_SEX_H
#define JIGSAW_FIELD_SEX_H

#include "field/rule.h"
#include "stream/text.h"

/*
 * Sex or gender as the sets spell it, to one letter in *out:
 *   M  M, 1, Male, Boy            F  F, 2, Female, Girl
 *   U  U, 0, Unknown, Not known, Not stated, Not recorded, Unborn
 *   X  X, 9, I, Other, Indeterminate, Indeterminable, Not specified, Neither
 * in any case, with ".0" after a digit, or with Annex A's list letters
 * ("a) Male"). 1 and 2 mean the same in the CIN census to 2024, SSDA903 to
 * 2024, HES and the NHS person gender codes; both spellings may meet in one
 * file. Else RULE_SEX.
 */
enum rule sex_parse(struct text value, char *out);

#endif
