#include "read/expand.h"

#include <archive.h>

#include "base/error.h"

enum { BLOCK = 64 << 10 };
#define XZ_DICTIONARY ((uint64_t)256 << 20)

static const struct {
	enum packing packing;
	const char *name;
	struct text first;
} kinds[] = {
	{PACKING_GZIP, "gzip", {"\x1f\x8b", 2}},
	{PACKING_BZIP2, "bzip2", {"BZh", 3}},
	{PACKING_XZ, "xz", {"\xfd\x37zXZ", 6}},
	{PACKING_ZSTD, "zstd", {"\x28\xb5\x2f\xfd", 4}},
	{PACKING_ZIP, "zip", {"PK\3\4", 4}},
	{PACKING_ZIP, "zip", {"PK\5\6", 4}},
	{PACKING_7Z, "7z", {"7z\xbc\xaf\x27\x1c", 6}},
	{PACKING_TAR, "tar", {"", 0}},
};

const char *packing_name(enum packing packing)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (kinds[i].packing == packing)
			return kinds[i].name;
	return NULL;
}

bool packing_is_stream(enum packing packing)
{
	return packing >= PACKING_GZIP && packing <= PACKING_ZSTD;
}

/* A header block whose check sum (octal at 148, itself counted as blanks) fits:
 * the old kinds of tar have no other mark. */
static bool is_tar(struct text first)
{
	uint64_t sum = 0, stated = 0;
	size_t digits = 0;

	if (first.length < 512 || !first.at[0])
		return false;
	for (size_t i = 0; i < 512; i++)
		sum += i >= 148 && i < 156 ? ' ' : (unsigned char)first.at[i];
	for (size_t i = 148; i < 156; i++) {
		if (first.at[i] >= '0' && first.at[i] <= '7') {
			stated = stated * 8 + (uint64_t)(first.at[i] - '0');
			digits++;
		} else if (digits > 0 || first.at[i] != ' ') {
			break;
		}
	}
	return digits > 0 && sum == stated;
}

enum packing packing_of(struct text first)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct text mark = kinds[i].first;

		if (mark.length > 0 && first.length >= mark.length &&
		    memcmp(first.at, mark.at, mark.length) == 0)
			return kinds[i].packing;
	}
	return is_tar(first) ? PACKING_TAR : PACKING_NONE;
}

static _Noreturn void damaged(const struct expander *e, const char *why)
{
	fail_at(EXIT_DATA, (struct place){.file = e->name}, NULL, "cannot be unpacked (%s)", why);
}

/* Behind the end there may be zeros, with which some makers fill a last block. */
static void rest_check(struct expander *e, const char *at, size_t length)
{
	do {
		for (size_t i = 0; i < length; i++)
			if (at[i])
				fail_at(EXIT_DATA, (struct place){.file = e->name}, NULL,
					"has bytes after the %s data", packing_name(e->packing));
		at = e->block;
		length = e->from.read(e->from.context, e->block, BLOCK);
	} while (length > 0);
}

static size_t gzip_read(struct expander *e, char *into, size_t room)
{
	z_stream *z = &e->gzip;

	z->next_out = (unsigned char *)into;
	z->avail_out = room < 1u << 30 ? (unsigned)room : 1u << 30;
	unsigned wanted = z->avail_out;

	while (z->avail_out == wanted) {
		if (z->avail_in == 0) {
			z->next_in = (unsigned char *)e->block;
			z->avail_in = (unsigned)e->from.read(e->from.context, e->block, BLOCK);
		}
		if (z->avail_in == 0) {
			if (e->within)
				damaged(e, "truncated gzip input");
			return 0;
		}
		if (!e->within && e->fed > 0 && *z->next_in != 0x1f) {
			rest_check(e, (const char *)z->next_in, z->avail_in);
			z->avail_in = 0;
			return 0;
		}
		e->within = true;
		e->fed = 1;
		switch (inflate(z, Z_NO_FLUSH)) {
		case Z_OK:
		case Z_BUF_ERROR:
			break;
		case Z_STREAM_END:
			e->within = false;
			inflateReset(z);
			break;
		case Z_MEM_ERROR:
			fail(EXIT_IO, "out of memory");
		default:
			damaged(e, z->msg ? z->msg : "damaged");
		}
	}
	return wanted - z->avail_out;
}

