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
 * HMAC-SHA-256(K, block || salt || 0x1F || f), block being one byte that counts
 * from 0, gives sixteen positions, two bytes each, high byte first, modulo
 * 1024. K belongs to the field alone (HKDF), so the filters of two fields have
 * nothing in common, and there is no double hashing whose pattern gives a
 * feature away (Kroll and Steinmetzer 2015). A value sets 200 positions in
 * all, for any length: t features set floor(200/t) each, and the first
 * 200 mod t of them, in the order of their characters, one more. So the
 * number of bits set does not reveal the length of a name, and rounding does not
 * distort the similarity.
 *
 * A salt (such as the year of birth) makes filters comparable only between
 * records of equal salt, which hides the frequencies of names.
 *
 * A filter does not withstand a holder of the key or, without a salt, a frequency
 * attack: the filter of the most common name is the most common filter
 * (Christen 2018). pseudo(1) says how to use it.
 */

#define BLOOM_BITS 1024
#define BLOOM_SPREAD 200
#define BLOOM_BASE64 172 /* characters of a filter in base64 */

enum bloom_features { BLOOM_BIGRAMS, BLOOM_POSITIONS };

struct bloom {
	struct mac mac;
	enum bloom_features features;
	struct bloom_entry *entries; /* what features were seen lately */
	uint64_t *grams;             /* features of the current value */
	size_t capacity;
	struct buffer message;
};

/* `field` names the field whose key it is. */
void bloom_start(struct bloom *e, const struct keyfile *k, struct text field,
		 enum bloom_features features);
/* The filter of a value (not empty, unescaped) as base64, bit 0 being the high
 * bit of the first byte; appended to b. */
void bloom_add(struct bloom *e, struct text value, struct text salt, struct buffer *b);
void bloom_end(struct bloom *e);

#endif
