#ifndef JIGSAW_FIELD_PLAIN_H
#define JIGSAW_FIELD_PLAIN_H

#include "base/text.h"
#include "field/rule.h"

/*
 * Free text, codes and ids: their content is the source's business, their
 * spelling in Unicode is not.
 */

/* Appends the value without blanks of any kind at both ends and in Unicode's
 * composed form (NFC), so that one text has one spelling. `points` is scratch
 * that the caller keeps from one call to the next. RULE_TEXT when it is not
 * well-formed UTF-8. */
enum rule plain_parse(struct text value, struct buffer *b, struct buffer *points);

#endif
