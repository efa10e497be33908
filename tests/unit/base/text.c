/* Texts and buffers. */

#include "base/map.h"
#include "test.h"

static void test_cut(void)
{
	static const struct {
		const char *text;
		size_t parts;
	} cases[] = {{"", 1}, {"a", 1}, {"a,b", 2}, {",", 2}, {"a,,b,", 4}};
	struct text part;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct text rest = text_of(cases[i].text);
		size_t parts = 0, bytes = 0;
		while (text_cut(&rest, ',', &part))
			parts++, bytes += part.length;
		check(parts == cases[i].parts && bytes + parts - 1 == strlen(cases[i].text),
		      "cut %zu", i);
	}
	struct text none = {0};
	check(!text_cut(&none, ',', &part), "cut of nothing");
}

static void test_compare(void)
{
	static const char *const ordered[] = {"", "\x01", "A", "AA", "AB", "B", "a", "\xc3\xa9"};

	for (size_t i = 0; i < 8; i++)
		for (size_t k = 0; k < 8; k++) {
			int order = text_compare(text_of(ordered[i]), text_of(ordered[k]));
			check((order < 0) == (i < k) && (order > 0) == (i > k), "compare %zu",
			      i * 8 + k);
		}
	check(text_starts(text_of("abc"), "ab") && !text_starts(text_of("a"), "ab"), "starts");
	check(text_is(text_trim(text_of(" \t\r\n a b\n ")), "a b"), "trim");
	check(text_is(text_trim(text_of(" \n")), ""), "trim of blanks");
}

static void test_numbers(void)
{
	static const struct {
		const char *text;
		bool u64, i64;
		uint64_t value;
	} cases[] = {
		{"0", true, true, 0},
		{"18446744073709551615", true, false, UINT64_MAX},
		{"18446744073709551616", false, false, 0},
		{"99999999999999999999", false, false, 0},
		{"9223372036854775807", true, true, INT64_MAX},
		{"-9223372036854775807", false, true, (uint64_t)-INT64_MAX},
		{"-1", false, true, UINT64_MAX},
		{"", false, false, 0},
		{"-", false, false, 0},
		{"+1", false, false, 0},
		{" 1", false, false, 0},
		{"1 ", false, false, 0},
		{"1a", false, false, 0},
	};
	struct buffer b = {0};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct text a = text_of(cases[i].text);
		uint64_t u = 7;
		int64_t s = 7;
		check(text_u64(a, &u) == cases[i].u64, "u64 %zu", i);
		check(!cases[i].u64 || u == cases[i].value, "u64 value %zu", i);
		check(text_i64(a, &s) == cases[i].i64, "i64 %zu", i);
		check(!cases[i].i64 || (uint64_t)s == cases[i].value, "i64 value %zu", i);
		buffer_reset(&b);
		if (cases[i].i64)
			buffer_i64(&b, s);
		check(!cases[i].i64 || text_equal(buffer_text(&b), a), "i64 printed %zu", i);
	}
	buffer_reset(&b);
	buffer_i64(&b, INT64_MIN);
	check_text(buffer_text(&b), TEXT("-9223372036854775808"), "least i64");
	buffer_free(&b);
}

static void test_hex_and_fixed(void)
{
	static const struct {
		int64_t number;
		int places;
		const char *text;
	} cases[] = {{1250000, 6, "1.250000"},
		     {0, 6, "0.000000"},
		     {-5, 2, "-0.05"},
		     {-1050, 2, "-10.50"},
		     {7, 0, "7"},
		     {INT64_MIN, 12, "-9223372.036854775808"},
		     {1, 12, "0.000000000001"}};
	struct buffer b = {0};
	uint64_t high, low;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		buffer_reset(&b);
		buffer_fixed(&b, cases[i].number, cases[i].places);
		check_text(buffer_text(&b), text_of(cases[i].text), "fixed %zu", i);
	}
	buffer_reset(&b);
	buffer_hex(&b, 0x0123456789abcdefu, 16);
	buffer_hex(&b, 0xfedcba98u, 16);
	check_text(buffer_text(&b), TEXT("0123456789abcdef00000000fedcba98"), "hex");
	check(text_hex(buffer_text(&b), &high, &low) && high == 0x0123456789abcdefu &&
		      low == 0xfedcba98u,
	      "hex read");
	check(!text_hex(TEXT("ABC"), &high, &low) && !text_hex(TEXT(""), &high, &low) &&
		      !text_hex(TEXT("000000000000000000000000000000000"), &high, &low),
	      "hex refused");
	/* every byte at every place of 16 digits, and fewer */
	for (unsigned c = 0; c < 256; c++)
		for (size_t at = 0; at < 16; at++)
			for (size_t length = at + 1; length <= 16; length += 5) {
				char digits[] = "0123456789abcdef";
				digits[at] = (char)c;
				bool is = c && strchr("0123456789abcdef", (int)c);
				check(text_hex((struct text){digits, length}, &high, &low) == is,
				      "hex digit %u", c);
				uint64_t expected =
					strtoull("0123456789abcdef", NULL, 16) >> (64 - 4 * length);
				unsigned digit = c > '9' ? c - 'a' + 10 : c - '0';
				uint64_t change = (uint64_t)(digit ^ at) << 4 * (length - 1 - at);
				check(!is || (low == (expected ^ change) && !high), "hex value %u",
				      c);
			}
	buffer_free(&b);
}

