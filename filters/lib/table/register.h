#ifndef JIGSAW_TABLE_REGISTER_H
#define JIGSAW_TABLE_REGISTER_H

#include "stream/writer.h"

/*
 * Writes the release register: one JSON line for every published stream, kept
 * inside. It is the only place where the lineage of a published stream
 * can be looked up: the stream itself carries only the hash.
 */

/* The hash under which a release is known: XXH3-128 over the preamble of what
 * was published as it would be inside (with its steps) and over the ledger of
 * what was read. 32 hexadecimal digits, appended. */
void register_lineage(struct buffer *b, struct preamble *inside, const struct reader *read);

/* Appends the line to the file at `path`, which is made 0600 if it is not
 * there. `inside` as above; `out` has all its records and is not closed yet, so
 * that nothing is published without having been registered. `hidden` is the
 * number of cells that the rule hides. Failure is exit 74. */
void register_append(const char *path, const struct preamble *inside, const struct reader *read,
		     const struct writer *out, const char *rule, uint64_t hidden);

#endif
