#include <math.h>

#include "expr/comparison_function.h"
#include "score/sieve.h"

/*
 * From a model to the sieve's program: a test where it is first needed, then
 * the conditions, the rules and the levels that are made of it.
 */

#define MOST_REGISTERS 4000
#define MOST_COMPARISONS 500

int32_t sieve_weight(int64_t weight)
{
	int64_t units = weight / (WEIGHT_BIT / 1024);

	return (int32_t)units + (units * (WEIGHT_BIT / 1024) < weight);
}

static struct sieve_op *op_add(struct sieve *s, enum sieve_kind kind)
{
	memory_need(&s->ops, &s->op_capacity, s->op_count + 1, sizeof *s->ops);
	struct sieve_op *op = &s->ops[s->op_count++];
	*op = (struct sieve_op){.kind = kind};
	return op;
}

static uint16_t register_new(struct sieve *s)
{
	if (s->registers >= MOST_REGISTERS) {
		s->useless = true;
		return 0;
	}
	return (uint16_t)s->registers++;
}

static enum bound bound_of(const struct measurement *m)
{
	return m->function->bound;
}

static bool by_letters(const struct measurement *m)
{
	enum bound b = bound_of(m);

	return b == BOUND_JARO || b == BOUND_JARO_WINKLER || b == BOUND_EDITS;
}

/* Every test of the model once, so that those of one slot can share a table. */
static struct sieve_test *test_of(struct sieve *s, const struct condition *c)
{
	for (size_t i = 0; i < s->test_count; i++)
		if (s->tests[i].measurement == c->measurement &&
		    !(s->tests[i].threshold < c->threshold) &&
		    !(s->tests[i].threshold > c->threshold))
			return &s->tests[i];
	memory_need(&s->tests, &s->test_capacity, s->test_count + 1, sizeof *s->tests);
	struct sieve_test *test = &s->tests[s->test_count++];
	*test = (struct sieve_test){c->measurement, c->threshold, register_new(s), false};
	return test;
}

static void gather_tests(struct sieve *s, const struct condition *c)
{
	if (c->kind == CONDITION_TEST)
		test_of(s, c);
	if (c->kind == CONDITION_NOT || c->kind == CONDITION_AND || c->kind == CONDITION_OR)
		gather_tests(s, c->left);
	if (c->kind == CONDITION_AND || c->kind == CONDITION_OR)
		gather_tests(s, c->right);
}

static double most_alike(uint32_t a, uint32_t b, uint32_t common, uint32_t prefix, bool winkler)
{
	double similarity = common ? ((double)common / a + (double)common / b + 1) / 3 : 0;

	if (winkler && similarity > 0.7)
		similarity += prefix * 0.1 * (1 - similarity);
	return similarity + 1e-9;
}

enum { NEVER = 255 };

/* The fewest common letters with which a test can hold. */
static uint32_t letters_needed(const struct measurement *m, double threshold, uint32_t a,
			       uint32_t b, uint32_t prefix)
{
	uint32_t longer = a > b ? a : b, shorter = a > b ? b : a, common = 0;

	if (bound_of(m) == BOUND_EDITS) {
		if (longer - shorter > threshold)
			return NEVER;
		while (longer - common > threshold)
			common++;
		return common;
	}
	bool winkler = bound_of(m) == BOUND_JARO_WINKLER;
	while (common <= shorter && most_alike(a, b, common, prefix, winkler) < threshold)
		common++;
	return common > shorter ? NEVER : common;
}

static uint32_t *letters_table(const struct sieve *s, const struct sieve_test *const *tests,
			       size_t count, struct arena *arena)
{
	uint32_t *table = ARENA_ARRAY(arena, (SIEVE_LENGTH + 1) * SIEVE_ROW, uint32_t);

	for (uint32_t a = 0; a <= SIEVE_LENGTH; a++) {
		for (uint32_t b = 0; b < SIEVE_ROW / 8; b++) {
			for (uint32_t prefix = 0; prefix <= 4; prefix++) {
				uint32_t needed = 0;
				for (size_t t = 0; t < count; t++) {
					uint32_t one =
						b > SIEVE_LENGTH ? NEVER
						: !a || !b
							? 0
							: letters_needed(
								  &s->model->expressions.measurements
									   [tests[t]->measurement],
								  tests[t]->threshold, a, b,
								  prefix);
					needed |= one << (8 * t);
				}
				table[a * SIEVE_ROW + b * 8 + prefix] = needed;
			}
		}
	}
	return table;
}

