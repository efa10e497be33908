#include "field/misread.h"

/* The bytes that begin the sequences of UTF-8 that are read back, by what a page
 * makes of them, and what it makes of the bytes 0x80 to 0xBF that go on. */
static const unsigned char leads[] = {0xC2, 0xC3, 0xC4, 0xC5, 0xC8, 0xE1, 0xE2, 0xEF};

enum { LEADS = sizeof leads, WINDOWS_1252 = 0, PAGES = 4, MOST_ROUNDS = 16 };

static const struct page {
	uint16_t lead[LEADS], next[64];
} pages[PAGES] = {
	/* Windows-1252, with the control characters for the bytes it does not have;
	 * code pages 850 and 437; Mac Roman. */
	{{0x00C2, 0x00C3, 0x00C4, 0x00C5, 0x00C8, 0x00E1, 0x00E2, 0x00EF},
	 {0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
	  0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
	  0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178, 0x00A0,
	  0x00A1, 0x00A2, 0x00A3, 0x00A4, 0x00A5, 0x00A6, 0x00A7, 0x00A8, 0x00A9, 0x00AA, 0x00AB,
	  0x00AC, 0x00AD, 0x00AE, 0x00AF, 0x00B0, 0x00B1, 0x00B2, 0x00B3, 0x00B4, 0x00B5, 0x00B6,
	  0x00B7, 0x00B8, 0x00B9, 0x00BA, 0x00BB, 0x00BC, 0x00BD, 0x00BE, 0x00BF}},
	{{0x252C, 0x251C, 0x2500, 0x253C, 0x255A, 0x00DF, 0x00D4, 0x00B4},
	 {0x00C7, 0x00FC, 0x00E9, 0x00E2, 0x00E4, 0x00E0, 0x00E5, 0x00E7, 0x00EA, 0x00EB, 0x00E8,
	  0x00EF, 0x00EE, 0x00EC, 0x00C4, 0x00C5, 0x00C9, 0x00E6, 0x00C6, 0x00F4, 0x00F6, 0x00F2,
	  0x00FB, 0x00F9, 0x00FF, 0x00D6, 0x00DC, 0x00F8, 0x00A3, 0x00D8, 0x00D7, 0x0192, 0x00E1,
	  0x00ED, 0x00F3, 0x00FA, 0x00F1, 0x00D1, 0x00AA, 0x00BA, 0x00BF, 0x00AE, 0x00AC, 0x00BD,
	  0x00BC, 0x00A1, 0x00AB, 0x00BB, 0x2591, 0x2592, 0x2593, 0x2502, 0x2524, 0x00C1, 0x00C2,
	  0x00C0, 0x00A9, 0x2563, 0x2551, 0x2557, 0x255D, 0x00A2, 0x00A5, 0x2510}},
	{{0x252C, 0x251C, 0x2500, 0x253C, 0x255A, 0x00DF, 0x0393, 0x2229},
	 {0x00C7, 0x00FC, 0x00E9, 0x00E2, 0x00E4, 0x00E0, 0x00E5, 0x00E7, 0x00EA, 0x00EB, 0x00E8,
	  0x00EF, 0x00EE, 0x00EC, 0x00C4, 0x00C5, 0x00C9, 0x00E6, 0x00C6, 0x00F4, 0x00F6, 0x00F2,
	  0x00FB, 0x00F9, 0x00FF, 0x00D6, 0x00DC, 0x00A2, 0x00A3, 0x00A5, 0x20A7, 0x0192, 0x00E1,
	  0x00ED, 0x00F3, 0x00FA, 0x00F1, 0x00D1, 0x00AA, 0x00BA, 0x00BF, 0x2310, 0x00AC, 0x00BD,
	  0x00BC, 0x00A1, 0x00AB, 0x00BB, 0x2591, 0x2592, 0x2593, 0x2502, 0x2524, 0x2561, 0x2562,
	  0x2556, 0x2555, 0x2563, 0x2551, 0x2557, 0x255D, 0x255C, 0x255B, 0x2510}},
	{{0x00AC, 0x221A, 0x0192, 0x2248, 0x00BB, 0x00B7, 0x201A, 0x00D4},
	 {0x00C4, 0x00C5, 0x00C7, 0x00C9, 0x00D1, 0x00D6, 0x00DC, 0x00E1, 0x00E0, 0x00E2, 0x00E4,
	  0x00E3, 0x00E5, 0x00E7, 0x00E9, 0x00E8, 0x00EA, 0x00EB, 0x00ED, 0x00EC, 0x00EE, 0x00EF,
	  0x00F1, 0x00F3, 0x00F2, 0x00F4, 0x00F6, 0x00F5, 0x00FA, 0x00F9, 0x00FB, 0x00FC, 0x2020,
	  0x00B0, 0x00A2, 0x00A3, 0x00A7, 0x2022, 0x00B6, 0x00DF, 0x00AE, 0x00A9, 0x2122, 0x00B4,
	  0x00A8, 0x2260, 0x00C6, 0x00D8, 0x221E, 0x00B1, 0x2264, 0x2265, 0x00A5, 0x00B5, 0x2202,
	  0x2211, 0x220F, 0x03C0, 0x222B, 0x00AA, 0x00BA, 0x03A9, 0x00E6, 0x00F8}},
};

