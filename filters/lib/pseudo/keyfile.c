#include "pseudo/keyfile.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

#define KEY_LEAST_BITS 128
#define KEY_MOST_BYTES 1024

static bool repeats(struct text a)
{
	for (size_t period = 1; period <= a.length / 2; period++)
		if (!memcmp(a.at, a.at + period, a.length - period))
			return true;
	return false;
}

enum { AGAIN_LEAST = 4, BITS_AGAIN = 8, WORD_LEAST = 4 };

/* How many of the characters from i on have come before in this order, 0 when
 * fewer than AGAIN_LEAST. */
static size_t said_before(struct text a, size_t i)
{
	size_t longest = 0;

	for (size_t j = 0; j < i; j++) {
		size_t n = 0;
		while (i + n < a.length && j + n < i && a.at[j + n] == a.at[i + n])
			n++;
		longest = n > longest ? n : longest;
	}
	return longest >= AGAIN_LEAST ? longest : 0;
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

/* Tenths of a bit of one character of a mixed key: fewer in a word, and for 2 after 1. */
static size_t tenths_of(struct text a, size_t i)
{
	size_t from = i, to = i;

	if (i && a.at[i] == a.at[i - 1] + 1)
		return 5;
	while (from && is_lower(a.at[from - 1]))
		from--;
	while (to < a.length && is_lower(a.at[to]))
		to++;
	return is_lower(a.at[i]) && to - from >= WORD_LEAST ? 20 : 60;
}

unsigned keyfile_bits(struct text a)
{
	bool seen[256] = {false};
	size_t distinct = 0, digits = 0, hexadecimal = 0, lower = 0, upper = 0, blanks = 0;

	for (size_t i = 0; i < a.length; i++) {
		unsigned char c = (unsigned char)a.at[i];
		distinct += !seen[c];
		seen[c] = true;
		digits += c >= '0' && c <= '9';
		hexadecimal += c && strchr("0123456789abcdefABCDEF", c) != NULL;
		lower += c >= 'a' && c <= 'z';
		upper += c >= 'A' && c <= 'Z';
		blanks += c == ' ' || c == '-' || c == '_';
	}
	if (distinct < 6 || repeats(a))
		return 0;
	size_t tenths = 60;
	if (digits == a.length)
		tenths = 33;
	else if (hexadecimal == a.length)
		tenths = 40;
	else if (lower + blanks == a.length || upper + blanks == a.length)
		tenths = 20;
	if (tenths < 60)
		return (unsigned)(a.length * tenths / 10);
	size_t total = 0;
	for (size_t i = 0; i < a.length;) {
		size_t again = said_before(a, i);
		total += again ? BITS_AGAIN * 10 : tenths_of(a, i);
		i += again ? again : 1;
	}
	return (unsigned)(total / 10);
}

const char *keyfile_fault(struct text a)
{
	static const char *const demonstration[] = {"mackerel", "hello", "ribble", "herring"};

	if (a.length >= 3 && !memcmp(a.at, "\xEF\xBB\xBF", 3))
		return "starts with a byte order mark";
	if (memchr(a.at, '\n', a.length) || memchr(a.at, '\r', a.length))
		return "has more than one line, or a carriage return";
	for (size_t i = 0; i < a.length; i++)
		if ((unsigned char)a.at[i] < 0x20 || a.at[i] == 0x7f)
			return "has a control character";
	if (!text_utf8(a))
		return "is not UTF-8 text (make one with: openssl rand -hex 32)";
	if (a.length && (a.at[0] == ' ' || a.at[a.length - 1] == ' '))
		return "has a blank at its start or end";
	for (size_t i = 0; i < sizeof(demonstration) / sizeof(*demonstration); i++)
		if (text_is(a, demonstration[i]))
			return "is a well-known demonstration salt";
	if (keyfile_bits(a) < KEY_LEAST_BITS)
		return "has fewer than 128 bits (make one with: openssl rand -hex 32)";
	return NULL;
}

static void directory_check(const char *path)
{
	struct buffer name = {0};
	const char *slash = strrchr(path, '/');

	if (!slash)
		buffer_string(&name, ".");
	else
		buffer_add(&name, path, slash == path ? 1 : (size_t)(slash - path));
	buffer_byte(&name, '\0');
	struct stat state;
	if (stat(name.at, &state))
		fail_errno(EXIT_CONFIG, "%s: key file: its directory", path);
	if ((state.st_mode & (S_IWGRP | S_IWOTH)) && !(state.st_mode & S_ISVTX))
		fail(EXIT_CONFIG, "%s: key file: others may write in its directory", path);
	buffer_free(&name);
}

static int file_open(const char *path)
{
	/* Without O_NONBLOCK a named pipe would hold the program up. */
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

	if (fd < 0 && errno == ELOOP)
		fail(EXIT_CONFIG, "%s: key file: is a symbolic link", path);
	if (fd < 0)
		fail_errno(EXIT_CONFIG, "%s: key file", path);
	struct stat state;
	if (fstat(fd, &state))
		fail_errno(EXIT_CONFIG, "%s: key file", path);
	if (!S_ISREG(state.st_mode))
		fail(EXIT_CONFIG, "%s: key file: is not a regular file", path);
	if (state.st_uid != geteuid() && state.st_uid != 0)
		fail(EXIT_CONFIG, "%s: key file: is owned by another user", path);
	mode_t mode = state.st_mode & 07777;
	if (mode != 0600 && mode != 0400)
		fail(EXIT_CONFIG, "%s: key file: its mode is %04o, not 0600 or 0400", path,
		     (unsigned)mode);
	if (state.st_nlink != 1)
		fail(EXIT_CONFIG, "%s: key file: has a second hard link", path);
	if (state.st_size > KEY_MOST_BYTES)
		fail(EXIT_CONFIG, "%s: key file: is longer than %d bytes", path, KEY_MOST_BYTES);
	directory_check(path);
	return fd;
}

static void wipe(void *context, int status)
{
	(void)status;
	struct keyfile *k = context;
	if (k->page)
		OPENSSL_cleanse(k->page, k->page_bytes);
}

static void page_take(struct keyfile *k)
{
	long size = sysconf(_SC_PAGESIZE);

	k->page_bytes = size < KEY_MOST_BYTES + 1 ? KEY_MOST_BYTES + 1 : (size_t)size;
	k->page = mmap(NULL, k->page_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		       0);
	if (k->page == MAP_FAILED)
		fail_errno(EXIT_IO, "memory for the key");
	error_on_fail(wipe, k);
	if (mlock(k->page, k->page_bytes))
		notice("the key cannot be locked in memory: it may reach the swap space");
	madvise(k->page, k->page_bytes, MADV_DONTDUMP);
	prctl(PR_SET_DUMPABLE, 0);
}

void keyfile_open(struct keyfile *k, const char *path)
{
	*k = (struct keyfile){0};
	int fd = file_open(path);
	page_take(k);
	for (;;) {
		ssize_t n = read(fd, k->page + k->length, k->page_bytes - k->length);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			fail_errno(EXIT_IO, "%s: key file", path);
		if (n == 0)
			break;
		k->length += (size_t)n;
	}
	close(fd);
	if (k->length && k->page[k->length - 1] == '\n')
		k->length--;
	const char *fault = keyfile_fault(keyfile_text(k));
	if (fault)
		fail(EXIT_CONFIG, "%s: key file: the key %s", path, fault);

	unsigned char out[MAC_BYTES];
	struct mac m;
	mac_start(&m, k->page, k->length);
	mac_of(&m, TEXT("kcv|v1"), out);
	mac_end(&m);
	struct buffer digits = {0};
	buffer_hex(&digits,
		   (uint64_t)out[0] << 24 | (uint64_t)out[1] << 16 | (uint64_t)out[2] << 8 | out[3],
		   8);
	memcpy(k->check, digits.at, 8);
	buffer_free(&digits);
}

void keyfile_close(struct keyfile *k)
{
	wipe(k, 0);
	munmap(k->page, k->page_bytes);
	k->page = NULL;
}

void keyfile_mac(const struct keyfile *k, const char *purpose, struct text field, struct mac *m)
{
	struct buffer info = {0};

	buffer_string(&info, "jigsaw/v1|");
	buffer_string(&info, purpose);
	buffer_byte(&info, '|');
	buffer_text_add(&info, field);
	unsigned char derived[MAC_BYTES];
	hkdf_sha256(k->page, k->length, buffer_text(&info), derived);
	mac_start(m, derived, sizeof(derived));
	OPENSSL_cleanse(derived, sizeof(derived));
	buffer_free(&info);
}
