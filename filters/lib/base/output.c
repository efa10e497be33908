#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/output.h"

ssize_t (*write_hook)(int fd, const void *bytes, size_t count) = write;

enum { PENDING = 64 };

/* Files of this run that are not yet under their own name. */
static struct {
	char *temporary;
	char *path;
	bool finished;
} pending[PENDING];
static int pending_count;

static void remove_pending(void *context, int status)
{
	(void)context;
	(void)status;
	for (int i = 0; i < pending_count; i++)
		unlink(pending[i].temporary);
	pending_count = 0;
}

/* A run that is stopped leaves no temporary file either; the signal then does
 * what it would have done. */
static void on_signal(int number)
{
	for (int i = 0; i < pending_count; i++)
		unlink(pending[i].temporary);
	signal(number, SIG_DFL);
	raise(number);
}

static void catch_signals(void)
{
	static const int numbers[] = {SIGHUP, SIGINT, SIGTERM, SIGPIPE, SIGXCPU, SIGXFSZ};

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (signal(numbers[i], on_signal) == SIG_IGN)
			signal(numbers[i], SIG_IGN);
}

static char *string_join(const char *a, size_t length, const char *b)
{
	size_t more = strlen(b) + 1;
	char *joined = memory_take(length + more);

	memcpy(joined, a, length);
	memcpy(joined + length, b, more);
	return joined;
}

static void open_temporary(struct output *o)
{
	static bool hooked;
	const char *slash = strrchr(o->path, '/');
	size_t directory = slash ? (size_t)(slash - o->path) + 1 : 0;

	if (pending_count == PENDING)
		fail(EXIT_BUG, "too many outputs");
	o->temporary = string_join(o->path, directory, ".jigsaw.XXXXXX");
	o->fd = mkostemp(o->temporary, O_CLOEXEC);
	if (o->fd < 0)
		fail_errno(EXIT_IO, "%s", o->path);
	if (!hooked) {
		error_on_fail(remove_pending, NULL);
		catch_signals();
	}
	hooked = !error_trap;
	pending[pending_count].temporary = o->temporary;
	pending[pending_count].path = string_join(o->path, strlen(o->path), "");
	pending[pending_count++].finished = false;
}

void output_open(struct output *o, const char *path)
{
	struct stat status;

	*o = (struct output){.path = path, .fd = STDOUT_FILENO};
	if (!path)
		return;
	if (stat(path, &status) == 0 && !S_ISREG(status.st_mode)) {
		o->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
		if (o->fd < 0)
			fail_errno(EXIT_IO, "%s", path);
		return;
	}
	open_temporary(o);
}

static _Noreturn void write_failed(const struct output *o)
{
	if (errno == EPIPE) {
		/* A parent may have had SIGPIPE ignored: end as the default would. */
		remove_pending(NULL, 0);
		signal(SIGPIPE, SIG_DFL);
		raise(SIGPIPE);
	}
	fail_errno(EXIT_IO, "%s: cannot write", o->path ? o->path : "stdout");
}

void output_flush(struct output *o)
{
	size_t done = 0;

	if (o->digesting)
		digest_add(&o->digest, buffer_text(&o->buffer));
	while (done < o->buffer.length) {
		ssize_t wrote = write_hook(o->fd, o->buffer.at + done, o->buffer.length - done);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0)
			write_failed(o);
		done += (size_t)wrote;
	}
	o->bytes += done;
	buffer_reset(&o->buffer);
}

void output_finish(struct output *o)
{
	output_flush(o);
	buffer_free(&o->buffer);
	if (o->temporary && fsync(o->fd) != 0)
		write_failed(o);
	if (close(o->fd) != 0)
		write_failed(o);
	for (int i = 0; i < pending_count; i++)
		if (pending[i].temporary == o->temporary)
			pending[i].finished = true;
}

void outputs_commit(void)
{
	for (int i = 0; i < pending_count; i++) {
		if (!pending[i].finished)
			fail(EXIT_BUG, "%s was never finished", pending[i].path);
		if (rename(pending[i].temporary, pending[i].path) != 0)
			fail_errno(EXIT_IO, "%s", pending[i].path);
		memory_free(pending[i].temporary);
		memory_free(pending[i].path);
	}
	pending_count = 0;
}