/* U+00A0 to U+00FF, then others, as HTML 4 calls them. */
static const char latin_names[] =
	"nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg "
	"plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 "
	"iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml "
	"Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave "
	"Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil "
	"egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde "
	"ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";
static const struct {
	const char *name;
	uint32_t point;
} other_names[] = {
	{"amp", '&'},       {"lt", '<'},       {"gt", '>'},       {"quot", '"'},
	{"apos", '\''},     {"OElig", 0x152},  {"oelig", 0x153},  {"Scaron", 0x160},
	{"scaron", 0x161},  {"Yuml", 0x178},   {"lsquo", 0x2018}, {"rsquo", 0x2019},
	{"ldquo", 0x201C},  {"rdquo", 0x201D}, {"ndash", 0x2013}, {"mdash", 0x2014},
	{"hellip", 0x2026}, {"bull", 0x2022},  {"euro", 0x20AC},  {"trade", 0x2122},
};

/* The byte that a page makes the character of, if it is one of 0x80 to 0xBF; else 0. */
static uint32_t next_byte(const struct page *page, uint32_t c)
{
	for (uint32_t i = 0; i < 64; i++)
		if (page->next[i] == c)
			return 0x80 + i;
	return page == &pages[WINDOWS_1252] && c >= 0x80 && c < 0xA0 ? c : 0;
}

/* Greek, Cyrillic, Hebrew and Arabic: their first bytes are letters of names in
 * Windows-1252, so that one alone says nothing. */
static bool is_script(uint32_t lead)
{
	return (lead >= 0xCE && lead <= 0xD1) || (lead >= 0xD7 && lead <= 0xDB);
}

static uint32_t lead_byte(const struct page *page, uint32_t c)
{
	for (size_t i = 0; i < LEADS; i++)
		if (page->lead[i] == c)
			return leads[i];
	return page == &pages[WINDOWS_1252] && is_script(c) ? c : 0;
}

/* Can the byte follow? Not all do, so that few sequences that are meant fit. */
static bool follows(uint32_t lead, uint32_t next)
{
	switch (lead) {
	case 0xC2: /* signs: the rest are control characters */
		return next >= 0xA0;
	case 0xC8: /* Romanian */
		return next >= 0x98 && next <= 0x9B;
	case 0xE1: /* Vietnamese, Welsh */
		return next >= 0xB8 && next <= 0xBB;
	case 0xE2: /* punctuation, the euro, the trade mark */
		return next <= 0x84;
	case 0xEF: /* the byte order mark, ligatures, what stands for a lost letter */
		return next == 0xBB || next == 0xBF || next == 0xAC;
	}
	return true;
}

