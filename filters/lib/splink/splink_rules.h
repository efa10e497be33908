#ifndef JIGSAW_SPLINK_SPLINK_RULES_H
#define JIGSAW_SPLINK_SPLINK_RULES_H

#include <jansson.h>

#include "splink/splink_import.h"

/*
 * Converts the blocking rules, for splink_import.c, after the comparisons: each
 * alternative of a rule becomes a pass. Where a rule says more than that keys are
 * equal, the model gets a row of `only` for each pass, and compare leaves out the
 * other pairs; and the pass the comparisons that look at what the rule is about,
 * in the column `implies`. Without rules there is one
 * pass, everyone().
 */
void splink_rules(struct splink_import *s, const json_t *rules);
/* Before the comparisons: what the rules say of lists, splink_lists(). */
void splink_rules_lists(struct splink_import *s, const json_t *rules);

#endif
