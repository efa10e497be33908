#include "field/ethnicity.h"

#include "field/blank.h"

enum rule ethnicity_parse(struct text value, struct buffer *b, struct buffer *points)
{
	value = blank_trim(value);
	while (value.length > 2 && value.at[1] == ')' && (value.at[0] | 0x20) >= 'a' &&
	       (value.at[0] | 0x20) <= 'z') {
		value = blank_trim((struct text){value.at + 2, value.length - 2});
	}
	size_t start = b->length;
	enum rule rule = plain_parse(value, b, points);
	for (size_t i = start; i < b->length; i++)
		if (b->at[i] >= 'a' && b->at[i] <= 'z')
			b->at[i] = (char)(b->at[i] - 'a' + 'A');
	return rule;
}

static const char *education_group(char first)
{
	switch (first) {
	case 'W':
		return "white";
	case 'M':
		return "mixed";
	case 'A':
	case 'C':
		return "asian";
	case 'B':
		return "black";
	case 'O':
		return "other";
	}
	return NULL;
}

const char *ethnicity_group(struct text code)
{
	static const char *const of_letter[] = {"ABC",   "white", "DEFG",  "mixed", "HJKLR",
						"asian", "MNP",   "black", "S",     "other"};

	if (code.length == 2 || code.length == 4)
		return education_group(code.at[0]);
	for (size_t i = 0; code.length == 1 && i < 10; i += 2)
		if (strchr(of_letter[i], code.at[0]))
			return of_letter[i + 1];
	return NULL;
}
