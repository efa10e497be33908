#ifndef JIGSAW_EXPR_TOKEN_SET_H
#define JIGSAW_EXPR_TOKEN_SET_H

#include "base/text.h"

/* Sets of tokens that stand for the variants of a name (pseudo/variants.h). */

#define TOKEN_SET 21 /* tokens of a set, of 32 bits: no base64 digit is left over */
#define TOKEN_BYTES 4
#define TOKEN_SET_BASE64 112

#define TOKEN_SET_LANES 24 /* those of three vectors of sixteen bits each */

/* Distinct, ascending; NULL where no test needs it. */
struct token_set {
	const uint32_t *at;
	const uint16_t *low; /* of each the low half, the last repeated up to TOKEN_SET_LANES */
};

/* Base64 of exactly TOKEN_SET tokens, high byte first, ascending -> tokens in the
 * arena; false for anything else. */
bool token_set_decode(struct arena *arena, struct text base64, struct token_set *set);

/* Makes a set of TOKEN_SET tokens, which must last. */
struct token_set token_set_of(const uint32_t *tokens, struct arena *arena);

/* How many tokens both have. */
uint32_t token_sets_shared(struct token_set a, struct token_set b);

#endif
