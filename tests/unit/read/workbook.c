/* The numbers, dates and formats of a workbook, its part names, and XML as expat sees it. */
#include <stdio.h>
#include <stdlib.h>

#include "bytes.h"
#include "read/package.h"
#include "read/workbook_sheet.h"
#include "trap.h"

static void check(const char *what, const char *input, struct text got, const char *expected)
{
	if (text_is(got, expected))
		return;
	fprintf(stderr, "workbook: %s: %s\n got      %.*s\n expected %s\n", what, input,
		(int)got.length, got.at, expected);
	exit(1);
}

static void check_number(const char *stored, const char *expected)
{
	static const char marks[] = {' ', '~', '!', '?'};
	struct buffer b = {0};
	enum number_outcome outcome = number_text(&b, text_of(stored));

	buffer_byte(&b, marks[outcome]);
	check("number", stored, buffer_text(&b), expected);
	buffer_free(&b);
}

static void numbers(void)
{
	check_number("0", "0 ");
	check_number("-0", "0 ");
	check_number("20", "20 ");
	check_number("5.0", "5 ");
	check_number("5.0E+0", "5 ");
	check_number("1E2", "1E2~");
	check_number("1.0E2", "100 ");
	check_number("100E-2", "1 ");
	check_number("-12.50", "-12.5 ");
	check_number(" 7 ", "7 ");
	check_number("000123", "000123 ");
	check_number("123456789012345", "123456789012345 ");
	check_number("1234567890123456", "1234567890123456~");
	check_number("123456789012345678", "123456789012345678~");
	check_number("1.2345678901234568E+17", "1.2345678901234568E+17~");
	check_number("9.43477E+09", "9.43477E+09~");
	check_number("9.43477e9", "9.43477e9~");
	check_number("9.43477E9", "9434770000 ");
	check_number("9.434771234E+09", "9434771234 ");
	check_number("1.0E20", "1.0E20~");
	check_number("6.1382614647501708", "6.138261464750171 ");
	check_number("0.30000000000000004", "0.30000000000000004 ");
	check_number("1.1000000000000001", "1.1 ");
	check_number("0.99999999999999989", "0.9999999999999999 ");
	check_number("99999.999999999985", "99999.99999999999 ");
	check_number("4.4042999999999997E-2", "0.044043 ");
	check_number("1E-7", "0.0000001 ");
	check_number("5.0E-324", "5.0E-324 ");
	check_number(".5", "0.5 ");
	check_number("5.", "5 ");
	check_number("", "?");
	check_number(".", "?");
	check_number("-", "?");
	check_number("1E", "?");
	check_number("1E+", "?");
	check_number("1E99999", "?");
	check_number("1,5", "?");
	check_number("NaN", "?");
	check_number("INF", "?");
	check_number("0x10", "?");
	check_number("1 2", "?");
}

static void check_date(const char *stored, enum number_kind kind, bool from_1904,
		       const char *expected)
{
	struct buffer b = {0};
	enum number_outcome outcome = number_date(&b, text_of(stored), kind, from_1904);

	if (outcome == NUMBER_DATELESS)
		buffer_byte(&b, '!');
	check("date", stored, buffer_text(&b), expected);
	buffer_free(&b);
}

static void dates(void)
{
	check_date("0", NUMBER_DATE, false, "1900-01-00");
	check_date("1", NUMBER_DATE, false, "1900-01-01");
	check_date("59", NUMBER_DATE, false, "1900-02-28");
	check_date("60", NUMBER_DATE, false, "1900-02-29");
	check_date("61", NUMBER_DATE, false, "1900-03-01");
	check_date("25569", NUMBER_DATE, false, "1970-01-01");
	check_date("36585", NUMBER_DATE, false, "2000-02-29");
	check_date("42029", NUMBER_DATE, false, "2015-01-25");
	check_date("4.2029E4", NUMBER_DATE, false, "2015-01-25");
	check_date("73050", NUMBER_DATE, false, "2099-12-31");
	check_date("2958465", NUMBER_DATE, false, "9999-12-31");
	check_date("2958466", NUMBER_DATE, false, "2958466!");
	check_date("2958465.9999999", NUMBER_DATE, false, "2958465.9999999!");
	check_date("-1", NUMBER_DATE, false, "-1!");
	check_date("1E300", NUMBER_DATE, false, "1E300");
	check_date("0", NUMBER_DATE, true, "1904-01-01");
	check_date("40567", NUMBER_DATE, true, "2015-01-25");
	check_date("2957003", NUMBER_DATE, true, "9999-12-31");
	check_date("2957004", NUMBER_DATE, true, "2957004!");
	check_date("42029", NUMBER_DATETIME, false, "2015-01-25T00:00:00");
	check_date("42029.5", NUMBER_DATE, false, "2015-01-25T12:00:00");
	check_date("42029.99999999", NUMBER_DATE, false, "2015-01-26");
	check_date("44927.437511574077", NUMBER_DATETIME, false, "2023-01-01T10:30:01");
	check_date("0.25", NUMBER_TIME, false, "06:00:00");
	check_date("1.25", NUMBER_TIME, false, "1900-01-01T06:00:00");
	check_date("1.5", NUMBER_ELAPSED, false, "36:00:00");
	check_date("x", NUMBER_DATE, false, "");
}