static void test_utf8(void)
{
	static const char *const bad[] = {"\x80",
					  "\xc0\x80",
					  "\xc1\xbf",
					  "\xc3",
					  "\xe0\x9f\xbf",
					  "\xed\xa0\x80",
					  "\xf0\x8f\xbf\xbf",
					  "\xf4\x90\x80\x80",
					  "\xf5\x80\x80",
					  "\xff",
					  "abcdefgh\xff",
					  "\xe2\x82",
					  "\xc3\x28",
					  "\xf8\x88\x80\x80",
					  "\xfe"};
	struct buffer b = {0};
	size_t bytes;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		check(!text_utf8(text_of(bad[i])), "not UTF-8 %zu", i);
	for (uint32_t code = 0; code <= 0x10FFFF; code++) {
		if (code >= 0xD800 && code <= 0xDFFF)
			continue;
		buffer_reset(&b);
		buffer_character(&b, code);
		check(text_character(buffer_text(&b), &bytes) == code && bytes == b.length &&
			      text_utf8(buffer_text(&b)) && text_characters(buffer_text(&b)) == 1,
		      "character %u", code);
	}
	check(text_characters(text_of("a\xc3\xa9\xff z")) == 5, "characters");
	buffer_free(&b);
}

/* A value has one spelling, which no other value has. */
static void test_escape(void)
{
	static const char odd[] = "#\\\t\n\rx23nrta \xc3\xa9|";
	enum { N = sizeof odd - 1 };
	struct buffer cell = {0}, scratch = {0};
	struct map cells = {0};

	for (size_t i = 0; i <= N * N * N; i++) {
		char value[3] = {odd[i % N], odd[i / N % N], odd[i / N / N % N]};
		size_t length = i == N * N * N ? 0 : 1 + i % 3;
		bool fresh;
		buffer_reset(&cell);
		text_escape(&cell, (struct text){value, length});
		struct text escaped = buffer_text(&cell);
		check(!memchr(escaped.at, '\t', escaped.length) &&
			      !memchr(escaped.at, '\n', escaped.length) &&
			      !memchr(escaped.at, '\r', escaped.length) &&
			      !text_starts(escaped, "#"),
		      "an escaped cell %zu", i);
		struct text back = text_unescape(escaped, &scratch);
		check(text_equal(back, (struct text){value, length}), "unescape %zu", i);
		uint64_t *hash = map_add(&cells, escaped, &fresh);
		check(fresh || *hash == text_hash(back), "one spelling %zu", i);
		*hash = text_hash(back);
	}
	buffer_reset(&cell);
	text_escape(&cell, text_of("#a#\t\\x23"));
	check_text(buffer_text(&cell), TEXT("\\x23a#\\t\\\\x23"), "escape");
	buffer_free(&cell);
	buffer_free(&scratch);
	map_free(&cells);
}

static void test_percent(void)
{
	static const char *const bad[] = {"%",   "%4",       "%41", "%c3", "%zz",
					  "a b", "\xc3\xa9", "%7E", "\t"};
	struct buffer escaped = {0}, back = {0};

	for (unsigned i = 0; i < 65536; i++) {
		char value[2] = {(char)(i >> 8), (char)i};
		buffer_reset(&escaped);
		buffer_reset(&back);
		text_percent(&escaped, (struct text){value, 2});
		for (size_t k = 0; k < escaped.length; k++)
			check(escaped.at[k] > ' ' && escaped.at[k] <= '~',
			      "a percent-escaped byte %u", i);
		check(text_unpercent(&back, buffer_text(&escaped)) &&
			      text_equal(buffer_text(&back), (struct text){value, 2}),
		      "percent and back %u", i);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		buffer_reset(&back);
		check(!text_unpercent(&back, text_of(bad[i])), "bad percent escape %zu", i);
	}
	buffer_free(&escaped);
	buffer_free(&back);
}

int main(void)
{
	test_cut();
	test_compare();
	test_numbers();
	test_hex_and_fixed();
	test_utf8();
	test_escape();
	test_percent();
	return 0;
}
