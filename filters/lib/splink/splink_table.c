#include "splink/splink_table.h"

/* The best of all pairs of elements of two lists, as Splink spells it. */
#define PAIRWISE(best, function)                                                                   \
	best "(list_transform(flatten(list_transform($1_l, x -> list_transform($1_r, y -> [x, "    \
	     "y]))), pair -> " function "(pair[1], pair[2])))"

/* The same in Spark, where elements are counted from 0. */
#define SPARK_PAIRWISE(best, function)                                                             \
	best "(transform(flatten(transform($1_l, x -> transform($1_r, y -> [x, y]))), pair "       \
	     "-> " function "(pair[0], pair[1])))"

#define CENTRAL                                                                                    \
	"sin(radians($1_l)) * sin(radians($1_r)) + cos(radians($1_l)) * cos(radians($1_r)) * "     \
	"cos(radians($2_r - $2_l))"
#define KILOMETRES                                                                                 \
	"cast(acos(case when (" CENTRAL ") > 1 then 1 when (" CENTRAL                              \
	") < -1 then -1 else (" CENTRAL ") end) * 6371 as float)"

#define SHORTER "least(array_length($1_l), array_length($1_r))"
#define SHARED "array_length(array_intersect($1_l, $1_r))"

#define SPARK_SHORTER "least(size($1_l), size($1_r))"
#define SPARK_SHARED "size(array_intersect($1_l, $1_r))"

