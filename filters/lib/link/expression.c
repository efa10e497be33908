#include "link/expression.h"

#include <stdlib.h>

/* Deep enough for people, shallow enough for the stack. */
#define MOST_DEPTH 100

enum token { TOKEN_END, TOKEN_NAME, TOKEN_NUMBER, TOKEN_STRING, TOKEN_MARK };

struct parser {
	struct expressions *x;
	struct place place;
	struct text source;
	size_t next, start; /* of the character after the token, and of the token */
	enum token token;
	struct text text; /* of the token; a string without its quotes */
	int depth;
};

static _Noreturn void parse_fail(const struct parser *p, const char *why)
{
	fail_at(EXIT_CONFIG, p->place, NULL, "character %zu: %s", p->start + 1, why);
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || c == '_';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool at_run(const struct parser *p, size_t i)
{
	char c = i < p->source.length ? p->source.at[i] : '\0';
	if (p->token == TOKEN_NAME)
		return is_letter(c) || is_digit(c);
	return is_digit(c) || c == '.';
}

static void advance(struct parser *p)
{
	while (p->next < p->source.length && p->source.at[p->next] == ' ')
		p->next++;
	size_t i = p->start = p->next;
	if (i == p->source.length) {
		p->token = TOKEN_END;
		p->text = TEXT_NONE;
		return;
	}
	char c = p->source.at[i++];
	if (is_letter(c) || is_digit(c)) {
		p->token = is_letter(c) ? TOKEN_NAME : TOKEN_NUMBER;
		while (at_run(p, i))
			i++;
	} else if (c == '\'') {
		p->token = TOKEN_STRING;
		while (i < p->source.length && p->source.at[i] != '\'')
			i++;
		if (i == p->source.length)
			parse_fail(p, "the quote is not closed");
		p->text = (struct text){p->source.at + p->start + 1, i - p->start - 1};
		p->next = i + 1;
		return;
	} else {
		p->token = TOKEN_MARK;
		if ((c == '<' || c == '>') && i < p->source.length && p->source.at[i] == '=')
			i++;
	}
	p->text = (struct text){p->source.at + p->start, i - p->start};
	p->next = i;
}

static bool token_is(const struct parser *p, const char *text)
{
	return p->token != TOKEN_STRING && text_is(p->text, text);
}

static bool accept(struct parser *p, const char *text)
{
	if (!token_is(p, text))
		return false;
	advance(p);
	return true;
}

static void expect(struct parser *p, const char *text, const char *why)
{
	if (!accept(p, text))
		parse_fail(p, why);
}

static double parse_number(struct parser *p)
{
	char digits[32], *end;
	if (p->token != TOKEN_NUMBER || p->text.length >= sizeof digits)
		parse_fail(p, "a number is wanted here");
	memcpy(digits, p->text.at, p->text.length);
	digits[p->text.length] = '\0';
	double number = strtod(digits, &end);
	if (*end)
		parse_fail(p, "a number is wanted here");
	advance(p);
	return number;
}

static uint32_t parse_position(struct parser *p)
{
	double number = parse_number(p);
	if (number < 1 || number > 10000 || number != (uint32_t)number)
		parse_fail(p, "substr counts characters from 1, at most 10000");
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

static size_t parse_value(struct parser *p);

static size_t parse_call(struct parser *p, enum function function)
{
	struct slot slot = {.function = function};
	if (++p->depth > MOST_DEPTH)
		parse_fail(p, "this is nested too deeply");
	slot.of = parse_value(p);
	p->depth--;
	if (function == FUNCTION_SUBSTR) {
		expect(p, ",", "substr takes a value, where from, and how many");
		slot.from = parse_position(p);
		expect(p, ",", "substr takes a value, where from, and how many");
		slot.length = parse_position(p);
	}
	expect(p, ")", "`)` is wanted here");
	return slot_add(p->x, slot);
}

static size_t parse_value(struct parser *p)
{
	if (p->token != TOKEN_NAME)
		parse_fail(p, "a column or a function is wanted here");
	struct text name = p->text;
	size_t start = p->start;
	advance(p);
	if (!accept(p, "(")) {
		size_t column = expressions_column(p->x, name);
		return slot_add(p->x, (struct slot){.function = FUNCTION_COLUMN, .of = column});
	}
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
		if (text_is(name, functions[i].name))
			return parse_call(p, functions[i].function);
	p->start = start;
	parse_fail(p, "there is no such function of a value");
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
	expect(p, ",", "date_diff takes a value and 'day', 'month' or 'year'");
	double unit = 0;
	if (p->token == TOKEN_STRING)
		unit = text_is(p->text, "day")     ? 1
		       : text_is(p->text, "month") ? 365.25 / 12
		       : text_is(p->text, "year")  ? 365.25
						   : 0;
	if (unit == 0)
		parse_fail(p, "date_diff takes a value and 'day', 'month' or 'year'");
	advance(p);
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
	expect(p, test->relation,
	       *test->relation == '>' ? "a similarity is followed by `>=` and a number"
				      : "a distance is followed by `<=` and a number");
	*threshold = parse_number(p);
	if (*threshold > (*test->relation == '>' ? 1 : 1000000))
		parse_fail(p, "that threshold is never reached");
}

static const struct condition *parse_test(struct parser *p)
{
	const struct test *test = NULL;
	for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
		if (token_is(p, tests[i].name))
			test = &tests[i];
	if (!test || p->token != TOKEN_NAME)
		parse_fail(p, "a test is wanted here, such as exact(COLUMN)");
	advance(p);
	expect(p, "(", "`(` is wanted here");
	struct measurement m = {.measure = test->measure};
	struct condition *c = ARENA_ARRAY(p->x->arena, 1, struct condition);
	c->kind = CONDITION_TEST;
	m.a = m.b = parse_value(p);
	if (m.measure == MEASURE_SWAPPED) {
		expect(p, ",", "swapped takes two values");
		m.b = parse_value(p);
	}
	if (m.measure == MEASURE_DATE_DIFF)
		m.unit = parse_unit(p);
	expect(p, ")", "`)` is wanted here");
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

static const struct condition *parse_any(struct parser *p);

static struct condition *condition_of(struct parser *p, enum condition_kind kind,
				      const struct condition *left)
{
	struct condition *c = ARENA_ARRAY(p->x->arena, 1, struct condition);
	c->kind = kind;
	c->left = left;
	return c;
}

static const struct condition *parse_one(struct parser *p)
{
	const struct condition *c;
	if (++p->depth > MOST_DEPTH)
		parse_fail(p, "this is nested too deeply");
	if (accept(p, "not")) {
		c = condition_of(p, CONDITION_NOT, parse_one(p));
	} else if (accept(p, "(")) {
		c = parse_any(p);
		expect(p, ")", "`)` is wanted here");
	} else {
		c = parse_test(p);
	}
	p->depth--;
	return c;
}

static const struct condition *parse_all(struct parser *p)
{
	const struct condition *left = parse_one(p);
	while (accept(p, "and")) {
		struct condition *c = condition_of(p, CONDITION_AND, left);
		c->right = parse_one(p);
		left = c;
	}
	return left;
}

static const struct condition *parse_any(struct parser *p)
{
	const struct condition *left = parse_all(p);
	while (accept(p, "or")) {
		struct condition *c = condition_of(p, CONDITION_OR, left);
		c->right = parse_all(p);
		left = c;
	}
	return left;
}

const struct condition *expression_condition(struct expressions *x, struct text source,
					     struct place place)
{
	struct parser p = {.x = x, .place = place, .source = source};
	advance(&p);
	struct condition *whole = condition_of(&p, CONDITION_ELSE, NULL);
	if (!accept(&p, "else"))
		*whole = *parse_any(&p);
	if (p.token != TOKEN_END)
		parse_fail(&p, "the condition should end here");
	whole->steps = condition_steps(x, whole);
	return whole;
}

struct block_key expression_key(struct expressions *x, struct text source, struct place place)
{
	struct parser p = {.x = x, .place = place, .source = source};
	struct block_key key = {.slots = ARENA_ARRAY(x->arena, KEY_PARTS, size_t)};
	advance(&p);
	do {
		if (key.count == KEY_PARTS)
			parse_fail(&p, "a key has at most 16 parts");
		key.slots[key.count++] = parse_value(&p);
	} while (accept(&p, "+"));
	if (p.token != TOKEN_END)
		parse_fail(&p, "the key should go on with `+` or end here");
	return key;
}
