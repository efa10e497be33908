/* Lines, and the lead before them, whatever the buffer. */

#include "read/lines.h"
#include "bytes.h"
#include "read/lead.h"
#include "test.h"

/* `N:line` each, `N!flaw` a bad one; what the lead took stands in front. */
static void reads(const char *input, uint64_t skip, const char *wanted)
{
	for (size_t step = 1; step < 5; step++) {
		struct bytes bytes = {text_of(input), step};
		struct lead lead;
		struct lines lines;
		struct text line;
		const char *flaw;
		struct buffer out = {0};

		lines_buffer_size = step + 1;
		lead_start(&lead, (struct inlet){bytes_read, &bytes}, skip);
		buffer_text_add(&out, buffer_text(&lead.first));
		lines_start(&lines, (struct inlet){lead_read, &lead}, lead.lines);
		while (lines_next(&lines, &line, &flaw)) {
			buffer_u64(&out, lines.line);
			buffer_string(&out, flaw ? "!" : ":");
			buffer_text_add(&out, flaw ? text_of(flaw) : line);
			buffer_byte(&out, '/');
		}
		check_text(buffer_text(&out), text_of(wanted), "%s", input);
		lines_free(&lines);
		lead_free(&lead);
		buffer_free(&out);
	}
}

int main(void)
{
	reads("", 0, "");
	reads("a\nb", 0, "1:a/2:b/");
	reads("a\r\n\r\nb\r\n", 0, "1:a/3:b/");
	reads("a\rb\r\rc", 0, "1:a/2:b/4:c/");
	reads("a\r", 0, "1:a/");
	reads("a\nb\rc\n", 0, "1:a/2!line_end/");
	reads("a\rb\nc\r", 0, "1:a/2!line_end/");
	reads("a\xff\nb", 0, "1!encoding/2:b/");
	reads("a\nb\nc\n", 1, "a2:b/3:c/");
	reads("a\r\nb\r\nc", 2, "a3:c/");
	reads("a\r\rb\r", 2, "a3:b/");
	reads("a\nb\n", 3, "a");
	return 0;
}
