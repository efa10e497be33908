#include "splink/splink_terms_internal.h"

#include "stream/preamble.h"

void splink_terms_start(struct splink_terms *t, struct arena *arena)
{
	*t = (struct splink_terms){.arena = arena};
	likeness_table_start(&t->table, arena);
}

void splink_terms_free(struct splink_terms *t)
{
	memory_free(t->columns);
	*t = (struct splink_terms){0};
}

static bool is_word(struct text name)
{
	static const char *const words[] = {"and", "or", "not", "else"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (text_is(name, words[i]))
			return true;
	return false;
}

struct text splink_name(struct arena *arena, struct text theirs)
{
	struct buffer b = {0};

	if (name_valid(theirs) && !is_word(theirs))
		return text_copy(arena, theirs);
	struct text small = sql_lower(arena, theirs);
	for (size_t i = 0; i < small.length; i++) {
		char c = small.at[i];
		bool letter = c >= 'a' && c <= 'z', digit = c >= '0' && c <= '9';
		if (!b.length && digit)
			buffer_string(&b, "c_");
		if (letter || digit)
			buffer_byte(&b, c);
		else if (b.length && b.at[b.length - 1] != '_')
			buffer_byte(&b, '_');
	}
	if (b.length && b.at[b.length - 1] == '_')
		b.length--;
	if (is_word(buffer_text(&b)))
		buffer_byte(&b, '_');
	struct text name = text_copy(arena, buffer_text(&b));
	buffer_free(&b);
	return name;
}

struct text splink_column_name(struct splink_terms *t, struct text theirs)
{
	for (size_t i = 0; i < t->column_count; i++)
		if (text_equal(t->columns[i].theirs, theirs))
			return t->columns[i].ours;
	struct text ours = splink_name(t->arena, theirs);
	if (!name_valid(ours))
		fail_at(EXIT_CONFIG, t->place, NULL, "no name can be made from the column \"%.*s\"",
			(int)theirs.length, theirs.at);
	for (size_t i = 0; i < t->column_count; i++)
		if (text_equal(t->columns[i].ours, ours) &&
		    !text_equal(sql_lower(t->arena, t->columns[i].theirs),
				sql_lower(t->arena, theirs)))
			fail_at(EXIT_CONFIG, t->place, NULL,
				"the columns \"%.*s\" and \"%.*s\" would both be called %.*s",
				(int)t->columns[i].theirs.length, t->columns[i].theirs.at,
				(int)theirs.length, theirs.at, (int)ours.length, ours.at);
	memory_need(&t->columns, &t->column_capacity, t->column_count + 1, sizeof *t->columns);
	t->columns[t->column_count++] =
		(struct splink_column){.theirs = text_copy(t->arena, theirs), .ours = ours};
	return ours;
}

void splink_list(struct splink_terms *t, struct text column)
{
	splink_column_name(t, column);
	for (size_t i = 0; i < t->column_count; i++)
		if (text_equal(t->columns[i].theirs, column))
			t->columns[i].list = true;
}

static void mark_lists(struct splink_terms *t, const struct sql *n, bool inside)
{
	static const char *const functions[] = {
		"list_intersect", "array_intersect", "list_has_any", "array_has_any",
		"arrays_overlap", "list_transform",  "transform",    "array_length",
		"size",           "cardinality",     "flatten"};

	for (size_t i = 0; i < sizeof functions / sizeof *functions && !inside; i++)
		inside = n->kind == SQL_CALL && text_is(n->text, functions[i]);
	if (n->kind == SQL_COLUMN && n->side != SQL_NEITHER && inside)
		splink_list(t, n->text);
	for (const struct sql *child = n->first; child; child = child->next)
		mark_lists(t, child, inside);
}

void splink_lists(struct splink_terms *t, struct text sql, struct place place)
{
	t->place = place;
	mark_lists(t, sql_parse(t->arena, sql, place, (struct sql_options){.sided = true}), false);
}

/* What is nearest to a function or an operation that has no equivalent. */
static const struct {
	const char *what, *nearest;
} nearest[] = {
	{"hamming", "hamming(VALUE) <= N, of one value on both sides"},
	{"mismatches", "levenshtein(VALUE) <= N"},
	{"editdist3", "damerau(VALUE) <= N"},
	{"jaro_winkler_distance", "jaro_winkler(VALUE) >= N"},
	{"regexp_extract",
	 "NULLIF(regexp_extract(VALUE, PATTERN, 0), '') with a pattern of extract()"},
	{"regexp_matches", "exact(substr(VALUE, 1, N))"},
	{"regexp_replace", "exact(VALUE) after clean"},
	{"replace", "exact(VALUE) after clean"},
	{"starts_with", "exact(substr(VALUE, 1, N))"},
	{"prefix", "exact(substr(VALUE, 1, N))"},
	{"contains", "jaccard(VALUE, 2) >= N"},
	{"right", "substr(VALUE, FROM, LENGTH)"},
	{"substr", "substr(VALUE, FROM, LENGTH) with FROM from 1"},
	{"substring", "substr(VALUE, FROM, LENGTH) with FROM from 1"},
	{"concat", "A || B, which is NULL where one of them is"},
	{"||", "concat(A, B)"},
	{"+", "exact(A) and exact(B)"},
	{"coalesce", "missing(VALUE)"},
	{"nullif", "missing(VALUE)"},
	{"strlen", "exact(VALUE)"},
	{"length", "exact(VALUE)"},
	{"like", "exact(substr(VALUE, 1, N))"},
	{"in", "either(VALUE, 'TEXT') or either(VALUE, 'TEXT')"},
	{"[]", "element(VALUE, N)"},
	{"epoch", "date_diff(VALUE, 'day') <= N"},
	{"try_strptime", "date_diff(VALUE, 'day') <= N"},
	{"levenshtein", "levenshtein(VALUE) <= N, of one value on both sides"},
	{"damerau_levenshtein", "damerau(VALUE) <= N, of one value on both sides"},
	{"jaro_winkler_similarity", "jaro_winkler(VALUE) >= N, of one value on both sides"},
	{"jaro_similarity", "jaro(VALUE) >= N, of one value on both sides"},
	{"abs", "difference(VALUE) <= N"},
	{"list_intersect", "intersect(VALUE) >= N"},
	{"array_intersect", "intersect(VALUE) >= N"},
	{"strptime", "date_diff(VALUE, 'day') <= N"},
	{"datediff", "date_diff(VALUE, 'month') <= N"},
	{"date_diff", "date_diff(VALUE, 'month') <= N"},
	{"list_max", "jaro_winkler(VALUE) >= N, the best pair of a list"},
	{"list_min", "levenshtein(VALUE) <= N, the best pair of a list"},
	{"acos", "distance_km(LATITUDE, LONGITUDE) <= N"},
	{"haversine", "distance_km(LATITUDE, LONGITUDE) <= N"},
	{"->", "jaro_winkler(VALUE) >= N, the best pair of a list"},
	{"is_null", "missing(VALUE), on either side"},
	{"=", "exact(VALUE), swapped(A, B), both(VALUE, 'TEXT') or either(VALUE, 'TEXT')"},
	{"<>", "not exact(VALUE)"},
	{"case", "tests joined by and, or, not"},
	{"column", "exact(VALUE)"},
};

static const char *nearest_to(struct text what)
{
	for (size_t i = 0; i < sizeof nearest / sizeof *nearest; i++)
		if (text_is(what, nearest[i].what))
			return nearest[i].nearest;
	return "exact(VALUE)";
}

/* The first function that nothing of ours is like, or that stands where it
 * cannot be said; else the first operation. */
static const struct sql *culprit(const struct splink_terms *t, const struct sql *n, int pass)
{
	bool known = n->kind == SQL_CALL &&
		     (likeness_table_knows(&t->table, n->text) || splink_value_knows(n->text));

	if (pass == 0 && n->kind == SQL_CALL && !known)
		return n;
	if (pass == 1 && n->kind == SQL_OPERATION && !text_is(n->text, "and") &&
	    !text_is(n->text, "or") && !text_is(n->text, "not") && !text_is(n->text, "=") &&
	    !text_is(n->text, "is_null") && !text_is(n->text, "-") &&
	    !memchr("<>*/", n->text.at[0], 4))
		return n;
	if (pass == 3 && n->kind == SQL_OPERATION && !text_is(n->text, "and") &&
	    !text_is(n->text, "or") && !text_is(n->text, "not"))
		return n;
	for (const struct sql *child = n->first; child; child = child->next) {
		const struct sql *found = culprit(t, child, pass);
		if (found)
			return found;
	}
	/* The innermost call, since what is around it would be known. */
	if (pass == 2 && (n->kind == SQL_CALL || n->kind == SQL_CASE))
		return n;
	return NULL;
}

/* A test of one record that the other does not have too. */
static bool one_sided(const struct sql *n)
{
	unsigned sides = sql_sides(n);

	if (sql_is(n, SQL_OPERATION, "or"))
		return false;
	if (!sql_is(n, SQL_OPERATION, "and"))
		return sides == SQL_ON_LEFT || sides == SQL_ON_RIGHT;
	for (const struct sql *child = n->first; child; child = child->next)
		if (one_sided(child))
			return true;
	return false;
}

void splink_refuse(const struct splink_terms *t, const struct sql *n)
{
	const struct sql *found = NULL;

	for (int pass = 0; pass < 4 && !found; pass++) {
		found = culprit(t, n, pass);
		if (!found && pass == 1 && one_sided(n))
			fail_at(EXIT_CONFIG, t->place, NULL,
				"a test of one record alone has no equivalent here, since a pair "
				"has no left and right; nearest: the same test of both");
	}
	struct text what = found && found->kind == SQL_CASE ? TEXT("case")
			   : found                          ? found->text
							    : TEXT("column");
	const char *mark = found && found->kind == SQL_CALL ? "()" : "";
	fail_at(EXIT_CONFIG, t->place, NULL, "%.*s%s has no equivalent here; nearest: %s",
		(int)what.length, what.at, mark, nearest_to(what));
}
