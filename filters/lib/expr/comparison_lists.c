#include "expr/comparison_internal.h"

#include <math.h>

/* How many distinct values of a are in b. */
static size_t common_values(const struct values *a, const struct values *b)
{
	size_t common = 0;

	for (size_t i = 0; i < a->count; i++) {
		bool repeated = false, found = false;
		for (size_t j = 0; j < i; j++)
			repeated = repeated || word_equal(&a->at[i].word, &a->at[j].word);
		for (size_t j = 0; j < b->count && !repeated; j++)
			found = found || word_equal(&a->at[i].word, &b->at[j].word);
		common += found;
	}
	return common;
}

bool comparison_subset(const struct measurement *m, const struct values *a, const struct values *b)
{
	const struct values *x = &a[m->a], *y = &b[m->a];

	if (!x->count || !y->count)
		return false;
	size_t common = common_values(x, y);
	return common == common_values(x, x) || common == common_values(y, y);
}

double comparison_intersect(const struct measurement *m, const struct values *a,
			    const struct values *b)
{
	const struct values *x = &a[m->a], *y = &b[m->a];

	return x->count && y->count ? (double)common_values(x, y) : NAN;
}

/* Of the angle between two lists of numbers of one length; 0 when a list is all
 * zero. */
double comparison_cosine(const struct measurement *m, const struct values *a,
			 const struct values *b)
{
	const struct values *left = &a[m->a], *right = &b[m->a];
	double product = 0, square_a = 0, square_b = 0;

	if (!left->count || left->count != right->count)
		return NAN;
	for (size_t i = 0; i < left->count; i++) {
		double x = left->at[i].number, y = right->at[i].number;
		product += x * y;
		square_a += x * x;
		square_b += y * y;
	}
	double lengths = sqrt(square_a) * sqrt(square_b);
	return lengths <= 0 ? 0 : product / lengths;
}