/* The most days that are at most so many units. */
static int32_t most_days(double threshold, double unit)
{
	double days = floor(threshold * unit) + 2;

	if (days > 100000000)
		return 100000000;
	while (days >= 0 && days / unit > threshold)
		days--;
	return (int32_t)days;
}

/* By the sum of the bits set on both sides, the fewest that must be common. */
static void fill_dice(double threshold, uint32_t *table)
{
	for (uint32_t sum = 1; sum < SIEVE_SUMS; sum++) {
		uint32_t common = (uint32_t)(threshold * sum / 2);
		common -= common > 1 ? 2 : common;
		while (2.0 * common / sum < threshold)
			common++;
		table[sum] = common;
	}
	table[0] = threshold > 0 ? UINT32_MAX >> 1 : 0;
}

/* Tests of one slot that are made of the same numbers are made together. */
static bool go_together(const struct measurement *a, const struct measurement *b)
{
	return a->a == b->a && by_letters(a) == by_letters(b) &&
	       (by_letters(a) || bound_of(a) == bound_of(b));
}

static void plan_together(struct sieve *s, struct sieve_test *first, struct arena *arena)
{
	const struct measurement *all = s->model->expressions.measurements;
	const struct measurement *m = &all[first->measurement];
	const struct sieve_test *tests[SIEVE_TESTS];
	bool letters = by_letters(m);
	struct sieve_op *op = op_add(s, letters ? SIEVE_LETTERS : SIEVE_DICE);

	op->slot = (uint16_t)m->a;
	s->slots[m->a].letters |= letters;
	s->slots[m->a].bits |= !letters;
	for (size_t i = 0; i < s->test_count && op->count < SIEVE_TESTS; i++) {
		struct sieve_test *test = &s->tests[i];
		if (test->done || !go_together(&all[test->measurement], m))
			continue;
		test->done = true;
		tests[op->count] = test;
		op->tests[op->count++] = test->to;
		op->prefixed |= bound_of(&all[test->measurement]) == BOUND_JARO_WINKLER;
		s->settling[test->to] = !letters;
	}
	if (letters) {
		op->table = letters_table(s, tests, op->count, arena);
		return;
	}
	op->table = ARENA_ARRAY(arena, op->count * SIEVE_SUMS, uint32_t);
	for (size_t t = 0; t < op->count; t++)
		fill_dice(tests[t]->threshold, op->table + t * SIEVE_SUMS);
}

static void plan_test(struct sieve *s, struct sieve_test *test, struct arena *arena)
{
	const struct measurement *m = &s->model->expressions.measurements[test->measurement];
	enum sieve_kind kind = SIEVE_UNKNOWN;
	bool settles = false;
	int32_t limit = 0;

	switch (bound_of(m)) {
	case BOUND_JARO:
	case BOUND_JARO_WINKLER:
	case BOUND_EDITS:
	case BOUND_BITS:
		plan_together(s, test, arena);
		return;
	case BOUND_PRESENT:
		kind = SIEVE_PRESENT;
		break;
	case BOUND_NONE:
		break;
	case BOUND_EQUAL:
		kind = SIEVE_EXACT;
		break;
	case BOUND_MISSING:
		kind = SIEVE_MISSING;
		settles = true;
		break;
	case BOUND_SWAPPED:
		kind = SIEVE_SWAPPED;
		break;
	case BOUND_DAY_MONTH:
		kind = SIEVE_DAY_MONTH;
		s->slots[m->a].dates = true;
		settles = true;
		break;
	case BOUND_DAYS:
		kind = SIEVE_DATE_DIFF;
		s->slots[m->a].dates = true;
		settles = true;
		limit = most_days(test->threshold, m->unit);
		break;
	}
	struct sieve_op *op = op_add(s, kind);
	op->to = test->to;
	op->slot = (uint16_t)m->a;
	op->other = (uint16_t)m->b;
	op->limit = limit;
	test->done = true;
	s->settling[test->to] = settles;
}

/* That a test is false: sure only where its sides are known to decide it. */
static uint16_t plan_denial(struct sieve *s, const struct measurement *m, uint16_t test)
{
	struct sieve_op *op = op_add(s, SIEVE_NOT);

	op->left = test;
	op->slot = (uint16_t)m->a;
	op->decided = bound_of(m) == BOUND_MISSING                  ? DECIDED_ALWAYS
		      : bound_of(m) == BOUND_EQUAL || by_letters(m) ? DECIDED_PRESENT
								    : DECIDED_NEVER;
	op->to = register_new(s);
	s->settling[op->to] = op->decided != DECIDED_NEVER;
	return op->to;
}

