#ifndef JIGSAW_PASSES_H
#define JIGSAW_PASSES_H

#include "link/expression.h"
#include "stream/sidefile.h"

/*
 * Blocking rules: passes in order, each a key. Records that share a key of a
 * pass are compared; a pair that shares keys of several is compared in the
 * first (block(1)).
 */

struct pass {
	uint16_t number;
	struct block_key key;
};

struct passes {
	struct expressions expressions;
	struct pass *at; /* in the order of their numbers; a number may come twice */
	size_t count;
	char digest[13]; /* of the file, for step_file() */
};

/* Reads a rules file (`pass`, `key` and, for people, `note`); every mistake is
 * exit 78 at its line and column. */
void passes_read(struct passes *p, struct arena *arena, const char *path);
void passes_free(struct passes *p);

/* One key of one record. */
struct pass_hash {
	uint16_t pass;
	uint64_t hash; /* text_hash of the pass's number and the key's values */
};

/* More keys than this of one record and pass are not blocking any more. */
#define PASS_KEYS 1024u

struct pass_hashes {
	struct pass_hash *at; /* in order of pass and hash, each once */
	size_t count, capacity;
	struct buffer scratch;
};

/* The keys of a record whose slots were loaded by expressions_load(); a key
 * with a missing part is none. False when there are more than PASS_KEYS of a
 * pass. */
bool passes_hash(const struct passes *p, const struct values *values, struct pass_hashes *hashes);
void pass_hashes_free(struct pass_hashes *hashes);

#endif
