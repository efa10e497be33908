#ifndef JIGSAW_PSEUDO_RELEASE_H
#define JIGSAW_PSEUDO_RELEASE_H

#include "pseudo/keyfile.h"
#include "stream/writer.h"

/*
 * Makes the preamble and ledger of identifiable streams safe to release with the
 * pseudonymised stream made from them.
 *
 * A digest of a file, or a sum over records, is an oracle: someone who guesses a
 * small file, or the only unknown record, can check the guess. So both are keyed.
 * Sums still work in the ledger: they are multiplied modulo 2^128 by an odd number
 * derived from the key, so equal sums stay equal and sums of pieces still add up.
 * The number is the same for all streams of a key, so they still fit together.
 */

/* Raises the level and drops `##x-` lines, of which nobody knows what they say. */
void release_preamble(struct preamble *out);

/* Keys the digests and sums that w has taken over by writer_read(); to be
 * called between that and writer_close(). */
void release_ledger(struct writer *w, const struct keyfile *key);

/* Adds a figure PREFIX NAME when it is not 0. */
void release_figure(struct writer *w, const char *prefix, struct text name, uint64_t count);

#endif
