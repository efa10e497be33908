#include "block/lsh.h"

#include "base/map.h"

void lsh_start(struct lsh *l, uint32_t tables, uint32_t bits)
{
	*l = (struct lsh){.tables = tables, .bits = bits};
	l->positions = memory_take((size_t)tables * bits * sizeof *l->positions);
}

void lsh_free(struct lsh *l)
{
	memory_free(l->positions);
	buffer_free(&l->scratch);
	*l = (struct lsh){0};
}

static uint32_t draw(struct lsh *l, uint32_t table, uint64_t n)
{
	buffer_reset(&l->scratch);
	buffer_string(&l->scratch, "lsh\x1F");
	buffer_u64(&l->scratch, table);
	buffer_byte(&l->scratch, '\x1F');
	buffer_u64(&l->scratch, n);
	return (uint32_t)(text_hash(buffer_text(&l->scratch)) % l->length);
}

static bool has(const uint32_t *positions, uint32_t count, uint32_t position)
{
	for (uint32_t i = 0; i < count; i++)
		if (positions[i] == position)
			return true;
	return false;
}

static void choose(struct lsh *l, uint64_t length)
{
	l->length = length;
	for (uint32_t table = 0; table < l->tables; table++) {
		uint32_t *at = l->positions + (size_t)table * l->bits;
		uint64_t n = 0;
		for (uint32_t i = 0; i < l->bits && i < length;) {
			uint32_t position = draw(l, table, n++);
			if (!has(at, i, position))
				at[i++] = position;
		}
	}
}

void lsh_key(struct lsh *l, struct bits bits, uint32_t table, struct buffer *out)
{
	uint64_t length = (uint64_t)bits.words * 64;

	if (length != l->length && length)
		choose(l, length);
	buffer_u64(out, length);
	buffer_byte(out, '\x1F');
	buffer_u64(out, table);
	buffer_byte(out, '\x1F');
	const uint32_t *at = l->positions + (size_t)table * l->bits;
	for (uint32_t i = 0; i < l->bits && i < length; i++)
		buffer_byte(out, bits.at[at[i] / 64] >> at[i] % 64 & 1 ? '1' : '0');
}
