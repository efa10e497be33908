#ifndef JIGSAW_FIELD_NAME_WORDS_H
#define JIGSAW_FIELD_NAME_WORDS_H

#include "base/text.h"

/*
 * Finds words in name columns that are not names: placeholders, titles, suffixes.
 * All take a standardised name (name.h).
 */

/* Is the whole of it a placeholder? */
bool name_is_placeholder(struct text name);

/* The name without leading titles. */
struct text name_without_title(struct text name);

/* The name without JR, JNR, SNR, ESQ, II, III or IV after another word. */
struct text name_without_suffix(struct text name);

/* The name up to KNOWN AS and the like, if there are words on both sides. */
struct text name_without_alias(struct text name);

#endif
