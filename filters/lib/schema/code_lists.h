#ifndef JIGSAW_SCHEMA_CODE_LISTS_H
#define JIGSAW_SCHEMA_CODE_LISTS_H

#include "schema/codes.h"
#include "stream/preamble.h"

/*
 * Reads the code lists that a schema names for the columns of a stream, in its
 * column `codes`: the list NAME is the file codes/NAME.tsv in the schema's folder.
 */

struct code_list {
	const char *name;
	struct codes codes;
};

struct code_lists {
	struct code_list **of;   /* by column of the stream; NULL: it has none */
	struct code_list **each; /* the lists, each once, in the schema's order */
	size_t count;
	char digest[13]; /* of the schema */
};

/* Reads the schema at `path` and those of its lists that columns of `stream` have. A
 * schema or list that cannot be read or is wrong is exit 78. All is owned by
 * the arena but what code_lists_free() frees. */
void code_lists_read(struct code_lists *lists, struct arena *arena, const char *path,
		     const struct preamble *stream);
void code_lists_free(struct code_lists *lists);

/* Lists the schema and the lists among a step's options, by their digests. */
void code_lists_step(const struct code_lists *lists, struct step_builder *step);

#endif
