#include "expr/comparison_internal.h"

#include <math.h>

#include "field/name_words.h"
#include "field/upn.h"

/* Do two cells share a value? */
static bool share(const struct values *a, const struct values *b)
{
	if (a->count == 1 && b->count == 1)
		return a->hash == b->hash && word_equal(&a->at->word, &b->at->word);
	for (size_t i = 0; i < a->count; i++)
		for (size_t j = 0; j < b->count; j++)
			if (word_equal(&a->at[i].word, &b->at[j].word))
				return true;
	return false;
}

static bool exact_cells(const struct measurement *m, const struct values *a, const struct values *b)
{
	return share(&a[m->a], &b[m->a]);
}

/* The same values in the same order. */
static bool identical_cells(const struct measurement *m, const struct values *a,
			    const struct values *b)
{
	const struct values *x = &a[m->a], *y = &b[m->a];

	if (!x->count || x->count != y->count)
		return false;
	for (size_t i = 0; i < x->count; i++)
		if (!word_equal(&x->at[i].word, &y->at[i].word))
			return false;
	return true;
}

static bool missing_cells(const struct measurement *m, const struct values *a,
			  const struct values *b)
{
	return !a[m->a].count || !b[m->a].count;
}

static bool both_missing_cells(const struct measurement *m, const struct values *a,
			       const struct values *b)
{
	return !a[m->a].count && !b[m->a].count;
}

static bool swapped_cells(const struct measurement *m, const struct values *a,
			  const struct values *b)
{
	return share(&a[m->a], &b[m->b]) && share(&a[m->b], &b[m->a]);
}

/* It is false as soon as one of the two crossed tests is. */
static bool swapped_unknown(const struct measurement *m, const struct values *a,
			    const struct values *b)
{
	const struct values *x = &a[m->a], *y = &b[m->b], *z = &a[m->b], *w = &b[m->a];

	return !(x->count && y->count && !share(x, y)) && !(z->count && w->count && !share(z, w));
}

static double day_month_swapped(const struct measurement *m, const struct value *a,
				const struct value *b)
{
	(void)m;
	if (a->days == NO_DAYS || b->days == NO_DAYS)
		return NAN;
	return a->days != b->days && a->year == b->year && a->month_day == b->day_month;
}

static bool is_literal(const struct measurement *m, struct text value)
{
	return text_equal(value, m->literal);
}

static bool is_placeholder(const struct measurement *m, struct text value)
{
	(void)m;
	return name_is_placeholder(value);
}

static bool is_temporary(const struct measurement *m, struct text upn)
{
	(void)m;
	return upn.length == 13 && upn_is_temporary(upn.at);
}

/* Is one of the values so? */
static double any_is(const struct measurement *m, const struct values *values,
		     bool (*is)(const struct measurement *m, struct text value))
{
	for (size_t i = 0; i < values->count; i++)
		if (is(m, values->at[i].word.text))
			return 1;
	return values->count ? 0 : NAN;
}

static double either_is(const struct measurement *m, const struct values *a, const struct values *b,
			bool (*is)(const struct measurement *m, struct text value))
{
	double left = any_is(m, &a[m->a], is), right = any_is(m, &b[m->a], is);

	return left > 0 || right > 0 ? 1 : left + right;
}

static double both_cells(const struct measurement *m, const struct values *a,
			 const struct values *b)
{
	double left = any_is(m, &a[m->a], is_literal), right = any_is(m, &b[m->a], is_literal);

	return left <= 0 || right <= 0 ? 0 : left * right;
}

static double either_cells(const struct measurement *m, const struct values *a,
			   const struct values *b)
{
	return either_is(m, a, b, is_literal);
}

static double placeholder_cells(const struct measurement *m, const struct values *a,
				const struct values *b)
{
	return either_is(m, a, b, is_placeholder);
}

static double temporary_cells(const struct measurement *m, const struct values *a,
			      const struct values *b)
{
	return either_is(m, a, b, is_temporary);
}

static double jaro_pair(const struct measurement *m, const struct value *a, const struct value *b)
{
	if (word_equal(&a->word, &b->word))
		return 1;
	return jaro_bound(&a->word, &b->word) < m->limit ? 0 : jaro(&a->word, &b->word);
}

