#include "cluster/edges.h"

enum { STRENGTH_BYTES = 9 };

static void add_pair(struct buffer *b, struct text rid_a, struct text rid_b)
{
	bool turned = text_compare(rid_a, rid_b) > 0;

	buffer_text_add(b, turned ? rid_b : rid_a);
	buffer_byte(b, '\t');
	buffer_text_add(b, turned ? rid_a : rid_b);
}

void edge_pair(struct buffer *pair, struct text rid_a, struct text rid_b)
{
	buffer_reset(pair);
	add_pair(pair, rid_a, rid_b);
}

static void add_rest(struct buffer *entry, const struct edge *e, struct text rid_a,
		     struct text rid_b, struct text line)
{
	struct edge plain;

	add_pair(entry, rid_a, rid_b);
	buffer_byte(entry, '\0');
	/* Entries are compared as bytes: none may be unset. */
	memset(&plain, 0, sizeof plain);
	plain.a = e->a;
	plain.b = e->b;
	plain.rule = e->rule;
	plain.kind = e->kind;
	plain.weighed = e->weighed;
	plain.weight = e->weight;
	buffer_add(entry, (const char *)&plain, sizeof plain);
	buffer_text_add(entry, line);
}

void edge_by_pair(struct buffer *entry, const struct edge *e, struct text rid_a, struct text rid_b)
{
	buffer_reset(entry);
	add_rest(entry, e, rid_a, rid_b, TEXT_NONE);
}

void edge_by_strength(struct buffer *entry, const struct edge *e, struct text rid_a,
		      struct text rid_b, struct text line)
{
	uint64_t rank = e->weighed ? ~((uint64_t)e->weight ^ UINT64_C(1) << 63) : e->rule;

	buffer_reset(entry);
	buffer_byte(entry, e->weighed);
	for (int i = 7; i >= 0; i--)
		buffer_byte(entry, (char)(rank >> 8 * i & 0xFF));
	add_rest(entry, e, rid_a, rid_b, line);
}

void edge_read(struct text entry, bool by_strength, struct edge *e, struct text *pair,
	       struct text *line)
{
	size_t start = by_strength ? STRENGTH_BYTES : 0;
	const char *at = entry.at + start;
	const char *end = memchr(at, '\0', entry.length - start);
	size_t used = (size_t)(end - entry.at) + 1 + sizeof *e;

	*pair = (struct text){at, (size_t)(end - at)};
	memcpy(e, end + 1, sizeof *e);
	*line = (struct text){entry.at + used, entry.length - used};
}

bool edge_equally_strong(const struct edge *a, const struct edge *b)
{
	if (a->weighed || b->weighed)
		return a->weighed == b->weighed && a->weight == b->weight;
	return a->rule == b->rule;
}

void edge_merge(struct edge *e, const struct edge *other)
{
	if (other->kind < e->kind)
		e->kind = other->kind;
	if (other->rule < e->rule)
		e->rule = other->rule;
	if (other->weighed && (!e->weighed || other->weight > e->weight)) {
		e->weighed = true;
		e->weight = other->weight;
	}
}
