#include "expr/parser.h"

/* Values and tests of the expression language. */

static uint32_t parse_position(struct parser *p)
{
	double number = parser_number(p);

	if (number < 1 || number > 10000 || number != (uint32_t)number)
		parser_fail(p, "substr takes positions from 1 to 10000");
	return (uint32_t)number;
}

static size_t slot_add(struct expressions *x, struct slot slot)
{
	for (size_t i = 0; i < x->slot_count; i++) {
		const struct slot *s = &x->slots[i];
		if (s->function == slot.function && s->of == slot.of && s->from == slot.from &&
		    s->length == slot.length)
			return i;
	}
	memory_need(&x->slots, &x->slot_capacity, x->slot_count + 1, sizeof *x->slots);
	x->slots[x->slot_count] = slot;
	return x->slot_count++;
}

static const struct {
	const char *name;
	enum function function;
} functions[] = {
	{"substr", FUNCTION_SUBSTR},       {"soundex", FUNCTION_SOUNDEX},
	{"metaphone", FUNCTION_METAPHONE}, {"year", FUNCTION_YEAR},
	{"month", FUNCTION_MONTH},         {"day", FUNCTION_DAY},
	{"outcode", FUNCTION_OUTCODE},     {"sector", FUNCTION_SECTOR},
	{"area", FUNCTION_AREA},           {"username", FUNCTION_USERNAME},
	{"nickname", FUNCTION_NICKNAME},   {"any", FUNCTION_ANY},
};

/* any(a, b, c) is any(any(a, b), c). */
static size_t parse_union(struct parser *p, size_t first)
{
	size_t all = first;

	if (!parser_is(p, ","))
		parser_fail(p, "any takes two values or more");
	while (parser_accept(p, ",")) {
		struct slot slot = {.function = FUNCTION_ANY, .of = all};
		slot.from = (uint32_t)parser_value(p);
		all = slot_add(p->x, slot);
	}
	p->depth--;
	parser_expect(p, ")", "expected `)`");
	return all;
}

static size_t parse_call(struct parser *p, enum function function)
{
	struct slot slot = {.function = function};

	if (++p->depth > PARSER_DEPTH)
		parser_fail(p, "nested too deeply");
	slot.of = parser_value(p);
	if (function == FUNCTION_ANY)
		return parse_union(p, slot.of);
	p->depth--;
	if (function == FUNCTION_SUBSTR) {
		parser_expect(p, ",", "substr takes a value, a start and a length");
		slot.from = parse_position(p);
		parser_expect(p, ",", "substr takes a value, a start and a length");
		slot.length = parse_position(p);
	}
	parser_expect(p, ")", "expected `)`");
	return slot_add(p->x, slot);
}

size_t parser_value(struct parser *p)
{
	if (p->token != TOKEN_NAME)
		parser_fail(p, "expected a column or a function");
	struct text name = p->text;
	size_t start = p->start;
	parser_advance(p);
	if (!parser_accept(p, "(")) {
		size_t column = expressions_column(p->x, name);
		return slot_add(p->x, (struct slot){.function = FUNCTION_COLUMN, .of = column});
	}
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
		if (text_is(name, functions[i].name))
			return parse_call(p, functions[i].function);
	p->start = start;
	parser_fail(p, "unknown function");
}

static const struct test {
	const char *name;
	enum measure measure;
	const char *relation; /* NULL: true or false by itself */
} tests[] = {
	{"exact", MEASURE_EXACT, NULL},
	{"missing", MEASURE_MISSING, NULL},
	{"swapped", MEASURE_SWAPPED, NULL},
	{"day_month_swapped", MEASURE_DAY_MONTH_SWAPPED, NULL},
	{"both", MEASURE_BOTH, NULL},
	{"either", MEASURE_EITHER, NULL},
	{"placeholder", MEASURE_PLACEHOLDER, NULL},
	{"temporary_upn", MEASURE_TEMPORARY_UPN, NULL},
	{"subset", MEASURE_SUBSET, NULL},
	{"jaro", MEASURE_JARO, ">="},
	{"jaro_winkler", MEASURE_JARO_WINKLER, ">="},
	{"dice", MEASURE_DICE, ">="},
	{"jaccard", MEASURE_JACCARD, ">="},
	{"gram_dice", MEASURE_GRAM_DICE, ">="},
	{"intersect", MEASURE_INTERSECT, ">="},
	{"cosine", MEASURE_COSINE, ">="},
	{"levenshtein", MEASURE_LEVENSHTEIN, "<="},
	{"damerau", MEASURE_DAMERAU, "<="},
	{"date_diff", MEASURE_DATE_DIFF, "<="},
	{"difference", MEASURE_DIFFERENCE, "<="},
	{"percent_difference", MEASURE_PERCENT_DIFFERENCE, "<"},
	{"distance_km", MEASURE_DISTANCE_KM, "<="},
};

