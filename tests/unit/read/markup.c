/* XML as the parser of workbooks reads it, whatever the size of its buffer. */

#include "read/markup.h"
#include "bytes.h"
#include "test.h"
#include "trap.h"

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

static void markup_reads(const char *input, size_t length, const char *expected)
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
		check_text(buffer_text(&out), text_of(expected), "markup %s", input);
		buffer_reset(&out);
	}
	buffer_free(&out);
}

#define MARKUP(input, expected) markup_reads(input, sizeof(input) - 1, expected)

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
	MARKUP("", "65 f: is not an XML document (rule xml)");
	MARKUP("x", "65 f: not well-formed: text outside the root element (rule xml)");
	MARKUP("<a>", "65 f: ends before its elements do (rule xml)");
	MARKUP("<a", "65 f: ends inside a tag (rule xml)");
	MARKUP("<a></b>", "65 f: not well-formed: tags that do not match (rule xml)");
	MARKUP("</a>", "65 f: not well-formed: an end tag without its start (rule xml)");
	MARKUP("<a/><b/>", "65 f: not well-formed: more than one root element (rule xml)");
	MARKUP("<a b='1'c='2'/>",
	       "65 f: not well-formed: attributes without a space between (rule xml)");
	MARKUP("<a b='1' b='2'/>", "65 f: not well-formed: a duplicate attribute (rule xml)");
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
	error_trap = trap;
	markup();
	return 0;
}
