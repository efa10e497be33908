#ifndef JIGSAW_FIELD_NICKNAME_H
#define JIGSAW_FIELD_NICKNAME_H

#include "base/text.h"

/*
 * Full forms of the short and pet forms of forenames in England, from
 * schemas/names/nicknames.tsv, which is built in. It also joins spellings of one
 * name (MOHAMED, MUHAMMAD).
 */

#define NICKNAME_MOST 8

/* The name itself and then its full forms, in upper case as
 * clean(1) writes names: at most NICKNAME_MOST. They lie in `name` and in the
 * table. */
size_t nickname_forms(struct text name, struct text *forms);

/* Appends the full forms of the names of a list cell, without the
 * names themselves, joined by `|`. */
void nicknames_append(struct buffer *b, struct text names);

/* The table, for its digest. */
struct text nickname_table(void);

#endif
