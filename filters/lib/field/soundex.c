#include "field/phonetic.h"

size_t soundex(struct text name, char out[4])
{
	/* of A to Z; 0: not coded */
	static const char codes[] = "01230120022455012623010202";
	size_t length = 0;
	char last = '0';

	for (size_t i = 0; i < name.length && length < 4; i++) {
		char c = (char)(name.at[i] & ~0x20);
		if (c < 'A' || c > 'Z')
			continue;
		char code = codes[c - 'A'];
		if (length == 0)
			out[length++] = c;
		else if (c == 'H' || c == 'W')
			continue;
		else if (code != '0' && code != last)
			out[length++] = code;
		last = code;
	}
	if (length)
		while (length < 4)
			out[length++] = '0';
	return length;
}
