/* The writer on disks that are full, interrupted and slow, and out of memory:
 * what comes out is whole, or the exit is 74 and there is no ##end. */

#include <errno.h>

#include "base/error.h"
#include "stream/writer.h"
#include "test.h"
#include "trial.h"

static const char input[] = "tests/data/streams/good-escapes.tsv";

/* One stream through a step of its own. */
static void copy(void *output)
{
	struct common common = {.output = output};
	struct reader in;
	struct preamble out;
	struct step_builder step;
	struct writer w;
	struct record row;

	reader_open(&in, input, NULL);
	preamble_copy(&out, &in.preamble);
	preamble_column(&out, TEXT("more"), TEXT("text"), ROLE_PLAIN);
	step_start(&step, &out, "clean");
	step_parent(&step, &in.preamble);
	step_option(&step, "note", TEXT("a b"));
	step_option_u64(&step, "least", 3);
	preamble_step(&step);
	writer_open(&w, &out, &common);
	while (reader_next(&in, &row)) {
		for (size_t i = 0; i < row.cells; i++)
			writer_cell(&w, record_cell(&row, i));
		writer_value(&w, TEXT("#a\tb"));
		writer_end(&w);
	}
	writer_figure(&w, "blanked.upn", 2);
	writer_read(&w, &in);
	writer_close(&w);
	reader_close(&in);
	outputs_commit();
	outputs_settle();
}

static struct buffer written;
static size_t room, calls;
static int how; /* 0 whole, 1 one byte at a time, 2 interrupted */

static ssize_t hook(int fd, const void *bytes, size_t count)
{
	(void)fd;
	if (how == 2 && calls++ % 2) {
		errno = EINTR;
		return -1;
	}
	if (how == 1 && count > 1)
		count = 1;
	if (written.length == room) {
		errno = ENOSPC;
		return -1;
	}
	if (count > room - written.length)
		count = room - written.length;
	buffer_add(&written, bytes, count);
	return (ssize_t)count;
}

static void read_whole(void *path)
{
	struct reader in;

	reader_open(&in, path, NULL);
	check(in.preamble.column_count == 3 && text_is(in.preamble.columns[2].name, "more"),
	      "columns %zu", in.preamble.column_count);
	reader_drain(&in);
	struct count *c = ledger_find(&in.ledger, in.preamble.steps[in.preamble.step_count - 1].id);
	check(c && c->read == in.rows && c->figures[0].value == 2, "ledger %zu", in.rows);
	reader_close(&in);
}

/* Runs as a failing process ends. */
static void no_end(void *context, int status)
{
	(void)context;
	(void)status;
	struct text tail = buffer_text(&written), line;
	while (text_cut(&tail, '\n', &line))
		if (text_starts(line, "##end") && tail.at)
			_exit(1);
}

static void copy_checked(void *unused)
{
	(void)unused;
	error_on_fail(no_end, NULL);
	copy("/dev/null");
}

static void test_hooks(void)
{
	struct buffer first = {0};

	room = SIZE_MAX;
	for (how = 0; how < 3; how++) {
		buffer_reset(&written);
		copy("/dev/null");
		if (how == 0)
			buffer_text_add(&first, buffer_text(&written));
		check(text_equal(buffer_text(&first), buffer_text(&written)), "the same bytes %d",
		      how);
	}
	read_whole((void *)(uintptr_t)file_of(buffer_text(&first)));
	for (room = 0; room < first.length; room += EVERY) {
		how = (int)(room % 3);
		buffer_reset(&written);
		check(trial(copy_checked, NULL) == EXIT_IO, "a full disk %zu", room);
	}
	room = SIZE_MAX;
	buffer_free(&first);
}

static void *(*real_memory)(void *, size_t);
static uint64_t calls_left;

static void *failing_memory(void *old, size_t bytes)
{
	return calls_left-- ? real_memory(old, bytes) : NULL;
}

static void test_memory(void)
{
	int status = EXIT_IO;

	how = 0;
	real_memory = memory_hook;
	memory_hook = failing_memory;
	for (uint64_t n = 0; status == EXIT_IO; n++) {
		calls_left = n;
		buffer_free(&written);
		status = trial(copy_checked, NULL);
		check(status == EXIT_IO || (status == 0 && n > 10), "memory %zu", n);
	}
	memory_hook = real_memory;
}

/* With -o there is a file when all went well, and nothing else ever. */
static void test_atomic(void)
{
	char directory[] = "/tmp/jigsaw.XXXXXX", path[64], command[96];

	check(mkdtemp(directory) != NULL, "mkdtemp");
	snprintf(path, sizeof path, "%s/out", directory);
	snprintf(command, sizeof command, "test -z \"$(ls -A %s)\"", directory);
	room = 100;
	write_hook = hook;
	buffer_reset(&written);
	check(trial(copy, path) == EXIT_IO && system(command) == 0, "nothing is left");
	write_hook = write;
	check(trial(copy, path) == 0, "a file");
	read_whole(path);
	unlink(path);
	check(system(command) == 0, "no other file");
	rmdir(directory);
}

int main(void)
{
	write_hook = hook;
	test_hooks();
	test_memory();
	test_atomic();
	buffer_free(&written);
	return 0;
}
