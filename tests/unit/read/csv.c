#include "read/csv.h"
#include "bytes.h"
#include "random.h"
#include "test.h"

/* `LINE:cell;cell` a record, `LINE!flaw:text` a bad one; `+` after the line
 * when the cells are not their own escaped form. */
static void print_all(struct buffer *out, struct text input, char delimiter, size_t step)
{
	struct bytes bytes = {input, step};
	struct csv csv;
	struct raw_record r;

	csv_start(&csv, (struct inlet){bytes_read, &bytes}, delimiter);
	while (csv_next(&csv, &r)) {
		buffer_u64(out, r.line);
		if (r.flaw) {
			buffer_byte(out, '!');
			buffer_string(out, r.flaw);
			buffer_byte(out, ':');
			buffer_text_add(out, r.text);
		} else {
			buffer_string(out, r.tame ? ":" : "+:");
			for (size_t i = 0; i < r.cells; i++) {
				buffer_string(out, i ? ";" : "");
				buffer_text_add(out, raw_cell(&r, i));
			}
		}
		buffer_byte(out, '/');
	}
	if (csv.blank_lines) {
		buffer_string(out, "blank ");
		buffer_u64(out, csv.blank_lines);
	}
	csv_free(&csv);
}

static void reads(struct text input, char delimiter, struct text expected)
{
	struct buffer out = {0};

	for (size_t size = 1; size <= 80; size++) {
		for (size_t step = 0; step <= 3; step++) {
			csv_buffer_size = size;
			buffer_reset(&out);
			print_all(&out, input, delimiter, step);
			check_text(buffer_text(&out), expected, "buffer %zu, reads of %zu: %s",
				   size, step, input.at);
		}
	}
	csv_buffer_size = (size_t)256 << 10;
	buffer_free(&out);
}

#define READS(input, expected) reads(TEXT(input), ',', TEXT(expected))

static void records(void)
{
	READS("", "");
	READS("a", "1:a/");
	READS("a\n", "1:a/");
	READS("a,b\nc,d\n", "1:a;b/2:c;d/");
	READS("a,b\r\nc,d\r\n", "1:a;b/2:c;d/");
	READS("a,b\r\nc,d", "1:a;b/2:c;d/");
	READS("a,b\nc,d\r\ne,f\n", "1:a;b/2:c;d/3:e;f/");
	READS("a,b\rc,d\re,f", "1:a;b/2:c;d/3:e;f/");
	READS("a,b\rc,d\r", "1:a;b/2:c;d/");
	READS(",\n,\n", "1:;/2:;/");
	READS("\n\na,b\n\nc,d\n\n", "3:a;b/5:c;d/blank 4");
	READS("a,b\r\n\r\nc,d\r\n", "1:a;b/3:c;d/blank 1");
	READS("a,b\r\rc,d\r", "1:a;b/3:c;d/blank 1");
	READS(" a , b \n", "1: a ; b /");
	READS("a;b|c\td,e\n", "1+:a;b|c\td;e/");
	reads(TEXT("a\tb,c\n\"d\te\"\tf\n"), '\t', TEXT("1:a;b,c/2+:d\te;f/"));
	reads(TEXT("a|b\nc|\"d|e\"\n"), '|', TEXT("1:a;b/2:c;d|e/"));
	READS("a,b\nc\\,#d\nf,g\n", "1:a;b/2+:c\\;#d/3:f;g/");
	READS("a,b\n\xc3\xa9,d\nx,y\n", "1:a;b/2+:\xc3\xa9;d/3:x;y/");
}

