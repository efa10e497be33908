/* Texts against a list searched from end to end. */

#include "base/roster.h"
#include "random.h"
#include "test.h"

enum { TEXTS = 3000, LONGEST = 6 };

int main(void)
{
	static char texts[TEXTS][LONGEST + 1];
	struct roster r = {0};
	size_t distinct = 0;

	random_state = 3;
	check(roster_find(&r, TEXT("")) == ROSTER_NONE, "found in an empty one");
	for (int i = 0; i < TEXTS; i++) {
		char text[LONGEST + 1] = "";
		for (uint32_t j = random_below(LONGEST + 1); j--;)
			text[j] = (char)('a' + random_below(4));
		uint32_t expected = ROSTER_NONE;
		for (uint32_t j = 0; j < distinct && expected == ROSTER_NONE; j++)
			if (strcmp(texts[j], text) == 0)
				expected = j;
		check(roster_find(&r, text_of(text)) == expected, "find");
		bool fresh;
		uint32_t number = roster_add(&r, text_of(text), &fresh);
		check(fresh == (expected == ROSTER_NONE), "fresh");
		if (fresh) {
			expected = (uint32_t)distinct;
			memcpy(texts[distinct++], text, sizeof text);
		}
		check(number == expected && r.count == distinct, "number");
	}
	roster_close(&r);
	for (uint32_t i = 0; i < distinct; i++)
		check(text_is(roster_text(&r, i), texts[i]), "text");
	roster_free(&r);
	return 0;
}
