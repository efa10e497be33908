#include "read/workbook_strings.h"

bool text_tame(struct text a)
{
	if (a.length > 0 && *a.at == '#')
		return false;
	for (size_t i = 0; i < a.length; i++)
		if (a.at[i] == '\\' || (unsigned char)a.at[i] < 0x20)
			return false;
	return true;
}

/* The code unit of `_xHHHH_` at a, or 0. */
static uint32_t escape_unit(struct text a)
{
	uint32_t unit = 0;

	if (a.length < 7 || a.at[0] != '_' || a.at[1] != 'x' || a.at[6] != '_')
		return 0;
	for (size_t i = 2; i < 6; i++) {
		char c = a.at[i];

		if (c >= '0' && c <= '9')
			unit = unit << 4 | (uint32_t)(c - '0');
		else if ((c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f'))
			unit = unit << 4 | (uint32_t)((c | 0x20) - 'a' + 10);
		else
			return 0;
	}
	return unit;
}

/* From b[start] on; what comes out is never longer. */
static void escapes_resolve(struct buffer *b, size_t start)
{
	struct buffer one = {0};
	size_t to = start;

	for (size_t from = start; from < b->length;) {
		uint32_t unit = escape_unit((struct text){b->at + from, b->length - from});
		size_t length = 7;

		if (unit >= 0xd800 && unit < 0xdc00 && b->length - from > 7) {
			uint32_t low =
				escape_unit((struct text){b->at + from + 7, b->length - from - 7});

			if (low >= 0xdc00 && low < 0xe000) {
				unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
				length = 14;
			}
		}
		if (unit == 0 || (unit >= 0xd800 && unit < 0xe000)) {
			b->at[to++] = b->at[from++];
			continue;
		}
		buffer_reset(&one);
		buffer_character(&one, unit);
		memcpy(b->at + to, one.at, one.length);
		to += one.length;
		from += length;
	}
	b->length = to;
	buffer_free(&one);
}

void string_take(struct markup *m, struct buffer *b)
{
	size_t depth = m->depth, start = b->length;

	for (enum markup_token token;
	     (token = markup_next(m)) != MARKUP_CLOSE || m->depth >= depth;)
		if (token == MARKUP_TEXT && m->depth == depth)
			buffer_text_add(b, m->text);
	if (b->length - start >= 7 && memchr(b->at + start, '_', b->length - start))
		escapes_resolve(b, start);
}

void rich_text_take(struct markup *m, struct buffer *b)
{
	size_t depth = m->depth;

	for (enum markup_token token;
	     (token = markup_next(m)) != MARKUP_CLOSE || m->depth >= depth;) {
		if (token != MARKUP_OPEN)
			continue;
		if (text_is(m->name, "t"))
			string_take(m, b);
		else if (!text_is(m->name, "r"))
			markup_skip(m);
	}
}

void shared_strings_read(struct shared_strings *s, struct markup *m)
{
	enum markup_token token;

	*s = (struct shared_strings){0};
	while ((token = markup_next(m)) != MARKUP_END) {
		if (token != MARKUP_OPEN || m->depth < 2)
			continue;
		if (!text_is(m->name, "si")) {
			markup_skip(m);
			continue;
		}
		size_t start = s->text.length;

		rich_text_take(m, &s->text);
		memory_need(&s->ends, &s->capacity, s->count + 1, sizeof *s->ends);
		bool tame = text_tame((struct text){s->text.at + start, s->text.length - start});

		s->ends[s->count++] = s->text.length << 1 | !tame;
	}
	if (!s->text.at)
		buffer_room(&s->text, 1);
}

void shared_strings_free(struct shared_strings *s)
{
	buffer_free(&s->text);
	memory_free(s->ends);
	*s = (struct shared_strings){0};
}