static void quotes(void)
{
	READS("\"a\",\"b\"\n", "1:a;b/");
	READS("\"\",\"\"\n", "1:;/");
	READS("\"\"\n", "1:/");
	READS("\"a,b\",c\n", "1:a,b;c/");
	READS("\"a\nb\",c\nd,e\n", "1+:a\nb;c/3:d;e/");
	READS("\"a\r\nb\",c\r\nd,e\r\n", "1+:a\r\nb;c/3:d;e/");
	READS("\"a\rb\",c\rd,e\r", "1+:a\rb;c/2:d;e/");
	READS("a,b\r\"c\nd\",e\rf,g\r", "1:a;b/2+:c\nd;e/3:f;g/");
	READS("\"say \"\"so\"\"\",b\n", "1:say \"so\";b/");
	READS("\"\"\"\",\"\"\"\"\"\"\n", "1:\";\"\"/");
	READS("\"a\"", "1:a/");
	READS("\"a\"\r\n\"b\"", "1:a/2:b/");
	READS("\"a\"\r\"b\"\r", "1:a/2:b/");
}

static void flaws(void)
{
	READS("a,b\nc\nd,e\n", "1:a;b/2!cells:c/3:d;e/");
	READS("a,b\nc,d,e\nf,g\n", "1:a;b/2!cells:c,d,e/3:f;g/");
	READS("a,b\r\nc,d,e,f,g\r\nf,g\r\n", "1:a;b/2!cells:c,d,e,f,g/3:f;g/");
	READS("a,b\nc\"d,e\nf,g\n", "1:a;b/2!quote:c\"d,e/3:f;g/");
	READS("a,b\n\"c\"d,e\nf,g\n", "1:a;b/2!quote:\"c\"d,e/3:f;g/");
	READS("a,b\n\"c\" ,e\nf,g\n", "1:a;b/2!quote:\"c\" ,e/3:f;g/");
	READS("a,b\nc,\"d\" \nf,g\n", "1:a;b/2!quote:c,\"d\" /3:f;g/");
	READS("a,b\n \"c\",d\nf,g\n", "1:a;b/2!quote: \"c\",d/3:f;g/");
	READS("a,b\n\"c\nd\"e,f\ng,h\n", "1:a;b/2!quote:\"c\nd\"e,f/4:g;h/");
	READS("a,b\nc,\"d\ne,f\ng,h\n", "1:a;b/2!quote:c,\"d/3:e;f/4:g;h/");
	READS("a,b\r\nc,\"d\r\ne,f\r\n", "1:a;b/2!quote:c,\"d/3:e;f/");
	READS("a,b\rc,\"d\re,f\r", "1:a;b/2!quote:c,\"d/3:e;f/");
	READS("a,b\n\"c\n\",\"d\ne,f\n", "1:a;b/3!quote:\"c\n\",\"d/4:e;f/");
	READS("a,b\nc,\"d", "1:a;b/2!quote:c,\"d/");
	READS("a,b\nc,\"", "1:a;b/2!quote:c,\"/");
	READS("a,b\nc,\"\"\"", "1:a;b/2!quote:c,\"\"\"/");
	READS("a,b\nc\rd,e\nf,g\n", "1:a;b/2!line_end:c\rd,e/3:f;g/");
	READS("a,b\nc,d\r\r\nf,g\n", "1:a;b/2!line_end:c,d\r/3:f;g/");
	READS("a,b\rc\nd,e\rf,g\r", "1:a;b/2!line_end:c\nd,e/3:f;g/");
	READS("a,b\nc,\0d\nf,g\n", "1:a;b/2!nul:c,\0d/3:f;g/");
	READS("a,b\nc,\xff\nf,g\n", "1:a;b/2!encoding:c,\xff/3:f;g/");
	READS("a,b\nc,\xed\xa0\x80\nf,g\n", "1:a;b/2!encoding:c,\xed\xa0\x80/3:f;g/");
	READS("a,\xe9\nc,d\n", "1!encoding:a,\xe9/2:c;d/");
}

