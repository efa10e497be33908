#ifndef JIGSAW_BLOCK_LSH_H
#define JIGSAW_BLOCK_LSH_H

#include "expr/similarity.h"

/*
 * Locality-sensitive hashing of bit strings (bit sampling, Indyk and Motwani
 * 1998): each of several tables looks at some positions, and two strings that
 * are equal there share that table's key. For Bloom filters with equally many
 * bits set (encoding.h) the chance that a position agrees is 1 - 2s(1 - d)/l,
 * d being their Dice coefficient, s the bits set of l; so they share one of t
 * keys of b positions with chance 1 - (1 - (1 - 2s(1 - d)/l)^b)^t.
 *
 * The positions are public: position n of table t is the hash of
 * "lsh" 0x1F t 0x1F n, modulo the length, numbers in decimal from 0, and a
 * position that the table has already is passed over.
 */

enum { LSH_MOST_TABLES = 1000, LSH_MOST_BITS = 256 };

struct lsh {
	uint32_t tables, bits;
	uint64_t length;     /* of the strings that the positions are for, in bits */
	uint32_t *positions; /* tables * bits */
	struct buffer scratch;
};

void lsh_start(struct lsh *l, uint32_t tables, uint32_t bits);
void lsh_free(struct lsh *l);

/* Appends the key of a table to `out`: the length, the table, the bits. Of a
 * string shorter than `bits` every bit. */
void lsh_key(struct lsh *l, struct bits bits, uint32_t table, struct buffer *out);

#endif
