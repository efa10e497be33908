#include <math.h>
#include <stdio.h>

#include "splink/splink_terms_internal.h"

/* What is known of the operands of an AND. */

bool splink_constant(const struct sql *n, bool *truth)
{
	double a, b;

	if (n->kind == SQL_WORD && !text_is(n->text, "null")) {
		*truth = text_is(n->text, "true");
		return true;
	}
	if (n->kind != SQL_OPERATION || sql_count(n) != 2)
		return false;
	bool equal = text_is(n->text, "=");
	const struct sql *left = n->first, *right = left->next;
	if (left->kind == SQL_STRING && right->kind == SQL_STRING)
		*truth = text_equal(left->text, right->text);
	else if (sql_number(left, &a) && sql_number(right, &b))
		*truth = a == b;
	else
		return false;
	return equal;
}

static bool equal_trees(const struct sql *a, const struct sql *b)
{
	if (a->kind != b->kind || a->side != b->side || !text_equal(a->text, b->text))
		return false;
	const struct sql *x = a->first, *y = b->first;
	for (; x && y; x = x->next, y = y->next)
		if (!equal_trees(x, y))
			return false;
	return !x && !y;
}

/* The same of the other side. */
static const struct sql *mirrored(struct arena *arena, const struct sql *n)
{
	struct sql *copy = ARENA_ARRAY(arena, 1, struct sql);

	*copy = *n;
	copy->side = n->side == SQL_LEFT ? SQL_RIGHT : n->side == SQL_RIGHT ? SQL_LEFT : n->side;
	copy->next = n->next ? mirrored(arena, n->next) : NULL;
	copy->first = n->first ? mirrored(arena, n->first) : NULL;
	return copy;
}

static const struct sql *other_side(struct arena *arena, const struct sql *n)
{
	struct sql alone = *n;

	alone.next = NULL;
	return mirrored(arena, &alone);
}

static const struct sql *made(struct arena *arena, enum sql_kind kind, struct text text,
			      const struct sql *first)
{
	struct sql *n = ARENA_ARRAY(arena, 1, struct sql);

	*n = (struct sql){.kind = kind, .text = text, .first = first};
	return n;
}

static const struct sql *with_next(struct arena *arena, const struct sql *n, const struct sql *next)
{
	struct sql *copy = ARENA_ARRAY(arena, 1, struct sql);

	*copy = *n;
	copy->next = next;
	return copy;
}

static const struct sql *present(struct arena *arena, const struct sql *value)
{
	const struct sql *alone = with_next(arena, value, NULL);

	return made(arena, SQL_OPERATION, TEXT("not"),
		    made(arena, SQL_OPERATION, TEXT("is_null"), alone));
}

static const struct sql *character(struct arena *arena, const struct sql *value, int at)
{
	char digits[16];

	snprintf(digits, sizeof digits, "%d", at);
	struct text from = text_copy(arena, text_of(digits));
	const struct sql *length = made(arena, SQL_NUMBER, TEXT("1"), NULL);
	const struct sql *start = with_next(arena, made(arena, SQL_NUMBER, from, NULL), length);
	return made(arena, SQL_CALL, TEXT("substr"), with_next(arena, value, start));
}

/* `VALUE IS NOT NULL`, as the parser reads it. */
static bool is_present(const struct sql *n)
{
	return sql_is(n, SQL_OPERATION, "not") && sql_is(n->first, SQL_OPERATION, "is_null");
}

/* `VALUE <> ''` is that the value is there, and length(VALUE) > N that its character
 * N + 1 is. */
static const struct sql *as_presence(struct arena *arena, const struct sql *n)
{
	double least;
	const struct sql *of = n->first;
	bool more = sql_is(n, SQL_OPERATION, ">");

	if (sql_is(n, SQL_OPERATION, "<>") && sql_is(of->next, SQL_STRING, ""))
		return present(arena, of);
	if ((!more && !sql_is(n, SQL_OPERATION, ">=")) || sql_count(of) != 1 ||
	    of->kind != SQL_CALL ||
	    (!text_is(of->text, "length") && !text_is(of->text, "len") &&
	     !text_is(of->text, "char_length")) ||
	    !sql_number(of->next, &least))
		return n;
	least = more ? floor(least) + 1 : ceil(least);
	if (!(least >= 1 && least <= 10000))
		return n;
	return present(arena, least > 1 ? character(arena, of->first, (int)least) : of->first);
}

