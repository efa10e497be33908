#include "splink/splink_terms.h"

/* Our language, said in the SQL of DuckDB. */

struct speaker {
	struct splink_terms *t;
	bool rule; /* `l."x"`, not `"x_l"` */
};

static bool condition_of(struct speaker *s, const struct sql *n, struct buffer *b);

/* Functions of values: what comes before the value and what after it. */
static const struct {
	const char *name, *before, *after;
} functions[] = {
	{"year", "year(TRY_CAST(", " AS DATE))"},
	{"month", "month(TRY_CAST(", " AS DATE))"},
	{"day", "day(TRY_CAST(", " AS DATE))"},
	{"known", "NULLIF(NULLIF(", ", 'U'), 'X')"},
	{"username", "NULLIF(regexp_extract(", ", '^[^@]+', 0), '')"},
	{"area", "NULLIF(regexp_extract(", ", '^[A-Za-z]{1,2}', 0), '')"},
	{"outcode", "NULLIF(regexp_extract(", ", '^[A-Za-z]{1,2}[0-9][A-Za-z0-9]?', 0), '')"},
	{"sector", "NULLIF(regexp_extract(", ", '^[A-Za-z]{1,2}[0-9][A-Za-z0-9]? [0-9]', 0), '')"},
};

static bool value_of(const struct speaker *s, const struct sql *n, bool left, struct buffer *b);

static bool cut_of(const struct speaker *s, const struct sql *n, bool left, struct buffer *b)
{
	double from;
	const struct sql *position = n->first->next;

	if (sql_count(n) != 3 || !sql_number(position, &from))
		return false;
	/* A value too short for it is missing with us, and an empty text in SQL. */
	buffer_string(b, from > 1 ? "NULLIF(substring(" : "substring(");
	if (!value_of(s, n->first, left, b))
		return false;
	buffer_string(b, ", ");
	buffer_text_add(b, position->text);
	buffer_string(b, ", ");
	buffer_text_add(b, position->next->text);
	buffer_string(b, from > 1 ? "), '')" : ")");
	return true;
}

/* concat() is missing where one of its values is, as || is NULL. */
static bool concat_of(const struct speaker *s, const struct sql *n, bool left, struct buffer *b)
{
	const char *before = "(";

	for (const struct sql *part = n->first; part; part = part->next, before = " || ") {
		buffer_string(b, before);
		if (part->kind == SQL_STRING) {
			buffer_byte(b, '\'');
			buffer_text_add(b, part->text);
			buffer_byte(b, '\'');
		} else if (!value_of(s, part, left, b)) {
			return false;
		}
	}
	buffer_byte(b, ')');
	return true;
}

static bool extract_of(const struct speaker *s, const struct sql *n, bool left, struct buffer *b)
{
	struct text pattern = n->first->next ? n->first->next->text : TEXT_NONE;

	buffer_string(b, "NULLIF(regexp_extract(");
	if (!pattern.length || !value_of(s, n->first, left, b))
		return false;
	buffer_string(b, ", '");
	buffer_text_add(b, pattern);
	buffer_string(b, memchr(pattern.at, '(', pattern.length) ? "', 1), '')" : "', 0), '')");
	return true;
}

static bool element_of(const struct speaker *s, const struct sql *n, bool left, struct buffer *b)
{
	if (!n->first->next || !value_of(s, n->first, left, b))
		return false;
	buffer_byte(b, '[');
	buffer_text_add(b, n->first->next->text);
	buffer_byte(b, ']');
	return true;
}

static bool value_of(const struct speaker *s, const struct sql *n, bool left, struct buffer *b)
{
	if (n->kind == SQL_COLUMN) {
		buffer_string(b, !s->rule ? "\"" : left ? "l.\"" : "r.\"");
		buffer_text_add(b, n->text);
		buffer_string(b, s->rule ? "\"" : left ? "_l\"" : "_r\"");
		return true;
	}
	if (n->kind != SQL_CALL || !n->first)
		return false;
	if (text_is(n->text, "substr"))
		return cut_of(s, n, left, b);
	if (text_is(n->text, "concat"))
		return concat_of(s, n, left, b);
	if (text_is(n->text, "extract"))
		return extract_of(s, n, left, b);
	if (text_is(n->text, "element"))
		return element_of(s, n, left, b);
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
		if (!text_is(n->text, functions[i].name))
			continue;
		buffer_string(b, functions[i].before);
		bool known = value_of(s, n->first, left, b);
		buffer_string(b, functions[i].after);
		return known;
	}
	return false;
}

static bool value(void *context, const struct sql *n, enum sql_side side, struct binding *binding)
{
	struct speaker *s = context;
	struct buffer b = {0};
	bool known = true;

	(void)side;
	for (int left = 0; left < 2 && known; left++) {
		buffer_reset(&b);
		known = value_of(s, n, left, &b);
		binding->at[left ? SQL_LEFT : SQL_RIGHT] = text_copy(s->t->arena, buffer_text(&b));
	}
	buffer_free(&b);
	return known;
}

static struct text as_date(struct arena *arena, struct text a)
{
	struct buffer b = {0};

	buffer_string(&b, "TRY_CAST(");
	buffer_text_add(&b, a);
	buffer_string(&b, " AS DATE)");
	struct text made = text_copy(arena, buffer_text(&b));
	buffer_free(&b);
	return made;
}

static bool fill(struct speaker *s, const struct likeness *l, const struct sql *n, double *scale,
		 struct buffer *b)
{
	struct match m = {.value = value, .context = s};