/* `not` goes down to the tests. */
static uint16_t plan_condition(struct sieve *s, const struct condition *c, bool denied,
			       struct arena *arena)
{
	if (c->kind == CONDITION_TEST) {
		struct sieve_test *test = test_of(s, c);
		const struct measurement *m = &s->model->expressions.measurements[c->measurement];
		s->slots[m->a].used = s->slots[m->b].used = true;
		if (!test->done)
			plan_test(s, test, arena);
		return denied ? plan_denial(s, m, test->to) : test->to;
	}
	if (c->kind == CONDITION_NOT)
		return plan_condition(s, c->left, !denied, arena);
	uint16_t left = plan_condition(s, c->left, denied, arena);
	uint16_t right = plan_condition(s, c->right, denied, arena);
	bool both = (c->kind == CONDITION_AND) != denied;
	struct sieve_op *op = op_add(s, both ? SIEVE_AND : SIEVE_OR);
	op->left = left;
	op->right = right;
	op->to = register_new(s);
	s->settling[op->to] = true;
	return op->to;
}

static int64_t rarest_adjustment(const struct sieve *s, const struct comparison_level *level)
{
	if (level->frequency == NO_FREQUENCY || !s->totals[level->frequency])
		return 0;
	int64_t most = score_adjustment(level, weight_of_share(1, s->totals[level->frequency]));
	return most > 0 ? most : 0;
}

/* The levels of a comparison; returns the most that it can add above its least. */
static int32_t plan_comparison(struct sieve *s, size_t number, struct arena *arena)
{
	const struct comparison *c = &s->model->comparisons[number];
	int32_t least = INT32_MAX, most = 0;

	for (size_t i = 0; i < c->level_count; i++) {
		int32_t weight = sieve_weight(c->levels[i].weight);
		least = weight < least ? weight : least;
	}
	s->base += least;
	for (size_t i = 0; i < c->level_count; i++) {
		const struct comparison_level *level = &c->levels[i];
		bool last = level->condition->kind == CONDITION_ELSE;
		uint16_t holds = last ? 0 : plan_condition(s, level->condition, false, arena);
		struct sieve_op *op = op_add(s, last ? SIEVE_ELSE : SIEVE_LEVEL);
		op->left = holds;
		op->comparison = number;
		op->level = i;
		op->adjusted = level->frequency != NO_FREQUENCY;
		op->settles = s->settling[holds];
		op->plain = op->weight = sieve_weight(level->weight) - least;
		int32_t heaviest = op->plain + sieve_weight(rarest_adjustment(s, level)) + 1;
		most = heaviest > most ? heaviest : most;
	}
	return most;
}

void sieve_plan(struct sieve *s, struct arena *arena)
{
	const struct model *m = s->model;

	if (m->comparison_count > MOST_COMPARISONS || m->expressions.slot_count > UINT16_MAX) {
		s->useless = true;
		return;
	}
	s->settling = ARENA_ARRAY(arena, MOST_REGISTERS + 1, bool);
	for (size_t i = 0; i < m->rule_count; i++)
		gather_tests(s, m->rules[i].condition);
	for (size_t i = 0; i < m->comparison_count; i++)
		for (size_t j = 0; j < m->comparisons[i].level_count; j++)
			gather_tests(s, m->comparisons[i].levels[j].condition);
	for (size_t i = 0; i < m->rule_count; i++) {
		uint16_t holds = plan_condition(s, m->rules[i].condition, false, arena);
		op_add(s, SIEVE_RULE)->left = holds;
	}
	s->base = sieve_weight(m->prior);
	int32_t *most = ARENA_ARRAY(arena, m->comparison_count + 1, int32_t);
	for (size_t i = 0; i < m->comparison_count; i++)
		most[i] = plan_comparison(s, i, arena);
	int32_t rest = 0;
	s->adjusted = ARENA_ARRAY(arena, s->op_count + 1, size_t);
	for (size_t i = 0; i < s->op_count; i++)
		if (s->ops[i].adjusted)
			s->adjusted[s->adjusted_count++] = i;
	for (size_t i = s->op_count; i-- > 0;) {
		if (s->ops[i].kind != SIEVE_ELSE)
			continue;
		s->ops[i].rest = rest;
		rest += most[s->ops[i].comparison];
	}
}
