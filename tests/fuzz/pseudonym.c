/* Any bytes as a key, and as a value that is encoded. */
#include "pseudo/bloom.h"
#include "pseudo/openpseudonymiser.h"
#include "pseudo/variants.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char secret[] = "0123456789abcdef0123456789abcde!";
	static struct keyfile key = {.page = secret, .length = 32};
	static struct bloom pairs, places;
	static struct variants names;
	static struct arena arena;
	static struct buffer b, again;
	struct token_set set;
	if (!pairs.entries) {
		bloom_start(&pairs, &key, TEXT("a"), BLOOM_BIGRAMS);
		bloom_start(&places, &key, TEXT("b"), BLOOM_POSITIONS);
		variants_start(&names, &key, TEXT("c"));
	}
	struct text whole = {(const char *)data, size};
	if (!keyfile_fault(whole) && keyfile_bits(whole) < 128)
		__builtin_trap();
	openpseudonymiser_format_valid(whole);
	if (size == 0)
		return 0;
	struct text group = {whole.at, size / 4};
	buffer_reset(&b);
	bloom_add(&pairs, whole, group, &b);
	bloom_add(&places, whole, group, &b);
	if (b.length != 2u * BLOOM_BASE64)
		__builtin_trap();
	buffer_reset(&b);
	if (variants_add(&names, whole, group, &b)) {
		if (!token_set_decode(&arena, buffer_text(&b), &set))
			__builtin_trap();
		buffer_reset(&again);
		variants_level(&names, buffer_text(&b), 1 + size % VARIANTS_NAMES, &again);
		if (again.length != (1 + size % VARIANTS_NAMES) * (TOKEN_SET_BASE64 + 1) - 1)
			__builtin_trap();
	} else if (b.length) {
		__builtin_trap();
	}
	arena_reset(&arena);
	return 0;
}
