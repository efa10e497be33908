#include "score/sieve.h"

#define ALIGNMENT 64

/* Memory that vectors can be read from, out of an arena or block of `bytes`
 * plus ALIGNMENT. */
static void *aligned(void *memory)
{
	uintptr_t at = (uintptr_t)memory;

	return (char *)memory + (ALIGNMENT - at % ALIGNMENT) % ALIGNMENT;
}

static bool choose_path(struct sieve *s, enum sieve_path path)
{
	s->batch = sieve_batch_portable;
#ifdef __x86_64__
	bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
		      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
		      __builtin_cpu_supports("avx512vpopcntdq");
	bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt");
	if (avx512 && (path == SIEVE_BEST || path == SIEVE_AVX512))
		s->batch = sieve_batch_avx512;
	else if (avx2 && (path == SIEVE_BEST || path == SIEVE_AVX2))
		s->batch = sieve_batch_avx2;
#endif
	return path == SIEVE_BEST || (s->batch == sieve_batch_portable) == (path == SIEVE_PORTABLE);
}

bool sieve_start(struct sieve *s, const struct model *m, const uint64_t *totals, int64_t threshold,
		 struct arena *arena, enum sieve_path path)
{
	*s = (struct sieve){.model = m, .totals = totals};
	s->slots = ARENA_ARRAY(arena, m->expressions.slot_count + 1, struct sieve_slot);
	const int64_t most = 1000000 * WEIGHT_BIT;
	threshold = threshold > most ? most : threshold < -most ? -most : threshold;
	s->threshold = sieve_weight(threshold) - 1;
	sieve_plan(s, arena);
	size_t bytes = (s->registers + 1) * 2 * SIEVE_VECTORS * SIEVE_LANES * sizeof(int32_t);
	s->masks = aligned(arena_take(arena, bytes + ALIGNMENT));
	return choose_path(s, path);
}

void sieve_free(struct sieve *s)
{
	memory_free(s->ops);
	memory_free(s->tests);
	memory_free(s->memory);
	*s = (struct sieve){0};
}

/* Which features a slot has. */
static bool has_feature(const struct sieve_slot *slot, enum sieve_feature f)
{
	switch (f) {
	case SIEVE_HASH:
		return true;
	case SIEVE_DAYS:
	case SIEVE_DATE:
	case SIEVE_EXCHANGED:
		return slot->dates;
	case SIEVE_SET:
		return slot->bits;
	case SIEVE_SHAPE:
	case SIEVE_HEAD:
	case SIEVE_ONCE:
	case SIEVE_TWICE:
	case SIEVE_THRICE:
		return slot->letters;
	case SIEVE_FEATURES:
		break;
	}
	return false;
}

static void measure_depth(struct sieve *s, size_t slot)
{
	struct sieve_slot *of = &s->slots[slot];

	of->depth = 1;
	of->crowded = false;
	of->words = 0;
	for (size_t i = 0; i < s->count; i++) {
		struct values v = s->entries[i]->values[slot];
		if (v.count > of->depth)
			of->depth = v.count;
		if (of->bits && v.count && !of->words)
			of->words = v.at[0].bits.words;
	}
	if (of->depth > SIEVE_VALUES) {
		of->depth = SIEVE_VALUES;
		of->crowded = true;
	}
	if (of->words > SIEVE_BITS / 64)
		of->words = 0;
}

/* Gives every array its place; with no memory, returns how much it takes. */
static size_t lay_out(struct sieve *s, char *memory)
{
	size_t at = 0, row = s->padded * sizeof(int32_t);

	for (size_t i = 0; i < s->model->expressions.slot_count; i++) {
		struct sieve_slot *slot = &s->slots[i];
		if (!slot->used)
			continue;
		slot->present = memory ? (int32_t *)(memory + at) : NULL;
		at += row;
		slot->many = memory ? (int32_t *)(memory + at) : NULL;
		at += row;
		for (size_t k = 0; k < slot->depth; k++) {
			for (int f = 0; f < SIEVE_FEATURES; f++) {
				if (!has_feature(slot, (enum sieve_feature)f))
					continue;
				slot->at[k][f] = memory ? (int32_t *)(memory + at) : NULL;
				at += row;
			}
			slot->word[k] = memory ? (uint64_t *)(memory + at) : NULL;
			at += slot->words * 2 * row;
		}
	}
	return at;
}

static void load_letters(struct sieve_slot *slot, size_t k, size_t i, const struct word *w)
{
	uint32_t once = 0, twice = 0, thrice = 0, more = 0, head = 0;
	uint32_t length = w->characters;

	if (!w->ascii || length > SIEVE_LENGTH) {
		slot->at[k][SIEVE_SHAPE][i] = 0;
		return;
	}
	for (uint32_t c = 0; c < length; c++) {
		uint32_t bit = UINT32_C(1) << (w->text.at[c] & 31);
		more += (thrice & bit) != 0;
		thrice |= twice & bit;
		twice |= once & bit;
		once |= bit;
	}
	memcpy(&head, w->text.at, length < 4 ? length : 4);
	slot->at[k][SIEVE_SHAPE][i] = (int32_t)(length | more << 8);
	slot->at[k][SIEVE_HEAD][i] = (int32_t)head;
	slot->at[k][SIEVE_ONCE][i] = (int32_t)once;
	slot->at[k][SIEVE_TWICE][i] = (int32_t)twice;
	slot->at[k][SIEVE_THRICE][i] = (int32_t)thrice;
}

