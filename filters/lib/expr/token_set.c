#include "expr/token_set.h"

#include "expr/similarity.h"

#define LANES 8
#define VECTORS (TOKEN_SET_LANES / LANES)

/* Half tokens; the compiler makes single steps of it where the processor has no such. */
typedef uint16_t lanes __attribute__((vector_size(LANES * 2)));

struct token_set token_set_of(const uint32_t *tokens, struct arena *arena)
{
	uint16_t *low = ARENA_ARRAY(arena, TOKEN_SET_LANES, uint16_t);

	for (size_t i = 0; i < TOKEN_SET_LANES; i++)
		low[i] = (uint16_t)tokens[i < TOKEN_SET ? i : TOKEN_SET - 1];
	return (struct token_set){tokens, low};
}

bool token_set_decode(struct arena *arena, struct text base64, struct token_set *set)
{
	struct bits bits;

	if (base64.length != TOKEN_SET_BASE64 || base64.at[TOKEN_SET_BASE64 - 1] == '=' ||
	    !bits_decode(arena, base64, &bits))
		return false;
	uint32_t *at = ARENA_ARRAY(arena, TOKEN_SET, uint32_t);
	for (size_t i = 0; i < TOKEN_SET; i++) {
		at[i] = __builtin_bswap32((uint32_t)(bits.at[i / 2] >> i % 2 * 32));
		if (i && at[i] <= at[i - 1])
			return false;
	}
	*set = token_set_of(at, arena);
	return true;
}

/* May they share a token? Half of a token rarely is another's by chance, and eight fit a
 * vector: all pairs are compared without a branch. */
static bool may_share(const uint16_t *a, const uint16_t *b)
{
	lanes found = {0}, of[VECTORS];
	uint64_t halves[2];

	memcpy(of, b, sizeof of);
	for (size_t i = 0; i < TOKEN_SET; i++)
		for (size_t v = 0; v < VECTORS; v++)
			found |= (lanes)(of[v] == a[i]);
	memcpy(halves, &found, sizeof halves);
	return halves[0] | halves[1];
}

uint32_t token_sets_shared(struct token_set a, struct token_set b)
{
	uint32_t shared = 0;

	if (!may_share(a.low, b.low))
		return 0;
	for (uint32_t i = 0, j = 0; i < TOKEN_SET && j < TOKEN_SET;) {
		uint32_t left = a.at[i], right = b.at[j];
		shared += left == right;
		i += left <= right;
		j += right <= left;
	}
	return shared;
}
