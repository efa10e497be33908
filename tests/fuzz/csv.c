/* CSV from arbitrary bytes: whatever the buffer, the same records, every byte
 * of the file in a record, and cells that are what the record's text says. */
#include <stdlib.h>

#include "bytes.h"
#include "read/csv.h"
#include "read/encoding.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_all(struct buffer *out, const uint8_t *data, size_t size, size_t step,
		     enum encoding encoding, char delimiter)
{
	struct bytes bytes = {{(const char *)data, size}, step};
	struct decoder decoder;
	struct csv csv;
	struct raw_record r;

	decoder_start(&decoder, (struct inlet){bytes_read, &bytes}, encoding);
	csv_start(&csv, (struct inlet){decoder_read, &decoder}, delimiter);
	while (csv_next(&csv, &r)) {
		buffer_u64(out, r.line);
		buffer_string(out, r.flaw ? r.flaw : "");
		buffer_text_add(out, r.flaw ? r.text : TEXT_NONE);
		for (size_t i = 0; !r.flaw && i < r.cells; i++) {
			struct text cell = raw_cell(&r, i);
			struct buffer escaped = {0};

			text_escape(&escaped, cell);
			if (!text_utf8(cell) || memchr(cell.at, 0, cell.length) ||
			    (r.tame && !text_equal(buffer_text(&escaped), cell)))
				abort();
			buffer_byte(out, ';');
			buffer_text_add(out, cell);
			buffer_free(&escaped);
		}
		buffer_byte(out, '/');
	}
	csv_free(&csv);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buffer once = {0}, again = {0};

	if (size < 2)
		return 0;
	enum encoding encoding = (enum encoding)(data[0] % 5);
	char delimiter = ",\t|;"[data[1] % 4];

	csv_buffer_size = 4096;
	read_all(&once, data + 2, size - 2, 4096, encoding, delimiter);
	csv_buffer_size = 1 + data[0] / 5;
	read_all(&again, data + 2, size - 2, 1 + data[1] / 4, encoding, delimiter);
	if (!text_equal(buffer_text(&once), buffer_text(&again)))
		abort();
	buffer_free(&once);
	buffer_free(&again);
	return 0;
}
