/* Workbooks from arbitrary bytes. By the first one: XML, which expat must accept and read alike
 * where it is accepted here; a sheet, which must read alike by the short way and the long one;
 * or a whole file. */
#include <expat.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bytes.h"
#include "read/workbook.h"
#include "trap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void XMLCALL expat_open(void *context, const char *name, const char **attributes)
{
	struct buffer *out = context;
	const char *colon = strchr(name, ':');

	buffer_byte(out, 1);
	buffer_string(out, colon ? colon + 1 : name);
	for (; *attributes; attributes += 2) {
		colon = strchr(attributes[0], ':');
		buffer_byte(out, 2);
		buffer_string(out, colon ? colon + 1 : attributes[0]);
		buffer_byte(out, 3);
		buffer_string(out, attributes[1]);
	}
}

static void XMLCALL expat_close(void *context, const char *name)
{
	const char *colon = strchr(name, ':');

	buffer_byte(context, 4);
	buffer_string(context, colon ? colon + 1 : name);
}

static void XMLCALL expat_text(void *context, const char *at, int length)
{
	buffer_add(context, at, (size_t)length);
}

static bool expat_read(struct buffer *out, struct text input)
{
	XML_Parser parser = XML_ParserCreate(NULL);

	XML_SetUserData(parser, out);
	XML_SetElementHandler(parser, expat_open, expat_close);
	XML_SetCharacterDataHandler(parser, expat_text);
	bool accepted = XML_Parse(parser, input.at, (int)input.length, 1) == XML_STATUS_OK;

	XML_ParserFree(parser);
	return accepted;
}

static struct markup m;

static void markup_read(struct buffer *out, struct text input)
{
	static const struct place place;
	struct bytes bytes = {input, 0};
	enum markup_token token;

	markup_start(&m, (struct inlet){bytes_read, &bytes}, &place);
	while ((token = markup_next(&m)) != MARKUP_END) {
		if (token == MARKUP_TEXT)
			buffer_text_add(out, m.text);
		else
			buffer_byte(out, token == MARKUP_OPEN ? 1 : 4);
		if (token != MARKUP_TEXT)
			buffer_text_add(out, m.name);
		for (size_t i = 0; token == MARKUP_OPEN && i < m.attribute_count; i++) {
			buffer_byte(out, 2);
			buffer_text_add(out, m.attributes[i].name);
			buffer_byte(out, 3);
			buffer_text_add(out, m.attributes[i].value);
		}
	}
}

static void fuzz_markup(struct text input)
{
	static struct buffer ours, theirs;

	buffer_reset(&ours);
	buffer_reset(&theirs);
	if (setjmp(failed) == 0) {
		markup_read(&ours, input);
		if (!expat_read(&theirs, input))
			abort();
		if (!text_equal(buffer_text(&ours), buffer_text(&theirs)))
			abort();
	}
	markup_free(&m);
}

static void print_rows(struct buffer *out, struct sheet *sheet)
{
	struct raw_record r;

	while (sheet_next(sheet, &r)) {
		if (sheet->width == 0)
			sheet_widen(sheet, r.cells, NULL);
		buffer_u64(out, r.line);
		buffer_string(out, r.flaw ? r.flaw : "");
		for (size_t i = 0; !r.flaw && i < r.cells; i++) {
			struct text cell = raw_cell(&r, i);

			if (!text_utf8(cell) || (r.tame && !text_tame(cell)))
				abort();
			buffer_byte(out, '\t');
			buffer_text_add(out, cell);
		}
		buffer_byte(out, '\n');
	}
}

static struct sheet sheet;

static void sheet_attempt(struct buffer *out, struct text input, bool quick)
{
	static const char one[] = "<sst><si><t>a</t></si><si><t>#_x000D_</t></si></sst>";
	static struct shared_strings strings;
	static struct place place;
	struct bytes shared = {{one, sizeof one - 1}, 0}, bytes = {input, 0};
	uint8_t kinds[] = {NUMBER_PLAIN, NUMBER_DATE, NUMBER_TIME, NUMBER_DATETIME, NUMBER_ELAPSED};
	struct styles styles = {.kinds = kinds, .count = sizeof kinds};

	buffer_reset(out);
	sheet_quick = quick;
	markup_start(&m, (struct inlet){bytes_read, &shared}, &place);
	shared_strings_read(&strings, &m);
	markup_free(&m);
	if (setjmp(failed) == 0) {
		sheet_start(&sheet, (struct inlet){bytes_read, &bytes}, &place);
		sheet.strings = &strings;
		sheet.styles = &styles;
		print_rows(out, &sheet);
		buffer_add(out, (const char *)&sheet.counts, sizeof sheet.counts);
	} else {
		buffer_u64(out, (uint64_t)failure);
	}
	sheet_free(&sheet);
	shared_strings_free(&strings);
}

static void fuzz_sheet(struct text input)
{
	static struct buffer quick, slow;

	sheet_attempt(&quick, input, true);
	sheet_attempt(&slow, input, false);
	if (!text_equal(buffer_text(&quick), buffer_text(&slow)))
		abort();
}

static struct workbook workbook;

static void fuzz_file(struct text input)
{
	static struct buffer out;
	volatile int fd = memfd_create("workbook", MFD_CLOEXEC);

	if (fd < 0 || write(fd, input.at, input.length) != (ssize_t)input.length)
		abort();
	buffer_reset(&out);
	sheet_quick = true;
	if (setjmp(failed) == 0 && package_is_workbook(fd, (struct place){0})) {
		workbook_open(&workbook, fd, NULL);
		for (size_t i = 1; i <= workbook.sheet_count; i++) {
			workbook_sheet_open(&workbook, i);
			print_rows(&out, &workbook.sheet);
		}
	}
	workbook_close(&workbook);
	close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 1)
		return 0;
	struct text input = {(const char *)data + 1, size - 1};

	error_trap = trap;
	markup_buffer_size = 1 + data[0] / 3;
	if (data[0] % 3 == 0)
		fuzz_markup(input);
	else if (data[0] % 3 == 1)
		fuzz_sheet(input);
	else
		fuzz_file(input);
	return 0;
}
