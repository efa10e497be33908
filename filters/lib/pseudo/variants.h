#ifndef JIGSAW_PSEUDO_VARIANTS_H
#define JIGSAW_PSEUDO_VARIANTS_H

#include "expr/token_set.h"
#include "pseudo/keyfile.h"

/*
 * Names as sets of keyed tokens, which are alike only within a group, such as the
 * children born on one day: an edit is found because two sets share a token,
 * and nothing else can be read from them. Between groups no two sets have
 * anything in common, so there is no graph of likeness over a file that could be laid
 * over a list of names.
 *
 * A set has exactly TOKEN_SET distinct tokens of 32 bits, ascending, high byte
 * first, in base64: every set is as long as any other. A token is the first four
 * bytes of HMAC-SHA-256(K, kind || 0x1F || group || 0x1F || text), K belonging to the
 * field alone (HKDF, purpose "variants"). The tokens of a name, of which only letters,
 * digits and characters beyond ASCII count, ASCII in upper case, the first 64 of
 * them:
 *
 *	name      the whole; the whole without one of its characters, each in turn, when it
 *	          has three or more; each word of a name of several, of two characters or more
 *	sound     its Soundex code
 *	nickname  the whole and the full forms of it and of its words (field/nickname.h)
 *
 * A name with one character too many, too few or different shares a token (Bocek
 * et al. 2007, "deletion neighbourhood"); with two exchanged, two. If there are
 * more than TOKEN_SET, the whole, the code, the full forms (8) and the words (7) stay,
 * and of the others those with the smallest tokens, so that names that are alike keep
 * the same ones. If there are fewer, the set is filled with what only an equal name of the
 * group has: bytes of HMAC(K, "pad" || 0x1F || group || 0x1F || whole || 0x1F || n),
 * eight tokens for each n from 0, a byte.
 */

/* The most sets of a cell: a person's names in a list, each in every group of theirs. */
#define VARIANTS_NAMES 8

struct variants {
	struct mac mac;
	struct buffer message;
};

/* `field` names the field whose key it is. */
void variants_start(struct variants *v, const struct keyfile *k, struct text field);
/* Appends the set of a name, unescaped; false, and nothing, when no character of it counts. */
bool variants_add(struct variants *v, struct text name, struct text group, struct buffer *out);
/* Rewrites a cell of sets, joined by `|`, as `count` of them in ascending order, with
 * sets that share a token with no name in place of those that it lacks, so that the
 * number of a person's names does not show. They are made of the sets that the cell holds and
 * come wherever those do, so that they cannot be told by their number either. Appends to
 * `out`. */
void variants_level(struct variants *v, struct text cell, size_t count, struct buffer *out);
void variants_end(struct variants *v);

#endif
