/* XML from arbitrary bytes: whatever the block, the same records, and then the
 * same end or a refusal (expat's words for one depend on where a block ends). */
#include <stdlib.h>

#include "bytes.h"
#include "read/encoding.h"
#include "read/xml.h"
#include "trap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_all(struct buffer *out, struct xml *xml, struct arena *arena, const uint8_t *data,
		     size_t size)
{
	static const struct xml_path paths[] = {
		{{"A", 1}, 0}, {{"B/A", 3}, 0}, {{"L/E", 3}, 1}, {{"../Q", 4}, 2}};
	static const bool lists[] = {false, true, false};
	struct bytes bytes = {{(const char *)data, size}, 0};
	struct decoder decoder;
	struct raw_record r;

	decoder_start(&decoder, (struct inlet){bytes_read, &bytes}, ENCODING_DETECT);
	xml_start(xml, arena, (struct inlet){decoder_read, &decoder}, NULL,
		  decoder.encoding != ENCODING_UTF8, TEXT("D/S/R"), paths, 4, lists, 3);
	while (xml_next(xml, &r)) {
		buffer_u64(out, r.line);
		buffer_string(out, r.flaw ? r.flaw : "");
		for (size_t i = 0; !r.flaw && i < r.cells; i++) {
			if (!text_utf8(raw_cell(&r, i)))
				abort();
			buffer_byte(out, ';');
			buffer_text_add(out, raw_cell(&r, i));
		}
		buffer_byte(out, '/');
	}
	buffer_u64(out, xml->stray);
	buffer_byte(out, ' ');
	buffer_u64(out, xml->unread);
}

static void attempt(struct buffer *out, const uint8_t *data, size_t size)
{
	static struct xml xml;
	static struct arena arena;

	if (setjmp(failed) == 0)
		read_all(out, &xml, &arena, data, size);
	else
		buffer_u64(out, (uint64_t)failure);
	if (xml.parser)
		xml_free(&xml);
	arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buffer once = {0}, again = {0};

	if (size < 1)
		return 0;
	error_trap = trap;
	xml_block_size = 4096;
	attempt(&once, data + 1, size - 1);
	xml_block_size = 1 + data[0] % 64;
	attempt(&again, data + 1, size - 1);
	if (!text_equal(buffer_text(&once), buffer_text(&again)))
		abort();
	buffer_free(&once);
	buffer_free(&again);
	return 0;
}
