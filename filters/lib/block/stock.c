#include "block/stock.h"

#include <stdlib.h>

#include "base/radix.h"

/*
 * A record in `bytes`: the length of its line, the line, the length of its
 * marks, the marks, the number of its keys, and they, 11 bytes each: hash, pass
 * and side.
 */
enum { KEY_BYTES = 11, AHEAD = 48, LINE = 64, PASS_BITS = 16 };

enum { FEW = 96, HASH_BYTES = 8 };

void stock_add(struct stock *s, const struct pass_hashes *keys, struct text rid, struct text cells,
	       struct text marks)
{
	uint64_t place = s->bytes.length << PASS_BITS;
	struct buffer *b = &s->bytes;

	memory_need(&s->keys, &s->capacity, s->count + keys->count, sizeof *s->keys);
	buffer_varint(b, rid.length + 1 + cells.length);
	buffer_text_add(b, rid);
	buffer_byte(b, '\t');
	buffer_text_add(b, cells);
	buffer_varint(b, marks.length);
	buffer_text_add(b, marks);
	buffer_varint(b, keys->count);
	buffer_room(b, keys->count * KEY_BYTES);
	for (size_t i = 0; i < keys->count; i++) {
		const struct pass_hash *key = &keys->at[i];
		char *at = b->at + b->length;
		memcpy(at, &key->hash, sizeof key->hash);
		memcpy(at + 8, &key->pass, sizeof key->pass);
		memcpy(at + 10, &key->side, sizeof key->side);
		b->length += KEY_BYTES;
		s->keys[s->count++] = (struct stock_key){key->hash, place | key->pass};
	}
}

size_t stock_bytes(const struct stock *s, size_t keys, size_t bytes)
{
	return s->bytes.length + bytes + keys * KEY_BYTES + (s->count + keys) * sizeof *s->keys;
}

/* Keys in the order of hash and pass. They are hashes, so that two or three bytes tell apart all
 * but those that are equal. */
static bool before(const void *context, const void *a, const void *b)
{
	const struct stock_key *x = a, *y = b;

	(void)context;
	if (x->hash != y->hash)
		return x->hash < y->hash;
	return (uint16_t)x->place < (uint16_t)y->place;
}

static int by_pass(const void *a, const void *b)
{
	const struct stock_key *x = a, *y = b;

	return (int)(uint16_t)x->place - (int)(uint16_t)y->place;
}

/* Keys of one hash: all of one pass, but that two hashes can collide. */
static void order_equal(struct stock_key *keys, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (by_pass(&keys[0], &keys[i])) {
			qsort(keys, count, sizeof *keys, by_pass);
			return;
		}
}

static void order_from(struct stock_key *keys, size_t count, int byte)
{
	struct radix_parts parts;

	if (count <= FEW) {
		radix_insert(keys, sizeof *keys, count, before, NULL);
		return;
	}
	if (byte == HASH_BYTES) {
		order_equal(keys, count);
		return;
	}
	radix_split(keys, sizeof *keys, count, 56 - 8 * byte, &parts);
	for (size_t b = 0; b < 256; b++)
		if (parts.counts[b] > 1)
			order_from(keys + parts.ends[b] - parts.counts[b], parts.counts[b],
				   byte + 1);
}

static void order_keys(struct stock_key *keys, size_t count)
{
	order_from(keys, count, 0);
}

static bool alike(const struct stock_key *a, const struct stock_key *b)
{
	return a->hash == b->hash && (uint16_t)a->place == (uint16_t)b->place;
}

/* Records lie in the order of arrival: fetch those that are wanted soon. */
FETCHES fetch(const struct stock *s, size_t i)
{
	if (i + 1 >= s->count)
		return;
	const struct stock_key *key = &s->keys[i];
	if (alike(key, key - 1) || alike(key, key + 1)) {
		const char *record = s->bytes.at + (key->place >> PASS_BITS);
		__builtin_prefetch(record);
		__builtin_prefetch(record + LINE);
	}
}

/* The lines of the next group, in order; false when there is none. */
static bool next_group(struct stock *s, bool singles)
{
	s->group_count = s->group_next = 0;
	while (!s->group_count && s->next < s->count) {
		size_t first = s->next;
		do {
			fetch(s, s->next + AHEAD);
			s->next++;
		} while (s->next < s->count && alike(&s->keys[first], &s->keys[s->next]));
		if (s->next - first == 1 && !singles) {
			s->singles++;
			continue;
		}
		s->group_count = s->next - first;
		memory_need(&s->group, &s->group_capacity, s->group_count, sizeof *s->group);
		for (size_t i = 0; i < s->group_count; i++) {
			const char *at = s->bytes.at + (s->keys[first + i].place >> PASS_BITS);
			uint32_t length = (uint32_t)varint_read(&at);
			s->group[i] =
				(struct sorter_entry){sorter_prefix((struct text){at, length}, 0),
						      (size_t)(at - s->bytes.at), length};
		}
	}
	sorter_order(s->bytes.at, s->group, s->group_count, 0);
	return s->group_count != 0;
}

static struct pass_hash key_at(const char *at)
{
	struct pass_hash key;

	memcpy(&key.hash, at, sizeof key.hash);
	memcpy(&key.pass, at + 8, sizeof key.pass);
	memcpy(&key.side, at + 10, sizeof key.side);
	return key;
}

/* The keys before this one. In a window two records may meet that shared a
 * window before: only their own counts, so none of its pass is seen there. */
static void find_seen(struct stock *s, struct entry_row *row, const char *keys, size_t count)
{
	size_t seen = 0, own = 0;
	struct pass_hash key = key_at(keys);

	memory_need(&s->seen, &s->seen_capacity, count, sizeof *s->seen);
	while (own + 1 < count && (key.pass != row->pass || key.hash != row->key))
		key = key_at(keys + ++own * KEY_BYTES);
	row->side = (enum side)key.side;
	for (size_t i = 0; i < own; i++) {
		struct pass_hash other = key_at(keys + i * KEY_BYTES);
		size_t at = seen;
		if (key.side && other.pass == key.pass)
			break;
		for (; at && s->seen[at - 1] > other.hash; at--)
			s->seen[at] = s->seen[at - 1];
		s->seen[at] = other.hash;
		seen++;
	}
	row->seen = s->seen;
	row->seen_count = seen;
}

bool stock_next(struct stock *s, bool singles, struct entry_row *row)
{
	if (!s->ordered)
		order_keys(s->keys, s->count);
	s->ordered = true;
	if (s->group_next == s->group_count && !next_group(s, singles))
		return false;
	const struct sorter_entry *e = &s->group[s->group_next++];
	const struct stock_key *key = &s->keys[s->next - 1];
	row->key = key->hash;
	row->pass = (uint16_t)key->place;
	row->line = (struct text){s->bytes.at + e->offset, e->length};
	entry_row_line(row);
	const char *at = row->line.at + row->line.length;
	size_t length = varint_read(&at);
	row->marks = (struct text){at, length};
	at += length;
	size_t count = varint_read(&at);
	find_seen(s, row, at, count);
	return true;
}

void stock_rewind(struct stock *s)
{
	s->next = s->singles = s->group_count = s->group_next = 0;
}

void stock_clear(struct stock *s)
{
	stock_rewind(s);
	buffer_reset(&s->bytes);
	s->count = 0;
	s->ordered = false;
}

void stock_free(struct stock *s)
{
	buffer_free(&s->bytes);
	memory_free(s->keys);
	memory_free(s->group);
	memory_free(s->seen);
	*s = (struct stock){0};
}
