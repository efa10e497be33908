#ifndef JIGSAW_READ_ENCODING_H
#define JIGSAW_READ_ENCODING_H

#include "base/text.h"
#include "read/inlet.h"

/*
 * Decodes a file as received to UTF-8, without a byte order mark.
 *
 * It never alters data by a guess. If no encoding is named, the encoding
 * is UTF-16 when there is its byte order mark or when the first four bytes are
 * two characters of ASCII in UTF-16, else UTF-8; anything else must be named.
 *
 * What cannot be decoded (half a surrogate pair, a byte that CP1252 does not
 * define, an odd byte at the end) comes out as bytes that are not well-formed
 * UTF-8, so that the reader finds them where it knows the line. UTF-8 passes
 * through unchecked for the same reason.
 */

enum encoding {
	ENCODING_DETECT,
	ENCODING_UTF8,
	ENCODING_UTF16LE,
	ENCODING_UTF16BE,
	ENCODING_CP1252
};

/* "detect", "utf-8", "utf-16le", "utf-16be", "cp1252". */
const char *encoding_name(enum encoding encoding);
/* False when there is no such name; "detect" is none. */
bool encoding_parse(const char *name, enum encoding *encoding);

/* The code point of a byte in CP1252, -1 where none is defined. */
int cp1252_character(unsigned char byte);

struct decoder {
	struct inlet from;
	enum encoding encoding; /* never ENCODING_DETECT once started */
	/* private */
	char raw[4096];
	size_t raw_start, raw_end;
	bool raw_eof;
	char out[4]; /* one character that did not fit */
	size_t out_start, out_end;
};

/* Reads the first few bytes to look for a byte order mark. */
void decoder_start(struct decoder *d, struct inlet from, enum encoding encoding);
/* An inlet's read function (context: the decoder). */
size_t decoder_read(void *decoder, char *into, size_t room);

#endif