static double parse_unit(struct parser *p)
{
	parser_expect(p, ",", "date_diff takes a value and 'day', 'month' or 'year'");
	double unit = 0;
	if (p->token == TOKEN_STRING)
		unit = text_is(p->text, "day")     ? 1
		       : text_is(p->text, "month") ? 365.25 / 12
		       : text_is(p->text, "year")  ? 365.25
						   : 0;
	if (unit == 0)
		parser_fail(p, "date_diff takes a value and 'day', 'month' or 'year'");
	parser_advance(p);
	return unit;
}

static size_t measurement_add(struct expressions *x, struct measurement m)
{
	for (size_t i = 0; i < x->measurement_count; i++) {
		struct measurement *n = &x->measurements[i];
		if (n->measure != m.measure || n->a != m.a || n->b != m.b || n->unit != m.unit ||
		    !text_equal(n->literal, m.literal))
			continue;
		bool similarity = m.measure < MEASURE_LEVENSHTEIN;
		if (similarity ? m.limit < n->limit : m.limit > n->limit)
			n->limit = m.limit;
		return i;
	}
	memory_need(&x->measurements, &x->measurement_capacity, x->measurement_count + 1,
		    sizeof *x->measurements);
	x->measurements[x->measurement_count] = m;
	return x->measurement_count++;
}

static void parse_threshold(struct parser *p, const struct test *test, double *threshold)
{
	parser_expect(p, test->relation,
		      *test->relation == '>' ? "a similarity is followed by `>=` and a number"
		      : test->relation[1]    ? "a distance is followed by `<=` and a number"
					     : "a share is followed by `<` and a number");
	*threshold = parser_number(p);
	if (*threshold >
	    (*test->relation == '<' || test->measure == MEASURE_INTERSECT ? 1000000 : 1))
		parser_fail(p, "this threshold can never be reached");
	if (test->measure == MEASURE_DISTANCE_KM)
		*threshold = chord_of_km(*threshold);
}

/* The value with its letter groups: two at a time, but single letters for
 * jaccard(), as DuckDB has them. */
static size_t parse_grams(struct parser *p, const struct test *test, size_t value)
{
	struct slot slot = {.function = FUNCTION_GRAMS, .of = value};

	slot.from = test->measure == MEASURE_JACCARD ? 1 : 2;
	if (parser_accept(p, ",")) {
		double q = parser_number(p);
		if (q != 1 && q != 2 && q != 3)
			parser_fail(p, "letters go in groups of 1, 2 or 3");
		slot.from = (uint32_t)q;
	}
	return slot_add(p->x, slot);
}

/* What follows the first value of a test. */
static void parse_arguments(struct parser *p, const struct test *test, struct measurement *m)
{
	switch (test->measure) {
	case MEASURE_SWAPPED:
		parser_expect(p, ",", "swapped takes two values");
		m->b = parser_value(p);
		break;
	case MEASURE_DISTANCE_KM:
		parser_expect(p, ",", "distance_km takes a latitude and a longitude");
		m->b = parser_value(p);
		break;
	case MEASURE_DATE_DIFF:
		m->unit = parse_unit(p);
		break;
	case MEASURE_BOTH:
	case MEASURE_EITHER:
		parser_expect(p, ",", "it takes a value and a text in quotes");
		if (p->token != TOKEN_STRING)
			parser_fail(p, "it takes a value and a text in quotes");
		m->literal = text_copy(p->x->arena, p->text);
		parser_advance(p);
		break;
	case MEASURE_JACCARD:
	case MEASURE_GRAM_DICE:
		m->a = m->b = parse_grams(p, test, m->a);
		break;
	default:
		break;
	}
}

/* What a test needs of its slots beside the text. */
static void mark_slots(struct expressions *x, const struct measurement *m)
{
	switch (m->measure) {
	case MEASURE_DATE_DIFF:
	case MEASURE_DAY_MONTH_SWAPPED:
		x->slots[m->a].dates = true;
		break;
	case MEASURE_DICE:
		x->slots[m->a].bits = true;
		break;
	case MEASURE_COSINE:
	case MEASURE_DIFFERENCE:
	case MEASURE_PERCENT_DIFFERENCE:
	case MEASURE_DISTANCE_KM:
		x->slots[m->a].numbers = x->slots[m->b].numbers = true;
		break;
	default:
		break;
	}
}

const struct condition *parser_test(struct parser *p)
{
	const struct test *test = NULL;

	for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
		if (parser_is(p, tests[i].name))
			test = &tests[i];
	if (!test || p->token != TOKEN_NAME)
		parser_fail(p, "expected a test, such as exact(COLUMN)");
	parser_advance(p);
	parser_expect(p, "(", "expected `(`");
	struct measurement m = {.measure = test->measure};
	struct condition *c = ARENA_ARRAY(p->x->arena, 1, struct condition);
	c->kind = CONDITION_TEST;
	m.a = m.b = parser_value(p);
	parse_arguments(p, test, &m);
	parser_expect(p, ")", "expected `)`");
	if (test->relation)
		parse_threshold(p, test, &c->threshold);
	m.limit = c->threshold;
	mark_slots(p->x, &m);
	c->measurement = measurement_add(p->x, m);
	return c;
}
