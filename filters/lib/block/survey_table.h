#ifndef JIGSAW_BLOCK_SURVEY_TABLE_H
#define JIGSAW_BLOCK_SURVEY_TABLE_H

#include "block/survey.h"
#include "stream/writer.h"

/*
 * A survey as the records of a stream (block --analyse). The column `part`
 * says what a record is about: `pass`, one each; `all` passes together; what
 * would be `possible` without any; and the `group`s with the most pairs.
 */

/* Adds the columns to a preamble that has none. */
void survey_columns(struct preamble *out);
/* `all` holds every record. */
void survey_write(struct writer *w, const struct survey *s, const struct passes *passes,
		  const struct entries *e, const struct meeting *all);

#endif
