#ifndef JIGSAW_SCHEMA_CATALOGUE_H
#define JIGSAW_SCHEMA_CATALOGUE_H

#include "schema/schema.h"

/*
 * All schemas of a folder: those that `jigsaw schemas` lists and that
 * `ingest --sniff` compares a file with.
 */

struct catalogue {
	const char *folder;
	struct schema *schemas; /* in the order of their names */
	size_t count;
};

/* Where the schemas are when nobody says: share/jigsaw/schemas of the place
 * that the running program is installed at, or schemas/ of the source tree
 * that it was built in. Exit 74 when there is neither. Owned by the arena. */
const char *catalogue_folder(struct arena *arena);

/* Reads every file of the folder that is called NAME.tsv and begins with
 * `##schema`; others are passed over (rates, for instance). The folder's name
 * is borrowed. A folder that cannot be read is exit 74; a schema at fault is
 * exit 78, as with schema_read(). */
void catalogue_read(struct catalogue *catalogue, struct arena *arena, const char *folder);

#endif
