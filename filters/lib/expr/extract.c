#include "expr/extract.h"

#include <string.h>

#define MOST_ITEMS 64
#define MOST_RANGES 40
#define MOST_TIMES 1000

struct range {
	uint32_t first, last;
};

struct extract_item {
	struct range ranges[MOST_RANGES];
	size_t count;
	bool negated;
	size_t least, most; /* times */
};

struct source {
	struct text rest;
};

static bool take(struct source *s, char mark)
{
	if (!s->rest.length || s->rest.at[0] != mark)
		return false;
	s->rest = (struct text){s->rest.at + 1, s->rest.length - 1};
	return true;
}

static bool take_character(struct source *s, uint32_t *character)
{
	size_t bytes;

	if (!s->rest.length)
		return false;
	*character = text_character(s->rest, &bytes);
	s->rest = (struct text){s->rest.at + bytes, s->rest.length - bytes};
	return true;
}

static bool add(struct extract_item *item, uint32_t first, uint32_t last)
{
	if (item->count == MOST_RANGES || first > last)
		return false;
	item->ranges[item->count++] = (struct range){first, last};
	return true;
}

/* \d, \w, \s; in capitals everything else, which stands alone only. */
static bool add_kind(struct extract_item *item, uint32_t letter, bool alone)
{
	bool others = letter < 'a';

	if (others && !alone)
		return false;
	item->negated = item->negated || others;
	switch (letter | 32u) {
	case 'd':
		return add(item, '0', '9');
	case 'w':
		return add(item, '0', '9') && add(item, 'A', 'Z') && add(item, '_', '_') &&
		       add(item, 'a', 'z');
	case 's':
		return add(item, '\t', '\n') && add(item, '\f', '\r') && add(item, ' ', ' ');
	default:
		return false;
	}
}

/* What follows a backslash: a kind, or a mark that stands for itself. */
static bool read_escaped(struct source *s, struct extract_item *item, bool alone, uint32_t *mark)
{
	uint32_t c;

	*mark = 0;
	if (!take_character(s, &c) || c > '~')
		return false;
	bool letter = ((c | 32u) >= 'a' && (c | 32u) <= 'z') || (c >= '0' && c <= '9') || c <= ' ';
	if (letter)
		return add_kind(item, c, alone);
	*mark = c;
	return true;
}

static bool read_class(struct source *s, struct extract_item *item)
{
	item->negated = take(s, '^');
	for (bool first = true; first || !take(s, ']'); first = false) {
		uint32_t from, to;
		if (!take_character(s, &from) || from == '[' || (first && from == ']'))
			return false;
		if (from == '\\' && !read_escaped(s, item, false, &from))
			return false;
		if (!from)
			continue;
		to = from;
		if (s->rest.length > 1 && s->rest.at[0] == '-' && s->rest.at[1] != ']') {
			take(s, '-');
			if (!take_character(s, &to) || to == '[' ||
			    (to == '\\' && (!read_escaped(s, item, false, &to) || !to)))
				return false;
		}
		if (!add(item, from, to))
			return false;
	}
	return true;
}

static bool read_one(struct source *s, struct extract_item *item)
{
	uint32_t c;

	if (!take_character(s, &c) || (c < 128 && strchr("^$*+?{}()|]", (int)c)))
		return false;
	if (c == '[')
		return read_class(s, item);
	if (c == '.') {
		item->negated = true;
		return add(item, '\n', '\n');
	}
	if (c == '\\' && !read_escaped(s, item, true, &c))
		return false;
	return !c || add(item, c, c);
}

static bool read_number(struct source *s, size_t *number)
{
	bool any = false;

	for (*number = 0; s->rest.length && s->rest.at[0] >= '0' && s->rest.at[0] <= '9';
	     any = true) {
		*number = *number * 10 + (size_t)(s->rest.at[0] - '0');
		if (*number > MOST_TIMES)
			return false;
		take(s, s->rest.at[0]);
	}
	return any;
}

