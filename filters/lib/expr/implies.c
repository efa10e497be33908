#include "expr/comparison_function.h"

static bool test_implies(const struct expressions *x, const struct condition *later,
			 const struct condition *earlier)
{
	const struct measurement *l = &x->measurements[later->measurement];
	const struct measurement *e = &x->measurements[earlier->measurement];

	if (l != e) /* Equal values are as like as can be. */
		return l->function->bound == BOUND_EQUAL && l->a == e->a &&
		       e->function->best_if_equal;
	switch (e->function->holds) {
	case HOLDS_BY_ITSELF:
		return true;
	case HOLDS_AT_LEAST:
		return later->threshold >= earlier->threshold;
	case HOLDS_AT_MOST:
	case HOLDS_BELOW:
		return later->threshold <= earlier->threshold;
	}
	return false;
}

bool condition_implies(const struct expressions *x, const struct condition *later,
		       const struct condition *earlier)
{
	if (earlier->kind == CONDITION_ELSE)
		return true;
	if (later->kind == CONDITION_ELSE)
		return false;
	if (later->kind == CONDITION_OR)
		return condition_implies(x, later->left, earlier) &&
		       condition_implies(x, later->right, earlier);
	if (earlier->kind == CONDITION_AND)
		return condition_implies(x, later, earlier->left) &&
		       condition_implies(x, later, earlier->right);
	if (earlier->kind == CONDITION_OR && (condition_implies(x, later, earlier->left) ||
					      condition_implies(x, later, earlier->right)))
		return true;
	if (later->kind == CONDITION_AND)
		return condition_implies(x, later->left, earlier) ||
		       condition_implies(x, later->right, earlier);
	if (later->kind == CONDITION_NOT && earlier->kind == CONDITION_NOT)
		return condition_implies(x, earlier->left, later->left);
	return later->kind == CONDITION_TEST && earlier->kind == CONDITION_TEST &&
	       test_implies(x, later, earlier);
}
