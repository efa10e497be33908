#include "link/passes.h"

#include <stdlib.h>

#include "stream/map.h"

void passes_read(struct passes *p, struct arena *arena, const char *path)
{
	static const char *const columns[] = {"pass", "key", NULL};
	struct sidefile side;
	sidefile_read(&side, arena, path, columns, true);
	*p = (struct passes){.at = ARENA_ARRAY(arena, side.row_count + 1, struct pass)};
	memcpy(p->digest, side.digest, sizeof p->digest);
	expressions_start(&p->expressions, arena);
	size_t pass = sidefile_column(&side, "pass"), key = sidefile_column(&side, "key");
	for (size_t row = 0; row < side.row_count; row++) {
		struct place place = {path, side.lines[row], "key"};
		uint64_t number;
		if (!text_u64(sidefile_cell(&side, row, pass), &number) || !number ||
		    number > UINT16_MAX)
			sidefile_fail(&side, row, "pass", "not a number from 1 to 65535");
		if (row && number < p->at[row - 1].number)
			sidefile_fail(&side, row, "pass", "passes are not in order");
		p->at[row].number = (uint16_t)number;
		p->at[row].key =
			expression_key(&p->expressions, sidefile_cell(&side, row, key), place);
	}
	p->count = side.row_count;
	if (!p->count)
		fail_at(EXIT_CONFIG, (struct place){.file = path}, NULL, "no passes");
}

void passes_free(struct passes *p)
{
	expressions_free(&p->expressions);
	*p = (struct passes){0};
}

static void hash_add(struct pass_hashes *h, const struct pass *pass, const struct values *values,
		     const size_t *chosen)
{
	buffer_reset(&h->scratch);
	buffer_u64(&h->scratch, pass->number);
	for (size_t i = 0; i < pass->key.count; i++) {
		buffer_byte(&h->scratch, '\x1F');
		buffer_text_add(&h->scratch, values[pass->key.slots[i]].at[chosen[i]].word.text);
	}
	memory_need(&h->at, &h->capacity, h->count + 1, sizeof *h->at);
	h->at[h->count++] = (struct pass_hash){pass->number, text_hash(buffer_text(&h->scratch))};
}

/* The next combination of values, the last part turning fastest. */
static bool next_choice(const struct pass *pass, const struct values *values, size_t *chosen)
{
	for (size_t i = pass->key.count; i-- > 0;) {
		if (++chosen[i] < values[pass->key.slots[i]].count)
			return true;
		chosen[i] = 0;
	}
	return false;
}

static int compare_hashes(const void *a, const void *b)
{
	const struct pass_hash *x = a, *y = b;
	if (x->pass != y->pass)
		return x->pass < y->pass ? -1 : 1;
	return x->hash < y->hash ? -1 : x->hash > y->hash;
}

bool passes_hash(const struct passes *p, const struct values *values, struct pass_hashes *hashes)
{
	hashes->count = 0;
	for (size_t i = 0; i < p->count; i++) {
		size_t chosen[KEY_PARTS] = {0}, first = hashes->count;
		bool missing = false;
		for (size_t j = 0; j < p->at[i].key.count; j++)
			missing = missing || !values[p->at[i].key.slots[j]].count;
		if (missing)
			continue;
		do {
			if (hashes->count - first == PASS_KEYS)
				return false;
			hash_add(hashes, &p->at[i], values, chosen);
		} while (next_choice(&p->at[i], values, chosen));
	}
	if (!hashes->count)
		return true;
	qsort(hashes->at, hashes->count, sizeof *hashes->at, compare_hashes);
	size_t kept = 1;
	for (size_t i = 1; i < hashes->count; i++)
		if (compare_hashes(&hashes->at[i], &hashes->at[kept - 1]))
			hashes->at[kept++] = hashes->at[i];
	hashes->count = kept;
	return true;
}

void pass_hashes_free(struct pass_hashes *hashes)
{
	memory_free(hashes->at);
	buffer_free(&hashes->scratch);
	*hashes = (struct pass_hashes){0};
}
