#ifndef JIGSAW_IDENTITY_LINKAGE_H
#define JIGSAW_IDENTITY_LINKAGE_H

#include "stream/options.h"
#include "stream/preamble.h"

/*
 * The linkage columns of `identities`, by which children are linked, and the input
 * columns from which each is made.
 */

struct linkage {
	struct column declared;
	size_t *parts; /* input columns, the latest of a record first */
	size_t part_count;
};

struct linkages {
	struct linkage *at;
	size_t count;
	bool *lists; /* declared.list of each, as one array */
};

/* Does a column of this role say who somebody is? */
bool linkage_role(enum role role);

/* The columns that each option of `merges` (NEW=A+B...) makes, then those of
 * `columns` (a list with commas; NULL: all of linkage_role() that no merge has
 * taken). Merged ones are lists, as are those of types that people have
 * several of in their life. A mistake is exit 2, a role that does not link
 * exit 77. All memory is the arena's. */
void linkages_read(struct linkages *all, struct arena *arena, const struct preamble *input,
		   const char *columns, const struct string_list *merges);

#endif
