#ifndef JIGSAW_FIELD_NAME_H
#define JIGSAW_FIELD_NAME_H

#include "base/text.h"
#include "field/rule.h"

/*
 * Standardises a person's name: upper-case ASCII letters, in words with one
 * blank between them.
 *
 *  - Letters lose their marks (NFKD, then marks dropped): Zoë is ZOE. Letters
 *    that do not consist of a base and a mark have a table: ø o, ł l, đ ð d, ħ h,
 *    ı i, ß ss, æ ae, œ oe, þ th, ŧ t, ŋ n, ə e and some more.
 *  - Apostrophes of every kind, quotes and zero-width characters vanish
 *    (O'Brien is OBRIEN); hyphens and dashes, full stops, other punctuation and
 *    blanks of every kind separate words (Smith-Jones is SMITH JONES).
 *  - Digits are kept only next to letters.
 *  - A lost letter, U+FFFD or `?`, vanishes and *repaired is set; so it is with
 *    letters of other scripts beside Latin ones.
 *
 * Anything that is not part of the name is removed, and *repaired set too: text in
 * brackets, text after KNOWN AS, AKA, FORMERLY, NEE or NICKNAME, and a
 * leading MR, MRS, MS, MISS, MX, DR, PROF, REV, SIR, DAME, ARCHBISHOP and the like
 * before another word, and JR, JNR, SNR, ESQ, II, III or IV after one.
 * MASTER is left: it is a surname, and Master-Smith another.
 *
 * A standardised name does not change again, so a stream can be cleaned twice.
 *
 * Appends the name to b when RULE_VALID (nothing for a blank value). Else b is
 * as it was:
 *  RULE_NAME_PLACEHOLDER  BABY, BOY, GIRL, INFANT, TWIN, TRIPLET, MALE, FEMALE,
 *	UNKNOWN, UNNAMED, UNBORN, UNDECIDED, NEWBORN, NONE, TBC ...; such a word
 *	before OF, before another or before a number (BABY OF ANN, TWIN ONE,
 *	TWIN 1, BABY GIRL SMITH); NO NAME, NOT KNOWN, N/A, XX, MR ..., and what
 *	blank_null() knows. NULL, NA, NAN and NAT are names (Null; Nat) and stay.
 *  RULE_NAME_LETTERS  digits or punctuation only
 *  RULE_NAME_SCRIPT   letters, but no Latin ones
 */
enum rule name_parse(struct text value, struct buffer *b, bool *repaired);

/* For steps' options: changes whenever the lists above do. */
#define NAME_TABLE_VERSION "3"

#endif
