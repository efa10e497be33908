#ifndef JIGSAW_COLUMNS_H
#define JIGSAW_COLUMNS_H

#include "stream/preamble.h"

/* Index of a column that the user named by an option (without dashes); exit 2
 * when the input does not have it. */
size_t columns_named(const struct preamble *input, struct text name, const char *option);

/* The union of several streams' columns by name. */

/* Adds `column`, declared by `file` (NULL: standard input), to the columns of
 * `to` unless there is one of that name; that one must have the same type,
 * role, key, form and list mark, else exit 65 naming the column and what
 * differs. Returns its index. */
size_t columns_unite(struct preamble *to, const struct column *column, const char *file);

#endif
