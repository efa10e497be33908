#ifndef JIGSAW_EXPR_EXPRESSION_CELLS_H
#define JIGSAW_EXPR_EXPRESSION_CELLS_H

#include "expr/expression.h"
#include "stream/reader.h"

/* Finds the columns of expressions in a stream, and gives the cells of its
 * records in the form that expressions_load() takes. */

struct expression_cells {
	size_t count;    /* of columns, in the order of the expressions' */
	size_t *columns; /* each one's index in the stream; NO_COLUMN: it has none */
	bool *lists;
	struct text *at; /* of the record that was taken last */
};

/* Finds the columns; a column that the stream does not have is exit 78 at
 * `file`, which holds the expressions: "the ROWS have no column NAME". One that is
 * optional is told, and its cells are missing. Lasts as long as the arena. */
struct expression_cells expression_cells_find(const struct expressions *x,
					      const struct preamble *input, const char *rows,
					      const char *file, struct arena *arena);

/* The cells of a record; valid as long as its line. */
static inline void expression_cells_take(struct expression_cells *c, const struct record *row)
{
	for (size_t i = 0; i < c->count; i++)
		c->at[i] = c->columns[i] == NO_COLUMN ? TEXT_NONE : record_cell(row, c->columns[i]);
}

#endif
