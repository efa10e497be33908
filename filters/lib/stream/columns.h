#ifndef JIGSAW_STREAM_COLUMNS_H
#define JIGSAW_STREAM_COLUMNS_H

#include "stream/reader.h"

/* Index of a column that the user named by an option (without dashes); exit 2
 * when the input does not have it. */
size_t columns_named(const struct preamble *input, struct text name, const char *option);

/* Where a stream gives the source of a record: its column `source`, or
 * the one ##source that it has; else exit 65. */
struct source_column {
	size_t index; /* NO_COLUMN: the same for all */
	struct text id;
};
struct source_column source_column(const struct reader *in);
static inline struct text source_cell(struct source_column from, const struct record *row)
{
	return from.index == NO_COLUMN ? from.id : record_cell(row, from.index);
}

/* The union of several streams' columns by name. */

/* Adds `column`, declared by `file` (NULL: standard input), to the columns of
 * `to` unless there is one of that name; that one must have the same type,
 * role, key, form and list mark, else exit 65 naming the column and what
 * differs. Returns its index. */
size_t columns_unite(struct preamble *to, const struct column *column, const char *file);

#endif
