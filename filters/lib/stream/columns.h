#ifndef JIGSAW_COLUMNS_H
#define JIGSAW_COLUMNS_H

#include "stream/preamble.h"

/* The union of several streams' columns by name. */

/* Adds `column`, declared by `file` (NULL: standard input), to the columns of
 * `to` unless there is one of that name; that one must have the same type,
 * role, key, form and list mark, else exit 65 naming the column and what
 * differs. Returns its index. */
size_t columns_unite(struct preamble *to, const struct column *column, const char *file);

#endif
