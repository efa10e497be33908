#ifndef JIGSAW_STREAM_WRAP_H
#define JIGSAW_STREAM_WRAP_H

#include "stream/reader.h"

/*
 * Runs an external command on a stream (seal body, seal wrap). The command
 * (common->command) starts after the input is verified, reads it from a temporary
 * file and is killed when this process ends. If it fails, so does the run: exit 74.
 */

/* The command reads the bare records and writes them in another order. A
 * different number or sum of records is exit 65. */
void stream_body(const char *path, const struct common *common);

/* Adds the column that `word` (NAME:TYPE:ROLE) declares; else exit 2. */
void column_declare(struct preamble *p, const char *word);

/*
 * The command replaces the filter `as` (exit 77 if that filter cannot be
 * replaced): it reads a header row and records and writes its own. Its columns
 * are those of the input, except any that it left out, and `declared`
 * (NAME:TYPE:ROLE). Every id (type rid, role key) must be one of the input. If
 * `as` passes records one for one, no id may occur twice, and the figure
 * `missing` counts the records not written; otherwise `missing.ids` counts the
 * ids not written. Memory: the ids.
 */
void stream_wrap(const char *path, const char *as, const struct string_list *declared,
		 const struct common *common);

#endif
