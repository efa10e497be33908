#ifndef JIGSAW_EXPR_COMPARISON_INTERNAL_H
#define JIGSAW_EXPR_COMPARISON_INTERNAL_H

#include "expr/comparison_function.h"

/* Comparison functions of whole lists: cells_hold and of_cells of their rows. */
bool comparison_subset(const struct measurement *m, const struct values *a, const struct values *b);
double comparison_intersect(const struct measurement *m, const struct values *a,
			    const struct values *b);
double comparison_cosine(const struct measurement *m, const struct values *a,
			 const struct values *b);

#endif
