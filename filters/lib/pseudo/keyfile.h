#ifndef JIGSAW_PSEUDO_KEYFILE_H
#define JIGSAW_PSEUDO_KEYFILE_H

#include "pseudo/mac.h"

/*
 * Reads the key file of `pseudo` and derives keys from it.
 *
 * A key file is one line of text: printable UTF-8, no blank at either end,
 * with or without a final LF (`openssl rand -hex 32 >key`). The same text is
 * the salt of an OpenPseudonymiser digest, byte for byte.
 *
 * Refused, each with a message of its own and exit 78: what is not a regular
 * file (a symbolic link is not followed), is not of mode 0600 or 0400, is not
 * owned by the user or root, has a second hard link, lies in a directory in
 * which others may replace it; blanks at the ends, a byte order mark, NUL or
 * other control characters, more than one line; well-known demonstration
 * salts; and a key of fewer than 128 bits, estimated from its length and the
 * kinds of its characters.
 *
 * The bytes are read into a locked page that is left out of core dumps, and
 * are wiped by keyfile_close() and when the program fails. A key never comes by
 * argument or environment.
 */

struct keyfile {
	char *page; /* locked, private */
	size_t page_bytes;
	size_t length;
	/* The key check value: the first 8 hex digits of HMAC(key, "kcv|v1").
	 * It tells two keys apart before anything is linked. As the key has at
	 * least 128 bits, 32 of a MAC of it do not help to guess it. */
	char check[9];
};

void keyfile_open(struct keyfile *k, const char *path);
void keyfile_close(struct keyfile *k);

static inline struct text keyfile_text(const struct keyfile *k)
{
	return (struct text){k->page, k->length};
}

/* Why `text` cannot be a key (a whole sentence part, without the key), or
 * NULL when it can. */
const char *keyfile_fault(struct text text);

/* The whole bits that a text can hold at most, by length and characters:
 * digits 3.3 a character, hexadecimal 4, letters of one case (words) 2,
 * anything else 6, but there 2 in a run of four small letters (a word), half a bit after
 * the character before it in ASCII (2 after 1), and 8 together for characters that
 * have come before in this order, four or more; 0 when it repeats itself or has fewer
 * than 6 different characters. */
unsigned keyfile_bits(struct text text);

/* Starts an HMAC with a key of its own for one purpose and one field:
 * HKDF-SHA-256(key, info = "jigsaw/v1|PURPOSE|FIELD"). */
void keyfile_mac(const struct keyfile *k, const char *purpose, struct text field, struct mac *m);

#endif
