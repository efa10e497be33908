#include "block/passes.h"

#include <stdlib.h>

#include "base/map.h"

enum { FEW = 16 };

static bool is_call(struct text cell, const char *name)
{
	size_t length = strlen(name);

	return text_starts(cell, name) && cell.length > length && cell.at[length] == '(';
}

/* A number from `least` to `most`, blanks around it. */
static bool number_within(struct text text, uint64_t least, uint64_t most, uint64_t *number)
{
	return text_u64(text_trim(text), number) && *number >= least && *number <= most;
}

/* The expression in a cell from `from` to `to`, at the place where it stands
 * there, so that messages count characters right. */
static struct block_key inner_key(struct passes *p, struct text cell, size_t from, size_t to,
				  struct place place)
{
	struct text copy = text_copy(p->expressions.arena, cell);
	char *at = memcpy(ARENA_ARRAY(p->expressions.arena, to + 1, char), copy.at, to);

	memset(at, ' ', from);
	return expression_key(&p->expressions, (struct text){at, to}, place);
}

static void read_sorted(struct passes *p, struct pass *pass, struct text cell, struct place place)
{
	const char *close = memrchr(cell.at, ')', cell.length);
	size_t from = sizeof "sorted(" - 1, to = close ? (size_t)(close - cell.at) : 0;
	struct text rest =
		to ? text_trim((struct text){close + 1, cell.length - to - 1}) : TEXT_NONE;

	if (!text_starts(rest, "window ") ||
	    !number_within((struct text){rest.at + 7, rest.length - 7}, 2, MOST_WINDOW,
			   &pass->window))
		fail_at(EXIT_CONFIG, place, NULL,
			"sorted(KEY) is followed by `window` and a number from 2 to %d",
			MOST_WINDOW);
	pass->kind = PASS_SORTED;
	pass->key = inner_key(p, cell, from, to, place);
	p->sorted_count++;
}

static void read_lsh(struct passes *p, struct pass *pass, struct text cell, struct place place)
{
	size_t from = sizeof "lsh(" - 1;
	struct text rest = {cell.at + from, cell.length - from}, column, tables, bits;
	uint64_t table_count = 0, bit_count = 0;
	bool fine = rest.length && rest.at[rest.length - 1] == ')';

	rest.length -= fine;
	fine = text_cut(&rest, ',', &column) && text_cut(&rest, ',', &tables) &&
	       text_cut(&rest, ',', &bits) && !rest.at && fine &&
	       number_within(tables, 1, LSH_MOST_TABLES, &table_count) &&
	       number_within(bits, 1, LSH_MOST_BITS, &bit_count);
	if (fine) {
		pass->key = inner_key(p, cell, from, from + column.length, place);
		struct slot *slot = &p->expressions.slots[pass->key.slots[0]];
		fine = pass->key.count == 1 && slot->function == FUNCTION_COLUMN;
		slot->needs |= NEEDS_BITS;
	}
	if (!fine)
		fail_at(EXIT_CONFIG, place, NULL,
			"lsh takes a column, 1 to %d tables, and 1 to %d bits of each",
			LSH_MOST_TABLES, LSH_MOST_BITS);
	pass->kind = PASS_LSH;
	lsh_start(&pass->lsh, (uint32_t)table_count, (uint32_t)bit_count);
}

static void read_rule(struct passes *p, struct pass *pass, struct text cell, struct place place)
{
	pass->text = cell;
	pass->line = place.line;
	cell = text_trim(cell);
	if (text_is(cell, "everyone()"))
		return;
	if (is_call(cell, "sorted"))
		read_sorted(p, pass, cell, place);
	else if (is_call(cell, "lsh"))
		read_lsh(p, pass, cell, place);
	else
		pass->key = expression_key(&p->expressions, pass->text, place);
}

static void check_order(const struct pass *before, const struct pass *pass, struct place place)
{
	place.column = "pass";
	if (pass->number < before->number)
		fail_at(EXIT_CONFIG, place, NULL, "passes are not in order");
	if (before->kind == PASS_KEY && pass->kind == PASS_KEY)
		return;
	if (pass->number == before->number)
		fail_at(EXIT_CONFIG, place, NULL, "sorted() and lsh() are a pass by themselves");
	if (pass->kind == PASS_KEY)
		fail_at(EXIT_CONFIG, place, NULL, "keys come before sorted() and lsh()");
}

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
		p->at[row].number = (uint16_t)number;
		read_rule(p, &p->at[row], sidefile_cell(&side, row, key), place);
		p->count++;
		if (row)
			check_order(&p->at[row - 1], &p->at[row], place);
	}
	if (!p->count)
		fail_at(EXIT_CONFIG, (struct place){.file = path}, NULL, "no passes");
	expressions_optional(&p->expressions, &side);
	for (size_t i = 0; i < p->expressions.slot_count; i++)
		p->expressions.slots[i].bare = true;
}

void passes_everyone(struct passes *p, struct arena *arena)
{
	*p = (struct passes){.at = ARENA_ARRAY(arena, 1, struct pass), .count = 1};
	expressions_start(&p->expressions, arena);
	p->at[0] = (struct pass){.number = 1, .text = TEXT_NONE};
}

