#ifndef JIGSAW_SCHEMA_ADOPT_H
#define JIGSAW_SCHEMA_ADOPT_H

#include "stream/options.h"

/*
 * Puts a seal on a table that another tool made: a header row and records in
 * the spelling of a stream (jigsaw(7), "Records"), UTF-8, LF. The schema says
 * what its columns are; a column of the table that it does not have, or a
 * required one that is missing, is exit 65, and so is any cell that is not
 * well-formed. Instead of a schema (NULL), `columns` may say NAME:TYPE:ROLE of
 * each column, all required and titled by their names. A column `rid` is kept, else `source`:N is
 * made, N counting from 1. The result is identifiable. path NULL: standard input.
 */
void table_adopt(const char *path, const char *schema, const struct string_list *columns,
		 const char *source, const struct common *common);

#endif
