#ifndef JIGSAW_READ_EXPAND_H
#define JIGSAW_READ_EXPAND_H

#include <zlib.h>

#include "base/text.h"
#include "read/inlet.h"

/*
 * Unpacks a stream of gzip, bzip2, xz or zstd; several of the same kind in a row
 * count as one. Checksums are verified if present (optional in zstd). Damage, a
 * premature end and bytes after the packed ones are exit 65 at `name`.
 *
 * Memory is the packing's: gzip 32 KiB, bzip2 4 MB; zstd's window is refused
 * above 128 MiB; xz takes what its maker chose, refused above 256 MiB where a
 * stream's first block says so (`xz -9` asks for 64).
 */

enum packing {
	PACKING_NONE,
	PACKING_GZIP,
	PACKING_BZIP2,
	PACKING_XZ,
	PACKING_ZSTD,
	PACKING_TAR,
	PACKING_ZIP,
	PACKING_7Z
};

/* "gzip", "bzip2", ... as in a message; NULL for none. */
const char *packing_name(enum packing packing);
/* Is it one packed stream, rather than an archive of members? */
bool packing_is_stream(enum packing packing);
/* What first bytes are of; 512 of them tell every kind. */
enum packing packing_of(struct text first);

struct expander {
	struct inlet from;
	enum packing packing;
	const char *name; /* for messages; NULL: standard input */
	/* private */
	z_stream gzip;
	bool within; /* a gzip member has begun and not ended */
	bool ended;
	struct archive *archive;
	char *block;
	uint64_t fed;
	size_t last; /* bytes in the block */
};

void expander_start(struct expander *e, struct inlet from, enum packing packing, const char *name);
/* An inlet's read function (context: the expander). */
size_t expander_read(void *expander, char *into, size_t room);
/* Also of one that is all zeros. */
void expander_free(struct expander *e);

#endif