static bool read_times(struct source *s, struct extract_item *item)
{
	item->least = item->most = 1;
	if (take(s, '?')) {
		item->least = 0;
	} else if (take(s, '*') || take(s, '+')) {
		item->least = s->rest.at[-1] == '+';
		item->most = SIZE_MAX;
	} else if (take(s, '{')) {
		if (!read_number(s, &item->least))
			return false;
		item->most = item->least;
		if (take(s, ',') && !read_number(s, &item->most))
			item->most = SIZE_MAX;
		if (!take(s, '}') || item->most < item->least)
			return false;
	}
	/* Lazy, or a repetition of a repetition. */
	return !s->rest.length || !strchr("?*+{", s->rest.at[0]);
}

bool extract_read(struct extraction *p, struct arena *arena, struct text source)
{
	struct source s = {source};
	bool open = false, closed = false;

	*p = (struct extraction){.items = ARENA_ARRAY(arena, MOST_ITEMS, struct extract_item)};
	p->from_start = take(&s, '^');
	while (s.rest.length && !(s.rest.length == 1 && s.rest.at[0] == '$')) {
		if (!open && take(&s, '(')) {
			open = true;
			p->group = p->count;
			continue;
		}
		if (open && !closed && take(&s, ')')) {
			closed = true;
			p->group_end = p->count;
			if (p->group == p->count || (s.rest.length && strchr("?*+{", s.rest.at[0])))
				return false;
			continue;
		}
		if (p->count == MOST_ITEMS)
			return false;
		struct extract_item *item = &p->items[p->count++];
		if (!read_one(&s, item) || !read_times(&s, item))
			return false;
	}
	p->to_end = take(&s, '$');
	if (!open)
		p->group_end = p->count;
	return p->count && open == closed;
}

static bool item_has(const struct extract_item *item, uint32_t character)
{
	for (size_t i = 0; i < item->count; i++)
		if (character >= item->ranges[i].first && character <= item->ranges[i].last)
			return !item->negated;
	return item->negated;
}

struct search {
	const struct extraction *p;
	struct text value;
	uint32_t *at;  /* where each character begins, and the end */
	char *failed;  /* by item and character: it does not go on from there */
	size_t length; /* characters */
	size_t from, to;
};

static bool search_from(struct search *s, size_t i, size_t from)
{
	const struct extraction *p = s->p;
	size_t times = 0, bytes;

	if (i == p->count && p->to_end && from != s->length)
		return false;
	if (i < p->count) {
		char *failed = &s->failed[i * (s->length + 1) + from];
		const struct extract_item *item = &p->items[i];
		if (*failed)
			return false;
		*failed = 1;
		while (times < item->most && from + times < s->length &&
		       item_has(item,
				text_character(text_from(s->value, s->at[from + times]), &bytes)))
			times++;
		if (times < item->least)
			return false;
		while (!search_from(s, i + 1, from + times))
			if (times-- == item->least)
				return false;
	}
	if (i == p->group)
		s->from = s->at[from];
	if (i == p->group_end)
		s->to = s->at[from];
	return true;
}

struct text extract_find(const struct extraction *p, struct text value, struct buffer *scratch)
{
	struct search s = {.p = p, .value = value};
	size_t bytes, table = (value.length + 1) * sizeof *s.at;

	buffer_reset(scratch);
	buffer_room(scratch, table + p->count * (value.length + 1));
	s.at = (uint32_t *)(void *)scratch->at;
	for (size_t at = 0; at < value.length; at += bytes) {
		text_character(text_from(value, at), &bytes);
		s.at[s.length++] = (uint32_t)at;
	}
	s.at[s.length] = (uint32_t)value.length;
	s.failed = scratch->at + table;
	memset(s.failed, 0, p->count * (s.length + 1));
	for (size_t from = 0; from <= s.length; from++) {
		if (search_from(&s, 0, from))
			return (struct text){value.at + s.from, s.to - s.from};
		if (p->from_start)
			break;
	}
	return TEXT_NONE;
}
