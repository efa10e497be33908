/* The reader at every buffer boundary: the streams of tests/data/streams, every
 * cut of a good one, every byte of it changed. Runs from the project's root. */

#include "stream/reader.h"
#include "base/error.h"
#include "test.h"
#include "trial.h"

/* Reads whatever is at the path, to its end. */
static void read_path(void *path)
{
	struct reader in;
	struct record row;
	struct sum sum = {0};

	reader_open(&in, path, NULL);
	in.accepts_pieces = true;
	while (reader_next(&in, &row)) {
		check(row.cells == in.preamble.column_count, "cells %zu", row.number);
		struct text last = record_cell(&row, row.cells - 1);
		check(last.at + last.length == row.line.at + row.line.length, "the last cell %zu",
		      row.number);
		sum_add(&sum, sum_line(row.line));
	}
	check(sum_equal(sum, in.sum), "the sum over what was handed out %zu", in.rows);
	check(!reader_next(&in, &row), "the end stays the end %zu", in.rows);
	reader_close(&in);
}

/* tests/data/streams/manifest.tsv: what each stream must give, at many buffer sizes. */
static void test_streams(void)
{
	static const size_t sizes[] = {1, 2, 3, 7, 8, 9, 64, 4096};
	struct text manifest = file_read("tests/data/streams/manifest.tsv"), rest = manifest, line;
	size_t count = 0;

	text_cut(&rest, '\n', &line);
	while (text_cut(&rest, '\n', &line) && line.length) {
		struct text name, status;
		char path[256];
		uint64_t expected;
		text_cut(&line, '\t', &name);
		text_cut(&line, '\t', &status);
		check(text_u64(status, &expected), "manifest %zu", count);
		snprintf(path, sizeof path, "tests/data/streams/%.*s", (int)name.length, name.at);
		for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i += EVERY) {
			reader_buffer_size = sizes[i];
			check(trial(read_path, path) == (int)expected, "%s, buffer of %zu", path,
			      sizes[i]);
		}
		count++;
	}
	check(count > 100, "streams %zu", count);
	memory_free((char *)manifest.at);
}

static void test_buffers(struct text good)
{
	char path[64];

	snprintf(path, sizeof path, "%s", file_of(good));
	for (reader_buffer_size = 1; reader_buffer_size <= good.length + 1; reader_buffer_size++)
		read_path(path);
}

static void test_cuts(struct text good)
{
	for (size_t length = 0; length < good.length; length += EVERY) {
		char path[64];
		snprintf(path, sizeof path, "%s", file_of((struct text){good.at, length}));
		reader_buffer_size = 1 + length % 61;
		check(trial(read_path, path) == EXIT_DATA, "a cut stream %zu", length);
	}
}

static void test_flips(struct text good)
{
	struct buffer bytes = {0};

	buffer_text_add(&bytes, good);
	for (size_t i = 0; i < good.length; i += EVERY) {
		char path[64];
		bytes.at[i] ^= (char)(1 << i % 8);
		snprintf(path, sizeof path, "%s", file_of(buffer_text(&bytes)));
		reader_buffer_size = 1 + i % 67;
		check(trial(read_path, path) == EXIT_DATA, "a changed byte %zu", i);
		bytes.at[i] = good.at[i];
	}
	buffer_free(&bytes);
}

/* Reads from a pipe into which the bytes come one by one. */
static void read_slowly(void *context)
{
	const struct text *good = context;
	int ends[2];

	check(pipe(ends) == 0, "pipe");
	pid_t child = fork();
	if (child == 0) {
		close(ends[0]);
		for (size_t i = 0; i < good->length; i++)
			check(write(ends[1], good->at + i, 1) == 1, "write %zu", i);
		_exit(0);
	}
	dup2(ends[0], 0);
	close(ends[0]);
	close(ends[1]);
	read_path(NULL);
	waitpid(child, NULL, 0);
}

static void *(*real_memory)(void *, size_t);
static uint64_t calls_left;

static void *failing_memory(void *old, size_t bytes)
{
	return calls_left-- ? real_memory(old, bytes) : NULL;
}

/* Whichever allocation fails, the end is exit 74. */
static void test_memory(struct text good)
{
	char path[64];
	int status = EXIT_IO;

	snprintf(path, sizeof path, "%s", file_of(good));
	reader_buffer_size = 16;
	real_memory = memory_hook;
	memory_hook = failing_memory;
	for (uint64_t n = 0; status == EXIT_IO; n++) {
		calls_left = n;
		status = trial(read_path, path);
		check(status == EXIT_IO || (status == 0 && n > 5), "memory %zu", n);
	}
	memory_hook = real_memory;
}

int main(void)
{
	struct text good = file_read("tests/data/streams/good-escapes.tsv");
	struct text piece = file_read("tests/data/streams/good-of-piece.tsv");

	test_streams();
	test_buffers(good);
	test_cuts(piece);
	test_flips(good);
	reader_buffer_size = 5;
	check(trial(read_slowly, &good) == 0, "a slow pipe");
	test_memory(piece);
	memory_free((char *)good.at);
	memory_free((char *)piece.at);
	return 0;
}
