#include "read/received_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "read/package.h"

enum { BLOCK = 64 << 10, FIRST = 512 };

struct received_limits received_limits = {
	.unpacked = 20ull * 1000 * 1000 * 1000,
	.ratio = 200,
	.ratio_from = 10ull * 1000 * 1000,
	.members = 10000,
};

static const char *path_name(const struct received *f)
{
	return f->path ? f->path : "stdin";
}

static struct place here(const struct received *f)
{
	return (struct place){.file = f->name};
}

/* Bytes of the file as received, hashed. */
static size_t read_hashed(void *context, char *into, size_t room)
{
	struct received *f = context;
	size_t held = f->block_end - f->block_start;
	ssize_t got;

	if (held > 0) {
		held = held < room ? held : room;
		memcpy(into, f->block + f->block_start, held);
		f->block_start += held;
		return held;
	}
	do
		got = read(f->fd, into, room);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		fail_errno(EXIT_IO, "%s", path_name(f));
	if (got > 0 && !EVP_DigestUpdate(f->digest, into, (size_t)got))
		fail(EXIT_BUG, "SHA-256 failed");
	if (got > 0 && f->keeps)
		spool_add(&f->copy, (struct text){into, (size_t)got});
	f->bytes += (uint64_t)got;
	f->drained = got == 0;
	return (size_t)got;
}

void received_limit(const struct received *f, uint64_t unpacked)
{
	if (unpacked > received_limits.unpacked)
		fail_at(EXIT_DATA, here(f), NULL, "unpacks to more than %llu bytes",
			(unsigned long long)received_limits.unpacked);
	if (unpacked > received_limits.ratio_from && unpacked / received_limits.ratio > f->bytes)
		fail_at(EXIT_DATA, here(f), NULL, "unpacks to more than %llu times its size",
			(unsigned long long)received_limits.ratio);
}

/* Can the descriptor be read again from its start? */
static bool is_regular(const struct received *f)
{
	struct stat status;

	return fstat(f->fd, &status) == 0 && S_ISREG(status.st_mode) &&
	       lseek(f->fd, 0, SEEK_CUR) == (off_t)f->bytes;
}

/* From here on, all that was and will be read is kept to be read again. */
static void keep(struct received *f)
{
	if (is_regular(f))
		return;
	spool_start(&f->copy, f->how.tmpdir);
	spool_add(&f->copy, (struct text){f->block, f->block_end});
	f->keeps = true;
}

static void let_go(struct received *f)
{
	if (f->keeps)
		spool_free(&f->copy);
	f->keeps = false;
}

/* The rest of the file into the hash. */
static void read_rest(struct received *f)
{
	f->block_start = f->block_end = 0;
	while (!f->drained)
		read_hashed(f, f->block, BLOCK);
}

/* An archive is read twice: once for the hash here, to its end. */
static void drain(struct received *f)
{
	read_rest(f);
	f->again = f->keeps ? spool_read(&f->copy) : f->fd;
}

static size_t first_fill(struct received *f, size_t (*read_some)(struct received *, char *, size_t))
{
	size_t got;

	f->first_start = f->first_end = 0;
	do {
		got = read_some(f, f->first + f->first_end, FIRST - f->first_end);
		f->first_end += got;
	} while (got > 0 && f->first_end < FIRST);
	return f->first_end;
}

static size_t expanded_read(struct received *f, char *into, size_t room)
{
	size_t got = expander_read(&f->expander, into, room);

	f->unpacked += got;
	received_limit(f, f->unpacked);
	return got;
}

/* One packed stream: a file, or a packed tar, which is then an archive. */
static void stream_open(struct received *f)
{
	keep(f);
	expander_start(&f->expander, (struct inlet){read_hashed, f}, f->packing, f->name);
	first_fill(f, expanded_read);
	if (packing_of(received_first(f)) != PACKING_TAR) {
		let_go(f);
		received_refuse_nested(f);
		return;
	}
	f->archive_kind = PACKING_TAR;
	expander_free(&f->expander);
	f->unpacked = 0;
}

