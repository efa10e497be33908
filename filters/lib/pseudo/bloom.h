#ifndef JIGSAW_PSEUDO_BLOOM_H
#define JIGSAW_PSEUDO_BLOOM_H

#include "pseudo/keyfile.h"

/*
 * Keyed Bloom filters, which let two values of a field be compared by similarity
 * without being seen: the Dice coefficient of two filters is close to that of
 * their two sets of features.
 *
 * Features. BIGRAMS: pairs of characters of the value with a blank put at both
 * ends (for names). POSITIONS: each character with its place from 1, as
 * "3 7" (for dates, numbers and postcodes). A feature counts once.
 *
 * Bits. Feature f has the sequence of bit positions p(f,0), p(f,1), ...: each
 * HMAC-SHA-256(K, block || group || 0x1F || f), block being one byte that counts
 * from 0, gives sixteen positions, two bytes each, high byte first, modulo
 * 1024. K belongs to the field alone (HKDF), so the filters of two fields have
 * nothing in common, and there is no double hashing whose pattern gives a
 * feature away (Kroll and Steinmetzer 2015). The features take turns, in the order of
 * their characters, to set their next position, until exactly 200 bits are set. So
 * the number of bits says nothing of the value, and rounding does not distort the similarity.
 *
 * A group (such as the birth date) makes filters comparable only between records of
 * which it is equal.
 *
 * Without one, or in a large one, a filter does not withstand even those without the key:
 * the graph of likeness of the filters is laid over that of a list of names (Vidanage et al.
 * 2020), and the most common filter is that of the most common name (Christen 2018).
 * pseudo(1) says what share of names was read so.
 */

#define BLOOM_BITS 1024
#define BLOOM_SET 200    /* bits set in every filter */
#define BLOOM_BASE64 172 /* characters of a filter in base64 */

enum bloom_features { BLOOM_BIGRAMS, BLOOM_POSITIONS };

struct bloom {
	struct mac mac;
	enum bloom_features features;
	struct bloom_entry *entries; /* what features were seen lately */
	struct bloom_block *blocks;  /* of their positions, the last beyond those */
	uint64_t *grams;             /* features of the current value */
	size_t capacity;
	struct buffer message;
};

/* `field` names the field whose key it is. */
void bloom_start(struct bloom *e, const struct keyfile *k, struct text field,
		 enum bloom_features features);
/* The filter of a value (not empty, unescaped) in a group as base64, bit 0 being the high
 * bit of the first byte; appended to b. */
void bloom_add(struct bloom *e, struct text value, struct text group, struct buffer *b);
void bloom_end(struct bloom *e);

#endif