/* The dictionary that the first block of an xz stream asks for: 12 bytes of
 * stream header, then the block's flags, its two sizes if they are there, and
 * its filters; LZMA2 (0x21) says it in one byte (the format's section 5.3.1). */
static void xz_check(const struct expander *e, const char *block, size_t length)
{
	size_t at = 14;

	if (length < 15 || !block[12])
		return;
	for (int sizes = !!(block[13] & 0x40) + !!(block[13] & 0x80); sizes > 0; sizes--) {
		while (at < length && (block[at] & 0x80))
			at++;
		at++;
	}
	while (at + 2 < length && block[at] != 0x21)
		at += 2 + (size_t)(unsigned char)block[at + 1];
	if (at + 2 >= length)
		return;
	unsigned bits = block[at + 2] & 0x3f;

	if ((uint64_t)(2 | (bits & 1)) << (bits / 2 + 11) > XZ_DICTIONARY)
		damaged(e, "its dictionary is larger than 256 MiB");
}

static la_ssize_t feed(struct archive *a, void *context, const void **bytes)
{
	struct expander *e = context;
	size_t n = 0, got;

	(void)a;
	/* The first block must hold the headers, however the bytes come. */
	do {
		got = e->from.read(e->from.context, e->block + n, BLOCK - n);
		n += got;
	} while (got > 0 && e->fed == 0 && n < 1024);
	if (e->fed == 0 && e->packing == PACKING_XZ)
		xz_check(e, e->block, n);
	e->fed += n;
	e->last = n > 0 ? n : e->last;
	*bytes = e->block;
	return (la_ssize_t)n;
}

static _Noreturn void archive_damaged(const struct expander *e)
{
	const char *why = archive_error_string(e->archive);

	damaged(e, why ? why : "damaged");
}

static void archive_start(struct expander *e)
{
	struct archive *a = archive_read_new();
	struct archive_entry *entry;

	if (!a)
		fail(EXIT_IO, "out of memory");
	e->archive = a;
	if (e->packing == PACKING_BZIP2)
		archive_read_support_filter_bzip2(a);
	else if (e->packing == PACKING_XZ)
		archive_read_support_filter_xz(a);
	else
		archive_read_support_filter_zstd(a);
	archive_read_support_format_raw(a);
	archive_read_support_format_empty(a);
	if (archive_read_open(a, e, NULL, feed, NULL) != ARCHIVE_OK)
		archive_damaged(e);
	int status = archive_read_next_header(a, &entry);

	if (status != ARCHIVE_OK && status != ARCHIVE_WARN && status != ARCHIVE_EOF)
		archive_damaged(e);
	/* Where libarchive does not see the packing's header it would give the
	 * packed bytes as they are; where it sees two, unpack both. */
	if (archive_filter_code(a, 0) == ARCHIVE_FILTER_NONE)
		damaged(e, "truncated or damaged at its start");
	if (archive_filter_count(a) > 2)
		damaged(e, "packed twice: unpack the outer one first");
	e->ended = status == ARCHIVE_EOF;
}

static size_t archive_read(struct expander *e, char *into, size_t room)
{
	la_ssize_t got = e->ended ? 0 : archive_read_data(e->archive, into, room);

	if (got < 0)
		archive_damaged(e);
	if (got > 0)
		return (size_t)got;
	e->ended = true;
	uint64_t used = (uint64_t)archive_filter_bytes(e->archive, -1);
	size_t left = e->fed > used ? (size_t)(e->fed - used) : 0;

	rest_check(e, e->block + (e->last - left), left);
	return 0;
}

void expander_start(struct expander *e, struct inlet from, enum packing packing, const char *name)
{
	*e = (struct expander){.from = from, .packing = packing, .name = name};
	e->block = memory_take(BLOCK);
	if (packing != PACKING_GZIP)
		archive_start(e);
	else if (inflateInit2(&e->gzip, 15 + 16) != Z_OK)
		fail(EXIT_IO, "out of memory");
}

size_t expander_read(void *context, char *into, size_t room)
{
	struct expander *e = context;

	if (e->packing == PACKING_GZIP)
		return gzip_read(e, into, room);
	return archive_read(e, into, room);
}

void expander_free(struct expander *e)
{
	if (e->archive)
		archive_read_free(e->archive);
	if (e->packing == PACKING_GZIP)
		inflateEnd(&e->gzip);
	memory_free(e->block);
	*e = (struct expander){0};
}
