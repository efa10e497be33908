#ifndef JIGSAW_EVALUATE_NEEDS_H
#define JIGSAW_EVALUATE_NEEDS_H

#include "stream/reader.h"

/* Why a record without candidates has no link: --need and --area. */

#define NEEDS_MOST 7

/* What is looked for in a record: columns that should have a value, and a
 * postcode that should begin in one of some ways. */
struct needs {
	struct arena arena;
	struct text names[NEEDS_MOST];
	size_t columns[NEEDS_MOST];
	size_t count;
	size_t area; /* column, or NO_COLUMN */
	bool area_list;
	struct text prefixes;
};

/* need: `COLUMN,...`, area: `COLUMN=PREFIX,...`; either may be NULL. More than
 * NEEDS_MOST columns are exit 2, a column that the stream lacks 65. */
void needs_parse(struct needs *n, const char *need, const char *area, struct reader *records);
/* Bit i: the record lacks column i; LACKS_AREA: no postcode of it is within. */
#define LACKS_AREA 0x80u
uint8_t needs_of(const struct needs *n, const struct record *row);
void needs_free(struct needs *n);

#endif
