#include "schema/profile.h"

enum { RECENT = 4096, SORT_MEMORY = 8 << 20, ENTRY = 12 };

void profile_start(struct profile *p, struct arena *arena, size_t columns, const char *tmpdir)
{
	*p = (struct profile){.count = columns};
	p->columns = ARENA_ARRAY(arena, columns, struct profile_column);
	for (size_t i = 0; i < columns; i++)
		p->columns[i].recent = ARENA_ARRAY(arena, RECENT, uint64_t);
	sorter_start(&p->hashes, SORT_MEMORY, tmpdir);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

void profile_shape(struct profile *p, size_t column, struct text value)
{
	struct profile_column *c = &p->columns[column];
	char shape[SHAPE_LENGTH + 1];
	size_t length = 0, bytes = 1;

	for (size_t i = 0; i < value.length; i += bytes) {
		char byte = value.at[i];
		bytes = 1;
		if (length == SHAPE_LENGTH) {
			shape[length++] = '+';
			break;
		}
		if ((unsigned char)byte >= 0x80)
			text_character((struct text){value.at + i, value.length - i}, &bytes);
		shape[length++] = is_digit(byte) ? '9'
				  : is_letter(byte) || bytes > 1 || (unsigned char)byte >= 0x80
					  ? 'A'
					  : byte;
	}
	struct text made = {shape, length};
	uint64_t *count = map_find(&c->shapes, made);
	if (!count && c->shapes.count < SHAPE_MOST)
		count = map_add(&c->shapes, made, NULL);
	if (count)
		++*count;
	else
		c->other_shapes++;
}

static void big_endian(char *to, uint64_t number, int bytes)
{
	for (int i = bytes - 1; i >= 0; i--, number >>= 8)
		to[i] = (char)(number & 0xFF);
}

void profile_distinct(struct profile *p, size_t column, struct text value)
{
	uint64_t hash = text_hash(value), *slot = &p->columns[column].recent[hash % RECENT];
	char entry[ENTRY];

	if (*slot == hash)
		return;
	*slot = hash;
	big_endian(entry, column, 4);
	big_endian(entry + 4, hash, 8);
	sorter_add(&p->hashes, (struct text){entry, ENTRY});
}

void profile_end(struct profile *p)
{
	struct text entry;
	char last[ENTRY];
	bool any = false;

	while (sorter_next(&p->hashes, &entry)) {
		size_t column = 0;
		if (any && memcmp(last, entry.at, ENTRY) == 0)
			continue;
		memcpy(last, entry.at, ENTRY);
		any = true;
		for (int i = 0; i < 4; i++)
			column = column << 8 | (unsigned char)last[i];
		p->columns[column].distinct++;
	}
}

static bool comes_before(struct shape a, struct shape b)
{
	return a.count != b.count ? a.count > b.count : text_compare(a.shape, b.shape) < 0;
}

size_t profile_shapes(const struct profile *p, size_t column, struct shape *out, size_t most)
{
	const struct map *shapes = &p->columns[column].shapes;
	size_t count = 0;

	for (size_t i = 0; i < shapes->count; i++) {
		struct shape one = {shapes->entries[i].key, shapes->entries[i].value};
		size_t at = count < most ? count : most;
		while (at > 0 && comes_before(one, out[at - 1]))
			at--;
		if (at == most)
			continue;
		count += count < most;
		memmove(out + at + 1, out + at, (count - at - 1) * sizeof *out);
		out[at] = one;
	}
	return count;
}

void profile_free(struct profile *p)
{
	for (size_t i = 0; i < p->count; i++)
		map_free(&p->columns[i].shapes);
	sorter_free(&p->hashes);
}
