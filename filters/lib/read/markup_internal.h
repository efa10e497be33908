#ifndef JIGSAW_READ_MARKUP_INTERNAL_H
#define JIGSAW_READ_MARKUP_INTERNAL_H

#include "read/markup.h"

/* What markup.c, markup_tag.c and markup_text.c share. */

_Noreturn void markup_refuse(const struct markup *m, const char *why);
/* Takes blanks off *rest: how many. */
size_t markup_blanks(struct text *rest);
/* Takes a name off *rest, or refuses. */
struct text markup_name(const struct markup *m, struct text *rest);
struct text markup_local(struct text name);
/* All attributes of a tag; `rest` holds what follows its name. */
void markup_attributes(struct markup *m, struct text rest);
/*
 * Resolves references and line ends in
 * place (what comes out is never longer); in an attribute white space becomes
 * a blank. Why it is refused, or NULL.
 */
const char *markup_resolve(char *at, size_t *length, bool attribute);
/* Are these characters that XML 1.0 allows, in UTF-8? */
bool markup_allowed(struct text a);

#endif