void passes_free(struct passes *p)
{
	for (size_t i = 0; i < p->count; i++)
		lsh_free(&p->at[i].lsh);
	expressions_free(&p->expressions);
	*p = (struct passes){0};
}

size_t passes_index(const struct passes *p, uint16_t number)
{
	size_t i = 0;

	while (p->at[i].number != number)
		i++;
	return i;
}

void pass_hashes_add(struct pass_hashes *h, struct pass_hash hash)
{
	memory_need(&h->at, &h->capacity, h->count + 1, sizeof *h->at);
	h->at[h->count++] = hash;
}

static void hash_add(struct pass_hashes *h, const struct pass *pass)
{
	pass_hashes_add(h, (struct pass_hash){.pass = pass->number,
					      .hash = text_hash(buffer_text(&h->scratch))});
}

static void hash_chosen(struct pass_hashes *h, const struct pass *pass, const struct values *values,
			const size_t *chosen)
{
	buffer_reset(&h->scratch);
	buffer_u64(&h->scratch, pass->number);
	for (size_t i = 0; i < pass->key.count; i++) {
		buffer_byte(&h->scratch, '\x1F');
		buffer_text_add(&h->scratch, values[pass->key.slots[i]].at[chosen[i]].word.text);
	}
	hash_add(h, pass);
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

static bool key_missing(const struct pass *pass, const struct values *values)
{
	for (size_t i = 0; i < pass->key.count; i++)
		if (!values[pass->key.slots[i]].count)
			return true;
	return false;
}

static bool hash_keys(struct pass_hashes *h, const struct pass *pass, const struct values *values)
{
	size_t chosen[KEY_PARTS], first = h->count;

	for (size_t i = 0; i < pass->key.count; i++)
		chosen[i] = 0;
	do {
		if (h->count - first == PASS_KEYS)
			return false;
		hash_chosen(h, pass, values, chosen);
	} while (next_choice(pass, values, chosen));
	return true;
}

static bool hash_tables(struct pass_hashes *h, struct pass *pass, const struct values *values)
{
	const struct values *filters = &values[pass->key.slots[0]];

	if (filters->count * pass->lsh.tables > PASS_KEYS)
		return false;
	for (size_t i = 0; i < filters->count; i++)
		for (uint32_t table = 0; table < pass->lsh.tables; table++) {
			buffer_reset(&h->scratch);
			buffer_u64(&h->scratch, pass->number);
			buffer_byte(&h->scratch, '\x1F');
			lsh_key(&pass->lsh, filters->at[i].bits, table, &h->scratch);
			hash_add(h, pass);
		}
	return true;
}

static int compare_hashes(const void *a, const void *b)
{
	const struct pass_hash *x = a, *y = b;

	if (x->pass != y->pass)
		return x->pass < y->pass ? -1 : 1;
	return x->hash < y->hash ? -1 : x->hash > y->hash;
}

/* Keys come pass by pass: most are in order. */
static void order_few(struct pass_hash *at, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct pass_hash hash = at[i];
		size_t to = i;
		for (; to && compare_hashes(&hash, &at[to - 1]) < 0; to--)
			at[to] = at[to - 1];
		at[to] = hash;
	}
}

void pass_hashes_order(struct pass_hashes *hashes)
{
	if (!hashes->count)
		return;
	if (hashes->count > FEW)
		qsort(hashes->at, hashes->count, sizeof *hashes->at, compare_hashes);
	else
		order_few(hashes->at, hashes->count);
	size_t kept = 1;
	for (size_t i = 1; i < hashes->count; i++)
		if (compare_hashes(&hashes->at[i], &hashes->at[kept - 1]))
			hashes->at[kept++] = hashes->at[i];
	hashes->count = kept;
}

bool passes_hash(struct passes *p, const struct values *values, struct pass_hashes *hashes)
{
	hashes->count = 0;
	for (size_t i = 0; i < p->count; i++) {
		struct pass *pass = &p->at[i];
		bool fine = true;
		if (pass->kind == PASS_SORTED || key_missing(pass, values))
			continue;
		if (pass->kind == PASS_KEY)
			fine = hash_keys(hashes, pass, values);
		else
			fine = hash_tables(hashes, pass, values);
		if (!fine)
			return false;
	}
	pass_hashes_order(hashes);
	return true;
}

bool pass_sort_key(const struct pass *pass, const struct values *values, struct buffer *out)
{
	if (key_missing(pass, values))
		return false;
	for (size_t i = 0; i < pass->key.count; i++) {
		buffer_text_add(out, values[pass->key.slots[i]].at[0].word.text);
		buffer_byte(out, '\x1F');
	}
	return true;
}

bool pass_hashes_meet(const struct pass_hash *a, size_t a_count, const struct pass_hash *b,
		      size_t b_count, uint64_t pass)
{
	for (size_t i = 0; i < a_count; i++)
		for (size_t k = 0; k < b_count && a[i].pass == pass; k++)
			if (b[k].pass == pass && b[k].hash == a[i].hash)
				return true;
	return false;
}

void pass_hashes_free(struct pass_hashes *hashes)
{
	memory_free(hashes->at);
	buffer_free(&hashes->scratch);
	*hashes = (struct pass_hashes){0};
}
