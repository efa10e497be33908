#include "read/xml.h"
#include "bytes.h"
#include "test.h"
#include "trap.h"

/* Columns: 0 by two paths, 1 a list, 2 a parent's, 3 a grandparent's. */
static const struct xml_path paths[] = {
	{{"A", 1}, 0}, {{"B/A", 3}, 0}, {{"L/E", 3}, 1}, {{"../P/Q", 6}, 2}, {{"../../G", 7}, 3},
};
static const bool lists[] = {false, true, false, false};

static struct arena arena;
static struct xml x;

static void print_all(struct buffer *out, struct text input)
{
	struct bytes bytes = {input, 0};
	struct raw_record r;

	xml_start(&x, &arena, (struct inlet){bytes_read, &bytes}, "f", false, TEXT("D/S/R"), paths,
		  sizeof paths / sizeof *paths, lists, 4);
	while (xml_next(&x, &r)) {
		buffer_u64(out, r.line);
		buffer_string(out, r.flaw ? "!" : ":");
		buffer_string(out, r.flaw ? r.flaw : "");
		for (size_t i = 0; i < r.cells && !r.flaw; i++) {
			buffer_string(out, i ? ";" : "");
			buffer_text_add(out, raw_cell(&r, i));
		}
		buffer_byte(out, '/');
	}
	if (x.stray || x.unread) {
		buffer_u64(out, x.stray);
		buffer_string(out, " stray ");
		buffer_u64(out, x.unread);
		buffer_string(out, " unread");
	}
}

static void reads(const char *input, const char *expected)
{
	for (volatile size_t block = 1; block <= 70; block++) {
		struct buffer out = {0};

		xml_block_size = block;
		if (setjmp(failed) == 0)
			print_all(&out, text_of(input));
		else
			buffer_string(&out, complaint);
		xml_free(&x);
		arena_free(&arena);
		check_text(buffer_text(&out), text_of(expected), "blocks of %zu: %s", block, input);
		buffer_free(&out);
	}
}

static void records(void)
{
	reads("<D/>", "");
	reads("<D><S><R/></S></D>", "1:;;;/");
	reads("<D><G>g</G><S><P><Q>q</Q></P><R><A>1</A></R>\n<R><A>2</A></R></S></D>",
	      "1:1;;q;g/2:2;;q;g/");
	reads("<D><G>g</G><S><P><Q>q</Q></P><R/></S><S><R/></S></D>", "1:;;q;g/1:;;;g/");
	reads("<D><S><R><A>a &amp; b\n</A></R></S></D>", "1:a & b\n;;;/");
	reads("<D><S><R><B><A>b</A></B></R></S></D>", "1:b;;;/");
	reads("<D><S><R><L><E>1</E><E/><E>2</E></L><L><E>3</E></L></R></S></D>", "1:;1|2|3;;/");
	reads("<D><S><R><A/><A>1</A><A/></R></S></D>", "1:1;;;/");
	reads("<D><S><R><A>1</A></R><R/></S></D>", "1:1;;;/1:;;;/");
	reads("<x:D xmlns:x='u'><x:S><x:R><x:A>1</x:A></x:R></x:S></x:D>", "1:1;;;/");
	reads("<?xml version='1.0' encoding='windows-1252'?><D><S><R><A>\x80\xe9</A></R></S></D>",
	      "1:\xe2\x82\xac\xc3\xa9;;;/");
	reads("<?xml version='1.0' encoding='ISO-8859-1'?><D><S><R><A>\xe9</A></R></S></D>",
	      "1:\xc3\xa9;;;/");
	reads("<D><S>\n<R><A><![CDATA[<&>]]></A></R></S></D>", "2:<&>;;;/");
}

static void counts(void)
{
	reads("<D>x<S>y<R>z<A>1</A>z</R>y</S></D>", "1:1;;;/3 stray 0 unread");
	reads("<D><S><R><C>1</C><C/><C><F>2</F></C><A>1<H>2</H>3</A></R></S><I>4</I></D>",
	      "1:13;;;/0 stray 3 unread");
}

static void flaws(void)
{
	reads("<D><S><R><A>1</A><A>2</A></R><R><A>3</A></R></S></D>", "1!repeated/1:3;;;/");
	reads("<D><S><R><A>1</A><B><A>2</A></B></R></S></D>", "1!repeated/");
	reads("<D><S><P><Q>1</Q><Q>2</Q></P><R/></S><S><R/></S></D>", "1!repeated/1:;;;/");
	reads("<D><S><R><L><E>a|b</E></L></R><R><A>a|b</A></R></S></D>", "1!list/1:a|b;;;/");
}

static void refusals(void)
{
	reads("", "65 f: is empty");
	reads(" \n", "65 f:2: no element found (rule xml)");
	reads("<D><S>\n</D>", "65 f:2: mismatched tag (rule xml)");
	reads("<D><S><R></R></S>", "1:;;;/65 f:1: no element found (rule xml)");
	reads("<E/>",
	      "65 f:1: the root element is not the one that the schema's record path starts "
	      "with (rule xml)");
	reads("<!DOCTYPE D [<!ENTITY a 'b'>]><D><S><R><A>&a;</A></R></S></D>",
	      "65 f:1: has a DOCTYPE, which is refused (rule xml)");
	reads("<!DOCTYPE D SYSTEM 'file:///x'>\n<D/>",
	      "65 f:1: has a DOCTYPE, which is refused (rule xml)");
	reads("<D><S><R><A>&a;</A></R></S></D>", "65 f:1: undefined entity (rule xml)");
	reads("<?xml version='1.0' encoding='EBCDIC'?><D/>",
	      "65 f:1: declares an unknown encoding: use --encoding (rule xml)");
	reads("<D><S><R/>\n<P><Q>late</Q></P></S></D>",
	      "1:;;;/65 f:2: a parent's field comes after the records it belongs to (rule xml)");
	reads("<D>\xff</D>", "65 f:1: not well-formed (invalid token) (rule xml)");
	reads("<?xml version='1.0' encoding='windows-1252'?><D>\x81</D>",
	      "65 f:1: not well-formed (invalid token) (rule xml)");
}

static void depth(void)
{
	struct buffer deep = {0};

	buffer_string(&deep, "<D>");
	for (int i = 1; i < XML_DEPTH; i++)
		buffer_string(&deep, "<a>");
	struct buffer deeper = {0};
	buffer_text_add(&deeper, buffer_text(&deep));
	for (int i = 1; i < XML_DEPTH; i++)
		buffer_string(&deep, "</a>");
	buffer_string(&deep, "</D>");
	buffer_byte(&deep, 0);
	reads(deep.at, "");
	buffer_string(&deeper, "<a/>");
	buffer_byte(&deeper, 0);
	reads(deeper.at, "65 f:1: elements nest more than 64 deep (rule xml)");
	buffer_free(&deep);
	buffer_free(&deeper);
}

static void paths_refused(void)
{
	static const struct xml_path twice[] = {{{"P/Q", 3}, 0}, {{"../R/P/Q", 8}, 1}};
	struct bytes none = {TEXT_NONE, 0};

	*complaint = '\0';
	if (setjmp(failed) == 0)
		xml_start(&x, &arena, (struct inlet){bytes_read, &none}, "f", false, TEXT("D/S/R"),
			  twice, 2, lists, 2);
	check_text(text_of(complaint), TEXT("78 two columns read the element at ../R/P/Q"),
		   "two columns with one element");
	xml_free(&x);
	arena_free(&arena);
}

int main(void)
{
	error_trap = trap;
	records();
	counts();
	flaws();
	refusals();
	depth();
	paths_refused();
	return 0;
}