static const struct likeness likenesses[] = {
	{.sql = "$1_l = $1_r", .ours = "exact($1)"},
	{.sql = "$1_l = $1_r", .ours = "identical($1)"},
	{.sql = "$1_l IS NULL OR $1_r IS NULL", .ours = "missing($1)"},
	{.sql = "$1_l = '' OR $1_r = ''", .ours = "missing($1)"},
	{.sql = "$1_l IS NOT NULL AND $1_r IS NOT NULL", .ours = "not missing($1)"},
	{.sql = "$1_l <> '' AND $1_r <> ''", .ours = "not missing($1)"},
	{.sql = "$1_l IS NULL AND $1_r IS NULL", .ours = "both_missing($1)"},
	{.sql = "$1_l IS NOT NULL OR $1_r IS NOT NULL", .ours = "not both_missing($1)"},
	{.sql = "$1_l = $2_r AND $1_r = $2_l", .ours = "swapped($1, $2)"},
	{.sql = "$1_l = $9 AND $1_r = $9", .ours = "both($1, $9)"},
	{.sql = "$1_l = $9 OR $1_r = $9", .ours = "either($1, $9)"},
	{.sql = "$1_l <> $9 AND $1_r <> $9", .ours = "not either($1, $9)"},
	{.sql = SHORTER " <> 0 AND " SHARED " = " SHORTER, .ours = "subset($1)"},
	{.sql = SHARED " = " SHORTER, .ours = "subset($1)"},
	{.sql = SPARK_SHORTER " <> 0 AND " SPARK_SHARED " = " SPARK_SHORTER, .ours = "subset($1)"},
	{.sql = SPARK_SHARED " = " SPARK_SHORTER, .ours = "subset($1)"},
	{.sql = "list_has_any($1_l, $1_r)", .ours = "intersect($1) >= 1"},
	{.sql = "array_has_any($1_l, $1_r)", .ours = "intersect($1) >= 1"},
	{.sql = "arrays_overlap($1_l, $1_r)", .ours = "intersect($1) >= 1"},
	{.sql = "year($1_l) = year($1_r) AND month($1_l) = day($1_r) AND day($1_l) = month($1_r) "
		"AND month($1_l) <> month($1_r)",
	 .ours = "day_month_swapped($1)"},

	{"jaro_winkler_similarity($1_l, $1_r)", "jaro_winkler($1)", RELATION_MORE, 0, 0},
	{"jaro_winkler($1_l, $1_r)", "jaro_winkler($1)", RELATION_MORE, 0, 0},
	{PAIRWISE("list_max", "jaro_winkler_similarity"), "jaro_winkler($1)", RELATION_MORE, 0, 0},
	{PAIRWISE("list_max", "jaro_winkler"), "jaro_winkler($1)", RELATION_MORE, 0, 0},
	{SPARK_PAIRWISE("array_max", "jaro_winkler"), "jaro_winkler($1)", RELATION_MORE, 0, 0},
	{"jaro_similarity($1_l, $1_r)", "jaro($1)", RELATION_MORE, 0, 0},
	{"jaro_sim($1_l, $1_r)", "jaro($1)", RELATION_MORE, 0, 0},
	{PAIRWISE("list_max", "jaro_similarity"), "jaro($1)", RELATION_MORE, 0, 0},
	{SPARK_PAIRWISE("array_max", "jaro_sim"), "jaro($1)", RELATION_MORE, 0, 0},
	{"jaccard($1_l, $1_r)", "jaccard($1, 1)", RELATION_MORE, 0, 0},
	{"jaccard($1_l, $1_r)", "jaccard($1)", RELATION_MORE, 0, 0},
	{PAIRWISE("list_max", "jaccard"), "jaccard($1, 1)", RELATION_MORE, 0, 0},
	{SPARK_PAIRWISE("array_max", "jaccard"), "jaccard($1, 1)", RELATION_MORE, 0, 0},
	{"array_cosine_similarity($1_l, $1_r)", "cosine($1)", RELATION_MORE, 0, 0},
	{"list_cosine_similarity($1_l, $1_r)", "cosine($1)", RELATION_MORE, 0, 0},
	{"array_length(list_intersect($1_l, $1_r))", "intersect($1)", RELATION_COMMON, 0, 0},
	{"len(list_intersect($1_l, $1_r))", "intersect($1)", RELATION_COMMON, 0, 0},
	{SHARED, "intersect($1)", RELATION_COMMON, 0, 0},
	{SPARK_SHARED, "intersect($1)", RELATION_COMMON, 0, 0},
	{"cardinality(array_intersect($1_l, $1_r))", "intersect($1)", RELATION_COMMON, 0, 0},

	{"levenshtein($1_l, $1_r)", "levenshtein($1)", RELATION_EDITS, 0, 0},
	{PAIRWISE("list_min", "levenshtein"), "levenshtein($1)", RELATION_EDITS, 0, 0},
	{"damerau_levenshtein($1_l, $1_r)", "damerau($1)", RELATION_EDITS, 0, 0},
	{PAIRWISE("list_min", "damerau_levenshtein"), "damerau($1)", RELATION_EDITS, 0, 0},
	{SPARK_PAIRWISE("array_min", "levenshtein"), "levenshtein($1)", RELATION_EDITS, 0, 0},
	{SPARK_PAIRWISE("array_min", "damerau_levenshtein"), "damerau($1)", RELATION_EDITS, 0, 0},
	{"hamming($1_l, $1_r)", "hamming($1)", RELATION_EDITS, 0, 0},
	{"abs(epoch($1_l) - epoch($1_r))", "date_diff($1, $9)", RELATION_SECONDS, 0, 0},
	{"abs(unix_timestamp($1_l) - unix_timestamp($1_r))", "date_diff($1, $9)", RELATION_SECONDS,
	 0, 0},
	{"abs(date_diff('day', $1_l, $1_r))", "date_diff($1, $9)", RELATION_DAYS, 0, 0},
	{"abs(datediff('day', $1_l, $1_r))", "date_diff($1, $9)", RELATION_DAYS, 0, 0},
	{"abs(datediff($1_l, $1_r))", "date_diff($1, $9)", RELATION_DAYS, 0, 0},
	{"abs($1_l - $1_r)", "difference($1)", RELATION_LESS, 0, 0},
	/* When they are dates; else the row above has taken it. */
	{"abs($1_l - $1_r)", "date_diff($1, $9)", RELATION_DAYS, 0, 0},
	{"abs($1_l - $1_r) / (case when $1_r > $1_l then $1_r else $1_l end)",
	 "percent_difference($1)", RELATION_BELOW, 0, 0},
	{KILOMETRES, "distance_km($1, $2)", RELATION_LESS, 0, 0},
};

void likeness_table_start(struct likeness_table *table, struct arena *arena)
{
	static const struct sql_options there = {true, true}, here = {false, true};

	table->count = sizeof likenesses / sizeof *likenesses;
	for (size_t i = 0; i < table->count; i++) {
		struct likeness *l = &table->at[i];
		*l = likenesses[i];
		struct place place = {.column = l->ours};
		l->sql_tree = sql_parse(arena, text_of(l->sql), place, there);
		l->our_tree = sql_parse(arena, text_of(l->ours), place, here);
	}
}

