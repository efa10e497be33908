#ifndef JIGSAW_PSEUDO_MAC_H
#define JIGSAW_PSEUDO_MAC_H

#include <openssl/evp.h>

#include "base/text.h"

/*
 * SHA-256, HMAC-SHA-256 (RFC 2104) and HKDF-SHA-256 (RFC 5869) for many short
 * messages. libcrypto's algorithm is fetched once and contexts are reused:
 * fetching for each message, as the one-shot calls do, costs four times as
 * much. A failure inside libcrypto is exit 70.
 */

#define MAC_BYTES 32

/* SHA-256 over the concatenation of parts. */
void sha256_of(const struct text *parts, size_t count, unsigned char out[MAC_BYTES]);

/* A keyed HMAC: the hash states after the inner and the outer pad are kept,
 * so that a message costs one pass over it and one block more. */
struct mac {
	EVP_MD_CTX *inner, *outer, *work;
};

/* The key is not kept; the states derived from it are wiped by mac_end(). */
void mac_start(struct mac *m, const void *key, size_t length);
void mac_of(struct mac *m, struct text message, unsigned char out[MAC_BYTES]);
/* HMAC over parts made unambiguous: each part is preceded by its length as
 * four bytes, high byte first, so that ("12","3") and ("1","23") differ. */
void mac_of_parts(struct mac *m, const struct text *parts, size_t count,
		  unsigned char out[MAC_BYTES]);
void mac_end(struct mac *m);

/* HKDF-SHA-256 with an empty salt, one block of output. */
void hkdf_sha256(const void *secret, size_t length, struct text info, unsigned char out[MAC_BYTES]);

#endif