static void check_format(const char *code, enum number_kind expected)
{
	if (number_kind_code(text_of(code)) == expected)
		return;
	fprintf(stderr, "workbook: format %s is %d, not %d\n", code,
		(int)number_kind_code(text_of(code)), (int)expected);
	exit(1);
}

static void formats(void)
{
	static const char *const plain[] = {"General",
					    "0",
					    "0.00",
					    "#,##0.00",
					    "@",
					    "0%",
					    "0.00E+00",
					    "# ?/?",
					    "\"day\" 0",
					    "0\\d",
					    "[Red]0;[Blue]-0",
					    "_(* #,##0_);_(* \\(#,##0\\)",
					    "general;dd/mm/yyyy",
					    "[>100]0;0",
					    "0_d",
					    "",
					    "\"open",
					    "[open",
					    "\\"};
	static const char *const date[] = {"dd/mm/yyyy",
					   "dd/mm/yyyy;@",
					   "[$-809]dd mmmm yyyy;@",
					   "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
					   "mmm-yy",
					   "mmmm",
					   "yyyy",
					   "YYYY-MM-DD",
					   "d",
					   "mm",
					   "m/d",
					   "[Red]d.m.yy",
					   "[$-411]ggge\"\xe5\xb9\xb4\"m\"\xe6\x9c\x88\"d"};
	static const char *const time[] = {"hh:mm",
					   "h:mm AM/PM",
					   "mm:ss",
					   "mm:ss.0",
					   "hh:mm:ss.000",
					   "ss",
					   "[$-409]h:mm:ss AM/PM;@",
					   "h A/P"};
	static const char *const both[] = {"dd/mm/yyyy hh:mm", "hh:mm dd/mm", "m/d/yy h:mm",
					   "yyyy\\-mm\\-dd\\Thh:mm:ss", "yyyy-mm-dd hh:mm:ss.000"};
	static const char *const elapsed[] = {"[h]:mm", "[hh]:mm:ss", "[mm]:ss", "[s]"};

	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		check_format(plain[i], NUMBER_PLAIN);
	for (size_t i = 0; i < sizeof date / sizeof *date; i++)
		check_format(date[i], NUMBER_DATE);
	for (size_t i = 0; i < sizeof time / sizeof *time; i++)
		check_format(time[i], NUMBER_TIME);
	for (size_t i = 0; i < sizeof both / sizeof *both; i++)
		check_format(both[i], NUMBER_DATETIME);
	for (size_t i = 0; i < sizeof elapsed / sizeof *elapsed; i++)
		check_format(elapsed[i], NUMBER_ELAPSED);
	if (number_kind_builtin(14) != NUMBER_DATE || number_kind_builtin(22) != NUMBER_DATETIME ||
	    number_kind_builtin(20) != NUMBER_TIME || number_kind_builtin(13) != NUMBER_PLAIN ||
	    number_kind_builtin(46) != NUMBER_ELAPSED || number_kind_builtin(49) != NUMBER_PLAIN)
		exit(1);
}

static void check_target(const char *part, const char *target, const char *expected)
{
	struct buffer b = {0};

	if (!package_resolve(&b, text_of(part), text_of(target)))
		buffer_string(&b, "!");
	check("target", target, buffer_text(&b), expected);
	buffer_free(&b);
}

static void targets(void)
{
	check_target("", "xl/workbook.xml", "xl/workbook.xml");
	check_target("xl/workbook.xml", "worksheets/Sheet1.xml", "xl/worksheets/sheet1.xml");
	check_target("xl/workbook.xml", "/xl/Styles.xml", "xl/styles.xml");
	check_target("xl/a/b.xml", "../styles.xml", "xl/styles.xml");
	check_target("xl/a/b.xml", "./../../c.xml", "c.xml");
	check_target("a.xml", "../c.xml", "!");
	check_target("a.xml", "x/../../c.xml", "!");
}

static struct markup m;
static const struct place place = {.file = "f"};

static void print_tokens(struct buffer *out, struct text input)
{
	struct bytes bytes = {input, 0};
	enum markup_token token;

	markup_start(&m, (struct inlet){bytes_read, &bytes}, &place);
	while ((token = markup_next(&m)) != MARKUP_END) {
		buffer_byte(out, " (),"[token]);
		buffer_text_add(out, token == MARKUP_TEXT ? m.text : m.name);
		for (size_t i = 0; token == MARKUP_OPEN && i < m.attribute_count; i++) {
			buffer_byte(out, m.attributes[i].prefixed ? ':' : ' ');
			buffer_text_add(out, m.attributes[i].name);
			buffer_byte(out, '=');
			buffer_text_add(out, m.attributes[i].value);
		}
	}
}

