#include "link/parser.h"

/* Values and tests of the expression language. */

static uint32_t parse_position(struct parser *p)
{
	double number = parser_number(p);
	if (number < 1 || number > 10000 || number != (uint32_t)number)
		parser_fail(p, "substr counts characters from 1, at most 10000");
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
};

static size_t parse_call(struct parser *p, enum function function)
{
	struct slot slot = {.function = function};
	if (++p->depth > PARSER_DEPTH)
		parser_fail(p, "this is nested too deeply");
	slot.of = parser_value(p);
	p->depth--;
	if (function == FUNCTION_SUBSTR) {
		parser_expect(p, ",", "substr takes a value, where from, and how many");
		slot.from = parse_position(p);
		parser_expect(p, ",", "substr takes a value, where from, and how many");
		slot.length = parse_position(p);
	}
	parser_expect(p, ")", "`)` is wanted here");
	return slot_add(p->x, slot);
}

size_t parser_value(struct parser *p)
{
	if (p->token != TOKEN_NAME)
		parser_fail(p, "a column or a function is wanted here");
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
	parser_fail(p, "there is no such function of a value");
}

static const struct test {
	const char *name;
	enum measure measure;
	const char *relation; /* NULL: true or false by itself */
} tests[] = {
	{"exact", MEASURE_EXACT, NULL},     {"missing", MEASURE_MISSING, NULL},
	{"swapped", MEASURE_SWAPPED, NULL}, {"day_month_swapped", MEASURE_DAY_MONTH_SWAPPED, NULL},
	{"jaro", MEASURE_JARO, ">="},       {"jaro_winkler", MEASURE_JARO_WINKLER, ">="},
	{"dice", MEASURE_DICE, ">="},       {"levenshtein", MEASURE_LEVENSHTEIN, "<="},
	{"damerau", MEASURE_DAMERAU, "<="}, {"date_diff", MEASURE_DATE_DIFF, "<="},
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
		if (n->measure != m.measure || n->a != m.a || n->b != m.b || n->unit != m.unit)
			continue;
		bool similarity = m.measure <= MEASURE_DICE;
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
					     : "a distance is followed by `<=` and a number");
	*threshold = parser_number(p);
	if (*threshold > (*test->relation == '>' ? 1 : 1000000))
		parser_fail(p, "that threshold is never reached");
}

const struct condition *parser_test(struct parser *p)
{
	const struct test *test = NULL;
	for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
		if (parser_is(p, tests[i].name))
			test = &tests[i];
	if (!test || p->token != TOKEN_NAME)
		parser_fail(p, "a test is wanted here, such as exact(COLUMN)");
	parser_advance(p);
	parser_expect(p, "(", "`(` is wanted here");
	struct measurement m = {.measure = test->measure};
	struct condition *c = ARENA_ARRAY(p->x->arena, 1, struct condition);
	c->kind = CONDITION_TEST;
	m.a = m.b = parser_value(p);
	if (m.measure == MEASURE_SWAPPED) {
		parser_expect(p, ",", "swapped takes two values");
		m.b = parser_value(p);
	}
	if (m.measure == MEASURE_DATE_DIFF)
		m.unit = parse_unit(p);
	parser_expect(p, ")", "`)` is wanted here");
	if (test->relation)
		parse_threshold(p, test, &c->threshold);
	m.limit = c->threshold;
	if (m.measure == MEASURE_DATE_DIFF || m.measure == MEASURE_DAY_MONTH_SWAPPED)
		p->x->slots[m.a].dates = true;
	if (m.measure == MEASURE_DICE)
		p->x->slots[m.a].bits = true;
	c->measurement = measurement_add(p->x, m);
	return c;
}
