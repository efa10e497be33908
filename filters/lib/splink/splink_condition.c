#include <math.h>
#include <stdio.h>

#include "splink/splink_terms_internal.h"

enum bond { BOND_OR, BOND_AND, BOND_NONE }; /* how loosely a text hangs together */

struct said {
	struct text text;
	enum bond bond;
	struct text unknown; /* of a single test: when it is neither; NULL: cannot be said */
};

static bool translate(struct splink_terms *t, const struct sql *n, bool negated, struct said *said);

static struct said say(struct splink_terms *t, enum bond bond, const char *a, struct text b,
		       const char *c, struct text d, const char *e)
{
	struct buffer made = {0};

	buffer_string(&made, a);
	buffer_text_add(&made, b);
	buffer_string(&made, c);
	buffer_text_add(&made, d);
	buffer_string(&made, e);
	struct said said = {.text = text_copy(t->arena, buffer_text(&made)), .bond = bond};
	buffer_free(&made);
	return said;
}

static struct said joined(struct splink_terms *t, struct said a, struct said b, enum bond bond)
{
	bool left = a.bond < bond, right = b.bond < bond;

	if (left)
		a = say(t, BOND_NONE, "(", a.text, ")", TEXT_NONE, "");
	if (right)
		b = say(t, BOND_NONE, "(", b.text, ")", TEXT_NONE, "");
	return say(t, bond, "", a.text, bond == BOND_AND ? " and " : " or ", b.text, "");
}

static struct said denied(struct splink_terms *t, struct said said)
{
	bool loose = said.bond < BOND_NONE;
	struct said result = say(t, BOND_NONE, loose ? "not (" : "not ", said.text,
				 loose ? ")" : "", TEXT_NONE, "");

	result.unknown = said.unknown;
	return result;
}

/* When a test of these values is neither true nor false. */
static struct text unknown_of(struct splink_terms *t, const struct match *m)
{
	struct text all = TEXT("");

	for (size_t i = 0; i < BINDING_TEXT; i++)
		if (m->bound[i].set)
			all = say(t, BOND_OR, "", all, all.length ? " or missing(" : "missing(",
				  m->bound[i].at[SQL_NEITHER], ")")
				      .text;
	return all;
}

/* No test minds which record is left. */
static bool matches(struct splink_terms *t, const struct sql *pattern, const struct sql *n,
		    struct match *m)
{
	for (int mirrored = 0; mirrored < 2; mirrored++) {
		*m = (struct match){.value = splink_value, .context = t, .mirrored = mirrored != 0};
		t->valid = NULL;
		t->is_date = false;
		if (match_sql(m, pattern, n))
			return true;
	}
	return false;
}

static bool is_missing(struct text test)
{
	return text_starts(test, "missing(") || text_starts(test, "both_missing(");
}

static bool is_present(struct text test)
{
	return text_starts(test, "not ") && is_missing((struct text){test.at + 4, test.length - 4});
}

/* exact(COLUMN), or of a list that is not taken apart identical(COLUMN). */
static struct text whole_list(struct splink_terms *t, struct text test)
{
	struct text column = {test.at + 6, test.length - 7};
	bool list = false;

	for (size_t i = 0; i < t->column_count; i++)
		list = list || (t->columns[i].list && text_equal(t->columns[i].ours, column));
	for (size_t i = 0; i < t->exploded_count; i++)
		list = list && !text_equal(t->exploded[i], column);
	return list ? say(t, BOND_NONE, "identical(", column, ")", TEXT_NONE, "").text : test;
}

/* Is the whole node one of the table's truths? */
static bool truth(struct splink_terms *t, const struct sql *n, bool negated, struct said *said)
{
	struct match m;

	for (size_t i = 0; i < t->table.count; i++) {
		const struct likeness *l = &t->table.at[i];
		if (l->relation != RELATION_TRUTH || !matches(t, l->sql_tree, n, &m))
			continue;
		struct text filled = match_fill(&m, t->arena, l->ours);
		bool missing = is_missing(filled), present = is_present(filled),
		     exact = text_starts(filled, "exact("), common = text_starts(filled, "inter");
		if ((missing || present) && t->valid) {
			size_t before = (size_t)((char *)memchr(filled.at, '(', filled.length) -
						 filled.at) +
					1;
			struct text value = {filled.at + before, filled.length - before};
			char form[40];
			snprintf(form, sizeof form, "%.*s%s(", (int)before, filled.at, t->valid);
			filled = say(t, BOND_NONE, form, value, ")", TEXT_NONE, "").text;
		}
		if (exact)
			filled = whole_list(t, filled);
		*said = (struct said){filled, BOND_NONE, TEXT_NONE};
		if (missing || present)
			said->unknown = TEXT("");
		else if (exact || common)
			said->unknown = unknown_of(t, &m);
		if (negated && text_starts(filled, "not "))
			said->text = text_from(filled, 4);
		else if (negated)
			*said = denied(t, *said);
		return true;
	}
	return false;
}

