#include "read/compound.h"

#include <unistd.h>

enum { SECTOR_SHIFT = 30, DIRECTORY = 48, ENTRY = 128, NAME = 64 };

static uint64_t little(const char *at, size_t bytes)
{
	uint64_t number = 0;

	while (bytes-- > 0)
		number = number << 8 | (unsigned char)at[bytes];
	return number;
}

/* Is `name` (ASCII) the name of a directory entry (UTF-16)? */
static bool named(const char *entry, const char *name)
{
	size_t length = strlen(name);

	for (size_t i = 0; i <= length; i++)
		if (entry[2 * i] != name[i] || entry[2 * i + 1] != 0)
			return false;
	return true;
}

/* The directory's first sector, which holds the streams that tell: in `own`, or in first. */
static struct text directory(struct text first, int fd, char own[static 4096])
{
	if (first.length < 512)
		return TEXT_NONE;
	uint64_t shift = little(first.at + SECTOR_SHIFT, 2);
	uint64_t sector = little(first.at + DIRECTORY, 4);

	if (shift != 9 && shift != 12)
		return TEXT_NONE;
	size_t size = (size_t)1 << shift;
	uint64_t start = (sector + 1) << shift;

	if (start + size <= first.length)
		return (struct text){first.at + start, size};
	if (fd < 0 || pread(fd, own, size, (off_t)start) != (ssize_t)size)
		return TEXT_NONE;
	return (struct text){own, size};
}

const char *compound_what(struct text first, int fd)
{
	char own[4096];
	struct text sector = directory(first, fd, own);

	for (size_t i = 0; i + ENTRY <= sector.length; i += ENTRY) {
		const char *entry = sector.at + i;

		if (named(entry, "EncryptedPackage") || named(entry, "EncryptionInfo"))
			return "protected by a password: open it, remove the password, and save "
			       "it as .xlsx or CSV UTF-8";
		if (named(entry, "Workbook") || named(entry, "Book"))
			return "an Excel 97-2003 workbook (.xls): open it and save it as .xlsx or "
			       "CSV UTF-8";
	}
	return "a password-protected workbook or a document of an old Office: open it and save it "
	       "as .xlsx or CSV UTF-8";
}
