#include "expr/comparison_function.h"
#include "expr/parser.h"

/* Values and tests of the expression language. */

static uint32_t parse_position(struct parser *p)
{
	double number = parser_number(p);

	if (number < 1 || number > 10000 || number != (uint32_t)number)
		parser_fail(p, "it takes positions from 1 to 10000");
	return (uint32_t)number;
}

static size_t slot_add(struct expressions *x, struct slot slot)
{
	for (size_t i = 0; i < x->slot_count; i++) {
		const struct slot *s = &x->slots[i];
		if (s->function == slot.function && s->of == slot.of && s->from == slot.from &&
		    s->length == slot.length && text_equal(s->text, slot.text))
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
	{"substr", FUNCTION_SUBSTR},
	{"soundex", FUNCTION_SOUNDEX},
	{"metaphone", FUNCTION_METAPHONE},
	{"year", FUNCTION_YEAR},
	{"month", FUNCTION_MONTH},
	{"day", FUNCTION_DAY},
	{"outcode", FUNCTION_OUTCODE},
	{"sector", FUNCTION_SECTOR},
	{"area", FUNCTION_AREA},
	{"username", FUNCTION_USERNAME},
	{"nickname", FUNCTION_NICKNAME},
	{"known", FUNCTION_KNOWN},
	{"any", FUNCTION_ANY},
	{"concat", FUNCTION_CONCAT},
	{"extract", FUNCTION_EXTRACT},
	{"element", FUNCTION_ELEMENT},
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

/* concat(a, 'x', b) is concat(concat(a, 'x'), b). A text names a value beside it, so
 * that every slot comes from a column. */
static size_t parse_concat(struct parser *p)
{
	struct slot parts[KEY_PARTS];
	size_t slots[KEY_PARTS], count = 0, value = SIZE_MAX;

	do {
		if (count == KEY_PARTS)
			parser_fail(p, "concat takes at most 16 values");
		parts[count] = (struct slot){.function = FUNCTION_TEXT};
		if (p->token == TOKEN_STRING) {
			parts[count].text = text_copy(p->x->arena, p->text);
			parser_advance(p);
		} else {
			parts[count].function = FUNCTION_COLUMN;
			value = slots[count] = parser_value(p);
		}
		count++;
	} while (parser_accept(p, ","));
	if (value == SIZE_MAX || count < 2)
		parser_fail(p, "concat takes two or more, one of them a value");
	for (size_t i = 0; i < count; i++) {
		parts[i].of = value;
		if (parts[i].function == FUNCTION_TEXT)
			slots[i] = slot_add(p->x, parts[i]);
	}
	size_t all = slots[0];
	for (size_t i = 1; i < count; i++)
		all = slot_add(p->x, (struct slot){.function = FUNCTION_CONCAT,
						   .of = all,
						   .from = (uint32_t)slots[i]});
	p->depth--;
	parser_expect(p, ")", "expected `)`");
	return all;
}

static void parse_pattern(struct parser *p, struct slot *slot)
{
	static const char expected[] = "extract takes a value and a pattern in quotes";
	struct extraction *pattern = ARENA_ARRAY(p->x->arena, 1, struct extraction);

	parser_expect(p, ",", expected);
	if (p->token != TOKEN_STRING)
		parser_fail(p, expected);
	slot->text = text_copy(p->x->arena, p->text);
	slot->pattern = pattern;
	if (!extract_read(pattern, p->x->arena, slot->text))
		parser_fail(p, "this pattern has what extract does not know");
	parser_advance(p);
}

static size_t parse_call(struct parser *p, enum function function)
{
	struct slot slot = {.function = function};

	if (++p->depth > PARSER_DEPTH)
		parser_fail(p, "nested too deeply");
	if (function == FUNCTION_CONCAT)
		return parse_concat(p);
	slot.of = parser_value(p);
	if (function == FUNCTION_ANY)
		return parse_union(p, slot.of);
	p->depth--;
	if (function == FUNCTION_ELEMENT) {
		parser_expect(p, ",", "element takes a list and a number from 1");
		slot.from = parse_position(p);
	}
	if (function == FUNCTION_EXTRACT)
		parse_pattern(p, &slot);
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

static double parse_unit(struct parser *p)
{
	static const char expected[] = "date_diff takes a value and 'day', 'month' or 'year'";
	double unit = 0;

	parser_expect(p, ",", expected);
	if (p->token == TOKEN_STRING)
		unit = text_is(p->text, "day")     ? 1
		       : text_is(p->text, "month") ? 365.25 / 12
		       : text_is(p->text, "year")  ? 365.25
						   : 0;
	if (unit == 0)
		parser_fail(p, expected);
	parser_advance(p);
	return unit;
}

static size_t measurement_add(struct expressions *x, struct measurement m)
{
	for (size_t i = 0; i < x->measurement_count; i++) {
		struct measurement *n = &x->measurements[i];
		if (n->function != m.function || n->a != m.a || n->b != m.b || n->unit != m.unit ||
		    !text_equal(n->literal, m.literal))
			continue;
		if (comparison_is_distance(m.function) ? m.limit > n->limit : m.limit < n->limit)
			n->limit = m.limit;
		return i;
	}
	memory_need(&x->measurements, &x->measurement_capacity, x->measurement_count + 1,
		    sizeof *x->measurements);
	x->measurements[x->measurement_count] = m;
	return x->measurement_count++;
}

static double parse_threshold(struct parser *p, const struct comparison_function *f)
{
	switch (f->holds) {
	case HOLDS_BY_ITSELF:
		return 0;
	case HOLDS_AT_LEAST:
		parser_expect(p, ">=", "a similarity is followed by `>=` and a number");
		break;
	case HOLDS_AT_MOST:
		parser_expect(p, "<=", "a distance is followed by `<=` and a number");
		break;
	case HOLDS_BELOW:
		parser_expect(p, "<", "a share is followed by `<` and a number");
		break;
	}
	double written = parser_number(p);
	if (written > f->ceiling)
		parser_fail(p, "this threshold can never be reached");
	return f->threshold ? f->threshold(written) : written;
}

static struct text parse_literal(struct parser *p)
{
	static const char expected[] = "it takes a value and a text in quotes";

	parser_expect(p, ",", expected);
	if (p->token != TOKEN_STRING)
		parser_fail(p, expected);
	struct text literal = text_copy(p->x->arena, p->text);
	parser_advance(p);
	return literal;
}

/* The value with its letter groups. */
static size_t parse_grams(struct parser *p, const struct comparison_function *f, size_t value)
{
	struct slot slot = {.function = FUNCTION_GRAMS, .of = value, .from = f->grams};

	if (parser_accept(p, ",")) {
		double q = parser_number(p);
		if (q != 1 && q != 2 && q != 3)
			parser_fail(p, "letters go in groups of 1, 2 or 3");
		slot.from = (uint32_t)q;
	}
	return slot_add(p->x, slot);
}

/* What stands between the parentheses. */
static void parse_operands(struct parser *p, struct measurement *m)
{
	const struct comparison_function *f = m->function;

	m->a = m->b = parser_value(p);
	switch (f->operands) {
	case OPERANDS_VALUE:
		break;
	case OPERANDS_TWO:
		parser_expect(p, ",", f->expected);
		m->b = parser_value(p);
		break;
	case OPERANDS_TEXT:
		m->literal = parse_literal(p);
		break;
	case OPERANDS_UNIT:
		m->unit = parse_unit(p);
		break;
	case OPERANDS_GRAMS:
		m->a = m->b = parse_grams(p, f, m->a);
		break;
	}
}

const struct condition *parser_test(struct parser *p)
{
	struct measurement m = {0};

	for (size_t i = 0; i < comparison_function_count; i++)
		if (parser_is(p, comparison_functions[i].name))
			m.function = &comparison_functions[i];
	if (!m.function || p->token != TOKEN_NAME)
		parser_fail(p, "expected a test, such as exact(COLUMN)");
	parser_advance(p);
	parser_expect(p, "(", "expected `(`");
	struct condition *c = ARENA_ARRAY(p->x->arena, 1, struct condition);
	c->kind = CONDITION_TEST;
	parse_operands(p, &m);
	parser_expect(p, ")", "expected `)`");
	m.limit = c->threshold = parse_threshold(p, m.function);
	p->x->slots[m.a].needs |= m.function->needs;
	p->x->slots[m.b].needs |= m.function->needs;
	c->measurement = measurement_add(p->x, m);
	return c;
}