/* The unit in which a difference of dates is a whole number, and that number. */
static const char *unit_of(double days, double *number)
{
	static const struct {
		const char *name;
		double days;
	} units[] = {{"year", 365.25}, {"month", 30.4375}};

	for (size_t i = 0; i < 2; i++) {
		*number = days / units[i].days;
		if (*number >= 1 && *number == floor(*number))
			return units[i].name;
	}
	*number = days;
	return "day";
}

/* `TEST >= NUMBER` and the like; *negated is turned where only the negation can be said. */
static bool compared(struct splink_terms *t, const struct likeness *l, struct match *m,
		     struct text op, double number, bool *negated, struct said *said)
{
	enum splink_relation relation = l->relation;
	bool whole = relation == RELATION_COMMON || relation == RELATION_EDITS;
	bool more = relation == RELATION_MORE || relation == RELATION_COMMON;
	bool days = relation == RELATION_SECONDS || relation == RELATION_DAYS;

	if (relation == RELATION_LESS && t->is_date)
		return false;
	if (text_is(op, "=")) {
		if (more ? number != 1 || whole : number != 0 || relation == RELATION_BELOW)
			return false;
		op = more ? TEXT(">=") : TEXT("<=");
	}
	bool above = op.at[0] == '>', with = op.length == 2;
	if (above != more)
		*negated = !*negated;
	/* What the boundary itself belongs to, after the negation. */
	bool inside = above == more ? with : !with;
	struct buffer b = {0};
	if (days) {
		number /= relation == RELATION_SECONDS ? 86400 : 1;
		number = inside ? number : ceil(number) - 1;
		if (number < 1)
			return false; /* times of day */
	} else if (whole)
		number = more ? (inside ? ceil(number) : floor(number) + 1)
			      : (inside ? floor(number) : ceil(number) - 1);
	else if (inside != (relation != RELATION_BELOW))
		number = nextafter(number, (relation == RELATION_BELOW) != more ? INFINITY : 0);
	if (!(number >= 0))
		return false;
	if (days) {
		const char *unit = unit_of(number, &number);
		m->bound[BINDING_TEXT] = (struct binding){.set = true};
		m->bound[BINDING_TEXT].at[SQL_NEITHER] = text_of(unit);
	}
	bool short_enough = number_print(&b, number, true);
	const char *sign = more ? " >= " : relation == RELATION_BELOW ? " < " : " <= ";
	*said = say(t, BOND_NONE, "", match_fill(m, t->arena, l->ours), sign, buffer_text(&b), "");
	buffer_free(&b);
	return short_enough;
}

static struct text reversed(struct text op)
{
	static const char *const pairs[][2] = {{"<", ">"}, {"<=", ">="}, {">", "<"}, {">=", "<="}};

	for (size_t i = 0; i < 4; i++)
		if (text_is(op, pairs[i][0]))
			return text_of(pairs[i][1]);
	return op;
}

/* A measure and a number, in either order. */
static bool measured(struct splink_terms *t, const struct sql *n, bool negated, struct said *said)
{
	const struct sql *a = n->first, *b = a->next;
	struct text op = text_is(n->text, "<>") ? TEXT("=") : n->text;
	double number;
	struct match m;

	negated = negated != text_is(n->text, "<>");
	if (!sql_number(b, &number)) {
		if (!sql_number(a, &number))
			return false;
		a = b;
		op = reversed(op);
	}
	for (size_t i = 0; i < t->table.count; i++) {
		const struct likeness *l = &t->table.at[i];
		bool turned = negated;
		if (l->relation == RELATION_TRUTH || !matches(t, l->sql_tree, a, &m) ||
		    !compared(t, l, &m, op, number, &turned, said))
			continue;
		said->unknown = unknown_of(t, &m);
		if (turned)
			*said = denied(t, *said);
		return true;
	}
	return false;
}

/* The operands of a run of one operation; what is a truth as a whole stays so. */
static size_t flatten(struct splink_terms *t, const struct sql *n, struct text op,
		      const struct sql **items, size_t room)
{
	struct said said;

	if (room && sql_is(n, SQL_OPERATION, text_string(t->arena, op)) &&
	    !truth(t, n, false, &said)) {
		size_t count = flatten(t, n->first, op, items, room);
		return count + flatten(t, n->first->next, op, items + count, room - count);
	}
	if (room)
		*items = n;
	return room ? 1 : 0;
}

