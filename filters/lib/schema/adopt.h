#ifndef JIGSAW_SCHEMA_ADOPT_H
#define JIGSAW_SCHEMA_ADOPT_H

#include "stream/options.h"

/*
 * Seals a table made by another tool: a header row and records escaped as in a
 * stream (jigsaw(7), "Records"), UTF-8, LF. The schema declares its columns; a
 * column of the table that it does not have, a missing required column or a
 * malformed cell is exit 65. Instead of a schema (NULL), `columns` may declare
 * each column as NAME:TYPE:ROLE, all required and titled by their names. A column
 * `rid` is kept, otherwise ids are `source`:N, N counting from 1. The result is
 * identifiable. path NULL: standard input.
 */
void table_adopt(const char *path, const char *schema, const struct string_list *columns,
		 const char *source, const struct common *common);

#endif
