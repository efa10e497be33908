/*
 * calls.so, to be preloaded: appends a line for each call of a program that a test cannot see
 * from outside to the file that CALLS names: what is synced, renamed, masked and forbidden.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static void note(const char *format, ...)
{
	char line[4200];
	va_list values;
	int log = open(getenv("CALLS"), O_WRONLY | O_APPEND | O_CREAT, 0600);

	va_start(values, format);
	vsnprintf(line, sizeof line, format, values);
	va_end(values);
	if (log < 0 || write(log, line, strlen(line)) < 0)
		abort();
	close(log);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int fsync(int fd)
{
	char link[64], path[4096];

	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t length = readlink(link, path, sizeof path - 1);
	path[length < 0 ? 0 : length] = 0;
	note("fsync %s\n", path);
	return REAL(fsync)(fd);
}

int rename(const char *from, const char *to)
{
	note("rename %s %s\n", from, to);
	return REAL(rename)(from, to);
}

mode_t umask(mode_t mask)
{
	note("umask %03o\n", (unsigned)mask);
	return REAL(umask)(mask);
}

int prctl(int option, ...)
{
	va_list values;

	va_start(values, option);
	unsigned long first = va_arg(values, unsigned long);
	va_end(values);
	if (option == PR_SET_DUMPABLE)
		note("dumpable %lu\n", first);
	return REAL(prctl)(option, first, 0ul, 0ul, 0ul);
}

int setrlimit(__rlimit_resource_t resource, const struct rlimit *limit)
{
	if (resource == RLIMIT_CORE)
		note("core %llu\n", (unsigned long long)limit->rlim_max);
	return REAL(setrlimit)(resource, limit);
}
