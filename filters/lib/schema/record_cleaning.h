#ifndef JIGSAW_SCHEMA_RECORD_CLEANING_H
#define JIGSAW_SCHEMA_RECORD_CLEANING_H

#include "field/name_parts.h"
#include "schema/cleaning.h"
#include "schema/profile.h"
#include "stream/reader.h"
#include "stream/writer.h"

/*
 * Cleans a record: each cell gets its standard form, or is treated as
 * `--invalid` says. Faults are counted by column, reported on standard error,
 * and passed to the reports.
 *
 * Memory: O(longest record).
 */
struct record_cleaning {
	/* The caller's settings. */
	enum invalid invalid;
	struct cleaned cleaned;  /* its `scheme` */
	struct profile *profile; /* NULL: none */
	struct writer *faults;   /* a provider's report; NULL: none */
	bool splits;             /* the parts of a full name are appended to the record */
	size_t split_from;       /* the column of full names */
	size_t *short_of; /* columns, appended ones too, whose short forms are appended to the
			     record */
	size_t short_count;

	const struct reader *in;
	struct cleaning *columns; /* one for each of the stream, in its order */
	size_t column_count;

	uint64_t split; /* full names that had parts */

	/* Why the last record was rejected, as two cells: the columns at fault, and
	 * for each the rule, separated by `|`. */
	struct buffer fault_columns, fault_rules;

	/* Private. */
	const struct record *row;
	struct buffer scratch; /* an unescaped cell */
	struct buffer cell;    /* a cleaned cell, escaped */
	struct buffer list;    /* cleaned elements */
	struct buffer line;    /* a cleaned record */
	struct name_parts parts;
};

/* Fills `columns` by the types of the stream, owned by the reader's arena, and
 * `splits`: a stream with full_name that has none of the columns surname,
 * forename and middle_names gets these. What the caller set stays. */
void record_cleaning_start(struct record_cleaning *r, struct reader *in);

/* Cleans a record of `in`. *line is then the clean record without its line end,
 * in the record itself or in `r`, until the next call; false when the record is
 * to be rejected. */
bool record_clean(struct record_cleaning *r, const struct record *row, struct text *line);

void record_cleaning_free(struct record_cleaning *r);

#endif
