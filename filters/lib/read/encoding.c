#include "read/encoding.h"

static const char *const names[] = {"detect", "utf-8", "utf-16le", "utf-16be", "cp1252"};

/* 0x80..0x9f in Unicode's own mapping table CP1252.TXT; 0: not defined. */
static const uint16_t cp1252[32] = {
	0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
	0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
	0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
};

const char *encoding_name(enum encoding encoding)
{
	return names[encoding];
}

bool encoding_parse(const char *name, enum encoding *encoding)
{
	for (unsigned i = ENCODING_UTF8; i <= ENCODING_CP1252; i++) {
		if (strcmp(name, names[i]) == 0) {
			*encoding = (enum encoding)i;
			return true;
		}
	}
	return false;
}

int cp1252_character(unsigned char byte)
{
	int c = byte >= 0x80 && byte < 0xa0 ? cp1252[byte - 0x80] : byte;

	return c || !byte ? c : -1;
}

/* Makes `need` raw bytes available; false when the source has fewer left. */
static bool raw_need(struct decoder *d, size_t need)
{
	if (d->raw_end - d->raw_start >= need)
		return true;
	memmove(d->raw, d->raw + d->raw_start, d->raw_end - d->raw_start);
	d->raw_end -= d->raw_start;
	d->raw_start = 0;
	while (d->raw_end < need && !d->raw_eof) {
		size_t got = d->from.read(d->from.context, d->raw + d->raw_end,
					  sizeof d->raw - d->raw_end);

		d->raw_eof = got == 0;
		d->raw_end += got;
	}
	return d->raw_end >= need;
}

static enum encoding detect(const char *b, size_t n)
{
	if (n >= 2 && b[0] == '\xff' && b[1] == '\xfe')
		return ENCODING_UTF16LE;
	if (n >= 2 && b[0] == '\xfe' && b[1] == '\xff')
		return ENCODING_UTF16BE;
	if (n >= 4 && b[0] > 0 && !b[1] && b[2] > 0 && !b[3])
		return ENCODING_UTF16LE;
	if (n >= 4 && !b[0] && b[1] > 0 && !b[2] && b[3] > 0)
		return ENCODING_UTF16BE;
	return ENCODING_UTF8;
}

void decoder_start(struct decoder *d, struct inlet from, enum encoding encoding)
{
	static const struct text marks[] = {[ENCODING_UTF8] = {"\xef\xbb\xbf", 3},
					    [ENCODING_UTF16LE] = {"\xff\xfe", 2},
					    [ENCODING_UTF16BE] = {"\xfe\xff", 2},
					    [ENCODING_CP1252] = {"", 0}};

	*d = (struct decoder){.from = from, .encoding = encoding};
	raw_need(d, 4);
	if (encoding == ENCODING_DETECT)
		d->encoding = detect(d->raw, d->raw_end);
	struct text mark = marks[d->encoding];

	if (d->raw_end >= mark.length && memcmp(d->raw, mark.at, mark.length) == 0)
		d->raw_start = mark.length;
}

/* Half a surrogate pair becomes three bytes that no well-formed text has. */
static size_t put(char *to, uint32_t c)
{
	if (c < 0x80) {
		to[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		to[0] = (char)(0xc0 | c >> 6);
		to[1] = (char)(0x80 | (c & 63));
		return 2;
	}
	if (c < 0x10000) {
		to[0] = (char)(0xe0 | c >> 12);
		to[1] = (char)(0x80 | (c >> 6 & 63));
		to[2] = (char)(0x80 | (c & 63));
		return 3;
	}
	to[0] = (char)(0xf0 | c >> 18);
	to[1] = (char)(0x80 | (c >> 12 & 63));
	to[2] = (char)(0x80 | (c >> 6 & 63));
	to[3] = (char)(0x80 | (c & 63));
	return 4;
}

static uint32_t unit(const struct decoder *d)
{
	unsigned a = (unsigned char)d->raw[d->raw_start];
	unsigned b = (unsigned char)d->raw[d->raw_start + 1];

	return d->encoding == ENCODING_UTF16LE ? a | b << 8 : a << 8 | b;
}

/* One character into `to`; 0 at the end. */
static size_t decode(struct decoder *d, char *to)
{
	if (!raw_need(d, 1))
		return 0;
	if (d->encoding == ENCODING_CP1252) {
		unsigned char byte = (unsigned char)d->raw[d->raw_start++];
		int c = cp1252_character(byte);

		to[0] = (char)byte;
		return c < 0 ? 1 : put(to, (uint32_t)c);
	}
	if (!raw_need(d, 2)) {
		d->raw_start++;
		to[0] = '\xff';
		return 1;
	}
	uint32_t c = unit(d);

	d->raw_start += 2;
	if (c >= 0xd800 && c < 0xdc00 && raw_need(d, 2)) {
		uint32_t low = unit(d);

		if (low >= 0xdc00 && low < 0xe000) {
			d->raw_start += 2;
			c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
		}
	}
	return put(to, c);
}

size_t decoder_read(void *context, char *into, size_t room)
{
	struct decoder *d = context;
	size_t done = 0;

	if (d->encoding == ENCODING_UTF8) {
		if (d->raw_start == d->raw_end)
			return d->raw_eof ? 0 : d->from.read(d->from.context, into, room);
		done = d->raw_end - d->raw_start;
		done = done < room ? done : room;
		memcpy(into, d->raw + d->raw_start, done);
		d->raw_start += done;
		return done;
	}
	while (done < room) {
		if (d->out_start == d->out_end) {
			d->out_start = 0;
			d->out_end = decode(d, d->out);
			if (d->out_end == 0)
				break;
		}
		into[done++] = d->out[d->out_start++];
	}
	return done;
}
