#ifndef JIGSAW_EVALUATE_SHARES_H
#define JIGSAW_EVALUATE_SHARES_H

#include "stream/reader.h"

/*
 * Fields to link by: two identities that both have one of them could be
 * linked by it; two that share none could not. A field is one or more columns
 * that must all have a value.
 */

#define FIELDS_MOST 64
#define FIELD_COLUMNS_MOST 16

/* `struct shares s = {0}` has no field. */
struct shares {
	struct field_columns {
		size_t columns[FIELD_COLUMNS_MOST];
		size_t count;
	} fields[FIELDS_MOST];
	size_t count;
};

/* Reads `NAME[+NAME],...`; a column that the stream lacks is exit 65. */
void shares_parse(struct shares *s, const char *list, struct reader *records);
/* Bit i: the row has field i. */
uint64_t shares_of(const struct shares *s, const struct record *row);

#endif
