#ifndef JIGSAW_READ_WORKBOOK_NUMBER_H
#define JIGSAW_READ_WORKBOOK_NUMBER_H

#include "base/text.h"

/*
 * Writes a number of a workbook as text, as a number or, by its number format,
 * as a date. It is stored as 64-bit binary floating point, with up to 17 digits.
 */

enum number_kind {
	NUMBER_PLAIN,
	NUMBER_DATE,     /* dd/mm/yyyy */
	NUMBER_TIME,     /* hh:mm */
	NUMBER_DATETIME, /* dd/mm/yyyy hh:mm */
	NUMBER_ELAPSED,  /* [h]:mm */
};

/* What a format's number among the built-in ones (ECMA-376 part 1, 18.8.30), or
 * its code, makes of a number. */
enum number_kind number_kind_builtin(uint64_t id);
enum number_kind number_kind_code(struct text code);

enum number_outcome {
	NUMBER_GOOD,
	NUMBER_VAGUE,    /* as it was stored: it has more digits, or fewer, than can be told */
	NUMBER_DATELESS, /* the number: no such day in the calendar */
	NUMBER_BAD,      /* no number; nothing was appended */
};

/*
 * Appends the shortest decimal text that is the same number, without exponent:
 * 6.1382614647501708 is 6.138261464750171, 5.0E+0 is 5. Digits are never
 * invented: a spreadsheet keeps 15 of them, so an integer of 16 or more, and one
 * whose exponent reaches further than its digits (9.43477E+09), is left as it
 * was stored, and vague. Java's notation (9.43477E9) is exact by its definition.
 */
enum number_outcome number_text(struct buffer *b, struct text stored);

/*
 * Appends YYYY-MM-DD, YYYY-MM-DDTHH:MM:SS or HH:MM:SS (elapsed: as many hours
 * as there are), to the second. Serial dates of the 1900 system hold a day that never was:
 * 60 is 1900-02-29, and 0 is 1900-01-00, as the spreadsheet shows them.
 */
enum number_outcome number_date(struct buffer *b, struct text stored, enum number_kind kind,
				bool from_1904);

#endif