static bool binding_equal(const struct binding *a, const struct binding *b)
{
	for (size_t i = 0; i < 3; i++)
		if (!text_equal(a->at[i], b->at[i]))
			return false;
	return true;
}

/* A text in quotes, as both languages write it; neither can hold a quote. */
static bool literal(const struct sql *n, struct binding *binding)
{
	while (n->kind == SQL_CAST)
		n = n->first;
	if ((n->kind != SQL_STRING && n->kind != SQL_NUMBER) || !n->text.length)
		return false;
	for (size_t i = 0; i < n->text.length; i++)
		if ((unsigned char)n->text.at[i] < ' ' || n->text.at[i] == '\'')
			return false;
	for (size_t i = 0; i < 3; i++)
		binding->at[i] = n->text;
	return true;
}

static bool bind(struct match *m, const struct sql *pattern, const struct sql *n)
{
	size_t index = (size_t)(pattern->text.at[1] - '1');
	struct binding new = {.set = true}, *old = &m->bound[index];
	enum sql_side side = pattern->side;

	if (m->mirrored && side != SQL_NEITHER)
		side = side == SQL_LEFT ? SQL_RIGHT : SQL_LEFT;
	if (index == BINDING_TEXT ? !literal(n, &new) : !m->value(m->context, n, side, &new))
		return false;
	if (old->set)
		return binding_equal(old, &new);
	*old = new;
	return true;
}

static bool match_children(struct match *m, const struct sql *p, const struct sql *n)
{
	for (; p && n; p = p->next, n = n->next)
		if (!match_sql(m, p, n))
			return false;
	return !p && !n;
}

static bool commutes(const struct sql *n)
{
	return n->kind == SQL_OPERATION && sql_count(n) == 2 &&
	       (text_is(n->text, "=") || text_is(n->text, "<>") || text_is(n->text, "and") ||
		text_is(n->text, "or") || text_is(n->text, "+") || text_is(n->text, "*"));
}

bool match_sql(struct match *m, const struct sql *p, const struct sql *n)
{
	double a, b;

	if (p->kind == SQL_COLUMN && p->text.at[0] == '$')
		return bind(m, p, n);
	if (p->kind != n->kind || p->side != n->side)
		return false;
	if (p->kind == SQL_NUMBER)
		return sql_number(p, &a) && sql_number(n, &b) && a == b;
	if (!text_equal(p->text, n->text))
		return false;
	struct match before = *m;
	if (match_children(m, p->first, n->first))
		return true;
	*m = before;
	if (!commutes(p) || !commutes(n))
		return false;
	return match_sql(m, p->first, n->first->next) && match_sql(m, p->first->next, n->first);
}

struct text match_fill(const struct match *m, struct arena *arena, const char *form)
{
	struct buffer b = {0};

	for (const char *c = form; *c; c++) {
		if (*c != '$') {
			buffer_byte(&b, *c);
			continue;
		}
		const struct binding *bound = &m->bound[*++c - '1'];
		enum sql_side side = SQL_NEITHER;
		if (c[1] == '_') {
			side = c[2] == 'l' ? SQL_LEFT : SQL_RIGHT;
			c += 2;
		}
		bool quoted = bound == &m->bound[BINDING_TEXT];
		buffer_string(&b, quoted ? "'" : "");
		buffer_text_add(&b, bound->at[side]);
		buffer_string(&b, quoted ? "'" : "");
	}
	struct text filled = text_copy(arena, buffer_text(&b));
	buffer_free(&b);
	return filled;
}

static bool calls(const struct sql *n, struct text function)
{
	if (n->kind == SQL_CALL && text_equal(n->text, function))
		return true;
	for (const struct sql *child = n->first; child; child = child->next)
		if (calls(child, function))
			return true;
	return false;
}

bool likeness_table_knows(const struct likeness_table *table, struct text function)
{
	for (size_t i = 0; i < table->count; i++)
		if (calls(table->at[i].sql_tree, function))
			return true;
	return false;
}
