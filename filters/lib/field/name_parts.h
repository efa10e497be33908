#ifndef JIGSAW_FIELD_NAME_PARTS_H
#define JIGSAW_FIELD_NAME_PARTS_H

#include "base/text.h"

/*
 * A whole name whose comma says which part is which, as lists of case systems
 * have it: "O'Hara, Ada Jane". Without the comma it would be a guess (van der
 * Berg; Spanish and Chinese names), and with two as well.
 */

/* `struct name_parts parts = {0}` to begin with; keep it from one to the next. */
struct name_parts {
	struct buffer surname, forename, middle_names; /* as name_parse() has them */
	struct buffer whole;                           /* private */
};

/* True when a value has one comma and a name on a side of it. A part that is no
 * name, a placeholder perhaps, is empty, and so are all when it is false. The
 * forename goes to the first blank: of Mary-Jane Ann it is MARY JANE. */
bool name_split(struct text value, struct name_parts *parts);

void name_parts_free(struct name_parts *parts);

#endif
