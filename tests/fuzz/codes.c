/* Any bytes as a value of a column with a code list: what it stands for is a
 * code of the list that has no successor, and stands for itself; and any bytes
 * as a list: it is read or refused. */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../unit/trap.h"
#include "field/codes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char list[] = "code\tlabel\tfrom\tto\tnow\tspellings\tnote\n"
			   "N1\tAbuse or neglect\t\t\t\tmaltreatment|harm\t\n"
			   "FIXD\tFixed period\t\t2020\tSUSP\t\t\n"
			   "SUSP\tSuspension\t2020\t\t\tfixed term\t\n"
			   "6\tPolice\t\t\t\t06\t\n"
			   "a\tOther\t\t\t\t\t\n";

static int file_of(const void *bytes, size_t size)
{
	int fd = memfd_create("list", 0);
	if (fd < 0 || write(fd, bytes, size) != (ssize_t)size)
		abort();
	return fd;
}

static void read_list(const void *bytes, size_t size, struct codes *codes, struct arena *arena)
{
	char path[64];
	int fd = file_of(bytes, size);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	codes_read(codes, arena, path);
	close(fd);
}

static void find(struct codes *codes, struct text value)
{
	struct text code, again;
	if (!value.length || codes_find(codes, value, &code) == CODING_UNLISTED)
		return;
	if (codes_find(codes, code, &again) != CODING_CODE || !text_equal(code, again))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct codes good;
	static struct arena kept;
	static struct codes codes;
	static struct arena arena;

	error_trap = trap;
	if (!good.count)
		read_list(list, sizeof list - 1, &good, &kept);
	if (size < 1)
		return 0;
	if (data[0] & 1) {
		find(&good, (struct text){(const char *)data + 1, size - 1});
		return 0;
	}
	if (!setjmp(failed)) {
		read_list(data + 1, size - 1, &codes, &arena);
		find(&codes, TEXT("a) N1 - x"));
	}
	codes_free(&codes);
	codes = (struct codes){0};
	arena_free(&arena);
	arena = (struct arena){0};
	return 0;
}
