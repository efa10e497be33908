#include "splink/sql_token.h"

/* Deep and long enough for what Splink writes, shallow enough for the stack. */
#define SQL_DEPTH 100
#define SQL_NODES 5000

static const struct sql *parse_any(struct sql_parser *p);

static struct sql *node(struct sql_parser *p, enum sql_kind kind, struct text text)
{
	if (++p->nodes > SQL_NODES)
		sql_fail(p, "this condition is too long");
	struct sql *n = ARENA_ARRAY(p->arena, 1, struct sql);
	n->kind = kind;
	n->text = text;
	return n;
}

/* A node may be a child only once: `next` is its own. */
static const struct sql *with_next(struct sql_parser *p, const struct sql *a,
				   const struct sql *next)
{
	struct sql *copy = node(p, a->kind, a->text);

	*copy = *a;
	copy->next = next;
	return copy;
}

static const struct sql *operation(struct sql_parser *p, const char *name, const struct sql *a,
				   const struct sql *b)
{
	struct sql *n = node(p, SQL_OPERATION, text_of(name));

	n->first = b ? with_next(p, a, with_next(p, b, NULL)) : with_next(p, a, NULL);
	return n;
}

/* Items up to the closing mark, which is taken too. */
static const struct sql *parse_list(struct sql_parser *p, const char *close)
{
	const struct sql *items[100], *list = NULL;
	size_t count = 0;

	while (!sql_accept(p, close)) {
		if (count)
			sql_expect(p, ",");
		if (count == sizeof items / sizeof *items)
			sql_fail(p, "more than 100 items");
		items[count++] = parse_any(p);
	}
	while (count)
		list = with_next(p, items[--count], list);
	return list;
}

/* A type in lower case without blanks, as far as `)` when in a cast. */
static struct text parse_type(struct sql_parser *p, bool words)
{
	if (p->token != SQL_NAME && p->token != SQL_QUOTED)
		sql_fail(p, "expected a type");
	struct text first = p->text;
	sql_advance(p);
	while (words && p->token == SQL_NAME)
		sql_advance(p);
	if (sql_accept(p, "("))
		parse_list(p, ")");
	if (sql_accept(p, "["))
		sql_expect(p, "]");
	return sql_lower(p->arena, first);
}

static const struct sql *parse_cast(struct sql_parser *p)
{
	sql_expect(p, "(");
	const struct sql *of = parse_any(p);
	sql_expect(p, "as");
	struct sql *n = node(p, SQL_CAST, parse_type(p, true));
	n->first = with_next(p, of, NULL);
	sql_expect(p, ")");
	return n;
}

static const struct sql *parse_case(struct sql_parser *p)
{
	struct sql *n = node(p, SQL_CASE, TEXT_NONE);
	const struct sql *items[100], *list = NULL;
	size_t count = 0;

	if (!sql_at(p, "when"))
		sql_fail(p, "CASE without WHEN");
	while (sql_accept(p, "when")) {
		if (count + 3 > sizeof items / sizeof *items)
			sql_fail(p, "CASE with too many parts");
		items[count++] = parse_any(p);
		sql_expect(p, "then");
		items[count++] = parse_any(p);
	}
	if (sql_accept(p, "else"))
		items[count++] = parse_any(p);
	sql_expect(p, "end");
	while (count)
		list = with_next(p, items[--count], list);
	n->first = list;
	return n;
}

/* `x_l`, `l.x`: the name and the side it is of. */
static const struct sql *make_column(struct sql_parser *p, struct text name)
{
	struct sql *n = node(p, SQL_COLUMN, name);
	bool dotted = sql_at(p, ".");

	if (p->options.sided && dotted && (text_is(name, "l") || text_is(name, "r"))) {
		sql_advance(p);
		if (p->token != SQL_NAME && p->token != SQL_QUOTED)
			sql_fail(p, "expected a column");
		n->side = text_is(name, "l") ? SQL_LEFT : SQL_RIGHT;
		n->text = p->text;
		sql_advance(p);
		return n;
	}
	if (dotted)
		sql_fail(p, "only l.COLUMN and r.COLUMN may have a dot");
	size_t length = name.length;
	if (p->options.sided && length > 2 && name.at[length - 2] == '_' &&
	    (name.at[length - 1] == 'l' || name.at[length - 1] == 'r')) {
		n->side = name.at[length - 1] == 'l' ? SQL_LEFT : SQL_RIGHT;
		n->text.length -= 2;
	}
	return n;
}

