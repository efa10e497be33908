/* Sets of tokens, against a count of all pairs. */

#include "expr/token_set.h"
#include "random.h"
#include "test.h"

static struct arena arena;

static void set_make(uint32_t *at, uint32_t most)
{
	for (size_t i = 0; i < TOKEN_SET; i++)
		at[i] = (i ? at[i - 1] : 0) + 1 + random_below(most);
}

static void counts(void)
{
	uint32_t a[TOKEN_SET], b[TOKEN_SET];

	for (int n = 0; n < 9000; n++) {
		/* Dense, of halves that are equal in tokens that are not, and of any bits. */
		uint32_t common = 0, most = n % 3 == 0 ? 4 : n % 3 == 1 ? 200000000 : 60000;
		set_make(a, most);
		set_make(b, most);
		for (size_t i = 0; n % 2 && i < TOKEN_SET; i += 1 + random_below(20))
			b[i] = a[i];
		for (size_t i = 1; i < TOKEN_SET; i++)
			if (b[i] <= b[i - 1])
				b[i] = b[i - 1] + 65536;
		for (size_t i = 0; i < TOKEN_SET; i++)
			for (size_t j = 0; j < TOKEN_SET; j++)
				common += a[i] == b[j];
		struct token_set left = token_set_of(a, &arena), right = token_set_of(b, &arena);
		check_number(token_sets_shared(left, right), common, "round %d", n);
		check_number(token_sets_shared(left, left), TOKEN_SET, "itself");
		arena_reset(&arena);
	}
}

static void decoding(void)
{
	/* The tokens 0x00000001 to 0x00000015, and the first two the other way round. */
	static const char good[] =
		"AAAAAQAAAAIAAAADAAAABAAAAAUAAAAGAAAABwAAAAgAAAAJAAAACgAAAAsAAAAM"
		"AAAADQAAAA4AAAAPAAAAEAAAABEAAAASAAAAEwAAABQAAAAV";
	struct token_set set;
	char bad[sizeof good];

	check(token_set_decode(&arena, text_of(good), &set), "good");
	for (uint32_t i = 0; i < TOKEN_SET; i++)
		check_number(set.at[i], i + 1, "token %u", i);
	memcpy(bad, good, sizeof bad);
	memcpy(bad, "AAAAAwAA", 8);
	check(!token_set_decode(&arena, text_of(bad), &set), "not ascending");
	memcpy(bad, "AAAAAgAA", 8);
	check(!token_set_decode(&arena, text_of(bad), &set), "twice the same");
	memcpy(bad, "AAA*AQAA", 8);
	check(!token_set_decode(&arena, text_of(bad), &set), "no base64");
	check(!token_set_decode(&arena, (struct text){good, 108}, &set), "too short");
	memcpy(bad, good, sizeof bad);
	bad[TOKEN_SET_BASE64 - 1] = '=';
	check(!token_set_decode(&arena, text_of(bad), &set), "padded");
	check(!token_set_decode(&arena, TEXT_NONE, &set), "empty");
}

int main(void)
{
	counts();
	decoding();
	arena_free(&arena);
	return 0;
}
