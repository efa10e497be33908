#include <math.h>

#include "expr/comparison_function.h"

void measured_start(struct measured *m, const struct expressions *x, struct arena *arena)
{
	size_t count = x->measurement_count ? x->measurement_count : 1;

	m->value = ARENA_ARRAY(arena, count, double);
	m->made = ARENA_ARRAY(arena, count, bool);
}

void measured_clear(struct measured *m, const struct expressions *x)
{
	memset(m->made, 0, x->measurement_count * sizeof *m->made);
}

static double best_pair(const struct measurement *m, const struct values *a, const struct values *b)
{
	bool distance = comparison_is_distance(m->function);
	double best = NAN;

	for (size_t i = 0; i < a->count; i++) {
		for (size_t j = 0; j < b->count; j++) {
			double found = m->function->of_pair(m, &a->at[i], &b->at[j]);
			if (isnan(best) || (distance ? found < best : found > best))
				best = found;
		}
	}
	return best;
}

static double measure_pair(const struct measurement *m, const struct values *a,
			   const struct values *b)
{
	if (m->function->of_cells)
		return m->function->of_cells(m, a, b);
	return best_pair(m, &a[m->a], &b[m->a]);
}

static bool step_holds(const struct step_of_test *s, const struct expressions *x,
		       struct measured *m, const struct values *a, const struct values *b)
{
	const struct measurement *of = &x->measurements[s->measurement];

	if (s->function->cells_hold)
		return s->function->cells_hold(of, a, b);
	if (!m->made[s->measurement]) {
		m->made[s->measurement] = true;
		m->value[s->measurement] = measure_pair(of, a, b);
	}
	double value = m->value[s->measurement];
	switch (s->function->holds) {
	case HOLDS_BY_ITSELF:
		break;
	case HOLDS_AT_LEAST:
		return value >= s->threshold;
	case HOLDS_AT_MOST:
		return value <= s->threshold;
	case HOLDS_BELOW:
		return value < s->threshold;
	}
	return value > 0;
}

/* A test that does not hold: is it unknown, not false? */
static bool step_unknown(const struct step_of_test *s, const struct expressions *x,
			 const struct measured *m, const struct values *a, const struct values *b)
{
	if (s->function->cells_hold)
		return s->function->cells_unknown &&
		       s->function->cells_unknown(&x->measurements[s->measurement], a, b);
	return isnan(m->value[s->measurement]);
}

bool condition_holds(const struct condition *c, const struct expressions *x, struct measured *m,
		     const struct values *a, const struct values *b)
{
	int32_t at = c->steps ? 0 : CONDITION_HOLDS;

	while (at >= 0) {
		const struct step_of_test *s = &c->steps[at];
		bool yes = step_holds(s, x, m, a, b) || (s->denied && step_unknown(s, x, m, a, b));
		at = yes ? s->yes : s->no;
	}
	return at == CONDITION_HOLDS;
}

static int32_t count_tests(const struct condition *c)
{
	if (c->kind == CONDITION_TEST)
		return 1;
	return count_tests(c->left) + (c->right ? count_tests(c->right) : 0);
}

/* By De Morgan's laws, which the three truths obey, each test is asserted or
 * denied; what is not known satisfies neither. */
static void lay_out(const struct expressions *x, const struct condition *c,
		    struct step_of_test *steps, int32_t at, bool denied, int32_t yes, int32_t no)
{
	if (c->kind == CONDITION_TEST) {
		steps[at] = (struct step_of_test){x->measurements[c->measurement].function,
						  c->measurement,
						  c->threshold,
						  denied,
						  yes,
						  no};
	} else if (c->kind == CONDITION_NOT) {
		lay_out(x, c->left, steps, at, !denied, no, yes);
	} else {
		int32_t next = at + count_tests(c->left);
		bool both = c->kind == CONDITION_AND;
		lay_out(x, c->left, steps, at, denied, both ? next : yes, both ? no : next);
		lay_out(x, c->right, steps, next, denied, yes, no);
	}
}

const struct step_of_test *condition_steps(const struct expressions *x, const struct condition *c)
{
	if (c->kind == CONDITION_ELSE)
		return NULL;
	struct step_of_test *steps =
		ARENA_ARRAY(x->arena, (size_t)count_tests(c), struct step_of_test);
	lay_out(x, c, steps, 0, false, CONDITION_HOLDS, CONDITION_FAILS);
	return steps;
}
