#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include "read/received.h"
#include "test.h"
#include "trap.h"

static char path[] = "/tmp/jigsaw.XXXXXX";

static void write_gzip(size_t bytes)
{
	gzFile file = gzopen(path, "wb9");

	for (size_t i = 0; i < bytes; i++)
		gzputc(file, (int)('a' + i % 7));
	gzclose(file);
}

/* The bytes that come out, or why not. */
static void gives(const char *expected)
{
	static struct received f;
	char got[64], some[1000];
	volatile size_t total = 0;
	size_t n;

	if (setjmp(failed) == 0) {
		received_open(&f, path, &(struct received_how){.tmpdir = "/tmp"});
		while (received_next(&f))
			while ((n = received_read(&f, some, sizeof some)) > 0)
				total += n;
		received_digest(&f, (char[65]){0});
		snprintf(got, sizeof got, "%zu", total);
	} else {
		snprintf(got, sizeof got, "%.60s", complaint);
	}
	received_close(&f);
	check(text_starts(text_of(got), expected), "%s, expected %s", got, expected);
}

/* SHA-256 of "abc": FIPS 180-4's example. */
static void digest(void)
{
	struct received f;
	char hex[65];
	int fd = open(path, O_WRONLY | O_TRUNC);

	check(fd >= 0 && write(fd, "abc", 3) == 3 && close(fd) == 0, "%s", path);
	received_open(&f, path, &(struct received_how){.tmpdir = "/tmp"});
	received_digest(&f, hex);
	check_number(f.bytes, 3, "bytes");
	check_text(text_of(hex),
		   TEXT("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
		   "SHA-256 of abc");
	received_close(&f);
}

int main(void)
{
	int fd = mkstemp(path);

	check(fd >= 0 && close(fd) == 0, "a temporary file");
	digest();
	error_trap = trap;
	write_gzip(100000);
	gives("100000");
	received_limits.unpacked = 100000;
	gives("100000");
	received_limits.unpacked = 99999;
	gives("65 /tmp/jigsaw.");
	check(strstr(complaint, "unpacks to more than 99999 bytes"), "%s", complaint);
	received_limits.unpacked = 1000000;
	received_limits.ratio_from = 1000;
	received_limits.ratio = 10;
	gives("65 /tmp/jigsaw.");
	received_limits.ratio_from = 100000;
	gives("100000");
	write_gzip(0);
	gives("0");
	unlink(path);
	return 0;
}
