#include "read/encoding.h"
#include "bytes.h"
#include "test.h"

static void reads(const char *what, struct text input, enum encoding given, enum encoding found,
		  struct text expected)
{
	for (size_t step = 1; step <= 5; step++) {
		for (size_t room = 1; room <= 9; room++) {
			struct bytes bytes = {input, step};
			struct decoder d;
			struct buffer out = {0};
			char some[9];
			size_t got;

			decoder_start(&d, (struct inlet){bytes_read, &bytes}, given);
			while ((got = decoder_read(&d, some, room)) > 0)
				buffer_add(&out, some, got);
			check_number(d.encoding, found, "encoding: %s", what);
			check_text(buffer_text(&out), expected, "%s", what);
			buffer_free(&out);
		}
	}
}

int main(void)
{
	const enum encoding detect = ENCODING_DETECT, utf8 = ENCODING_UTF8,
			    little = ENCODING_UTF16LE, big = ENCODING_UTF16BE,
			    cp1252 = ENCODING_CP1252;
	enum encoding parsed;

	reads("empty", TEXT(""), detect, utf8, TEXT(""));
	reads("ASCII", TEXT("abc"), detect, utf8, TEXT("abc"));
	reads("one byte", TEXT("a"), detect, utf8, TEXT("a"));
	reads("UTF-8 with its mark", TEXT("\xef\xbb\xbf\x61\xc3\xa9"), detect, utf8,
	      TEXT("a\xc3\xa9"));
	reads("half a mark", TEXT("\xef\xbb"), detect, utf8, TEXT("\xef\xbb"));
	reads("not UTF-8 passes", TEXT("\xe9t\xe9"), detect, utf8, TEXT("\xe9t\xe9"));
	reads("little", TEXT("\xff\xfe\x61\0\xe9\0\xac\x20"), detect, little,
	      TEXT("a\xc3\xa9\xe2\x82\xac"));
	reads("big", TEXT("\xfe\xff\0\x61\0\xe9"), detect, big, TEXT("a\xc3\xa9"));
	reads("little without a mark", TEXT("a\0,\0\x3d\xd8\0\xde"), detect, little,
	      TEXT("a,\xf0\x9f\x98\x80"));
	reads("big without a mark", TEXT("\0a\0,\xd8\x3d\xde\0"), detect, big,
	      TEXT("a,\xf0\x9f\x98\x80"));
	reads("named, with a mark", TEXT("\xff\xfe\xe9\0"), little, little, TEXT("\xc3\xa9"));
	reads("named, without", TEXT("\xe9\0"), little, little, TEXT("\xc3\xa9"));
	reads("high half alone", TEXT("\xff\xfe\x3d\xd8\x61\0"), detect, little,
	      TEXT("\xed\xa0\xbd\x61"));
	reads("high half at the end", TEXT("\xff\xfe\x3d\xd8"), detect, little,
	      TEXT("\xed\xa0\xbd"));
	reads("low half alone", TEXT("\xff\xfe\0\xde"), detect, little, TEXT("\xed\xb8\x80"));
	reads("odd byte", TEXT("\xff\xfe\x61\0\x62"), detect, little, TEXT("a\xff"));
	reads("CP1252", TEXT("\x80\x92\xe9\xff z"), cp1252, cp1252,
	      TEXT("\xe2\x82\xac\xe2\x80\x99\xc3\xa9\xc3\xbf z"));
	reads("CP1252 undefined", TEXT("\x81\x8d\x8f\x90\x9d"), cp1252, cp1252,
	      TEXT("\x81\x8d\x8f\x90\x9d"));
	reads("CP1252 NUL", TEXT("a\0b"), cp1252, cp1252, TEXT("a\0b"));
	check(encoding_parse("cp1252", &parsed) && parsed == cp1252, "a name");
	check(!encoding_parse("detect", &parsed) && !encoding_parse("latin1", &parsed), "no names");
	return 0;
}
