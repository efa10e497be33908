/* The patterns of extract(): which there are, and what they find, as RE2 does. */

#include "expr/extract.h"
#include "test.h"

static const struct {
	const char *pattern, *value, *found;
} cases[] = {
	{"^[A-Z]{1,4}", "ANNABEL", "ANNA"},
	{"[A-Z]{1,3}", "12AB3", "AB"},
	{".*", "WHOLE NAME", "WHOLE NAME"},
	{".*ook", "look at a book now", "look at a book"},
	{"^wr.*", "write", "write"},
	{"^wr.*", "rewrite", ""},
	{"^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9]", "LE1 4XX", "LE1 4"},
	{"^(\\d+) [A-Z]", "12 HIGH", "12"},
	{"([a-z]+)@", "1ab@x", "ab"},
	{"a?ab?", "ab", "ab"},
	{"\\.\\d$", "1.5.7", ".7"},
	{"[^,]+$", "a,b,c", "c"},
	{"[]]", "]", NULL},
	{"[a-]+", "x-a-", "-a-"},
	{"^.{3}",
	 "\xC3\xA9\xC3\xA9"
	 "ab",
	 "\xC3\xA9\xC3\xA9"
	 "a"},
	{"\\w+", " caf\xC3\xA9", "caf"},
	{"[\\d\\s]+", "a1 2b", "1 2"},
	{"\\S+", " a b", "a"},
	{"x*", "yyy", ""},
	{"a|b", "a", NULL},
	{"(ab)+", "abab", NULL},
	{"a+?", "aa", NULL},
	{"(?:a)", "a", NULL},
	{"a{2,1}", "aa", NULL},
	{"\\bx", "x", NULL},
	{"a**", "a", NULL},
	{"(a", "a", NULL},
	{"()", "", NULL},
	{"[a", "a", NULL},
	{"", "a", NULL},
	{"x\\", "x", NULL},
};

int main(void)
{
	struct arena arena = {0};
	struct buffer scratch = {0};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct extraction extract;
		bool read = extract_read(&extract, &arena, text_of(cases[i].pattern));
		check(read == (cases[i].found != NULL), "%s", cases[i].pattern);
		if (read)
			check_text(extract_find(&extract, text_of(cases[i].value), &scratch),
				   text_of(cases[i].found), "%s", cases[i].pattern);
	}
	buffer_free(&scratch);
	arena_free(&arena);
	return 0;
}
