#include "pseudo/bloom.h"

#include <openssl/crypto.h>
#include <stdlib.h>

#include "base/map.h"

#define POSITIONS_A_BLOCK 16
/* Three blocks serve every value of five features or more. */
#define POSITIONS_KEPT 48
#define ENTRIES 16384

struct bloom_entry {
	uint64_t gram; /* 0: empty */
	uint64_t salt;
	uint16_t positions[POSITIONS_KEPT];
};

void bloom_start(struct bloom *e, const struct keyfile *k, struct text field,
		 enum bloom_features features)
{
	*e = (struct bloom){.features = features};
	keyfile_mac(k, "bloom", field, &e->mac);
	e->entries = memory_take(ENTRIES * sizeof(*e->entries));
	memset(e->entries, 0, ENTRIES * sizeof(*e->entries));
}

void bloom_end(struct bloom *e)
{
	mac_end(&e->mac);
	OPENSSL_cleanse(e->entries, ENTRIES * sizeof(*e->entries));
	memory_free(e->entries);
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

static void positions_of(struct bloom *e, uint64_t gram, struct text salt, unsigned char block,
			 uint16_t positions[POSITIONS_A_BLOCK])
{
	struct buffer *b = &e->message;

	buffer_reset(b);
	buffer_byte(b, (char)block);
	buffer_text_add(b, salt);
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

static const struct bloom_entry *entry_of(struct bloom *e, uint64_t gram, struct text salt)
{
	uint64_t name = salt.length ? text_hash(salt) : 0;
	uint64_t slot = (gram ^ gram >> 29 ^ name) * 0x9e3779b97f4a7c15u;
	struct bloom_entry *entry = &e->entries[slot >> 50];

	if (entry->gram == gram && entry->salt == name)
		return entry;
	for (unsigned char block = 0; block < POSITIONS_KEPT / POSITIONS_A_BLOCK; block++)
		positions_of(e, gram, salt, block, entry->positions + block * POSITIONS_A_BLOCK);
	entry->gram = gram;
	entry->salt = name;
	return entry;
}

static void bits_set(unsigned char *bits, const uint16_t *positions, size_t count)
{
	for (size_t i = 0; i < count; i++)
		bits[positions[i] / 8] |= (unsigned char)(0x80 >> positions[i] % 8);
}

static void filter_bits(struct bloom *e, struct text value, struct text salt,
			unsigned char bits[BLOOM_BITS / 8])
{
	memset(bits, 0, BLOOM_BITS / 8);
	size_t count = grams_of(e, value);
	count = grams_sort(e->grams, count);
	for (size_t i = 0; i < count; i++) {
		size_t wanted = BLOOM_SPREAD / count + (i < BLOOM_SPREAD % count);
		if (wanted == 0)
			break;
		const struct bloom_entry *entry = entry_of(e, e->grams[i], salt);
		bits_set(bits, entry->positions, wanted < POSITIONS_KEPT ? wanted : POSITIONS_KEPT);
		uint16_t more[POSITIONS_A_BLOCK];
		unsigned char block = POSITIONS_KEPT / POSITIONS_A_BLOCK;
		for (size_t done = POSITIONS_KEPT; done < wanted; done += POSITIONS_A_BLOCK) {
			positions_of(e, e->grams[i], salt, block++, more);
			size_t left = wanted - done;
			bits_set(bits, more, left < POSITIONS_A_BLOCK ? left : POSITIONS_A_BLOCK);
		}
	}
}

void bloom_add(struct bloom *e, struct text value, struct text salt, struct buffer *b)
{
	unsigned char bits[BLOOM_BITS / 8];

	filter_bits(e, value, salt, bits);
	buffer_room(b, BLOOM_BASE64 + 1);
	int written = EVP_EncodeBlock((unsigned char *)b->at + b->length, bits, sizeof(bits));
	b->length += (size_t)written;
}
