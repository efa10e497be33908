#ifndef JIGSAW_SPLINK_SPLINK_EXPORT_H
#define JIGSAW_SPLINK_SPLINK_EXPORT_H

#include "model/model.h"
#include "splink/splink_terms.h"

/*
 * Converts a comparison model to Splink settings for DuckDB, in the form of version
 * 5 that version 4 reads too. Levels without m or u stay without. Anything without
 * an equivalent in Splink is exit 78 at its row: deterministic rules, parameters of a
 * pair of sources, interactions, and tests and functions without SQL.
 */

struct splink_export {
	struct splink_terms terms;
	struct model model;
	struct buffer settings; /* the JSON */
	struct text only;       /* what every blocking rule says besides its key */
	bool threshold;         /* the model has one, which settings have not */
	bool postcodes;         /* parts of postcodes are taken, which need their blank there */
};

/* `rules` may be NULL. */
void splink_export(struct splink_export *s, struct arena *arena, const char *path,
		   const char *rules);
void splink_export_free(struct splink_export *s);

#endif
