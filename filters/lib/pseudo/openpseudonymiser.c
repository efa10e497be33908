#include "pseudo/openpseudonymiser.h"

void openpseudonymiser_digest(const struct text *values, size_t count, struct text salt,
			      char digits[OPENPSEUDONYMISER_DIGITS])
{
	static struct buffer joined;

	buffer_reset(&joined);
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < values[i].length; k++)
			if (!memchr("\r\n\t ", values[i].at[k], 4))
				buffer_byte(&joined, values[i].at[k]);
	struct text parts[2] = {buffer_text(&joined), salt};
	unsigned char out[MAC_BYTES];
	sha256_of(parts, 2, out);
	for (size_t i = 0; i < MAC_BYTES; i++) {
		digits[2 * i] = "0123456789ABCDEF"[out[i] >> 4];
		digits[2 * i + 1] = "0123456789ABCDEF"[out[i] & 15];
	}
}

bool openpseudonymiser_format_valid(struct text format)
{
	size_t years = 0, months = 0, days = 0;

	for (size_t i = 0; i < format.length;) {
		struct text rest = {format.at + i, format.length - i};
		if (text_starts(rest, "yyyy")) {
			years++;
			i += 4;
		} else if (text_starts(rest, "mm")) {
			months++;
			i += 2;
		} else if (text_starts(rest, "dd")) {
			days++;
			i += 2;
		} else if (memchr("./-", format.at[i], 3)) {
			i++;
		} else {
			return false;
		}
	}
	return years == 1 && months == 1 && days == 1;
}

void openpseudonymiser_date(struct buffer *b, struct text date, struct text format)
{
	for (size_t i = 0; i < format.length;) {
		char mark = format.at[i];
		size_t length = mark == 'y' ? 4 : mark == 'm' || mark == 'd' ? 2 : 1;
		if (mark == 'y')
			buffer_add(b, date.at, 4);
		else if (mark == 'm')
			buffer_add(b, date.at + 5, 2);
		else if (mark == 'd')
			buffer_add(b, date.at + 8, 2);
		else
			buffer_byte(b, mark);
		i += length;
	}
}
