#include "expr/parser.h"

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

	if (++p->depth > PARSER_DEPTH)
		parser_fail(p, "nested too deeply");
	if (parser_accept(p, "not")) {
		c = condition_of(p, CONDITION_NOT, parse_one(p));
	} else if (parser_accept(p, "(")) {
		c = parse_any(p);
		parser_expect(p, ")", "expected `)`");
	} else {
		c = parser_test(p);
	}
	p->depth--;
	return c;
}

static const struct condition *parse_all(struct parser *p)
{
	const struct condition *left = parse_one(p);

	while (parser_accept(p, "and")) {
		struct condition *c = condition_of(p, CONDITION_AND, left);
		c->right = parse_one(p);
		left = c;
	}
	return left;
}

static const struct condition *parse_any(struct parser *p)
{
	const struct condition *left = parse_all(p);

	while (parser_accept(p, "or")) {
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

	parser_advance(&p);
	struct condition *whole = condition_of(&p, CONDITION_ELSE, NULL);
	if (!parser_accept(&p, "else"))
		*whole = *parse_any(&p);
	if (p.token != TOKEN_END)
		parser_fail(&p, "expected the end of the condition");
	whole->steps = condition_steps(x, whole);
	return whole;
}

struct block_key expression_key(struct expressions *x, struct text source, struct place place)
{
	struct parser p = {.x = x, .place = place, .source = source};
	struct block_key key = {.slots = ARENA_ARRAY(x->arena, KEY_PARTS, size_t)};

	parser_advance(&p);
	do {
		if (key.count == KEY_PARTS)
			parser_fail(&p, "a key has at most 16 parts");
		key.slots[key.count++] = parser_value(&p);
	} while (parser_accept(&p, "+"));
	if (p.token != TOKEN_END)
		parser_fail(&p, "expected `+` or the end of the key");
	return key;
}
