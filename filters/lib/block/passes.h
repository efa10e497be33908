#ifndef JIGSAW_BLOCK_PASSES_H
#define JIGSAW_BLOCK_PASSES_H

#include "block/lsh.h"
#include "expr/expression.h"
#include "stream/sidefile.h"

/*
 * Reads blocking rules and computes the keys of records. Rules are passes in
 * order, each with its keys. Records that share a key of a pass are compared; a
 * pair that shares keys of several passes is compared in the first (block(1)).
 *
 *	rule = key
 *	     | "everyone()"
 *	     | "sorted(" key ")" "window" NUMBER
 *	     | "lsh(" COLUMN "," TABLES "," BITS ")"
 *
 * everyone() is a key without parts, which all records share.
 *
 * sorted(): the records in the order of the key's bytes, and then of rid, and
 * each is compared with the NUMBER - 1 that follow it (Hernandez and Stolfo
 * 1995). lsh(): a key of each table (lsh.h). They find what keys have missed,
 * so they come after all keys, and each is a pass by itself.
 */

enum pass_kind { PASS_KEY, PASS_SORTED, PASS_LSH };

enum { MOST_WINDOW = 1000 };

struct pass {
	uint16_t number;
	enum pass_kind kind;
	struct block_key key; /* of lsh() the column */
	uint64_t window;
	struct lsh lsh;
	struct text text; /* the rule as written */
	uint64_t line;    /* in the file */
};

struct passes {
	struct expressions expressions;
	struct pass *at; /* in the order of their numbers; a number may come twice */
	size_t count;
	size_t sorted_count; /* passes of kind PASS_SORTED */
	char digest[13];     /* of the file, for step_file() */
};

/* Reads a rules file (`pass`, `key` and, for people, `note`); every mistake is
 * exit 78 at its line and column. */
void passes_read(struct passes *p, struct arena *arena, const char *path);
/* Without a file: one pass, in which every record has the same key. */
void passes_everyone(struct passes *p, struct arena *arena);
void passes_free(struct passes *p);
/* The first row with this number. */
size_t passes_index(const struct passes *p, uint16_t number);

/* One key of one record. */
struct pass_hash {
	uint16_t pass;
	uint8_t side;  /* enum side, in a window of sorted(); else 0 */
	uint64_t hash; /* text_hash of the pass's number and the key's values */
};

/* More keys than this of one record and pass are not blocking any more. */
#define PASS_KEYS 1024u

struct pass_hashes {
	struct pass_hash *at; /* in order of pass and hash, each once */
	size_t count, capacity;
	struct buffer scratch;
};

/* The keys of a record whose slots were loaded by expressions_load(), but for
 * those of sorted(); a key with a missing part is none. False when there are
 * more than PASS_KEYS of a pass. */
bool passes_hash(struct passes *p, const struct values *values, struct pass_hashes *hashes);
void pass_hashes_free(struct pass_hashes *hashes);

/* What sorted() sorts by: the first value of each part, each ended by 0x1F.
 * Appended to `out`; false when a part is missing. */
bool pass_sort_key(const struct pass *pass, const struct values *values, struct buffer *out);

/* Have two records a key of the pass in common? */
bool pass_hashes_meet(const struct pass_hash *a, size_t a_count, const struct pass_hash *b,
		      size_t b_count, uint64_t pass);

/* Adds a key, and puts them all in order. */
void pass_hashes_add(struct pass_hashes *hashes, struct pass_hash hash);
void pass_hashes_order(struct pass_hashes *hashes);

#endif