static void load_value(struct sieve_slot *slot, size_t k, size_t i, size_t padded,
		       const struct value *v)
{
	slot->at[k][SIEVE_HASH][i] = (int32_t)(v->word.hash | 1);
	if (slot->letters)
		load_letters(slot, k, i, &v->word);
	if (slot->dates) {
		bool date = v->days != NO_DAYS;
		slot->at[k][SIEVE_DAYS][i] = v->days;
		slot->at[k][SIEVE_DATE][i] =
			date ? (int32_t)((uint32_t)v->year << 16 | v->month_day) : -1;
		slot->at[k][SIEVE_EXCHANGED][i] =
			date ? (int32_t)((uint32_t)v->year << 16 | v->day_month) : -2;
	}
	if (!slot->bits)
		return;
	bool fits = slot->words && v->bits.words == slot->words;
	slot->at[k][SIEVE_SET][i] = fits ? (int32_t)v->bits.set : -1;
	if (!fits)
		slot->many[i] = -1;
	for (uint32_t word = 0; fits && word < slot->words; word++)
		slot->word[k][word * padded + i] = v->bits.at[word];
}

static void load_nothing(struct sieve_slot *slot, size_t k, size_t i)
{
	slot->at[k][SIEVE_HASH][i] = 0;
	if (slot->letters)
		slot->at[k][SIEVE_SHAPE][i] = SIEVE_LENGTH + 1;
	if (slot->dates) {
		slot->at[k][SIEVE_DAYS][i] = NO_DAYS;
		slot->at[k][SIEVE_DATE][i] = -1;
		slot->at[k][SIEVE_EXCHANGED][i] = -2;
	}
	if (slot->bits)
		slot->at[k][SIEVE_SET][i] = -1;
}

static void load_slot(struct sieve *s, size_t number)
{
	struct sieve_slot *slot = &s->slots[number];

	for (size_t i = 0; i < s->padded; i++) {
		struct values v = {0};
		if (i < s->count)
			v = s->entries[i]->values[number];
		slot->present[i] = v.count ? -1 : 0;
		slot->many[i] = v.count > SIEVE_VALUES ? -1 : 0;
		for (size_t k = 0; k < slot->depth; k++) {
			if (k < v.count)
				load_value(slot, k, i, s->padded, &v.at[k]);
			else
				load_nothing(slot, k, i);
			slot->crowded = slot->crowded || slot->many[i];
		}
	}
}

void sieve_group(struct sieve *s, const struct entry **entries, size_t count)
{
	size_t slots = s->model->expressions.slot_count;

	s->entries = entries;
	s->count = count;
	s->padded = (count + SIEVE_LANES - 1) / SIEVE_LANES * SIEVE_LANES;
	for (size_t i = 0; i < slots; i++)
		if (s->slots[i].used)
			measure_depth(s, i);
	size_t need = lay_out(s, NULL) + ALIGNMENT;
	if (need > s->capacity) {
		memory_free(s->memory);
		s->capacity = need * 2;
		s->memory = memory_take(s->capacity);
		memset(s->memory, 0, s->capacity);
	}
	lay_out(s, aligned(s->memory));
	for (size_t i = 0; i < slots; i++)
		if (s->slots[i].used)
			load_slot(s, i);
}

/* The term frequency that adjusts a level is the other side's or this one's, whichever
 * is larger: never less than this one's least. */
static int32_t most_adjustment(const struct sieve *s, const struct comparison_level *level,
			       const struct entry *left)
{
	size_t f = level->frequency;
	size_t values = left->values[s->model->frequencies[f].slot].count;
	int64_t term_frequency = 0;

	for (size_t i = 0; i < values; i++)
		term_frequency = left->term_frequencies[f][i] < term_frequency
					 ? left->term_frequencies[f][i]
					 : term_frequency;
	if (!values)
		term_frequency = s->totals[f] ? weight_of_share(1, s->totals[f]) : 0;
	if (term_frequency < level->least)
		term_frequency = level->least;
	double bits = (double)(level->exact - term_frequency) / WEIGHT_BIT *
		      ((double)level->tf_weight / WEIGHT_BIT);
	if (!values && bits < 0)
		bits = 0;
	return (int32_t)(bits * 1024) + 2;
}

void sieve_left(struct sieve *s, size_t left)
{
	for (size_t i = 0; i < s->adjusted_count; i++) {
		struct sieve_op *op = &s->ops[s->adjusted[i]];
		const struct comparison_level *level =
			&s->model->comparisons[op->comparison].levels[op->level];
		op->weight = op->plain + most_adjustment(s, level, s->entries[left]);
		op->weight = op->weight > 0 ? op->weight : 0;
	}
}
