#ifndef JIGSAW_OUTLET_TREE_INTERNAL_H
#define JIGSAW_OUTLET_TREE_INTERNAL_H

#include "outlet/tree.h"

/* What tree.c, tree_match.c and tree_write.c share. */

void tree_shape(struct tree *t);
/* Is it `below` or an element around it? */
bool tree_on_path(const struct tree *t, size_t node, size_t below);

/* Rows of a table by the fields of `node` that the driver has too. */
struct tree_finder {
	struct map map;
	struct tree_row **rows; /* by value of the map: the first with that key */
	size_t count;
	bool used; /* else the table's list is looked through */
};

/* Has a table fields of `node` that the driver has too? */
bool tree_shared(const struct tree_table *driver, const struct tree_table *table, size_t node);
/* For a long list. */
void tree_finder(struct tree *t, struct tree_finder *f, const struct tree_table *driver,
		 const struct tree_table *table, size_t node);
/* The rows of a table that belong to the driver's row and are not taken yet;
 * they are now. */
struct tree_rows tree_rows_of(struct tree *t, struct tree_finder *f,
			      const struct tree_table *driver, const struct tree_table *table,
			      size_t node, const struct tree_row *row);
/* Are two rows of one table in the same instance of `node`? */
bool tree_together(const struct tree_table *table, size_t node, const struct tree_row *a,
		   const struct tree_row *b);

#endif
