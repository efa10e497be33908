#ifndef JIGSAW_STREAM_TABLE_H
#define JIGSAW_STREAM_TABLE_H

#include "stream/reader.h"

/*
 * Reads records without a seal: those of a table to be adopted, and those that
 * an external command returns. Cells, escapes, CR and NUL are checked as in a
 * stream, and the last line must have its LF.
 *
 *	table_open(&in, "table.tsv", fd, common);
 *	header = table_header(&in);            where there is a header row
 *	...
 *	table_columns(&in, &preamble);
 *	while (reader_next(&in, &row)) ...
 *	reader_close(&in);
 */

/* `name` is for messages; fd is closed by reader_close(), unless it is 0. */
void table_open(struct reader *r, const char *name, int fd, const struct common *common);
/* The first line, copied to the reader's arena. None at all is exit 65. */
struct text table_header(struct reader *r);
/* What columns the records have; only names and number are used. Borrowed. */
void table_columns(struct reader *r, const struct preamble *columns);

#endif
