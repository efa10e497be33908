#ifndef JIGSAW_FIELD_ETHNICITY_INTERNAL_H
#define JIGSAW_FIELD_ETHNICITY_INTERNAL_H

#include "field/ethnicity.h"

/* What ethnicity.c and ethnicity_words.c share. */

/* What the words among a value say, for ethnicity_recall(): a code of four
 * letters, or NULL. `words`: runs of upper-case letters, as ethnicity.c cuts
 * them; '/', '+' and '&' come as words of their own, AND. */
const char *ethnicity_of_words(const struct text *words, size_t count);

#endif
