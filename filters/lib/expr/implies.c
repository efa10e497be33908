#include "expr/expression.h"

static bool test_implies(const struct expressions *x, const struct condition *later,
			 const struct condition *earlier)
{
	const struct measurement *l = &x->measurements[later->measurement];
	const struct measurement *e = &x->measurements[earlier->measurement];
	bool distance = e->measure >= MEASURE_LEVENSHTEIN;

	if (l == e)
		return distance ? later->threshold <= earlier->threshold
				: e->measure < MEASURE_JARO ||
					  later->threshold >= earlier->threshold;
	/* Equal values are as like as can be. */
	return l->measure == MEASURE_EXACT && l->a == e->a &&
	       (e->measure == MEASURE_JARO || e->measure == MEASURE_JARO_WINKLER ||
		e->measure == MEASURE_LEVENSHTEIN || e->measure == MEASURE_DAMERAU);
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