void received_open(struct received *f, const char *path, const struct received_how *how)
{
	size_t got;

	*f = (struct received){.path = path, .how = *how, .name = path, .again = -1};
	f->fd = path ? open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY) : STDIN_FILENO;
	if (f->fd < 0)
		fail_errno(EXIT_IO, "%s", path);
	if (fstat(f->fd, &f->status) != 0)
		fail_errno(EXIT_IO, "%s", path_name(f));
	f->digest = EVP_MD_CTX_new();
	if (!f->digest || !EVP_DigestInit_ex(f->digest, EVP_sha256(), NULL))
		fail(EXIT_IO, "out of memory");
	f->block = memory_take(BLOCK);
	f->first = memory_take(FIRST);
	for (size_t end = 0; end < FIRST && !f->drained; f->block_end = end) {
		f->block_end = 0;
		got = read_hashed(f, f->block + end, BLOCK - end);
		end += got;
	}
	received_refuse_document(f, (struct text){f->block, f->block_end});
	f->packing = packing_of((struct text){f->block, f->block_end});
	if (packing_is_stream(f->packing))
		stream_open(f);
	else
		f->archive_kind = f->packing;
	if (f->archive_kind == PACKING_NONE && how->member)
		fail_at(EXIT_DATA, (struct place){.file = path}, NULL,
			"is not an archive, so it has no members");
	if (f->archive_kind == PACKING_NONE)
		return;
	if (how->passphrase)
		passphrase_read(&f->passphrase, how->passphrase);
	if (f->packing == f->archive_kind)
		keep(f);
	drain(f);
	f->workbook = f->packing == PACKING_ZIP && package_is_workbook(f->again, here(f));
	if (!f->workbook) {
		unpack_open(f);
		return;
	}
	f->packing = f->archive_kind = PACKING_NONE;
	if (how->member)
		fail_at(EXIT_DATA, here(f), NULL, "is a workbook: choose with --sheet");
}

bool received_next(struct received *f)
{
	bool first = !f->started;

	f->started = true;
	if (f->archive_kind == PACKING_NONE)
		return first;
	if (f->seekable.fd > 0)
		spool_free(&f->seekable);
	f->seekable.fd = 0;
	if (!unpack_next(f))
		return false;
	first_fill(f, unpack_read);
	received_refuse_nested(f);
	return true;
}

struct text received_first(const struct received *f)
{
	if (f->packing == PACKING_NONE)
		return (struct text){f->block + f->block_start,
				     f->block_end - f->block_start < FIRST
					     ? f->block_end - f->block_start
					     : FIRST};
	return (struct text){f->first + f->first_start, f->first_end - f->first_start};
}

size_t received_read(void *context, char *into, size_t room)
{
	struct received *f = context;
	size_t held = f->first_end - f->first_start;

	if (held > 0) {
		held = held < room ? held : room;
		memcpy(into, f->first + f->first_start, held);
		f->first_start += held;
		return held;
	}
	if (f->archive_kind != PACKING_NONE)
		return unpack_read(f, into, room);
	if (f->packing != PACKING_NONE)
		return expanded_read(f, into, room);
	return read_hashed(f, into, room);
}

int received_file(struct received *f)
{
	char *some;
	size_t got;

	if (f->workbook && f->again >= 0 && f->seekable.fd <= 0)
		return f->again;
	if (f->seekable.fd > 0)
		return f->seekable.fd;
	if (f->packing == PACKING_NONE && is_regular(f)) {
		read_rest(f);
		if (lseek(f->fd, 0, SEEK_SET) != 0)
			fail_errno(EXIT_IO, "%s", path_name(f));
		return f->fd;
	}
	spool_start(&f->seekable, f->how.tmpdir);
	some = memory_take(BLOCK);
	while ((got = received_read(f, some, BLOCK)) > 0)
		spool_add(&f->seekable, (struct text){some, got});
	memory_free(some);
	return spool_read(&f->seekable);
}

void received_close(struct received *f)
{
	unpack_close(f);
	passphrase_wipe(&f->passphrase);
	EVP_MD_CTX_free(f->digest);
	memory_free(f->block);
	memory_free(f->first);
	arena_free(&f->arena);
	let_go(f);
	if (f->seekable.fd > 0)
		spool_free(&f->seekable);
	if (f->fd > STDERR_FILENO)
		close(f->fd);
	*f = (struct received){.fd = -1};
}

/* What someone still writes to is not what its digest says, and what is read
 * twice must be the same twice. */
static void refuse_changed(const struct received *f)
{
	const struct timespec *before = &f->status.st_mtim;
	struct stat now;

	if (!S_ISREG(f->status.st_mode))
		return;
	if (fstat(f->fd, &now) != 0 || now.st_size != f->status.st_size ||
	    now.st_mtim.tv_sec != before->tv_sec || now.st_mtim.tv_nsec != before->tv_nsec)
		fail_at(EXIT_DATA, (struct place){.file = f->path}, NULL,
			"changed while it was read: wait until it is whole, or read a copy");
}

void received_digest(struct received *f, char hex[65])
{
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned length = 0;

	read_rest(f);
	refuse_changed(f);
	if (!EVP_DigestFinal_ex(f->digest, sum, &length) || length != 32)
		fail(EXIT_BUG, "SHA-256 failed");
	for (unsigned i = 0; i < length; i++) {
		hex[2 * i] = "0123456789abcdef"[sum[i] >> 4];
		hex[2 * i + 1] = "0123456789abcdef"[sum[i] & 15];
	}
	hex[64] = 0;
}