/* Records that Excel left short, and those that something else may have cut. */
static void shorts(void)
{
	READS("a,b,c\nd,e\nf,g,h\n", "1:a;b;c/2:d;e;/3:f;g;h/");
	READS("a,b,c\r\nd,\"e\"\r\nf,\r\n", "1:a;b;c/2:d;e;/3:f;;/");
	READS("a,b,c\rd,e\rf,g\r", "1:a;b;c/2:d;e;/3:f;g;/");
	READS("a,b,c\nd,e", "1:a;b;c/2!cells:d,e/");
	READS("a,b,c\nd\ne,f,g\n", "1:a;b;c/2!cells:d/3:e;f;g/");
	READS("a,b,c,d\n1,f,g\nh,i\nj,k,l\n", "1:a;b;c;d/2:1;f;g;/3!cells:h,i/4:j;k;l;/");
	READS("a,b,c,d\ne,f,g\nh,i\n", "1:a;b;c;d/2:e;f;g;/3:h;i;;/");
	READS("a,b,c,d\ne,f,g\n1,2,3,4\nh,i\n", "1:a;b;c;d/2:e;f;g;/3:1;2;3;4/4:h;i;;/");
}

/* Around the length limit: whatever the buffer, the same. */
static void lengths(void)
{
	size_t most = RAW_LIMIT + 200;
	char *input = memory_take(most);
	struct buffer out = {0};

	for (size_t size = 1; size <= 4097; size += 4096) {
		for (size_t n = RAW_LIMIT - 2; n <= RAW_LIMIT + 100; n += 51) {
			bool whole = n < RAW_LIMIT;
			const char *begin = whole ? "1:h/2:x" : "1:h/2!length:x";
			size_t length =
				strlen(begin) + (whole ? n : RAW_KEPT) - 1 + strlen("/3:end/");

			csv_buffer_size = size;
			memset(input, 'x', most);
			memcpy(input, "h\n", 2);
			memcpy(input + 2 + n, "\nend\n", 5);
			buffer_reset(&out);
			print_all(&out, (struct text){input, n + 7}, ',', 0);
			check(out.length == length && text_starts(buffer_text(&out), begin),
			      "a record of %zu bytes, buffer %zu", n, size);
		}
	}
	csv_buffer_size = (size_t)256 << 10;
	memory_free(input);
	buffer_free(&out);
}

/* A quote that opens and is not closed within the limit costs one line. */
static void long_quote(void)
{
	size_t n = RAW_LIMIT + (RAW_LIMIT >> 1);
	char *input = memory_take(n);
	struct buffer out = {0};

	for (size_t i = 0; i < n; i++)
		input[i] = "a,b\n"[i % 4];
	memcpy(input + 8, "a,\"\n", 4);
	print_all(&out, (struct text){input, n}, ',', 0);
	const char *begin = "1:a;b/2:a;b/3!quote:a,\"/4:a;b/5:a;b/";

	check(text_starts(buffer_text(&out), begin), "a long quote: %.60s", out.at);
	memory_free(input);
	buffer_free(&out);
}

static void classes(void)
{
	char bytes[64];

	for (int round = 0; round < 20000; round++) {
		struct csv_classes a, b;

		for (size_t i = 0; i < sizeof bytes; i++) {
			bytes[i] = (char)random_below(256);
			if (random_below(2))
				bytes[i] = "\"\r\n,\t\\#\037 \177\200\377a"[random_below(13)];
		}
		csv_classifier(CSV_PORTABLE).classify(bytes, round & 1 ? ',' : '\t', &a);
		for (enum csv_path path = CSV_BEST; path <= CSV_AVX512; path++) {
			struct csv_classifier by = csv_classifier(path);

			if (!by.classify)
				continue;
			by.classify(bytes, round & 1 ? ',' : '\t', &b);
			check(memcmp(&a, &b, sizeof a) == 0, "classes of way %d", path);
		}
	}
}

int main(void)
{
	records();
	quotes();
	flaws();
	shorts();
	lengths();
	long_quote();
	classes();
	return 0;
}
