/* The external sort against qsort, in memory from next to none to plenty. */

#include <errno.h>

#include "base/error.h"
#include "base/sorter.h"
#include "random.h"
#include "stream/writer.h"
#include "test.h"
#include "trial.h"

enum { ENTRIES = 4000 };

static char bytes[ENTRIES][40];
static struct text entries[ENTRIES];
static int by_bytes(const void *a, const void *b)
{
	return text_compare(*(const struct text *)a, *(const struct text *)b);
}

/* Short entries of few letters: many are equal, or each other's beginnings. */
static void make_entries(size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t length = random_below(random_below(4) ? 6 : sizeof bytes[i]);
		for (size_t k = 0; k < length; k++)
			bytes[i][k] = "\0a\xff\n"[random_below(4)];
		entries[i] = (struct text){bytes[i], length};
	}
}

static void test_sort(size_t count, size_t memory)
{
	struct sorter s;
	struct text entry;

	make_entries(count);
	sorter_start(&s, memory, "/tmp");
	for (size_t i = 0; i < count; i++)
		sorter_add(&s, entries[i]);
	qsort(entries, count, sizeof *entries, by_bytes);
	for (size_t i = 0; i < count; i++)
		check(sorter_next(&s, &entry) && text_equal(entry, entries[i]), "entry %zu", i);
	check(!sorter_next(&s, &entry) && !sorter_next(&s, &entry), "the end %zu", count);
	sorter_free(&s);
}

static ssize_t full_disk(int fd, const void *from, size_t count)
{
	(void)fd, (void)from, (void)count;
	errno = ENOSPC;
	return -1;
}

static ssize_t one_byte(int fd, const void *from, size_t count)
{
	static int turn;

	if (turn++ % 2) {
		errno = EINTR;
		return -1;
	}
	return write(fd, from, count ? 1 : 0);
}

static void sort_some(void *context)
{
	struct sorter s;

	(void)context;
	sorter_start(&s, 100, "/tmp");
	for (size_t i = 0; i < 100; i++)
		sorter_add(&s, TEXT("0123456789"));
}

static void sort_nowhere(void *context)
{
	struct sorter s;

	(void)context;
	sorter_start(&s, 1, "/nonexistent");
	sorter_add(&s, TEXT("a"));
	sorter_add(&s, TEXT("a"));
}

int main(void)
{
	static const size_t memories[] = {1, 50, 300, 5000, 1 << 20};
	static const size_t counts[] = {0, 1, 2, 3, 257, ENTRIES};

	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		for (size_t k = 0; k < sizeof memories / sizeof *memories; k++)
			test_sort(counts[i], memories[k]);
	check(trial(sort_nowhere, NULL) == EXIT_IO, "no temporary directory");
	write_hook = full_disk;
	check(trial(sort_some, NULL) == EXIT_IO, "a full disk");
	write_hook = one_byte;
	test_sort(100, 200);
	return 0;
}
