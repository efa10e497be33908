#include "read/member.h"

#include <ctype.h>

static bool is_device(const char *part, size_t length)
{
	static const char devices[][4] = {"con", "prn", "aux", "nul", "com", "lpt"};
	size_t stem = 0;

	while (stem < length && part[stem] != '.' && part[stem] != ' ')
		stem++;
	for (size_t i = 0; i < sizeof devices / sizeof *devices; i++) {
		size_t j = 0;

		while (j < 3 && j < stem && tolower((unsigned char)part[j]) == devices[i][j])
			j++;
		if (j == 3 && (i < 4 ? stem == 3 : stem == 4 && isdigit((unsigned char)part[3])))
			return true;
	}
	return false;
}

const char *member_name_fault(const char *name)
{
	if (name[0] == '/' || name[0] == '\\' || (name[0] && name[1] == ':'))
		return "an absolute name or one with `..`";
	for (const char *part = name; *part; part += *part != 0) {
		size_t length = strcspn(part, "/\\");

		if (length == 2 && part[0] == '.' && part[1] == '.')
			return "an absolute name or one with `..`";
		if (is_device(part, length))
			return "the name of a device";
		part += length;
	}
	return NULL;
}

static uint64_t little(const char *at, size_t bytes)
{
	uint64_t number = 0;

	while (bytes-- > 0)
		number = number << 8 | (unsigned char)at[bytes];
	return number;
}

/* The directory's last record says how long the comment behind it is. */
static bool zip_ends(struct text tail, size_t zeros)
{
	for (size_t i = 0; i + 22 <= tail.length; i++) {
		size_t end = i + 22 + (size_t)little(tail.at + i + 20, 2);

		if (memcmp(tail.at + i, "PK\5\6", 4) == 0 && end <= tail.length &&
		    end + zeros >= tail.length)
			return true;
	}
	return false;
}

bool archive_ends(enum packing kind, const char head[static ARCHIVE_HEAD], struct text tail,
		  uint64_t size)
{
	size_t zeros = 0;

	while (zeros < tail.length && !tail.at[tail.length - 1 - zeros])
		zeros++;
	if (kind == PACKING_TAR)
		return zeros >= 1024;
	if (kind == PACKING_ZIP)
		return zip_ends(tail, zeros);
	uint64_t offset = little(head + 12, 8), length = little(head + 20, 8);

	return size >= 32 && offset <= size - 32 && length <= size - 32 - offset &&
	       size - 32 - offset - length <= zeros;
}
