#ifndef JIGSAW_SCHEMA_CLEANING_REPORTS_H
#define JIGSAW_SCHEMA_CLEANING_REPORTS_H

#include "schema/cleaning.h"
#include "schema/profile.h"
#include "stream/reader.h"
#include "stream/writer.h"

/*
 * The two reports of clean: a profile of each column, without values, and for
 * the provider of the records a list of their faults. The caller opens and
 * closes the streams.
 */

/* Gives `out` the level and columns of the profile: column, figure, detail, count. */
void profile_columns(struct preamble *out, const struct preamble *in);

/* Writes the rows of one column, which is column `at` of a profile that has
 * ended. `records` is how many were read. */
void profile_write(struct writer *w, const struct cleaning *column, enum invalid invalid,
		   const struct profile *profile, size_t at, uint64_t records);

/* Gives `out` the columns of the provider's report: the rid and the provider's
 * own numbers, column, rule; and says whose it is. The report names rows, so it
 * must go to one body alone: not one source of a known owner is exit 77. */
void faults_columns(struct preamble *out, const struct reader *in);

/* Writes what is wrong with a column of `row`, a record of `in`. */
void faults_write(struct writer *w, const struct preamble *in, const struct record *row,
		  const char *column, const char *rule);

#endif