static const struct sql *parse_name(struct sql_parser *p)
{
	struct text name = p->text;
	bool quoted = p->token == SQL_QUOTED;
	static const char *const words[] = {"null", "true", "false"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (!quoted && sql_accept(p, words[i]))
			return node(p, SQL_WORD, text_of(words[i]));
	if (!quoted && sql_accept(p, "case"))
		return parse_case(p);
	sql_advance(p);
	if (quoted || !sql_at(p, "("))
		return make_column(p, name);
	name = sql_lower(p->arena, name);
	if (text_is(name, "cast") || text_is(name, "try_cast"))
		return parse_cast(p);
	sql_advance(p);
	struct sql *n = node(p, SQL_CALL, name);
	n->first = parse_list(p, ")");
	return n;
}

static const struct sql *parse_primary(struct sql_parser *p)
{
	struct text text = p->text;

	switch (p->token) {
	case SQL_DIGITS:
		sql_advance(p);
		return node(p, SQL_NUMBER, text);
	case SQL_LITERAL:
		sql_advance(p);
		return node(p, SQL_STRING, text);
	case SQL_NAME:
	case SQL_QUOTED:
		return parse_name(p);
	case SQL_MARK:
	case SQL_END:
		break;
	}
	if (sql_accept(p, "[")) {
		struct sql *n = node(p, SQL_OPERATION, TEXT("list"));
		n->first = parse_list(p, "]");
		return n;
	}
	if (!sql_accept(p, "("))
		sql_fail(p, p->token == SQL_END ? "the condition ends too early"
						: "this is not understood");
	const struct sql *inside = parse_any(p);
	sql_expect(p, ")");
	return inside;
}

static const struct sql *parse_unary(struct sql_parser *p)
{
	if (++p->depth > SQL_DEPTH)
		sql_fail(p, "nested too deeply");
	const struct sql *n;
	if (sql_accept(p, "-")) {
		n = operation(p, "-", parse_unary(p), NULL);
	} else {
		n = parse_primary(p);
		for (;;) {
			if (sql_accept(p, "::")) {
				struct sql *cast = node(p, SQL_CAST, parse_type(p, false));
				cast->first = with_next(p, n, NULL);
				n = cast;
			} else if (sql_accept(p, "[")) {
				n = operation(p, "[]", n, parse_any(p));
				sql_expect(p, "]");
			} else {
				break;
			}
		}
	}
	p->depth--;
	return n;
}

static const struct sql *parse_product(struct sql_parser *p)
{
	const struct sql *n = parse_unary(p);

	for (;;) {
		if (sql_accept(p, "*"))
			n = operation(p, "*", n, parse_unary(p));
		else if (sql_accept(p, "/"))
			n = operation(p, "/", n, parse_unary(p));
		else if (sql_accept(p, "%"))
			n = operation(p, "%", n, parse_unary(p));
		else
			return n;
	}
}

static const struct sql *parse_sum(struct sql_parser *p)
{
	const struct sql *n = parse_product(p);

	for (;;) {
		if (sql_accept(p, "+"))
			n = operation(p, "+", n, parse_product(p));
		else if (sql_accept(p, "-"))
			n = operation(p, "-", n, parse_product(p));
		else if (sql_accept(p, "||"))
			n = operation(p, "||", n, parse_product(p));
		else
			return n;
	}
}

static const struct sql *parse_in(struct sql_parser *p, const struct sql *of)
{
	struct sql *n = node(p, SQL_OPERATION, TEXT("in"));

	sql_expect(p, "(");
	n->first = with_next(p, of, parse_list(p, ")"));
	return n;
}

/* `IS [NOT] NULL`, `[NOT] BETWEEN`, `[NOT] IN`, `[NOT] LIKE` after a value, or NULL. */
static const struct sql *parse_predicate(struct sql_parser *p, const struct sql *n)
{
	if (sql_accept(p, "is")) {
		bool not = sql_accept(p, "not");
		if (!sql_accept(p, "null"))
			sql_fail(p, "expected NULL or NOT NULL after IS");
		n = operation(p, "is_null", n, NULL);
		return not ? operation(p, "not", n, NULL) : n;
	}
	bool not = sql_accept(p, "not");
	const struct sql *made = NULL;
	if (sql_accept(p, "between")) {
		const struct sql *low = parse_sum(p);
		sql_expect(p, "and");
		made = operation(p, "and", operation(p, ">=", n, low),
				 operation(p, "<=", n, parse_sum(p)));
	} else if (sql_accept(p, "in")) {
		made = parse_in(p, n);
	} else if (sql_accept(p, "like")) {
		made = operation(p, "like", n, parse_sum(p));
	} else if (not ) {
		sql_fail(p, "expected BETWEEN, IN or LIKE after NOT");
	}
	return made && not ? operation(p, "not", made, NULL) : made;
}

static const struct sql *parse_comparison(struct sql_parser *p)
{
	static const char *const marks[][2] = {{"=", "="},   {"==", "="},  {"<>", "<>"},
					       {"!=", "<>"}, {"<=", "<="}, {"<", "<"},
					       {">=", ">="}, {">", ">"}};
	const struct sql *n = parse_sum(p), *predicate;

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (sql_accept(p, marks[i][0]))
			return operation(p, marks[i][1], n, parse_sum(p));
	predicate = parse_predicate(p, n);
	return predicate ? predicate : n;
}

static const struct sql *parse_not(struct sql_parser *p)
{
	if (!sql_accept(p, "not"))
		return parse_comparison(p);
	if (++p->depth > SQL_DEPTH)
		sql_fail(p, "nested too deeply");
	const struct sql *n = operation(p, "not", parse_not(p), NULL);
	p->depth--;
	return n;
}

static const struct sql *parse_all(struct sql_parser *p)
{
	const struct sql *n = parse_not(p);

	while (sql_accept(p, "and"))
		n = operation(p, "and", n, parse_not(p));
	return n;
}

static const struct sql *parse_any(struct sql_parser *p)
{
	if (++p->depth > SQL_DEPTH)
		sql_fail(p, "nested too deeply");
	bool lambda = sql_at(p, "lambda");
	if (lambda)
		sql_advance(p);
	const struct sql *n = parse_all(p);
	while (sql_accept(p, "or"))
		n = operation(p, "or", n, parse_all(p));
	if (lambda ? sql_accept(p, ":") : sql_accept(p, "->"))
		n = operation(p, "->", n, parse_any(p));
	p->depth--;
	return n;
}

const struct sql *sql_parse(struct arena *arena, struct text source, struct place place,
			    struct sql_options options)
{
	struct sql_parser p = {
		.arena = arena, .place = place, .source = source, .options = options};

	sql_advance(&p);
	const struct sql *n = parse_any(&p);
	if (p.token != SQL_END)
		sql_fail(&p, "expected the end of the condition");
	return n;
}
