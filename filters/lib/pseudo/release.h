#ifndef JIGSAW_PSEUDO_RELEASE_H
#define JIGSAW_PSEUDO_RELEASE_H

#include "pseudo/keyfile.h"
#include "stream/writer.h"

/*
 * Makes the preamble and ledger of identifiable streams safe to release with the
 * pseudonymised stream made from them.
 *
 * A digest of a file, a sum over records, or a step id (a hash of options) is an
 * oracle: someone who guesses a small file, or the only unknown record, can check
 * the guess. So each becomes an HMAC, and nobody without the key can say what lies
 * between the sums of two deliveries. The ledger still adds up: a step has read the
 * total of its parents' HMACs. One key gives one stream the same HMACs each time, so
 * streams of a key still fit together.
 */

/* Raises the level and drops `##x-` lines, of which nobody knows what they say. */
void release_preamble(struct preamble *out);

/* Keys the ids of all steps, and drops the options that name a member of an
 * archive or a sheet; to be called before writer_open(). */
void release_steps(struct preamble *out, const struct keyfile *key);

/* Keys the digests and sums, and drops the figures that count cells, that w has taken over by
 * writer_read(); to be called between that and writer_close(). */
void release_ledger(struct writer *w, const struct keyfile *key);

/* Adds a figure PREFIX NAME when it is not 0. */
void release_figure(struct writer *w, const char *prefix, struct text name, uint64_t count);

#endif
