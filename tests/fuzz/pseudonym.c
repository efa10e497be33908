/* Any bytes as a key, and as a value that is encoded. */
#include "pseudo/bloom.h"
#include "pseudo/openpseudonymiser.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char secret[] = "0123456789abcdef0123456789abcde!";
	static struct keyfile key = {.page = secret, .length = 32};
	static struct bloom pairs, places;
	static struct buffer b;
	if (!pairs.entries) {
		bloom_start(&pairs, &key, TEXT("a"), BLOOM_BIGRAMS);
		bloom_start(&places, &key, TEXT("b"), BLOOM_POSITIONS);
	}
	struct text whole = {(const char *)data, size};
	if (!keyfile_fault(whole) && keyfile_bits(whole) < 128)
		__builtin_trap();
	openpseudonymiser_format_valid(whole);
	if (size == 0)
		return 0;
	struct text salt = {whole.at, size / 4};
	buffer_reset(&b);
	bloom_add(&pairs, whole, salt, &b);
	bloom_add(&places, whole, salt, &b);
	if (b.length != 2u * BLOOM_BASE64)
		__builtin_trap();
	return 0;
}
