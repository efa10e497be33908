#include "cluster/cut.h"

#include <stdlib.h>

#include "base/memory.h"
#include "model/weight.h"

void cut_component(struct cut *c)
{
	c->least = INT64_MAX;
}

void cut_join(struct cut *c, int64_t odds, uint64_t pairs)
{
	if (odds < c->least)
		c->least = odds;
	memory_need(&c->steps, &c->capacity, c->count + 1, sizeof *c->steps);
	c->steps[c->count++] = (struct cut_step){c->least, pairs};
}

static int compare_steps(const void *a, const void *b)
{
	const struct cut_step *x = a, *y = b;

	return (x->odds < y->odds) - (x->odds > y->odds);
}

static int64_t share(unsigned __int128 part, unsigned __int128 whole)
{
	return whole ? (int64_t)(part * (unsigned __int128)WEIGHT_BIT / whole) : 0;
}

static unsigned __int128 matches_of(const struct cut_step *s)
{
	return (unsigned __int128)s->pairs * (uint64_t)weight_probability(s->odds);
}

/* log2 of the odds of half an F1 of 2 * over / under; 0, those of half of 1, without any. */
static int64_t odds_of_half(unsigned __int128 over, unsigned __int128 under)
{
	for (; under >> 63; under >>= 1)
		over >>= 1;
	return over ? weight_of_share((uint64_t)over, (uint64_t)(under - over)) : 0;
}

void cut_choose(struct cut *c)
{
	const unsigned __int128 sure = WEIGHT_BIT, rest = 1000000; /* so that products fit */
	unsigned __int128 pairs = c->sure, matches = pairs * sure, all = matches;
	unsigned __int128 best = 0, best_of = 1;
	size_t taken = 0;

	if (c->count)
		qsort(c->steps, c->count, sizeof *c->steps, compare_steps);
	for (size_t i = 0; i < c->count; i++)
		all += matches_of(&c->steps[i]);
	for (size_t i = 0; i <= c->count; i++) {
		unsigned __int128 over = matches / rest, under = (pairs * sure + all) / rest;
		bool whole = !i || i == c->count || c->steps[i].odds != c->steps[i - 1].odds;
		if (whole && over * best_of > best * under) {
			best = over;
			best_of = under;
			taken = i;
			c->precision = share(matches, pairs * sure);
			c->recall = share(matches, all);
		}
		if (i == c->count)
			break;
		pairs += c->steps[i].pairs;
		matches += matches_of(&c->steps[i]);
	}
	c->at = odds_of_half(best, best_of);
	/* What was rounded must not move a join over it. */
	if (taken && c->at > c->steps[taken - 1].odds)
		c->at = c->steps[taken - 1].odds;
	if (taken < c->count && c->at <= c->steps[taken].odds)
		c->at = c->steps[taken].odds + 1;
}

void cut_free(struct cut *c)
{
	memory_free(c->steps);
	*c = (struct cut){0};
}
