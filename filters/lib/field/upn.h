#ifndef JIGSAW_FIELD_UPN_H
#define JIGSAW_FIELD_UPN_H

#include "base/text.h"
#include "field/rule.h"

/*
 * Parses a unique pupil number: check letter, three digits of a local authority, four
 * of an establishment, two of a year, three of a serial; in a temporary UPN
 * the last is a letter. Letters are those of the alphabet without I, O and S,
 * A = 0 to Z = 22; the check letter is the sum of position times value over
 * characters 2 to 13, modulo 23 (DfE, UPN guide; CIN census rule 1510).
 *
 * The authority is where the number was issued, not where the child lives, and
 * is not checked; A000000000000 is refused. UN1 to UN10 say why a child has no UPN.
 *
 * Writes 13 characters, upper case, to `out` when RULE_VALID (no NUL). Else
 * RULE_UPN, RULE_UPN_CHECK_LETTER or RULE_UPN_UNKNOWN.
 */
enum rule upn_parse(struct text value, char out[13]);

/* The letters in the order of their values. */
#define UPN_LETTERS "ABCDEFGHJKLMNPQRTUVWXYZ"

/* Is it a temporary one? For 13 characters as upn_parse() writes them. */
bool upn_is_temporary(const char upn[13]);

/* The check letter that belongs to characters 2 to 13 of `upn`, which must be
 * digits, the last perhaps a letter of the alphabet above. */
char upn_check_letter(const char upn[13]);

#endif
