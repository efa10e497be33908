#ifndef JIGSAW_CLUSTER_ONE_VALUE_H
#define JIGSAW_CLUSTER_ONE_VALUE_H

#include "base/map.h"
#include "cluster/components.h"
#include "stream/reader.h"

/*
 * Compares persons by columns of which a person has one value, such as an NHS
 * number (cluster --one-value). The values are kept by person while persons are
 * joined. Two persons differ if both have values of such a column and none in
 * common; cells are compared byte for byte, so tokens work too.
 *
 *	one_value_columns(&o, &records.preamble, "nhs_number", path)
 *	one_value_identity(&o, &records.preamble, &row, identity)    each, in their order
 *	one_value_start(&o, &persons)
 *	one_value_differ(&o, x, y) ... one_value_joined(&o, whole, part)
 *
 * 4 bytes per identity, 12 for each value that it has, and until the start the
 * text of each distinct value.
 */

/* `struct one_value o = {0}` has no columns. */
struct one_value {
	size_t *columns;
	size_t column_count, column_capacity;
	struct map values;
	struct one_value_entry {
		uint32_t value;
		uint32_t column; /* its place among `columns` */
		uint32_t next;   /* of the same person, index + 1 */
	} * entries;
	size_t count, capacity;
	uint32_t *first; /* by identity, later by root, index + 1 */
	size_t first_capacity;
	struct buffer scratch;
};

/* `names` with commas between; NULL: none. A column that the records do not
 * have is exit 78 and names `path`. */
void one_value_columns(struct one_value *o, const struct preamble *records, const char *names,
		       const char *path);
/* Notes a record's values; of a list column, of each element. Identities come
 * in the order of their numbers, from 0. */
void one_value_identity(struct one_value *o, const struct preamble *records,
			const struct record *row, uint32_t identity);
/* Moves the values from identities to their persons so far. */
void one_value_start(struct one_value *o, struct components *persons);
/* Do two persons, given by their roots, differ? */
bool one_value_differ(const struct one_value *o, uint32_t x, uint32_t y);
/* To be called when two persons have become one: the root that is left, and
 * the one that was. */
void one_value_joined(struct one_value *o, uint32_t whole, uint32_t part);
/* Persons (roots) that would become one, those of one label together: sets
 * broken[label] when of some column no value is common to all of them that have
 * any. */
void one_value_chains(const struct one_value *o, const uint32_t *persons, const uint32_t *labels,
		      size_t count, bool *broken);
void one_value_free(struct one_value *o);

#endif
