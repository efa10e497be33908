#ifndef JIGSAW_PSEUDO_GENERAL_H
#define JIGSAW_PSEUDO_GENERAL_H

#include "pseudo/treatment.h"

/* The rules of --general: what may be made of a quasi column, and what it is then. */

struct general {
	const char *name;
	enum treatment_kind kind;
	const char *suffix, *type; /* of the output column; NULL: its own type */
};

extern const struct general generals[];
#define GENERALS 5

/* Reads COLUMN=RULE: the column's index is returned, the rule's in *rule. What is no
 * rule, or does not fit the column's type, is exit 2; a column that may not be kept 77. */
size_t general_read(const struct preamble *input, const char *option, size_t *rule);

#endif
