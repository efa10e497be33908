/* Fixed width, JSON lines and CSV behind their common face, from arbitrary
 * bytes, with lead and tail: whatever the blocks, the same records and the same
 * end, cells of UTF-8 without NUL, and a record for each line that has one. */
#include <stdlib.h>

#include "bytes.h"
#include "read/csv.h"
#include "read/encoding.h"
#include "read/lines.h"
#include "read/raw_reader.h"
#include "trap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct raw_kind raw_fixed, raw_json, raw_csv;
static const struct raw_kind *const kinds[] = {&raw_fixed, &raw_json, &raw_csv};
static const struct text titles[][2] = {{{"a", 1}, {"b/a", 3}}, {{"c", 1}, {"b/b", 3}}};
static const struct raw_column columns[] = {
	{.titles = titles[0], .title_count = 2, .first = 1, .last = 3},
	{.titles = titles[1], .title_count = 2, .list = true, .first = 3, .last = 9},
	{.title_count = 0, .required = true, .first = 5, .last = 5},
};

static void print(struct buffer *out, const struct raw_record *row)
{
	buffer_u64(out, row->line);
	buffer_string(out, row->flaw ? row->flaw : "");
	if (row->flaw && strlen(row->message) == 0)
		abort();
	buffer_text_add(out, row->flaw ? row->text : TEXT_NONE);
	for (size_t i = 0; !row->flaw && i < row->cells; i++) {
		struct text cell = raw_cell(row, i);

		if (!text_utf8(cell) || memchr(cell.at, 0, cell.length))
			abort();
		buffer_byte(out, ';');
		buffer_text_add(out, cell);
	}
	buffer_byte(out, '/');
}

static void read_all(struct buffer *out, struct raw_reader *r, struct arena *arena,
		     const uint8_t *data, size_t size, size_t step)
{
	static struct raw_layout layout;

	layout = (struct raw_layout){.columns = columns,
				     .column_count = 3,
				     .delimiter = ',',
				     .untitled = data[0] & 1,
				     .lead = data[1] & 3,
				     .tail = data[1] >> 2 & 3,
				     .count_first = data[1] >> 4 & 1,
				     .count_last = 2};
	struct bytes bytes = {{(const char *)data + 3, size - 3}, step};
	struct decoder decoder;
	struct raw_record row;
	size_t cells;

	decoder_start(&decoder, (struct inlet){bytes_read, &bytes},
		      (enum encoding)(data[0] >> 2 & 3));
	struct raw_source source = {.bytes = {decoder_read, &decoder}};

	raw_open(r, kinds[(data[0] >> 4) % 3], source, &layout, arena);
	if (r->kind->titles && layout.untitled && raw_width(r, &cells))
		buffer_u64(out, cells);
	else if (r->kind->titles && !layout.untitled && raw_titles(r, &row))
		print(out, &row);
	while (raw_next(r, &row))
		print(out, &row);
	for (size_t i = 0; i < r->figure_count; i++)
		buffer_u64(out, r->figures[i].value);
}

static void attempt(struct buffer *out, const uint8_t *data, size_t size, size_t step)
{
	static struct raw_reader r;
	static struct arena arena;

	r = (struct raw_reader){0};
	if (setjmp(failed) == 0)
		read_all(out, &r, &arena, data, size, step);
	else
		buffer_u64(out, (uint64_t)failure);
	if (r.state && failure != EXIT_IO)
		raw_close(&r);
	arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buffer once = {0}, again = {0};

	if (size < 3)
		return 0;
	error_trap = trap;
	lines_buffer_size = csv_buffer_size = 4096;
	attempt(&once, data, size, 4096);
	lines_buffer_size = csv_buffer_size = 2 + data[2] % 8;
	attempt(&again, data, size, 1 + data[2] / 8);
	if (!text_equal(buffer_text(&once), buffer_text(&again)))
		abort();
	buffer_free(&once);
	buffer_free(&again);
	return 0;
}
