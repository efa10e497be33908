#include <stdio.h>

#include "bytes.h"
#include "read/fixed.h"
#include "read/json.h"
#include "read/lead.h"
#include "read/lines.h"

static int broken;

static void expect(const char *what, struct text got, const char *wanted)
{
	if (text_is(got, wanted))
		return;
	fprintf(stderr, "lines: %s: '%.*s', wanted '%s'\n", what, (int)got.length, got.at, wanted);
	broken = 1;
}

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
		expect(input, buffer_text(&out), wanted);
		lines_free(&lines);
		lead_free(&lead);
		buffer_free(&out);
	}
}

static void quotes(const char *line, const char *wanted)
{
	struct buffer b = {0};
	bool fine = json_quote_numbers(&b, text_of(line));

	expect(line, fine ? buffer_text(&b) : TEXT("no"), wanted);
	buffer_free(&b);
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

	expect("fixed", fixed_cell(TEXT("abcdef"), 2, 4), "bcd");
	expect("fixed", fixed_cell(TEXT("a b d "), 2, 4), "b");
	expect("fixed", fixed_cell(TEXT("abc"), 3, 9), "c");
	expect("fixed", fixed_cell(TEXT("abc"), 4, 9), "");
	expect("fixed", fixed_cell(TEXT("Zo\xc3\xab\xe2\x82\xac!"), 3, 4), "\xc3\xab\xe2\x82\xac");

	quotes("{\"a\":1}", "{\"a\":\"1\"}");
	quotes("[-0.10e+5, 12 ,\t0]", "[\"-0.10e+5\", \"12\" ,\t\"0\"]");
	quotes("999000000000000001", "\"999000000000000001\"");
	quotes("{\"1\\\"2\":\"3\",\"b\":4}", "{\"1\\\"2\":\"3\",\"b\":\"4\"}");
	quotes("\"1", "\"1");
	quotes("01", "no");
	quotes("1.", "no");
	quotes("-", "no");
	quotes("1e", "no");
	quotes(".5", ".\"5\""); /* no JSON to the parser either */
	quotes("{1:2}", "no");
	quotes("1x", "no");
	quotes("0x1", "no");
	return broken;
}
