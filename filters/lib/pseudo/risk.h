#ifndef JIGSAW_PSEUDO_RISK_H
#define JIGSAW_PSEUDO_RISK_H

#include "base/sorter.h"
#include "pseudo/treatment.h"

/*
 * What somebody without the key can read of the encodings of a stream: of whom are
 * they alike, and what did an attack read in groups as large? The attack lays the
 * graph of likeness of a group's encodings over that of a public list of names
 * (tests/tools/names_attack.py); the shares are of its records, over guessing the
 * commonest name, and were measured once and stand in a table, from which a group's
 * share is that of the next larger one measured.
 *
 * Memory: O(1), but for a number for each different size of a group.
 */

/* Shares are in 1/10,000. */
#define RISK_UNIT 10000
/* What a stream may not exceed unless it is accepted: 2 %. */
#define RISK_CEILING 200

struct risk {
	struct sorter sorter;
	struct treatments *all;
	bool equal_too; /* columns too that are only equal or not */
	struct text ahead;
	bool pending;
};

/* Least, median and most. */
struct risk_range {
	uint64_t least, median, most;
};

/* What is known of an output column of role link. */
struct risk_column {
	const struct treatment *treatment;
	uint64_t groups;             /* in which encodings can be alike */
	struct risk_range records;   /* in a group */
	struct risk_range encodings; /* distinct ones in a group */
	uint64_t unique;             /* encodings that nobody else in the group has */
	uint32_t median_read,
		most_read; /* share read in a group of the median and the largest size */
};

/* `equal_too`: for a report of all link columns. */
void risk_start(struct risk *r, struct treatments *all, bool equal_too, const char *tmpdir);
/* The line that treatment_cell() made of the current record. */
void risk_add(struct risk *r, struct text line);
/* After the last record, the columns in order; false when there are no more. Start with
 * `*at` 0. */
bool risk_next(struct risk *r, size_t *at, struct risk_column *column);
void risk_free(struct risk *r);

/* Do encodings of a kind show likeness, so that the attack applies? */
bool risk_applies(enum treatment_kind kind);
/* The share that the attack read in a group of so many records, at most. */
uint32_t risk_read(enum treatment_kind kind, uint64_t records);

/* The largest share that could be read of any column. More than the ceiling is exit 77,
 * unless it is accepted. */
uint32_t risk_check(struct risk *r, bool accepted);
/* Prints the columns as TSV. */
void risk_print(struct risk *r, struct buffer *out);

#endif
