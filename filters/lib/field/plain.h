#ifndef JIGSAW_FIELD_PLAIN_H
#define JIGSAW_FIELD_PLAIN_H

#include "base/text.h"
#include "field/rule.h"

/*
 * Standardises free text, codes and ids: only blanks at the ends and the Unicode
 * form, never the content.
 */

/* Appends the value without blanks of any kind at both ends and in Unicode's
 * composed form (NFC), so that one text has one spelling. `points` is scratch
 * that the caller keeps from one call to the next. RULE_TEXT when it is not
 * well-formed UTF-8. */
enum rule plain_parse(struct text value, struct buffer *b, struct buffer *points);

#endif
