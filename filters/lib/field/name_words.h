#ifndef JIGSAW_FIELD_NAME_WORDS_H
#define JIGSAW_FIELD_NAME_WORDS_H

#include "base/text.h"

/*
 * Words that stand in name columns and are no names. All take a folded name
 * (name.h).
 */

/* Is the whole of it a placeholder? */
bool name_is_placeholder(struct text name);

/* The name without leading titles. */
struct text name_without_title(struct text name);

/* The name without JR, JNR, SNR, ESQ, II, III or IV after another word. */
struct text name_without_suffix(struct text name);

/* The name up to KNOWN AS and the like, when something stands on both sides. */
struct text name_without_alias(struct text name);

#endif
