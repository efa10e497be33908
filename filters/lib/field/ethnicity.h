#ifndef JIGSAW_FIELD_ETHNICITY_H
#define JIGSAW_FIELD_ETHNICITY_H

#include "field/plain.h"

/*
 * An ethnicity code, appended to b: as plain_parse(), in upper case and without
 * the list letter that Annex A writes before it ("a) WBRI" is WBRI). DfE main
 * and extended codes, NHS 2001 and 2021 codes and wordings are told apart by
 * who reads them; none is refused. RULE_TEXT as plain_parse().
 */
enum rule ethnicity_parse(struct text value, struct buffer *b, struct buffer *points);

/* The one of the five groups of the 2021 census (white, mixed, asian, black,
 * other) that a cleaned code is in, by its first letter: DfE main and extended
 * codes, the letters of the NHS and the 16+1 of ONS. Chinese is asian. NULL for
 * any other, among them refused, not yet obtained and not stated. */
const char *ethnicity_group(struct text code);

#endif