	if (!match_sql(&m, l->our_tree, n))
		return false;
	*scale = 1;
	bool seconds = l->relation == RELATION_SECONDS;
	if (seconds) {
		struct text unit = m.bound[BINDING_TEXT].at[SQL_NEITHER];
		*scale = text_is(unit, "year")    ? 31557600
			 : text_is(unit, "month") ? 2629800
						  : 86400;
	}
	/* The column may be of texts there. */
	if (seconds || text_starts(text_of(l->ours), "day_month"))
		for (size_t i = SQL_LEFT; i <= SQL_RIGHT; i++)
			m.bound[0].at[i] = as_date(s->t->arena, m.bound[0].at[i]);
	buffer_text_add(b, match_fill(&m, s->t->arena, l->sql));
	return true;
}

/* A test with a number, or one that is true or false by itself. */
static bool test_of(struct speaker *s, const struct sql *n, struct buffer *b)
{
	double number = 0, scale;
	const struct sql *test = n;
	bool numbered = n->kind == SQL_OPERATION && sql_count(n) == 2 &&
			sql_number(n->first->next, &number);

	for (size_t i = 0; i < s->t->table.count; i++) {
		const struct likeness *l = &s->t->table.at[i];
		test = l->relation == RELATION_TRUTH ? n : n->first;
		if ((l->relation != RELATION_TRUTH && !numbered) || !test ||
		    !fill(s, l, test, &scale, b))
			continue;
		if (l->relation == RELATION_TRUTH)
			return true;
		buffer_byte(b, ' ');
		buffer_text_add(b, n->text);
		buffer_byte(b, ' ');
		return number_print(b, number * scale, true);
	}
	return false;
}

static bool joined(struct speaker *s, const struct sql *n, const char *with, struct buffer *b)
{
	buffer_byte(b, '(');
	if (!condition_of(s, n->first, b))
		return false;
	buffer_string(b, with);
	if (!condition_of(s, n->first->next, b))
		return false;
	buffer_byte(b, ')');
	return true;
}

static bool condition_of(struct speaker *s, const struct sql *n, struct buffer *b)
{
	if (sql_is(n, SQL_OPERATION, "and"))
		return joined(s, n, ") AND (", b);
	if (sql_is(n, SQL_OPERATION, "or"))
		return joined(s, n, ") OR (", b);
	if (test_of(s, n, b))
		return true;
	if (!sql_is(n, SQL_OPERATION, "not"))
		return false;
	buffer_string(b, "NOT (");
	if (!condition_of(s, n->first, b))
		return false;
	buffer_byte(b, ')');
	return true;
}

/* The first test or function that has no SQL. */
static const struct sql *culprit(struct speaker *s, const struct sql *n)
{
	struct buffer b = {0};
	bool logic = sql_is(n, SQL_OPERATION, "and") || sql_is(n, SQL_OPERATION, "or") ||
		     sql_is(n, SQL_OPERATION, "not");
	bool known = logic ? condition_of(s, n, &b) : test_of(s, n, &b) || value_of(s, n, true, &b);

	buffer_free(&b);
	if (known)
		return NULL;
	for (const struct sql *child = n->first; child; child = child->next) {
		const struct sql *found = culprit(s, child);
		if (found)
			return found;
	}
	return n->kind == SQL_CALL ? n : NULL;
}

static _Noreturn void refuse(struct speaker *s, const struct sql *n)
{
	const struct sql *found = culprit(s, n);
	struct text what = found ? found->text : TEXT("this");

	fail_at(EXIT_CONFIG, s->t->place, NULL, "%.*s%s has no equivalent in the SQL of DuckDB",
		(int)what.length, what.at, found ? "()" : "");
}

static struct text sql_of(struct splink_terms *t, struct text condition, bool rule,
			  struct place place)
{
	struct speaker s = {t, rule};
	struct buffer b = {0};

	t->place = place;
	const struct sql *n = sql_parse(t->arena, condition, place, (struct sql_options){0});
	if (!condition_of(&s, n, &b)) {
		buffer_free(&b);
		refuse(&s, n);
	}
	struct text made = text_copy(t->arena, buffer_text(&b));
	buffer_free(&b);
	return made;
}

struct text splink_sql(struct splink_terms *t, struct text condition, struct place place)
{
	return text_is(condition, "else") ? TEXT("ELSE") : sql_of(t, condition, false, place);
}

struct text splink_sql_rule(struct splink_terms *t, struct text condition, struct place place)
{
	return sql_of(t, condition, true, place);
}

static void parts_join(struct speaker *s, const struct sql *a, const struct sql *b,
		       struct buffer *out)
{
	bool more = sql_is(a, SQL_OPERATION, "+"), both = more && sql_is(b, SQL_OPERATION, "+");

	if (both) {
		parts_join(s, a->first, b->first, out);
		buffer_string(out, " AND ");
		a = a->first->next;
		b = b->first->next;
	}
	if (sql_is(a, SQL_OPERATION, "+") || !value_of(s, a, true, out))
		refuse(s, a);
	buffer_string(out, " = ");
	if (sql_is(b, SQL_OPERATION, "+") || !value_of(s, b, false, out))
		refuse(s, b);
}

struct text splink_sql_key(struct splink_terms *t, struct text left, struct text right,
			   struct place place)
{
	struct speaker s = {t, true};
	struct buffer b = {0};

	t->place = place;
	if (text_is(text_trim(left), "everyone()"))
		return TEXT("1=1");
	parts_join(&s, sql_parse(t->arena, left, place, (struct sql_options){0}),
		   sql_parse(t->arena, right, place, (struct sql_options){0}), &b);
	struct text made = text_copy(t->arena, buffer_text(&b));
	buffer_free(&b);
	return made;
}
