#ifndef JIGSAW_BLOCK_SURVEY_TABLE_H
#define JIGSAW_BLOCK_SURVEY_TABLE_H

#include "block/survey.h"
#include "stream/writer.h"

/*
 * Writes a survey as the records of a stream (block --analyse). The column `part`
 * says what a record is about: `pass`, one per pass; `all` passes together; the
 * `possible` pairs without blocking; and the `group`s with the most pairs.
 */

/* Adds the columns to a preamble that has none. */
void survey_columns(struct preamble *out);
/* `all` holds every record. */
void survey_write(struct writer *w, const struct survey *s, const struct passes *passes,
		  const struct entries *e, const struct meeting *all);

#endif
