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
