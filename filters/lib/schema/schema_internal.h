#ifndef JIGSAW_SCHEMA_SCHEMA_INTERNAL_H
#define JIGSAW_SCHEMA_SCHEMA_INTERNAL_H

#include "schema/schema.h"

/* What schema.c and schema_facts.c share. */

/* Reads the ## lines: afterwards the format, by which titles are read, is known. */
void schema_facts(struct schema *schema, const struct sidefile *s);
/* distinct=, once the columns are known. */
void schema_distinct(struct schema *schema, const struct sidefile *s);
/* `FROM-TO`, from 1 and in order; or `N`, which is both, where `single`. */
bool schema_range(struct text word, bool single, struct schema_range *range);

#endif