/* Is there an operand that says that both sides of this value are equal? */
static bool both_equal(struct arena *arena, const struct sql *const *items, size_t count,
		       const struct sql *value)
{
	for (size_t i = 0; i < count; i++) {
		if (!sql_is(items[i], SQL_OPERATION, "="))
			continue;
		const struct sql *a = items[i]->first, *b = a->next;
		if ((equal_trees(a, value) || equal_trees(b, value)) &&
		    equal_trees(other_side(arena, a), b))
			return true;
	}
	return false;
}

/* Of every column in it. */
static bool all_equal(struct arena *arena, const struct sql *const *items, size_t count,
		      const struct sql *n)
{
	if (n->kind == SQL_COLUMN || both_equal(arena, items, count, n))
		return both_equal(arena, items, count, n);
	for (const struct sql *child = n->first; child; child = child->next)
		if (!all_equal(arena, items, count, child))
			return false;
	return true;
}

static bool said_already(const struct sql *const *items, size_t count, const struct sql *n)
{
	for (size_t i = 0; i < count; i++)
		if (equal_trees(items[i], n))
			return true;
	return false;
}

static const struct sql *joined(struct arena *arena, const char *with, const struct sql *a,
				const struct sql *b)
{
	const struct sql *last = with_next(arena, b, NULL);

	return a ? made(arena, SQL_OPERATION, text_of(with), with_next(arena, a, last)) : b;
}

/* `left = v OP right = v`, or with <>. */
static const struct sql *two_tests(struct arena *arena, const struct sql *of, const char *test,
				   const struct sql *v, const char *with)
{
	const struct sql *value = with_next(arena, v, NULL);
	const struct sql *one =
		made(arena, SQL_OPERATION, text_of(test), with_next(arena, of, value));

	return joined(arena, with, one, other_side(arena, one));
}

/* VALUE [NOT] IN (...) of both sides: both have one of the values, or one of them
 * has one and the other another; or neither has any. */
static const struct sql *in_both(struct arena *arena, const struct sql *n)
{
	bool not = sql_is(n, SQL_OPERATION, "not");
	const struct sql *in = not ? n->first : n, *of = in->first, *all = NULL;

	for (const struct sql *v = of->next; v; v = v->next) {
		all = joined(arena, not ? "and" : "or", all,
			     two_tests(arena, of, not ? "<>" : "=", v, "and"));
		for (const struct sql *w = of->next; w != v && !not ; w = w->next)
			all = joined(arena, "or", all,
				     joined(arena, "and", two_tests(arena, of, "=", v, "or"),
					    two_tests(arena, of, "=", w, "or")));
	}
	return all;
}

static bool is_in(const struct sql *n)
{
	if (sql_is(n, SQL_OPERATION, "not"))
		n = n->first;
	return sql_is(n, SQL_OPERATION, "in") && n->first->next && sql_count(n) <= 21;
}

/* Does it hold wherever the others do? */
static bool implied(struct arena *arena, const struct sql *const *items, size_t count,
		    const struct sql *n)
{
	bool truth;

	if (sql_is(n, SQL_OPERATION, "and"))
		return implied(arena, items, count, n->first) &&
		       implied(arena, items, count, n->first->next);
	return (splink_constant(n, &truth) && truth) ||
	       (is_present(n) && both_equal(arena, items, count, n->first->first));
}

size_t splink_facts(struct splink_terms *t, const struct sql **items, size_t count, size_t room)
{
	const struct sql **all = ARENA_ARRAY(t->arena, count + 1, const struct sql *);
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		all[i] = as_presence(t->arena, items[i]);
	for (size_t i = 0; i < count; i++)
		if (!implied(t->arena, all, count, all[i]))
			items[kept++] = all[i];
	for (size_t i = 0, end = kept; i < end && kept < room; i++) {
		unsigned sides = sql_sides(items[i]);
		if ((sides != SQL_ON_LEFT && sides != SQL_ON_RIGHT) ||
		    !all_equal(t->arena, all, count, items[i]))
			continue;
		const struct sql *other = other_side(t->arena, items[i]);
		if (!said_already(items, kept, other))
			items[kept++] = other;
	}
	for (size_t i = 0; i < kept; i++) {
		const struct sql *other = is_in(items[i]) ? other_side(t->arena, items[i]) : NULL;
		for (size_t j = i + 1; other && j < kept; j++) {
			if (!equal_trees(items[j], other))
				continue;
			items[i] = in_both(t->arena, items[i]);
			items[j] = items[--kept];
			break;
		}
	}
	return kept;
}
