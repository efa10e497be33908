#include "pseudo/bloom.h"

#include <openssl/crypto.h>
#include <stdlib.h>

#include "base/map.h"

#define POSITIONS_A_BLOCK 16
/* Four blocks serve nearly every value of five features or more. */
#define POSITIONS_KEPT 64
#define ENTRIES 16384
/* A block for each feature of a shorter value. */
#define BLOCKS 4

struct bloom_entry {
	uint64_t gram; /* 0: empty */
	uint64_t group;
	size_t made; /* positions */
	uint16_t positions[POSITIONS_KEPT];
};

struct bloom_block {
	uint64_t gram, group;
	size_t first; /* 0: empty */
	uint16_t positions[POSITIONS_A_BLOCK];
};

void bloom_start(struct bloom *e, const struct keyfile *k, struct text field,
		 enum bloom_features features)
{
	*e = (struct bloom){.features = features};
	keyfile_mac(k, "bloom", field, &e->mac);
	e->entries = memory_take(ENTRIES * sizeof(*e->entries));
	memset(e->entries, 0, ENTRIES * sizeof(*e->entries));
	e->blocks = memory_take(BLOCKS * sizeof(*e->blocks));
	memset(e->blocks, 0, BLOCKS * sizeof(*e->blocks));
}

void bloom_end(struct bloom *e)
{
	mac_end(&e->mac);
	OPENSSL_cleanse(e->entries, ENTRIES * sizeof(*e->entries));
	memory_free(e->entries);
	OPENSSL_cleanse(e->blocks, BLOCKS * sizeof(*e->blocks));
	memory_free(e->blocks);
	memory_free(e->grams);
	buffer_free(&e->message);
}

/* A feature as a number: the first character or the place above, the (second)
 * character below. */
static size_t grams_of(struct bloom *e, struct text value)
{
	memory_need(&e->grams, &e->capacity, value.length + 1, sizeof(*e->grams));
	uint64_t before = ' ';
	size_t count = 0, place = 0;
	while (value.length) {
		size_t bytes;
		uint64_t character = text_character(value, &bytes);
		value = (struct text){value.at + bytes, value.length - bytes};
		place++;
		uint64_t first = e->features == BLOOM_BIGRAMS ? before : place;
		e->grams[count++] = first << 32 | character;
		before = character;
	}
	if (e->features == BLOOM_BIGRAMS)
		e->grams[count++] = before << 32 | ' ';
	return count;
}

static int by_number(const void *left, const void *right)
{
	uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;

	return a < b ? -1 : a > b;
}

/* Sorts and drops what comes twice: by insertion, unless the value is far too
 * long for a name. */
static size_t grams_sort(uint64_t *grams, size_t count)
{
	if (count > 64)
		qsort(grams, count, sizeof(*grams), by_number);
	size_t kept = 0;
	for (size_t i = 0; i < count; i++) {
		uint64_t gram = grams[i];
		size_t k = kept;
		while (k > 0 && grams[k - 1] > gram)
			k--;
		if (k > 0 && grams[k - 1] == gram)
			continue;
		memmove(&grams[k + 1], &grams[k], (kept - k) * sizeof(*grams));
		grams[k] = gram;
		kept++;
	}
	return kept;
}

/* The block that starts with position `first`. */
static void positions_of(struct bloom *e, uint64_t gram, struct text group, size_t first,
			 uint16_t positions[POSITIONS_A_BLOCK])
{
	struct buffer *b = &e->message;

	buffer_reset(b);
	buffer_byte(b, (char)(first / POSITIONS_A_BLOCK));
	buffer_text_add(b, group);
	buffer_byte(b, 0x1f);
	if (e->features == BLOOM_BIGRAMS) {
		buffer_character(b, (uint32_t)(gram >> 32));
	} else {
		buffer_u64(b, gram >> 32);
		buffer_byte(b, ' ');
	}
	buffer_character(b, (uint32_t)gram);
	unsigned char out[MAC_BYTES];
	mac_of(&e->mac, buffer_text(b), out);
	for (size_t i = 0; i < POSITIONS_A_BLOCK; i++)
		positions[i] = (uint16_t)((out[2 * i] << 8 | out[2 * i + 1]) % BLOOM_BITS);
}

static uint16_t position_beyond(struct bloom *e, size_t feature, struct text group, uint64_t hash,
				size_t turn)
{
	struct bloom_block *block = &e->blocks[feature % BLOCKS];
	size_t first = turn / POSITIONS_A_BLOCK * POSITIONS_A_BLOCK;

	if (block->first != first || block->gram != e->grams[feature] || block->group != hash) {
		positions_of(e, e->grams[feature], group, first, block->positions);
		block->first = first;
		block->gram = e->grams[feature];
		block->group = hash;
	}
	return block->positions[turn % POSITIONS_A_BLOCK];
}

/* The positions of a feature from turn to turn. */
static struct bloom_entry *entry_of(struct bloom *e, uint64_t gram, uint64_t hash)
{
	uint64_t slot = (gram ^ gram >> 29 ^ hash) * 0x9e3779b97f4a7c15u;
	struct bloom_entry *entry = &e->entries[slot >> 50];

	if (entry->gram != gram || entry->group != hash) {
		entry->gram = gram;
		entry->group = hash;
		entry->made = 0;
	}
	return entry;
}

static void entry_extend(struct bloom *e, struct bloom_entry *entry, struct text group,
			 size_t turns)
{
	for (; entry->made < turns; entry->made += POSITIONS_A_BLOCK)
		positions_of(e, entry->gram, group, entry->made, entry->positions + entry->made);
}

static size_t bit_set(unsigned char *bits, uint16_t position)
{
	unsigned char bit = (unsigned char)(0x80 >> position % 8);
	size_t added = !(bits[position / 8] & bit);

	bits[position / 8] |= bit;
	return added;
}

/* Whole turns that cannot set too many bits come feature by feature, then one bit after
 * the other. */
static void filter_bits(struct bloom *e, struct text value, struct text group,
			unsigned char bits[BLOOM_BITS / 8])
{
	uint64_t hash = group.length ? text_hash(group) : 0;
	size_t count = grams_of(e, value), set = 0;

	memset(bits, 0, BLOOM_BITS / 8);
	count = grams_sort(e->grams, count);
	size_t whole = BLOOM_SET / count < POSITIONS_KEPT ? BLOOM_SET / count : POSITIONS_KEPT;
	for (size_t i = 0; whole && i < count; i++) {
		struct bloom_entry *entry = entry_of(e, e->grams[i], hash);
		entry_extend(e, entry, group, whole);
		for (size_t turn = 0; turn < whole; turn++)
			set += bit_set(bits, entry->positions[turn]);
	}
	for (size_t turn = whole; set < BLOOM_SET; turn++) {
		for (size_t i = 0; i < count && set < BLOOM_SET; i++) {
			if (turn >= POSITIONS_KEPT) {
				set += bit_set(bits, position_beyond(e, i, group, hash, turn));
				continue;
			}
			struct bloom_entry *entry = entry_of(e, e->grams[i], hash);
			entry_extend(e, entry, group, turn + 1);
			set += bit_set(bits, entry->positions[turn]);
		}
	}
}

void bloom_add(struct bloom *e, struct text value, struct text group, struct buffer *b)
{
	unsigned char bits[BLOOM_BITS / 8];

	filter_bits(e, value, group, bits);
	buffer_room(b, BLOOM_BASE64 + 1);
	int written = EVP_EncodeBlock((unsigned char *)b->at + b->length, bits, sizeof(bits));
	b->length += (size_t)written;
}
