#ifndef JIGSAW_READ_MEMBER_H
#define JIGSAW_READ_MEMBER_H

#include "read/expand.h"

/* Checks of archives and their members that libarchive does not make. */

/* Why a member of that name is refused (it is absolute, holds `..`, or is what
 * Windows calls a device), or NULL. */
const char *member_name_fault(const char *name);

/* Does an archive of that kind, of `size` bytes with these first (32) and last
 * ones, end where it says? A zip file by the last record of its directory, a 7z
 * file by its first 32 bytes, a tar file by two blocks of zeros. Zeros may
 * follow, since some makers fill their last block. */
#define ARCHIVE_HEAD 32
#define ARCHIVE_TAIL ((size_t)65 << 10)
bool archive_ends(enum packing kind, const char head[static ARCHIVE_HEAD], struct text tail,
		  uint64_t size);

#endif
