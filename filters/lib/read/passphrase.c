#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "read/received.h"

enum { MOST = 1024 };

static int file_open(const char *path)
{
	/* Without O_NONBLOCK a named pipe would hold the program up. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat state;

	if (fd < 0 || fstat(fd, &state) != 0)
		fail_errno(EXIT_CONFIG, "%s: passphrase file", path);
	if (!S_ISREG(state.st_mode))
		fail(EXIT_CONFIG, "%s: passphrase file: is not a regular file", path);
	mode_t mode = state.st_mode & 07777;

	if (mode != 0600 && mode != 0400)
		fail(EXIT_CONFIG,
		     "%s: passphrase file: its mode is %04o, not 0600 or 0400: chmod 600 it", path,
		     (unsigned)mode);
	return fd;
}

void passphrase_read(struct buffer *b, const char *path)
{
	int fd = file_open(path);
	ssize_t got;

	prctl(PR_SET_DUMPABLE, 0);
	/* All the room it can need at once: a buffer that grows leaves copies behind. */
	buffer_room(b, MOST + 2);
	do {
		got = read(fd, b->at + b->length, MOST + 1 - b->length);
		b->length += got > 0 ? (size_t)got : 0;
	} while (got > 0 || (got < 0 && errno == EINTR));
	if (got < 0)
		fail_errno(EXIT_IO, "%s: passphrase file", path);
	close(fd);
	const char *end = b->length > 0 ? memchr(b->at, '\n', b->length) : NULL;

	if (end)
		b->length = (size_t)(end - b->at);
	if (end && b->length > 0 && b->at[b->length - 1] == '\r')
		b->length--;
	if (b->length > MOST)
		fail(EXIT_CONFIG, "%s: passphrase file: its first line is longer than %d bytes",
		     path, MOST);
	if (b->length == 0 || memchr(b->at, 0, b->length))
		fail(EXIT_CONFIG, "%s: passphrase file: its first line is empty or has a NUL byte",
		     path);
	b->at[b->length] = 0;
}

void passphrase_wipe(struct buffer *b)
{
	if (b->at)
		OPENSSL_cleanse(b->at, b->capacity);
	buffer_free(b);
}
