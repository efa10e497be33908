#include "field/plain.h"

#include <utf8proc.h>

#include "field/blank.h"

static bool is_ascii(struct text value)
{
	for (size_t i = 0; i < value.length; i++)
		if ((unsigned char)value.at[i] >= 0x80)
			return false;
	return true;
}

/* utf8proc takes NUL for an end unless it is told the length; it allocates
 * nothing in these two calls. */
static bool compose(struct text value, struct buffer *b, struct buffer *points)
{
	const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)value.at;
	utf8proc_ssize_t length = (utf8proc_ssize_t)value.length, count;
	size_t room = value.length;

	for (;;) {
		buffer_reset(points);
		buffer_room(points, room * sizeof(utf8proc_int32_t) + 1);
		count = utf8proc_decompose(bytes, length, (utf8proc_int32_t *)(void *)points->at,
					   (utf8proc_ssize_t)room, UTF8PROC_DECOMPOSE);
		if (count < 0)
			return false;
		if ((size_t)count <= room)
			break;
		room = (size_t)count;
	}
	count = utf8proc_reencode((utf8proc_int32_t *)(void *)points->at, count, UTF8PROC_COMPOSE);
	if (count < 0)
		return false;
	buffer_add(b, points->at, (size_t)count);
	return true;
}

enum rule plain_parse(struct text value, struct buffer *b, struct buffer *points)
{
	value = blank_trim(value);
	if (is_ascii(value))
		buffer_text_add(b, value);
	else if (!text_utf8(value) || !compose(value, b, points))
		return RULE_TEXT;
	return RULE_VALID;
}
