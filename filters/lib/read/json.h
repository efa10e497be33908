#ifndef JIGSAW_READ_JSON_H
#define JIGSAW_READ_JSON_H

#include "base/text.h"

/*
 * Reads JSON lines (raw_json): one object per line, by RFC 8259. A column's path
 * (person/name/family) leads through objects by member names, spelt exactly so;
 * arrays on the way and at the end are taken element by element.
 *
 * - A string is its value; a number is its text as written, to the last digit
 *   (18-digit SNOMED codes, 1.10, 1e3); true and false are those words; null
 *   and the empty string are no value.
 * - Several values make a list, joined with `|`, in a list column; in another
 *   column the record has the flaw `repeated`. A value of a list that holds `|`
 *   has the flaw `list`.
 * - A line that is not an object, or has two members of the same name in an object,
 *   is a bad record (`json`), and the next line is read.
 * - Values that no column's path leads to are counted (unread.members).
 *
 * A file that is an array of objects, or has objects over several lines, is cut
 * into its objects (json_texts.h), which are then read the same way.
 *
 * jansson parses, behind json_quote_numbers(), since it would make doubles of
 * some numbers.
 */

/* Copies a line of JSON to b with every number made a string of its digits;
 * false when a number is not written as JSON has it, or is a member's name.
 * What is not JSON otherwise is left to the parser. */
bool json_quote_numbers(struct buffer *b, struct text line);

#endif