/* The bytes that a sequence read by the page takes at the start of `rest`, or 0. */
static size_t sequence_read(const struct page *page, struct text rest, uint32_t *lead,
			    uint32_t *point)
{
	size_t bytes, length;

	*lead = lead_byte(page, text_character(rest, &length));
	if (!*lead)
		return 0;
	uint32_t more = *lead < 0xE0 ? 1 : 2;
	*point = *lead & (more == 1 ? 0x1F : 0x0F);
	for (uint32_t i = 0; i < more; i++, length += bytes) {
		if (length == rest.length)
			return 0;
		struct text at = {rest.at + length, rest.length - length};
		uint32_t next = next_byte(page, text_character(at, &bytes));
		if (!next || (i == 0 && !follows(*lead, next)))
			return 0;
		*point = *point << 6 | (next & 0x3F);
	}
	return length;
}

/* The same by any page; *script says whether the sequence before was of a
 * script of its own, and then whether this one is. */
static size_t sequence_find(struct text rest, bool *script, uint32_t *point)
{
	for (size_t i = 0; i < PAGES; i++) {
		uint32_t lead, after;
		size_t length = sequence_read(&pages[i], rest, &lead, point);
		if (!length)
			continue;
		if (!is_script(lead)) {
			*script = false;
			return length;
		}
		struct text next = {rest.at + length, rest.length - length};
		if (*script || (next.length && sequence_read(&pages[i], next, &lead, &after) &&
				is_script(lead))) {
			*script = true;
			return length;
		}
	}
	*script = false;
	return 0;
}

static int digit_of(char c, uint32_t base)
{
	int digit = c >= '0' && c <= '9'   ? c - '0'
		    : c >= 'a' && c <= 'f' ? c - 'a' + 10
		    : c >= 'A' && c <= 'F' ? c - 'A' + 10
					   : -1;

	return digit < (int)base ? digit : -1;
}

/* Digits at the start of `rest`, at most `most`: how many; their number, or one
 * that no character has. */
static size_t number_read(struct text rest, uint32_t base, size_t most, uint32_t *number)
{
	size_t n = 0;

	*number = 0;
	for (; n < rest.length && n < most && digit_of(rest.at[n], base) >= 0; n++)
		*number = *number * base + (uint32_t)digit_of(rest.at[n], base);
	return n;
}

/* A character that a number may stand for; 0 for one that it must not. The
 * numbers 0x80 to 0x9F mean bytes of Windows-1252, as in all browsers. */
static uint32_t point_allowed(uint32_t point)
{
	if (point >= 0x80 && point < 0xA0)
		return pages[WINDOWS_1252].next[point - 0x80];
	bool control = point < ' ' && point != '\t' && point != '\n' && point != '\r';
	bool no_character = point > 0x10FFFF || (point >= 0xD800 && point < 0xE000);
	return control || no_character || point == 0x7F || point == '|' ? 0 : point;
}

static uint32_t name_find(struct text name)
{
	struct text rest = TEXT(latin_names), one;

	for (uint32_t point = 0xA0; text_cut(&rest, ' ', &one); point++)
		if (text_equal(one, name))
			return point;
	for (size_t i = 0; i < sizeof other_names / sizeof *other_names; i++)
		if (text_is(name, other_names[i].name))
			return other_names[i].point;
	return 0;
}

/* What stands behind an ampersand: its length, and what it stands for. */
static size_t reference_read(struct text rest, uint32_t *point)
{
	size_t length = 0;

	if (text_starts(rest, "#")) {
		bool hex = rest.length > 1 && (rest.at[1] | 0x20) == 'x';
		size_t start = hex ? 2 : 1;
		struct text digits = {rest.at + start, rest.length - start};
		length = number_read(digits, hex ? 16 : 10, 7, point);
		*point = length ? point_allowed(*point) : 0;
		length += start;
		bool ended = length < rest.length && rest.at[length] == ';';
		return *point && (ended || !hex) ? length + ended : 0;
	}
	while (length < rest.length && length < 9 && rest.at[length] != ';')
		length++;
	if (length == rest.length || rest.at[length] != ';')
		return 0;
	*point = name_find((struct text){rest.at, length});
	return *point ? length + 1 : 0;
}

/* A whole reference at the start of `rest`, its ampersand perhaps itself one,
 * and that one too: &amp;amp;eacute; */
