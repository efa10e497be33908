#ifndef JIGSAW_FIELD_SEX_H
#define JIGSAW_FIELD_SEX_H

#include "base/text.h"
#include "field/rule.h"

/*
 * Standardises sex or gender to one letter in *out:
 *   M  M, 1, Male, Boy            F  F, 2, Female, Girl
 *   U  U, 0, Unknown, Not known, Not stated, Not recorded, Not specified,
 *      Withheld, Unborn
 *   X  9, I, 3 (HES of old), Other, Indeterminate, Neither, Unable to
 *      classify, Non-binary, Transgender, also of what sex
 * in any case, with ".0" after a digit, with the word GENDER, or with Annex A's
 * list letters ("a) Male"). Several of them, separated by blanks, dashes, brackets
 * or one of `/,:=.`, or a digit before one ("M - Male", "F: Female", "0 - Not
 * known"), must not disagree: U and X together are what the digit says, or the
 * words beside a bare X, else X. 1 and 2 mean the same in the CIN census to 2024,
 * SSDA903 to 2024, HES and the NHS person gender codes; both spellings may meet
 * in one file, so that no year need be known.
 *
 * `stated`: the value is the NHS's PERSON STATED GENDER CODE, in which X is not
 * known, so U here, and 9 indeterminate, X here. Elsewhere an X without words is U
 * as well, unspecified as in a passport, but *repaired, since a register may mean an
 * answer by it. Else RULE_SEX.
 */
enum rule sex_parse(struct text value, bool stated, char *out, bool *repaired);

#endif
