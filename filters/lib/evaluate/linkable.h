#ifndef JIGSAW_EVALUATE_LINKABLE_H
#define JIGSAW_EVALUATE_LINKABLE_H

#include "stream/reader.h"

/*
 * Fields that make pairs linkable (evaluate --linkable-by): two identities are
 * linkable if both have a value in at least one of them. A field is one or more
 * columns that must all have a value.
 */

#define FIELDS_MOST 64
#define FIELD_COLUMNS_MOST 16

/* `struct link_fields s = {0}` has no field. */
struct link_fields {
	struct field_columns {
		size_t columns[FIELD_COLUMNS_MOST];
		size_t count;
	} fields[FIELDS_MOST];
	size_t count;
};

/* Reads `NAME[+NAME],...`; a column that the stream lacks is exit 65. */
void link_fields_parse(struct link_fields *s, const char *list, struct reader *records);
/* Bit i: the row has field i. */
uint64_t link_fields_of(const struct link_fields *s, const struct record *row);

#endif
