#include <stdio.h>
#include <stdlib.h>

#include "bytes.h"
#include "read/encoding.h"

static void check(const char *what, struct text input, enum encoding given, enum encoding found,
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
			if (d.encoding != found || !text_equal(buffer_text(&out), expected)) {
				fprintf(stderr, "encoding: %s: %s, '%.*s'\n", what,
					encoding_name(d.encoding), (int)out.length, out.at);
				exit(1);
			}
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

	check("empty", TEXT(""), detect, utf8, TEXT(""));
	check("ASCII", TEXT("abc"), detect, utf8, TEXT("abc"));
	check("one byte", TEXT("a"), detect, utf8, TEXT("a"));
	check("UTF-8 with its mark", TEXT("\xef\xbb\xbf\x61\xc3\xa9"), detect, utf8,
	      TEXT("a\xc3\xa9"));
	check("half a mark", TEXT("\xef\xbb"), detect, utf8, TEXT("\xef\xbb"));
	check("not UTF-8 passes", TEXT("\xe9t\xe9"), detect, utf8, TEXT("\xe9t\xe9"));
	check("little", TEXT("\xff\xfe\x61\0\xe9\0\xac\x20"), detect, little,
	      TEXT("a\xc3\xa9\xe2\x82\xac"));
	check("big", TEXT("\xfe\xff\0\x61\0\xe9"), detect, big, TEXT("a\xc3\xa9"));
	check("little without a mark", TEXT("a\0,\0\x3d\xd8\0\xde"), detect, little,
	      TEXT("a,\xf0\x9f\x98\x80"));
	check("big without a mark", TEXT("\0a\0,\xd8\x3d\xde\0"), detect, big,
	      TEXT("a,\xf0\x9f\x98\x80"));
	check("named, with a mark", TEXT("\xff\xfe\xe9\0"), little, little, TEXT("\xc3\xa9"));
	check("named, without", TEXT("\xe9\0"), little, little, TEXT("\xc3\xa9"));
	check("high half alone", TEXT("\xff\xfe\x3d\xd8\x61\0"), detect, little,
	      TEXT("\xed\xa0\xbd\x61"));
	check("high half at the end", TEXT("\xff\xfe\x3d\xd8"), detect, little,
	      TEXT("\xed\xa0\xbd"));
	check("low half alone", TEXT("\xff\xfe\0\xde"), detect, little, TEXT("\xed\xb8\x80"));
	check("odd byte", TEXT("\xff\xfe\x61\0\x62"), detect, little, TEXT("a\xff"));
	check("CP1252", TEXT("\x80\x92\xe9\xff z"), cp1252, cp1252,
	      TEXT("\xe2\x82\xac\xe2\x80\x99\xc3\xa9\xc3\xbf z"));
	check("CP1252 undefined", TEXT("\x81\x8d\x8f\x90\x9d"), cp1252, cp1252,
	      TEXT("\x81\x8d\x8f\x90\x9d"));
	check("CP1252 NUL", TEXT("a\0b"), cp1252, cp1252, TEXT("a\0b"));
	if (!encoding_parse("cp1252", &parsed) || parsed != cp1252 ||
	    encoding_parse("detect", &parsed) || encoding_parse("latin1", &parsed)) {
		fprintf(stderr, "encoding: names\n");
		return 1;
	}
	return 0;
}
