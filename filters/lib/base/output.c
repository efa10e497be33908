#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/output.h"

ssize_t (*write_hook)(int fd, const void *bytes, size_t count) = write;
void (*output_noted)(struct output *o);

/* Files of this run that are not yet under their own name for good. */
static struct pending {
	char *temporary; /* NULL: only the name is taken */
	char *path;
	char *backup; /* what was there before, once the file has its name */
	bool finished, renamed;
} * pending;
static size_t pending_count, pending_capacity;

/* Only calls that a signal handler may make. */
static void take_back(const struct pending *p)
{
	if (!p->renamed && p->temporary)
		unlink(p->temporary);
	if (p->backup)
		rename(p->backup, p->path);
	else if (p->renamed)
		unlink(p->path);
}

static void remove_pending(void *context, int status)
{
	(void)context;
	(void)status;
	for (size_t i = pending_count; i-- > 0;)
		take_back(&pending[i]);
	pending_count = 0;
}

static const int stopping[] = {SIGHUP, SIGINT, SIGTERM, SIGPIPE, SIGXCPU, SIGXFSZ};
enum { STOPPING = sizeof stopping / sizeof *stopping };

/* A run that is stopped leaves no file either; the signal then does what it would
 * have done. */
static void on_signal(int number)
{
	remove_pending(NULL, 0);
	signal(number, SIG_DFL);
	raise(number);
}

static void catch_signals(void)
{
	for (size_t i = 0; i < STOPPING; i++)
		if (signal(stopping[i], on_signal) == SIG_IGN)
			signal(stopping[i], SIG_IGN);
}

/* The handler must not meet the list half changed. */
static void hold_signals(bool hold)
{
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < STOPPING; i++)
		sigaddset(&set, stopping[i]);
	sigprocmask(hold ? SIG_BLOCK : SIG_UNBLOCK, &set, NULL);
}

static char *string_join(const char *a, size_t length, const char *b)
{
	size_t more = strlen(b) + 1;
	char *joined = memory_take(length + more);

	memcpy(joined, a, length);
	memcpy(joined + length, b, more);
	return joined;
}

static char *beside(const char *path, const char *name)
{
	const char *slash = strrchr(path, '/');

	return string_join(path, slash ? (size_t)(slash - path) + 1 : 0, name);
}

/* The one name of a file, through links and `..`, whether it is there or not. */
static char *true_name(const char *path)
{
	char *real = realpath(path, NULL), *directory, *parent, *name;
	struct stat status;

	if (real) {
		name = string_join(real, strlen(real), "");
		free(real);
		return name;
	}
	if (lstat(path, &status) == 0)
		fail(EXIT_IO, "%s: a symbolic link to a file that is not there", path);
	directory = beside(path, ".");
	parent = realpath(directory, NULL);
	if (!parent)
		fail_errno(EXIT_IO, "%s", path);
	const char *last = strrchr(path, '/');
	name = string_join(parent, strlen(parent), "/");
	free(parent);
	parent = name;
	name = string_join(parent, strlen(parent), last ? last + 1 : path);
	memory_free(parent);
	memory_free(directory);
	return name;
}

/* Adds an entry with the path's true name; exit 2 if the run writes it already. */
static struct pending *take_name(const char *path)
{
	static bool hooked;
	char *name = true_name(path);

	for (size_t i = 0; i < pending_count; i++)
		if (strcmp(pending[i].path, name) == 0)
			fail(EXIT_USAGE, "%s: two outputs have this name", path);
	if (!hooked) {
		error_on_fail(remove_pending, NULL);
		catch_signals();
	}
	hooked = !error_trap;
	hold_signals(true);
	memory_need(&pending, &pending_capacity, pending_count + 1, sizeof *pending);
	struct pending *p = &pending[pending_count++];
	*p = (struct pending){.path = name};
	hold_signals(false);
	return p;
}

void output_name(const char *path)
{
	struct stat status;

	if (stat(path, &status) != 0 || S_ISREG(status.st_mode))
		take_name(path)->finished = true;
}

static void open_temporary(struct output *o)
{
	struct pending *p = take_name(o->path);

	o->temporary = beside(p->path, ".jigsaw.XXXXXX");
	hold_signals(true);
	o->fd = mkostemp(o->temporary, O_CLOEXEC);
	p->temporary = o->fd < 0 ? NULL : o->temporary;
	hold_signals(false);
	if (o->fd < 0)
		fail_errno(EXIT_IO, "%s", o->path);
}

/* The descriptor that a name such as /dev/stdout or /dev/fd/3 stands for, or -1. */
static int descriptor_of(const char *path)
{
	static const char *const folders[] = {"/dev/fd/", "/proc/self/fd/"};
	uint64_t number;

	if (strcmp(path, "/dev/stdout") == 0)
		return STDOUT_FILENO;
	if (strcmp(path, "/dev/stderr") == 0)
		return STDERR_FILENO;
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		if (strncmp(path, folders[i], strlen(folders[i])) == 0 &&
		    text_u64(text_of(path + strlen(folders[i])), &number) && number < INT_MAX)
			return (int)number;
	return -1;
}

void output_open(struct output *o, const char *path)
{
	struct stat status;

	*o = (struct output){.path = path, .fd = STDOUT_FILENO, .digesting = output_noted != NULL};
	if (o->digesting)
		digest_start(&o->digest);
	if (!path)
		return;
	int descriptor = descriptor_of(path);
	bool special = stat(path, &status) == 0 && !S_ISREG(status.st_mode);
	if (descriptor < 0 && !special) {
		open_temporary(o);
		return;
	}
	o->fd = descriptor < 0 ? open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
			       : fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
	if (o->fd < 0)
		fail_errno(EXIT_IO, "%s", path);
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
	for (size_t i = 0; i < pending_count; i++)
		if (o->temporary && pending[i].temporary == o->temporary)
			pending[i].finished = true;
	if (o->digesting && output_noted)
		output_noted(o);
}

/* Keeps what has the name, under another: a second link, or where the file system
 * has none, by renaming. */
static void keep(struct pending *p)
{
	struct stat status;

	if (lstat(p->path, &status) != 0)
		return;
	if (!S_ISREG(status.st_mode))
		fail(EXIT_IO, "%s: is not a regular file any more", p->path);
	char *backup = beside(p->path, ".jigsaw.XXXXXX");
	int fd = mkostemp(backup, O_CLOEXEC);
	if (fd < 0 || close(fd) != 0 || unlink(backup) != 0 ||
	    (link(p->path, backup) != 0 && rename(p->path, backup) != 0))
		fail_errno(EXIT_IO, "%s", p->path);
	p->backup = backup;
}

void outputs_commit(void)
{
	hold_signals(true);
	for (size_t i = 0; i < pending_count; i++) {
		struct pending *p = &pending[i];
		if (!p->finished)
			fail(EXIT_BUG, "%s was never finished", p->path);
		if (!p->temporary || p->renamed)
			continue;
		keep(p);
		if (rename(p->temporary, p->path) != 0)
			fail_errno(EXIT_IO, "%s", p->path);
		p->renamed = true;
	}
	hold_signals(false);
}

void outputs_settle(void)
{
	hold_signals(true);
	for (size_t i = 0; i < pending_count; i++) {
		if (pending[i].backup)
			unlink(pending[i].backup);
		memory_free(pending[i].temporary);
		memory_free(pending[i].path);
		memory_free(pending[i].backup);
	}
	pending_count = 0;
	hold_signals(false);
}
