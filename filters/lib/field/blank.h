#ifndef JIGSAW_FIELD_BLANK_H
#define JIGSAW_FIELD_BLANK_H

#include "base/text.h"
#include "field/rule.h"

/*
 * Blanks around a value, and placeholders for a missing one. All functions work
 * on unescaped values.
 */

/* Is the character a blank of any kind, visible or not: ASCII blanks and
 * controls, no-break space, the Unicode spaces, zero-width characters, the
 * soft hyphen and the byte order mark? */
bool blank_character(uint32_t code_point);

/* Strips such characters at both ends. */
struct text blank_trim(struct text value);

/* The value in upper case ASCII without any blanks and without the characters
 * of `drop` ("" for none), into at most `size` bytes of `out`; its length, or
 * size + 1 when it is longer or holds other characters than printable ASCII. */
size_t blank_compact(struct text value, const char *drop, char *out, size_t size);

/* The value without the ".0", ".00" ... that spreadsheets and data frames add
 * to whole numbers ("132.0" gives "132"); any other value as it is. */
struct text blank_decimals(struct text value);

/* RULE_PLACEHOLDER when a trimmed value is what a program writes where there is
 * none, and nothing else: \N (MySQL, PostgreSQL, Hive), <NA> (pandas, R), and in
 * brackets of any kind NULL, NIL, DBNULL, UNSET, UNDEFINED, BLANK, EMPTY, NO DATA,
 * VIDE, LEER: (null) of Oracle, (blank) of a pivot table. Else RULE_VALID. For
 * every column. */
enum rule blank_null(struct text value);

/* RULE_SPREADSHEET_ERROR or RULE_PLACEHOLDER when a trimmed value is one, in
 * any case: what blank_null() knows, the same words without brackets, N/A, NA,
 * NAN, NAT, PD.NA, NONE, NOPE, UNKNOWN, MISSING, NOT KNOWN, N/K, NOT STATED, NOT
 * APPLICABLE, NOT AVAILABLE, TBC, UNBORN, REDACTED, ".", "-", "?" or "X" repeated,
 * *DUMMY*, PLACEHOLDER_DATA, SSD_PH: all met in extracts. Else RULE_VALID. For typed
 * columns and ids only: in names, codes and free text some of these mean something. */
enum rule blank_placeholder(struct text value);

/* Is the trimmed value a number that a spreadsheet or a data frame has cut to a
 * few digits and an exponent: 9.43E+09, 1.2e10? What it was is lost. */
bool blank_shortened(struct text value);

/* RULE_SPREADSHEET_ERROR when the trimmed value is #N/A, #REF!, #VALUE!,
 * #NAME?, #NUM!, #NULL!, #DIV/0! or #SPILL!; else RULE_VALID. For every column. */
enum rule blank_spreadsheet_error(struct text value);

#endif
