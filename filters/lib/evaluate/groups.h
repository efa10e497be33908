#ifndef JIGSAW_EVALUATE_GROUPS_H
#define JIGSAW_EVALUATE_GROUPS_H

#include "cluster/universe.h"
#include "evaluate/contingency.h"

/*
 * Groups of identities by which figures are broken down. A dimension is
 *
 *	NAME           the values of a column
 *	age(NAME)      bands of the age that a birth date (or month) gives on a day:
 *	               0, 1-4, 5-9, 10-15, 16+ (those of the statistics on children
 *	               in need and children looked after of the Department for Education)
 *	ethnic_group(NAME)  the five groups of an ethnicity code
 *	missing(NAME)  whether the column has a value
 *	records()      number of records of an identity: 1, 2, 3 or 4+
 *	count(NAME)    how many values a list has: 1, 2, 3 or 4+
 *
 * A category is a number; 0 means no value. In a list the first element
 * counts. Columns are looked for in every stream that is read; the first value
 * that an identity comes with is kept.
 */

#define GROUPS_MOST 16
#define CATEGORIES_MOST 1000

enum dimension_kind {
	DIMENSION_VALUE,
	DIMENSION_AGE,
	DIMENSION_ETHNIC_GROUP,
	DIMENSION_MISSING,
	DIMENSION_COUNT,
	DIMENSION_RECORDS,
};

struct dimension {
	struct text text; /* as it was asked for */
	enum dimension_kind kind;
	struct text column;
	bool found;         /* in some stream */
	struct map values;  /* categories from 1 on, in order of appearance */
	uint16_t *category; /* of each identity */
	size_t capacity;
	size_t at; /* in the stream being read */
};

struct groups {
	struct dimension dimensions[GROUPS_MOST];
	size_t count;
	int32_t day; /* on which age is, from 1970-01-01 */
};

/* `struct groups g = {0}` has no dimension. Reads --by; a mistake is exit 2. */
void groups_parse(struct groups *g, const char *by, const char *on);
/* Looks for the columns in a stream that is about to be read. A column that
 * says who somebody is (key, entity, direct, link) is exit 77 but in
 * missing() and count(); so is one as it stands that may not be a dimension. */
void groups_open(struct groups *g, const struct reader *in);
/* Notes what the row says of an identity. */
void groups_note(struct groups *g, uint32_t identity, const struct record *row,
		 const struct reader *in);
/* Counts a record of an identity. */
void groups_record(struct groups *g, uint32_t identity);
/* When all is read: a column that no stream had is exit 65. Makes room for
 * `count` identities. */
void groups_close(struct groups *g, size_t count);
/* Gives every identity of a person the first category that one of them has,
 * except for missing(), count() and records(). nodes[i] is identity i; its person is
 * nobody's when it is not below `persons`. */
void groups_spread(struct groups *g, const struct node *nodes, size_t count, size_t persons);
/* How many categories there are, 0 included; and the cell for one. */
static inline size_t dimension_categories(const struct dimension *d)
{
	return d->values.count + 1;
}
struct text dimension_label(const struct dimension *d, size_t category);
/* The categories in the order of their labels' bytes, the missing one last;
 * the caller frees it. */
uint16_t *dimension_order(const struct dimension *d);
void groups_free(struct groups *g);

#endif
