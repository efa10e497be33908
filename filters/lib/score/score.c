#include "score/score.h"

#define CACHE_SIZE 8192u

static int64_t multiply(int64_t weight, int64_t factor)
{
	__int128 product = (__int128)weight * factor;

	return (int64_t)((product + (product < 0 ? -WEIGHT_BIT / 2 : WEIGHT_BIT / 2)) / WEIGHT_BIT);
}

int64_t score_adjustment(const struct comparison_level *level, int64_t term_frequency)
{
	if (term_frequency < level->least)
		term_frequency = level->least;
	return multiply(level->exact - term_frequency, level->tf_weight);
}

/* The heaviest that a comparison can come out: its best level, for a value
 * that only one record has. */
static int64_t comparison_most(const struct comparison *c, const uint64_t *totals)
{
	int64_t most = INT64_MIN;

	for (size_t i = 0; i < c->level_count; i++) {
		const struct comparison_level *level = &c->levels[i];
		int64_t weight = level->weight;
		if (level->frequency != NO_FREQUENCY && totals[level->frequency]) {
			int64_t rare = weight_of_share(1, totals[level->frequency]);
			int64_t more = score_adjustment(level, rare);
			weight += more > 0 ? more : 0;
		}
		most = weight > most ? weight : most;
	}
	return most;
}

/* The sooner the heavy ones are known, the sooner a pair is seen to fall short. */
static void order_comparisons(const struct scorer *s, struct pair_weights *t)
{
	size_t count = s->model->comparison_count;

	for (size_t i = 0; i < count; i++) {
		int64_t most = comparison_most(&t->parameters->comparisons[i], s->totals);
		size_t at = i;
		for (; at && t->most_left[at - 1] < most; at--) {
			t->most_left[at] = t->most_left[at - 1];
			t->order[at] = t->order[at - 1];
		}
		t->most_left[at] = most;
		t->order[at] = i;
	}
	t->most_left[count] = s->most_together;
	for (size_t i = count; i-- > 0;)
		t->most_left[i] += t->most_left[i + 1];
}

const struct pair_weights *scorer_weights(struct scorer *s, const struct parameters *parameters)
{
	for (const struct pair_weights *t = s->pair_weights; t; t = t->next)
		if (t->parameters == parameters)
			return t;
	struct pair_weights *t = ARENA_ARRAY(s->arena, 1, struct pair_weights);
	size_t count = s->model->comparison_count;
	*t = (struct pair_weights){parameters, ARENA_ARRAY(s->arena, count + 1, size_t),
				   ARENA_ARRAY(s->arena, count + 1, int64_t), s->pair_weights};
	order_comparisons(s, t);
	s->pair_weights = t;
	return t;
}

void scorer_start(struct scorer *s, const struct model *m, const uint64_t *totals,
		  struct arena *arena)
{
	*s = (struct scorer){.model = m, .totals = totals, .arena = arena};
	measured_start(&s->measured, &m->expressions, arena);
	s->cache = ARENA_ARRAY(arena, m->frequency_count * CACHE_SIZE, struct term_frequency_cache);
	s->most_together = model_most_together(m);
}

/* log2(count / total), remembered: counts of names repeat. */
static int64_t share_of(struct scorer *s, size_t f, uint64_t count)
{
	struct term_frequency_cache *c = &s->cache[f * CACHE_SIZE + count % CACHE_SIZE];

	if (c->count != count)
		*c = (struct term_frequency_cache){count, weight_of_share(count, s->totals[f])};
	return c->term_frequency;
}

static bool load_shares(struct scorer *s, size_t f, struct text cell, size_t values,
			struct arena *arena, struct entry *entry)
{
	int64_t *term_frequencies = ARENA_ARRAY(arena, values ? values : 1, int64_t);
	struct text part;
	size_t count = 0;

	if (!cell.length)
		cell.at = NULL;
	while (cell.at && text_cut(&cell, '|', &part)) {
		uint64_t number;
		if (count == values || !text_u64(part, &number) || !number || number > s->totals[f])
			return false;
		term_frequencies[count++] = share_of(s, f, number);
	}
	entry->term_frequencies[f] = term_frequencies;
	return count == values;
}

