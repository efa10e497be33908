#ifndef JIGSAW_SPLINK_SPLINK_IMPORT_H
#define JIGSAW_SPLINK_SPLINK_IMPORT_H

#include "splink/splink_terms.h"

/*
 * Converts saved Splink settings (JSON of versions 4 and 5, trained or not) to a
 * comparison model and blocking rules. Missing parameters get Splink's defaults
 * (model/level_default.h). Weights agree with Splink's to 10^-12 bit.
 */

struct splink_import {
	struct splink_terms terms;
	const char *path;
	struct buffer model, rules; /* the two side files */
	size_t comparisons, levels, rule_count;
	struct text *names, *conditions; /* of the comparisons; each condition in lines */
	size_t untrained;                /* levels whose m or u is Splink's default */
	size_t unobserved;      /* levels that training has not seen: 10^-6, as Splink has it */
	const char *link_type;  /* dedupe_only, link_only or link_and_dedupe */
	bool default_prior;     /* the file has none: 0.0001 */
	struct text ignored[8]; /* keys that are not known, the first few */
	size_t ignored_count;
};

/* Reads the settings and makes both texts; the rules only `with_rules`. Every
 * mistake is exit 78 naming comparison and level. */
void splink_import(struct splink_import *s, struct arena *arena, const char *path, bool with_rules);
void splink_import_free(struct splink_import *s);

#endif