static double jaro_winkler_pair(const struct measurement *m, const struct value *a,
				const struct value *b)
{
	if (word_equal(&a->word, &b->word))
		return 1;
	return jaro_winkler_bound(&a->word, &b->word) < m->limit ? 0
								 : jaro_winkler(&a->word, &b->word);
}

static double dice_pair(const struct measurement *m, const struct value *a, const struct value *b)
{
	(void)m;
	return dice(a->bits, b->bits);
}

static double shared_pair(const struct measurement *m, const struct value *a, const struct value *b)
{
	(void)m;
	return token_sets_shared(a->tokens, b->tokens);
}

static double jaccard_pair(const struct measurement *m, const struct value *a,
			   const struct value *b)
{
	(void)m;
	return grams_jaccard(a->grams, b->grams);
}

static double gram_dice_pair(const struct measurement *m, const struct value *a,
			     const struct value *b)
{
	(void)m;
	return grams_dice(a->grams, b->grams);
}

static double levenshtein_pair(const struct measurement *m, const struct value *a,
			       const struct value *b)
{
	return levenshtein(&a->word, &b->word, (uint32_t)m->limit);
}

static double damerau_pair(const struct measurement *m, const struct value *a,
			   const struct value *b)
{
	return damerau(&a->word, &b->word, (uint32_t)m->limit);
}

static double hamming_pair(const struct measurement *m, const struct value *a,
			   const struct value *b)
{
	uint32_t places = hamming(a->word.text, b->word.text);

	(void)m;
	return places == UINT32_MAX ? COMPARISON_BEYOND : places;
}

static double date_diff_pair(const struct measurement *m, const struct value *a,
			     const struct value *b)
{
	if (a->days == NO_DAYS || b->days == NO_DAYS)
		return NAN;
	return (a->days > b->days ? (double)a->days - b->days : (double)b->days - a->days) /
	       m->unit;
}

static double difference_pair(const struct measurement *m, const struct value *a,
			      const struct value *b)
{
	(void)m;
	return fabs(a->number - b->number);
}

static double percent_difference_pair(const struct measurement *m, const struct value *a,
				      const struct value *b)
{
	(void)m;
	return isnan(a->number - b->number) ? NAN : number_difference(a->number, b->number);
}

/* The nearest of the places of each side. */
static double distance_cells(const struct measurement *m, const struct values *a,
			     const struct values *b)
{
	struct values north = a[m->a], east = a[m->b], to_north = b[m->a], to_east = b[m->b];
	double nearest = COMPARISON_BEYOND;

	for (size_t i = 0; i < north.count && i < east.count; i++) {
		for (size_t j = 0; j < to_north.count && j < to_east.count; j++) {
			struct point from, to;
			if (!point_set(&from, north.at[i].number, east.at[i].number) ||
			    !point_set(&to, to_north.at[j].number, to_east.at[j].number))
				continue;
			double chord = point_chord(from, to);
			nearest = chord < nearest ? chord : nearest;
		}
	}
	return nearest < COMPARISON_BEYOND ? nearest : NAN;
}

#define FAR 1000000 /* as a threshold of a distance or a count: no ceiling to speak of */