static size_t entity_read(struct text rest, uint32_t *point)
{
	size_t length = 1, more;

	*point = 0;
	while ((more = reference_read((struct text){rest.at + length, rest.length - length},
				      point)) > 0) {
		length += more;
		if (*point != '&')
			return length;
	}
	*point = '&';
	return length > 1 ? length : 0;
}

/* \', \u00eb, %27: nothing that could be the start of another. */
static size_t escape_read(struct text rest, uint32_t *point)
{
	struct text after = {rest.at + 1, rest.length - 1};

	if (rest.at[0] == '\\' && (text_starts(after, "'") || text_starts(after, "\""))) {
		*point = (unsigned char)after.at[0];
		return 2;
	}
	size_t start = rest.at[0] == '\\' ? 1 : 0, digits = start ? 4 : 2;
	if (start && !text_starts(after, "u"))
		return 0;
	after = (struct text){after.at + start, after.length - start};
	if (number_read(after, 16, digits, point) != digits)
		return 0;
	*point = point_allowed(*point);
	return *point >= 0x80 || *point == '\'' || *point == ' ' ? 1 + start + digits : 0;
}

/* What is spoiled at the start of `rest`: its length and what was meant, or 0. */
static size_t flaw_read(struct text rest, bool is_name, bool *script, uint32_t *point)
{
	unsigned char first = (unsigned char)rest.at[0];

	if (first == '&')
		return entity_read(rest, point);
	if (is_name && (first == '\\' || first == '%'))
		return escape_read(rest, point);
	if (first < 0x80)
		return 0;
	size_t length = sequence_find(rest, script, point);
	if (length)
		return length;
	uint32_t c = text_character(rest, &length);
	bool control = c >= 0x80 && c < 0xA0 && c != 0x85;
	*point = control ? pages[WINDOWS_1252].next[c - 0x80] : c;
	return *point != c ? length : 0;
}

/* One round; true when something was repaired. */
static bool round_of(struct text rest, bool is_name, struct buffer *to)
{
	bool any = false, script = false;

	buffer_reset(to);
	while (rest.length) {
		uint32_t point;
		size_t length = flaw_read(rest, is_name, &script, &point), bytes;
		if (length) {
			any = true;
			buffer_character(to, point);
		} else {
			text_character(rest, &bytes);
			length = bytes;
			buffer_add(to, rest.at, length);
			script = script && (unsigned char)rest.at[0] >= 0x80;
		}
		rest = (struct text){rest.at + length, rest.length - length};
	}
	return any;
}

/* The top bit of each byte that is `byte`, and perhaps of one after it. */
static uint64_t bytes_like(uint64_t eight, char byte)
{
	const uint64_t ones = 0x0101010101010101u;
	uint64_t x = eight ^ ones * (unsigned char)byte;

	return (x - ones) & ~x;
}

bool misread_suspect(struct text a)
{
	uint64_t eight = 0, marks = 0;

	for (; a.length >= 8; a = (struct text){a.at + 8, a.length - 8}) {
		memcpy(&eight, a.at, 8);
		marks |= eight | bytes_like(eight, '&') | bytes_like(eight, '\\') |
			 bytes_like(eight, '%');
	}
	eight = 0;
	memcpy(&eight, a.at, a.length);
	marks |= eight | bytes_like(eight, '&') | bytes_like(eight, '\\') | bytes_like(eight, '%');
	return marks & 0x8080808080808080u;
}

bool misread_repair(struct misread *m, struct text value, bool is_name, struct text *repaired)
{
	if (!misread_suspect(value) || !round_of(value, is_name, &m->to))
		return false;
	for (int round = 0; round < MOST_ROUNDS; round++) {
		struct buffer swap = m->from;
		m->from = m->to;
		m->to = swap;
		if (!round_of(buffer_text(&m->from), is_name, &m->to))
			break;
	}
	*repaired = buffer_text(&m->from);
	return true;
}

void misread_free(struct misread *m)
{
	buffer_free(&m->from);
	buffer_free(&m->to);
}
