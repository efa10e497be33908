#ifndef JIGSAW_PSEUDO_OPENPSEUDONYMISER_H
#define JIGSAW_PSEUDO_OPENPSEUDONYMISER_H

#include "pseudo/mac.h"

/*
 * Computes the digest of the OpenPseudonymiser library (CryptoLib since 0.9.6), so
 * that pseudonyms made here match those of bodies that use it:
 *
 *	SHA-256 of the values joined without separator, less every CR, LF, TAB
 *	and SPACE, followed by the unchanged salt; 64 hex digits, upper case.
 *
 * The library sorts the values by column heading, and its .NET and Java forms
 * sort mixed case differently; here the order is the caller's.
 */

#define OPENPSEUDONYMISER_DIGITS 64

void openpseudonymiser_digest(const struct text *values, size_t count, struct text salt,
			      char digits[OPENPSEUDONYMISER_DIGITS]);

/* A date (YYYY-MM-DD) in the form that the other bodies hash: the format has
 * `yyyy`, `mm` and `dd` once each, and nothing else but ASCII punctuation.
 * The library hashes dates as they are spelt, so this must be agreed. */
bool openpseudonymiser_format_valid(struct text format);
void openpseudonymiser_date(struct buffer *b, struct text date, struct text format);

#endif
