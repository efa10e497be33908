#ifndef JIGSAW_SPLINK_SPLINK_TERMS_INTERNAL_H
#define JIGSAW_SPLINK_SPLINK_TERMS_INTERNAL_H

#include "splink/splink_terms.h"

/* The parts of splink_condition() and splink_rule(). */

#define SPLINK_ITEMS 200 /* operands of one AND or OR, at most */

/* What a node is as a condition of ours, empty when it always holds; or exit 78. */
struct text splink_translated(struct splink_terms *t, const struct sql *n);
/* The operands of its ANDs as tests, and of its ORs; how many. */
size_t splink_tests(struct splink_terms *t, const struct sql *n, struct text *tests, size_t room);
size_t splink_alternatives(struct splink_terms *t, const struct sql *n, const struct sql **items,
			   size_t room);

/*
 * The operands of an AND, made ready for translation (splink_facts.c): what always
 * holds is left out (1=1, and that a value is there of which another operand says
 * that both sides are equal); what is said of one side of such a value is said of
 * the other too; length(v) >= N becomes a test of the N-th character. Returns how
 * many are left. `room` is of items.
 */
size_t splink_facts(struct splink_terms *t, const struct sql **items, size_t count, size_t room);
/* Is it true or false whatever the records are, such as 1=1? */
bool splink_constant(const struct sql *n, bool *truth);

/* What a node of SQL is as a value of ours on that side. */
bool splink_value(void *terms, const struct sql *n, enum sql_side side, struct binding *binding);
/* Is there such a function of values? */
bool splink_value_knows(struct text function);
/* Exit 78 for a condition without equivalent. */
_Noreturn void splink_refuse(const struct splink_terms *t, const struct sql *n);

#endif