/* `x_l IS NULL OR x_r IS NULL` and the like are understood as pairs only,
 * wherever the two stand among the operands. */
static bool paired(struct splink_terms *t, const struct sql *n, const struct sql **items,
		   size_t count, size_t i, bool negated, struct said *said)
{
	for (size_t j = i + 1; j < count; j++) {
		if (!items[j])
			continue;
		struct sql b = *items[j], a = *items[i], both = *n;
		b.next = NULL;
		a.next = &b;
		both.first = &a;
		if (truth(t, &both, negated, said)) {
			items[j] = NULL;
			return true;
		}
	}
	return false;
}

static bool composed(struct splink_terms *t, const struct sql *n, bool negated, struct said *said)
{
	const struct sql *items[2 * SPLINK_ITEMS];
	size_t count = flatten(t, n, n->text, items, SPLINK_ITEMS + 1);
	enum bond bond = text_is(n->text, "and") != negated ? BOND_AND : BOND_OR;
	bool first = true;

	/* A truth as a whole of which the negation cannot be said. */
	if (count > SPLINK_ITEMS || (count == 1 && items[0] == n))
		return false;
	if (text_is(n->text, "and") && !negated)
		count = splink_facts(t, items, count, 2 * SPLINK_ITEMS);
	for (size_t i = 0; i < count; i++) {
		struct said one;
		if (!items[i])
			continue;
		if (!translate(t, items[i], negated, &one) &&
		    !paired(t, n, items, count, i, negated, &one))
			return false;
		*said = first ? one : joined(t, *said, one, bond);
		first = false;
	}
	return !first;
}

static bool translate(struct splink_terms *t, const struct sql *n, bool negated, struct said *said)
{
	if (sql_is(n, SQL_CALL, "coalesce") && sql_count(n) == 2 &&
	    sql_is(n->first->next, SQL_WORD, "false")) {
		if (!translate(t, n->first, negated, said) || (negated && !said->unknown.at))
			return false;
		if (negated && said->unknown.length)
			*said = say(t, BOND_OR, "", said->text, " or ", said->unknown, "");
		return true;
	}
	if (truth(t, n, negated, said))
		return true;
	if (n->kind != SQL_OPERATION)
		return false;
	if (text_is(n->text, "not"))
		return translate(t, n->first, !negated, said);
	if (text_is(n->text, "and") || text_is(n->text, "or"))
		return composed(t, n, negated, said);
	if (text_is(n->text, "<>")) {
		struct sql equal = *n;
		equal.text = TEXT("=");
		if (truth(t, &equal, !negated, said))
			return true;
	}
	if (sql_count(n) == 2 && memchr("<=>", n->text.at[0], 3))
		return measured(t, n, negated, said);
	return false;
}

struct text splink_translated(struct splink_terms *t, const struct sql *n)
{
	const struct sql *items[2] = {n};
	struct said said;

	if (!splink_facts(t, items, 1, 1))
		return TEXT_NONE;
	if (!translate(t, n, false, &said))
		splink_refuse(t, n);
	return said.text;
}

struct text splink_condition(struct splink_terms *t, struct text sql, struct place place)
{
	t->place = place;
	sql = text_trim(sql);
	if (text_is(sql_lower(t->arena, sql), "else"))
		return TEXT("else");
	const struct sql *n = sql_parse(t->arena, sql, place, (struct sql_options){.sided = true});
	struct text condition = splink_translated(t, n);
	if (!condition.length)
		splink_refuse(t, n);
	return condition;
}

size_t splink_tests(struct splink_terms *t, const struct sql *n, struct text *tests, size_t room)
{
	const struct sql *items[2 * SPLINK_ITEMS];
	size_t count = flatten(t, n, TEXT("and"), items, SPLINK_ITEMS), made = 0;
	struct said said;

	count = splink_facts(t, items, count, 2 * SPLINK_ITEMS);
	for (size_t i = 0; i < count && made < room; i++)
		if (items[i] && (translate(t, items[i], false, &said) ||
				 paired(t, n, items, count, i, false, &said)))
			tests[made++] = said.text;
	return made;
}

/* What never holds is no alternative. */
size_t splink_alternatives(struct splink_terms *t, const struct sql *n, const struct sql **items,
			   size_t room)
{
	size_t count = flatten(t, n, TEXT("or"), items, room), kept = 0;
	bool truth;

	for (size_t i = 0; i < count; i++)
		if (!splink_constant(items[i], &truth) || truth)
			items[kept++] = items[i];
	return kept;
}