enum load scorer_load(struct scorer *s, const struct text *cells, const bool *lists,
		      const struct text *counts, struct arena *arena, struct entry *entry)
{
	const struct model *m = s->model;

	entry->values = ARENA_ARRAY(arena, m->expressions.slot_count + 1, struct values);
	entry->term_frequencies = ARENA_ARRAY(arena, m->frequency_count + 1, int64_t *);
	if (!expressions_load(&m->expressions, cells, lists, arena, entry->values))
		return LOAD_ENCODING;
	for (size_t f = 0; f < m->frequency_count; f++) {
		size_t values = entry->values[m->frequencies[f].slot].count;
		if (!load_shares(s, f, counts[f], values, arena, entry))
			return LOAD_FREQUENCY;
	}
	return LOAD_DONE;
}

static int64_t rarest(const int64_t *term_frequencies, size_t count)
{
	int64_t least = term_frequencies[0];

	for (size_t i = 1; i < count; i++)
		least = term_frequencies[i] < least ? term_frequencies[i] : least;
	return least;
}

/* The term frequency to adjust by; false when both sides are missing. */
static bool pair_term_frequency(const struct model *m, size_t f, const struct entry *a,
				const struct entry *b, int64_t *term_frequency)
{
	size_t slot = m->frequencies[f].slot;
	struct values x = a->values[slot], y = b->values[slot];
	const int64_t *in_a = a->term_frequencies[f], *in_b = b->term_frequencies[f];

	if (!x.count && !y.count)
		return false;
	if (!x.count || !y.count) {
		*term_frequency = x.count ? rarest(in_a, x.count) : rarest(in_b, y.count);
		return true;
	}
	bool shared = false;
	for (size_t i = 0; i < x.count; i++) {
		for (size_t j = 0; j < y.count; j++) {
			if (!word_equal(&x.at[i].word, &y.at[j].word))
				continue;
			int64_t common = in_a[i] > in_b[j] ? in_a[i] : in_b[j];
			*term_frequency =
				shared && *term_frequency < common ? *term_frequency : common;
			shared = true;
		}
	}
	if (!shared) {
		int64_t least_a = rarest(in_a, x.count), least_b = rarest(in_b, y.count);
		*term_frequency = least_a > least_b ? least_a : least_b;
	}
	return true;
}

static int64_t level_weight(const struct model *m, const struct comparison_level *level,
			    const struct entry *a, const struct entry *b)
{
	int64_t term_frequency;

	if (level->frequency == NO_FREQUENCY ||
	    !pair_term_frequency(m, level->frequency, a, b, &term_frequency))
		return level->weight;
	return level->weight + score_adjustment(level, term_frequency);
}

static size_t first_rule(struct scorer *s, const struct entry *a, const struct entry *b)
{
	const struct model *m = s->model;

	for (size_t i = 0; i < m->rule_count; i++)
		if (condition_holds(m->rules[i].condition, &m->expressions, &s->measured, a->values,
				    b->values))
			return i;
	return NO_RULE;
}

/* Is it one of the pairs that are looked at only? */
static bool wanted(struct scorer *s, const struct entry *a, const struct entry *b)
{
	const struct model *m = s->model;

	for (size_t i = 0; i < m->only_count; i++)
		if (condition_holds(m->only[i].condition, &m->expressions, &s->measured, a->values,
				    b->values))
			return true;
	return !m->only_count;
}

static int64_t together_weight(const struct model *m, const int8_t *levels)
{
	int64_t sum = 0;

	for (size_t i = 0; i < m->interaction_count; i++)
		sum += model_together(m, &m->interactions[i], levels);
	return sum;
}

bool scorer_pair(struct scorer *s, const struct pair_weights *weights, const struct entry *a,
		 const struct entry *b, int64_t threshold, struct score *score)
{
	const struct model *m = s->model;

	measured_clear(&s->measured, &m->expressions);
	if (!wanted(s, a, b))
		return false;
	score->rule = first_rule(s, a, b);
	score->weight = score->prior = weights->parameters->prior;
	for (size_t i = 0; i < m->comparison_count; i++) {
		size_t place = weights->order[i];
		const struct comparison_level *level =
			weights->parameters->comparisons[place].levels;
		if (score->rule == NO_RULE && score->weight + weights->most_left[i] < threshold)
			return false;
		while (!condition_holds(level->condition, &m->expressions, &s->measured, a->values,
					b->values))
			level++;
		score->levels[place] = (int8_t)level->number;
		int64_t weight = level_weight(m, level, a, b);
		score->weight += weight;
		if (score->weights)
			score->weights[place] = weight;
	}
	score->together = together_weight(m, score->levels);
	score->weight += score->together;
	return score->rule != NO_RULE || score->weight >= threshold;
}
