#ifndef JIGSAW_BASE_SEAL_H
#define JIGSAW_BASE_SEAL_H

#include <xxhash.h>

#include "base/text.h"

/*
 * The arithmetic of the seal (jigsaw(7), "The seal").
 *
 * A sum is the sum modulo 2^128 of XXH3-128 (seed 0) over each record line
 * without its LF. It does not depend on order and adds up over pieces.
 */

struct sum {
	uint64_t high, low;
};

static inline void sum_add(struct sum *a, struct sum b)
{
	a->low += b.low;
	a->high += b.high + (a->low < b.low);
}

static inline bool sum_equal(struct sum a, struct sum b)
{
	return a.high == b.high && a.low == b.low;
}

/* XXH3-128 of one record line. */
struct sum sum_line(struct text line);

/* 32 hexadecimal digits, high half first. */
void sum_print(struct buffer *b, struct sum sum);
bool sum_parse(struct text a, struct sum *sum);

/* A running XXH3-128 over bytes that come in pieces: head, trail, file and
 * side-file digests. 12 hexadecimal digits plus NUL. */
struct digest {
	XXH3_state_t *state;
};
void digest_start(struct digest *d);
void digest_add(struct digest *d, struct text bytes);
/* Ends the digest and frees its state. */
void digest_end(struct digest *d, char hex[13]);
void digest_of(struct text bytes, char hex[13]);

#endif