static void check_markup(const char *input, size_t length, const char *expected)
{
	static struct buffer out;

	for (volatile size_t first = 1; first <= 40; first++) {
		markup_buffer_size = first;
		if (setjmp(failed) == 0) {
			print_tokens(&out, (struct text){input, length});
		} else {
			buffer_reset(&out);
			buffer_string(&out, complaint);
		}
		markup_free(&m);
		check("markup", input, buffer_text(&out), expected);
		buffer_reset(&out);
	}
	buffer_free(&out);
}

#define MARKUP(input, expected) check_markup(input, sizeof(input) - 1, expected)

static void markup(void)
{
	MARKUP("<a/>", "(a)a");
	MARKUP("\xef\xbb\xbf<?xml version='1.0' encoding='utf-8'?>\n<a> <b c = '1' x:d=\"2\"/></a "
	       ">\n",
	       "(a, (b c=1:d=2)b)a");
	MARKUP("<?xml version=\"1.0\" standalone=\"no\" ?><x:a>&lt;&#65;&#x1F600;&amp;</x:a>",
	       "(a,<A\xf0\x9f\x98\x80&)a");
	MARKUP("<a>1<!-- - <b> -->2<?p x?>3<![CDATA[<&\r\n]]>4\r\n5\r6</a>",
	       "(a,1,2,3,<&\n,4\n5\n6)a");
	MARKUP("<a b='&#10;\n\t\"&gt;'/>", "(a b=\n  \">)a");
	MARKUP("<\0a\0/\0>\0", "(a)a");
	MARKUP("", "65 f: is no XML document (rule xml)");
	MARKUP("x", "65 f: not well-formed: text outside the root element (rule xml)");
	MARKUP("<a>", "65 f: ends before its elements do (rule xml)");
	MARKUP("<a", "65 f: ends inside a tag (rule xml)");
	MARKUP("<a></b>", "65 f: not well-formed: tags that do not match (rule xml)");
	MARKUP("</a>", "65 f: not well-formed: an end tag without its start (rule xml)");
	MARKUP("<a/><b/>", "65 f: not well-formed: more than one root element (rule xml)");
	MARKUP("<a b='1'c='2'/>",
	       "65 f: not well-formed: attributes without a blank between (rule xml)");
	MARKUP("<a b='1' b='2'/>", "65 f: not well-formed: an attribute twice (rule xml)");
	MARKUP("<a b=1/>", "65 f: not well-formed: an attribute's value without quotes (rule xml)");
	MARKUP("<a b/>", "65 f: not well-formed: an attribute without a value (rule xml)");
	MARKUP("<a b='<'/>", "65 f: not well-formed: `<` in an attribute (rule xml)");
	MARKUP("<a><</a>", "65 f: not well-formed: `<` in a tag (rule xml)");
	MARKUP("<a>]]></a>", "65 f: `]]>` in text (rule xml)");
	MARKUP("<a>&b;</a>", "65 f: a reference that XML does not have (rule xml)");
	MARKUP("<a>&#0;</a>", "65 f: a reference that XML does not have (rule xml)");
	MARKUP("<a>&#xd800;</a>", "65 f: a reference that XML does not have (rule xml)");
	MARKUP("<a>& </a>", "65 f: a reference that XML does not have (rule xml)");
	MARKUP("<a>\1</a>", "65 f: a character that XML does not allow (rule xml)");
	MARKUP("<a>\xff</a>", "65 f: a character that XML does not allow (rule xml)");
	MARKUP("<a>\xef\xbf\xbf</a>", "65 f: a character that XML does not allow (rule xml)");
	MARKUP("<!DOCTYPE a><a/>", "65 f: has a DOCTYPE, which is refused (rule xml)");
	MARKUP("<a><!-- -- --></a>", "65 f: not well-formed: `--` in a comment (rule xml)");
	MARKUP("<a><!x></a>", "65 f: not well-formed: `<!` that begins nothing (rule xml)");
	MARKUP(" <?xml version='1.0'?><a/>",
	       "65 f: not well-formed: an XML declaration that is not first (rule xml)");
	MARKUP("<?xml version='1.1'?><a/>", "65 f: is not XML 1.0 (rule xml)");
	MARKUP("<?xml encoding='UTF-8'?><a/>",
	       "65 f: not well-formed: the XML declaration (rule xml)");
	MARKUP("<?xml version='1.0' encoding='latin1'?><a/>",
	       "65 f: declares an encoding that it does not have, or not UTF-8 (rule xml)");
}

int main(void)
{
	numbers();
	dates();
	formats();
	targets();
	error_trap = trap;
	markup();
	return 0;
}
