#ifndef JIGSAW_TEST_TRIAL_H
#define JIGSAW_TEST_TRIAL_H

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "test.h"

/* What tests of code that ends the process on failure have in common. */

/* A child costs much under a sanitizer: of trials without number, take a few. */
#if defined(__SANITIZE_ADDRESS__)
enum { EVERY = 13 };
#else
enum { EVERY = 1 };
#endif

/* The exit status of run(context) in a child, silent on standard error;
 * 0 when it returns, 128 + N when signal N ends it. */
static inline int trial(void (*run)(void *context), void *context)
{
	int status = 0;
	pid_t child = fork();

	check(child >= 0, "fork");
	if (child == 0) {
		int null = open("/dev/null", O_WRONLY);
		dup2(null, 2);
		close(null);
		run(context);
		_exit(0);
	}
	check(waitpid(child, &status, 0) == child, "wait");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* The path of a file in memory that holds `bytes`, until the next call. */
static inline const char *file_of(struct text bytes)
{
	static char path[64];
	static int fd = -1;

	if (fd >= 0)
		close(fd);
	fd = memfd_create("stream", 0);
	check(fd >= 0 && write(fd, bytes.at, bytes.length) == (ssize_t)bytes.length, "memfd");
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	return path;
}

static inline struct text file_read(const char *path)
{
	struct buffer b = {0};
	ssize_t got;
	int fd = open(path, O_RDONLY);

	check(fd >= 0, "%s", path);
	do {
		buffer_room(&b, 1 << 16);
		got = read(fd, b.at + b.length, 1 << 16);
		b.length += got > 0 ? (size_t)got : 0;
	} while (got > 0);
	close(fd);
	return buffer_text(&b);
}

#endif