const struct comparison_function comparison_functions[] = {
	{.name = "exact",
	 .bound = BOUND_EQUAL,
	 .cells_hold = exact_cells,
	 .cells_unknown = missing_cells},
	{.name = "missing", .bound = BOUND_MISSING, .cells_hold = missing_cells},
	{.name = "identical", .cells_hold = identical_cells, .cells_unknown = missing_cells},
	{.name = "both_missing", .bound = BOUND_NONE, .cells_hold = both_missing_cells},
	{.name = "swapped",
	 .operands = OPERANDS_TWO,
	 .expected = "swapped takes two values",
	 .bound = BOUND_SWAPPED,
	 .cells_hold = swapped_cells,
	 .cells_unknown = swapped_unknown},
	{.name = "day_month_swapped",
	 .needs = NEEDS_DATE,
	 .bound = BOUND_DAY_MONTH,
	 .of_pair = day_month_swapped},
	{.name = "both", .operands = OPERANDS_TEXT, .of_cells = both_cells},
	{.name = "either",
	 .operands = OPERANDS_TEXT,
	 .bound = BOUND_NONE,
	 .of_cells = either_cells},
	{.name = "placeholder", .bound = BOUND_NONE, .of_cells = placeholder_cells},
	{.name = "temporary_upn", .bound = BOUND_NONE, .of_cells = temporary_cells},
	{.name = "subset", .cells_hold = comparison_subset, .cells_unknown = missing_cells},
	{.name = "jaro",
	 .holds = HOLDS_AT_LEAST,
	 .ceiling = 1,
	 .bound = BOUND_JARO,
	 .best_if_equal = true,
	 .of_pair = jaro_pair},
	{.name = "jaro_winkler",
	 .holds = HOLDS_AT_LEAST,
	 .ceiling = 1,
	 .bound = BOUND_JARO_WINKLER,
	 .best_if_equal = true,
	 .of_pair = jaro_winkler_pair},
	{.name = "dice",
	 .holds = HOLDS_AT_LEAST,
	 .ceiling = 1,
	 .needs = NEEDS_BITS,
	 .bound = BOUND_BITS,
	 .of_pair = dice_pair},
	{.name = "shared",
	 .holds = HOLDS_AT_LEAST,
	 .ceiling = TOKEN_SET,
	 .needs = NEEDS_TOKENS,
	 .best_if_equal = true,
	 .of_pair = shared_pair},
	{.name = "jaccard",
	 .holds = HOLDS_AT_LEAST,
	 .operands = OPERANDS_GRAMS,
	 .ceiling = 1,
	 .grams = 1, /* as DuckDB has it */
	 .of_pair = jaccard_pair},
	{.name = "gram_dice",
	 .holds = HOLDS_AT_LEAST,
	 .operands = OPERANDS_GRAMS,
	 .ceiling = 1,
	 .grams = 2,
	 .of_pair = gram_dice_pair},
	{.name = "intersect",
	 .holds = HOLDS_AT_LEAST,
	 .ceiling = FAR,
	 .of_cells = comparison_intersect},
	{.name = "cosine",
	 .holds = HOLDS_AT_LEAST,
	 .ceiling = 1,
	 .needs = NEEDS_NUMBER,
	 .of_cells = comparison_cosine},
	{.name = "levenshtein",
	 .holds = HOLDS_AT_MOST,
	 .ceiling = FAR,
	 .bound = BOUND_EDITS,
	 .best_if_equal = true,
	 .of_pair = levenshtein_pair},
	{.name = "damerau",
	 .holds = HOLDS_AT_MOST,
	 .ceiling = FAR,
	 .bound = BOUND_EDITS,
	 .best_if_equal = true,
	 .of_pair = damerau_pair},
	{.name = "hamming", .holds = HOLDS_AT_MOST, .ceiling = FAR, .of_pair = hamming_pair},
	{.name = "date_diff",
	 .holds = HOLDS_AT_MOST,
	 .operands = OPERANDS_UNIT,
	 .ceiling = FAR,
	 .needs = NEEDS_DATE,
	 .bound = BOUND_DAYS,
	 .of_pair = date_diff_pair},
	{.name = "difference",
	 .holds = HOLDS_AT_MOST,
	 .ceiling = FAR,
	 .needs = NEEDS_NUMBER,
	 .of_pair = difference_pair},
	{.name = "percent_difference",
	 .holds = HOLDS_BELOW,
	 .ceiling = FAR,
	 .needs = NEEDS_NUMBER,
	 .of_pair = percent_difference_pair},
	{.name = "distance_km",
	 .holds = HOLDS_AT_MOST,
	 .operands = OPERANDS_TWO,
	 .expected = "distance_km takes a latitude and a longitude",
	 .ceiling = FAR,
	 .needs = NEEDS_NUMBER,
	 .threshold = chord_of_km,
	 .of_cells = distance_cells},
};

const size_t comparison_function_count = sizeof comparison_functions / sizeof *comparison_functions;
