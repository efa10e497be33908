#ifndef JIGSAW_SPLINK_SPLINK_TERMS_INTERNAL_H
#define JIGSAW_SPLINK_SPLINK_TERMS_INTERNAL_H

#include "splink/splink_terms.h"

/* The parts of splink_condition() and splink_key(). */

#define SPLINK_ITEMS 200 /* operands of one AND or OR, at most */

/* What a node is with us as a whole, when it is one of the table's truths. */
bool splink_truth(struct splink_terms *t, const struct sql *n, struct text *test);
/* The operands of its ANDs; what is a truth as a whole stays so. Returns how many. */
size_t splink_conjuncts(struct splink_terms *t, const struct sql *n, const struct sql **items,
			size_t room);

/* What a node of SQL is as a value of ours on that side. */
bool splink_value(void *terms, const struct sql *n, enum sql_side side, struct binding *binding);
/* Is there such a function of values? */
bool splink_value_knows(struct text function);
/* Exit 78 for a condition without equivalent. */
_Noreturn void splink_refuse(const struct splink_terms *t, const struct sql *n, bool rule);

#endif
