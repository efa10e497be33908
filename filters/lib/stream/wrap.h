#ifndef JIGSAW_STREAM_WRAP_H
#define JIGSAW_STREAM_WRAP_H

#include "stream/reader.h"

/*
 * Foreign commands between two ends of a stream. The command (common->command)
 * starts when the input is verified, gets it from a temporary file and is
 * ended with this process. If it fails, so does the run: exit 74.
 */

/* The command gets the bare records and gives them back in another order.
 * Other rows or another sum are exit 65. */
void stream_body(const char *path, const struct common *common);

/* Adds the column that `word` (NAME:TYPE:ROLE) declares; else exit 2. */
void column_declare(struct preamble *p, const char *word);

/*
 * The command gets header row and records and gives back the same of its own,
 * standing in for the filter `as` (refused with exit 77 where none may). Its
 * columns are those of the input, without any that it left out, and `declared`
 * (NAME:TYPE:ROLE). Ids (type rid, role key) must have come in; where `as`
 * passes records one for one no record may come back twice, and those that do
 * not come back are the figure `missing`, else the ids that do not are
 * `missing.ids`. Memory: the ids.
 */
void stream_wrap(const char *path, const char *as, const struct string_list *declared,
		 const struct common *common);

#endif
