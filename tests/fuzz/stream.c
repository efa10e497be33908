/* A stream from arbitrary bytes: whatever the buffer, the same records and the
 * same exit; and what is accepted is printed again as it was read. */
#include <stdlib.h>

#include "stream/reader.h"
#include "trap.h"
#include "trial.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *__asan_default_options(void);

/* A jump out of fail() leaves what its callers had taken. */
const char *__asan_default_options(void)
{
	return "detect_leaks=0";
}

static void check_row(const struct record *row)
{
	static struct buffer plain, again;

	for (size_t i = 0; i < row->cells; i++) {
		struct text value = text_unescape(record_cell(row, i), &plain);
		buffer_reset(&again);
		text_escape(&again, value);
		check(text_equal(buffer_text(&again), record_cell(row, i)), "a cell and back");
	}
}

/* Preamble and trailer that were read whole come out as the same bytes, but for repeated extras. */
static void check_print(struct reader *in, struct text bytes)
{
	static struct buffer b;
	char head[13];

	memcpy(head, in->preamble.head, sizeof head);
	buffer_reset(&b);
	preamble_print(&in->preamble, &b);
	check(in->preamble.extra_count || strcmp(head, in->preamble.head) == 0, "the same head");
	check(in->preamble.extra_count || text_starts(bytes, "##jigsaw 1 "), "the first line");
	check(in->preamble.extra_count || memcmp(bytes.at, b.at, b.length) == 0,
	      "the same preamble");
	buffer_reset(&b);
	ledger_print(&in->ledger, &b);
	check(b.length == 0 || memmem(bytes.at, bytes.length, b.at, b.length), "the same ledger");
}

static void read_all(struct reader *in, const char *path, struct buffer *out, struct text bytes)
{
	struct record row;

	reader_open(in, path, NULL);
	in->accepts_pieces = true;
	while (reader_next(in, &row)) {
		check_row(&row);
		buffer_text_add(out, row.line);
		buffer_byte(out, '\n');
	}
	check_print(in, bytes);
}

static void attempt(const char *path, struct buffer *out, struct text bytes)
{
	static struct reader in;

	in = (struct reader){.fd = -1};
	if (setjmp(failed) == 0)
		read_all(&in, path, out, bytes);
	else
		buffer_u64(out, (uint64_t)failure);
	reader_close(&in);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buffer once = {0}, again = {0};
	struct text bytes = {(const char *)data, size};
	const char *path = file_of(bytes);

	error_trap = trap;
	reader_buffer_size = 1 << 16;
	attempt(path, &once, bytes);
	reader_buffer_size = 1 + size % 37;
	attempt(path, &again, bytes);
	check(text_equal(buffer_text(&once), buffer_text(&again)), "the same records and end");
	buffer_free(&once);
	buffer_free(&again);
	return 0;
}
