#include "read/received.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include "stream/error.h"

enum { BLOCK = 64 << 10 };

struct received_limits received_limits = {
	.unpacked = 20ull * 1000 * 1000 * 1000,
	.ratio = 200,
	.ratio_from = 10ull * 1000 * 1000,
	.members = 10000,
};

static const struct {
	const char *bytes;
	size_t length;
	const char *what;
} refused[] = {
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8,
	 "an Excel 97 or password-protected workbook: save it as CSV"},
	{"BZh", 3, "packed with bzip2: unpack it first"},
	{"\xfd\x37zXZ", 6, "packed with xz: unpack it first"},
	{"\x28\xb5\x2f\xfd", 4, "packed with zstd: unpack it first"},
	{"7z\xbc\xaf\x27\x1c", 6, "packed with 7z: unpack it first"},
	{"Rar!\x1a\x07", 6, "packed with RAR: unpack it first"},
	{"%PDF-", 5, "a PDF document"},
};

static const char *path_name(const struct received *f)
{
	return f->path ? f->path : "stdin";
}

size_t received_raw(struct received *f, char *into, size_t room)
{
	ssize_t got;

	do
		got = read(f->fd, into, room);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		fail_errno(EXIT_IO, "%s", path_name(f));
	if (got > 0 && !EVP_DigestUpdate(f->digest, into, (size_t)got))
		fail(EXIT_BUG, "SHA-256 failed");
	f->bytes += (uint64_t)got;
	return (size_t)got;
}

static enum packing packing_of(const struct received *f)
{
	struct text first = {f->block, f->block_end};

	if (text_starts(first, "\x1f\x8b"))
		return PACKING_GZIP;
	if (text_starts(first, "PK\3\4") || text_starts(first, "PK\5\6"))
		return PACKING_ZIP;
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		if (first.length >= refused[i].length &&
		    memcmp(first.at, refused[i].bytes, refused[i].length) == 0)
			fail_at(EXIT_DATA, (struct place){.file = f->path}, NULL, "is %s",
				refused[i].what);
	return PACKING_NONE;
}

/* libarchive needs to seek in a zip file, and the hash needs to see all of it
 * once: it is read to its end here, into an unlinked copy unless it can be
 * read again where it is. */
static void zip_prepare(struct received *f)
{
	struct stat status;
	bool again = fstat(f->fd, &status) == 0 && S_ISREG(status.st_mode) &&
		     lseek(f->fd, 0, SEEK_CUR) == (off_t)f->bytes;

	if (!again)
		spool_start(&f->copy, f->tmpdir);
	while (f->block_end > 0) {
		if (!again)
			spool_add(&f->copy, (struct text){f->block, f->block_end});
		f->block_end = received_raw(f, f->block, BLOCK);
	}
	if (!again)
		f->again = spool_read(&f->copy);
	else
		f->again = f->fd;
	f->drained = true;
}

void received_open(struct received *f, const char *path, const char *member, const char *tmpdir)
{
	*f = (struct received){.path = path, .member = member, .tmpdir = tmpdir, .name = path};
	f->again = -1;
	f->fd = path ? open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY) : STDIN_FILENO;
	if (f->fd < 0)
		fail_errno(EXIT_IO, "%s", path);
	f->digest = EVP_MD_CTX_new();
	if (!f->digest || !EVP_DigestInit_ex(f->digest, EVP_sha256(), NULL))
		fail(EXIT_IO, "out of memory");
	f->block = memory_take(BLOCK);
	while (f->block_end < 16) {
		size_t got = received_raw(f, f->block + f->block_end, BLOCK - f->block_end);

		if (got == 0)
			break;
		f->block_end += got;
	}
	f->packing = packing_of(f);
	if (f->packing != PACKING_ZIP && member)
		fail_at(EXIT_DATA, (struct place){.file = path}, NULL,
			"is not a zip file, so it has no members");
	if (f->packing == PACKING_ZIP)
		zip_prepare(f);
	if (f->packing != PACKING_NONE)
		unpack_open(f);
}

bool received_next(struct received *f)
{
	if (f->packing == PACKING_ZIP)
		return unpack_next(f);
	bool first = !f->member_open;

	f->member_open = true;
	return first;
}

size_t received_read(void *context, char *into, size_t room)
{
	struct received *f = context;

	if (f->packing != PACKING_NONE)
		return unpack_read(f, into, room);
	if (f->block_start == f->block_end)
		return received_raw(f, into, room);
	size_t n = f->block_end - f->block_start;

	n = n < room ? n : room;
	memcpy(into, f->block + f->block_start, n);
	f->block_start += n;
	return n;
}

void received_digest(struct received *f, char hex[65])
{
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned length = 0;

	while (!f->drained)
		f->drained = received_raw(f, f->block, BLOCK) == 0;
	if (!EVP_DigestFinal_ex(f->digest, sum, &length) || length != 32)
		fail(EXIT_BUG, "SHA-256 failed");
	for (unsigned i = 0; i < length; i++) {
		hex[2 * i] = "0123456789abcdef"[sum[i] >> 4];
		hex[2 * i + 1] = "0123456789abcdef"[sum[i] & 15];
	}
	hex[64] = 0;
}

void received_close(struct received *f)
{
	unpack_close(f);
	EVP_MD_CTX_free(f->digest);
	memory_free(f->block);
	arena_free(&f->arena);
	if (f->again >= 0 && f->again != f->fd)
		spool_free(&f->copy);
	if (f->fd > STDERR_FILENO)
		close(f->fd);
	*f = (struct received){.fd = -1};
}
