/* SQL to our language and back; numbers. */

#include "splink/splink_import.h"
#include "test.h"

static const struct {
	const char *sql, *ours;
} conditions[] = {
	{"ELSE", "else"},
	{" else ", "else"},
	{"x_l=x_r", "exact(x)"},
	{"`x_l` == \"x_r\"", "exact(x)"},
	{"\"a\"\"b_l\" = \"a\"\"b_r\"", "exact(a_b)"},
	{"not not x_l = x_r", "exact(x)"},
	{"NOT (x_l IS NULL OR x_r IS NULL)", "not missing(x)"},
	{"NOT (x_l IS NOT NULL AND x_r IS NOT NULL)", "missing(x)"},
	{"NOT (x_l = x_r OR y_l IS NULL OR y_r IS NULL)", "not exact(x) and not missing(y)"},
	{"levenshtein(x_l, x_r) > 1.5", "not levenshtein(x) <= 1"},
	{"levenshtein(x_l, x_r) <> 0", "not levenshtein(x) <= 0"},
	{"NOT (x_l = 'B' OR x_r = 'B')", "not either(x, 'B')"},
	{"NOT (x_l <> 'B' AND x_r <> 'B')", "either(x, 'B')"},
	{"NOT (x_l = y_r AND y_l = x_r)", "not swapped(x, y)"},
	{"NOT coalesce(x_l = x_r, FALSE)", "not exact(x) or missing(x)"},
	{"jaro_similarity(x_l, x_r) = 1", "jaro(x) >= 1"},
	{"abs(x_r - x_l) < 1", "difference(x) <= 0.9999999999999999"},
	{"list_has_any(x_l, x_r)", "intersect(x) >= 1"},
	{"x_l || ' ' || y_l = x_r || ' ' || y_r", "exact(concat(x, ' ', y))"},
	{"levenshtein(x_l || y_l, x_r || y_r) <= 3", "levenshtein(concat(x, y)) <= 3"},
	{"NULLIF(regexp_extract(x_l, '^[A-Z]+', 0), '') = NULLIF(regexp_extract(x_r, '^[A-Z]+', "
	 "0), '')",
	 "exact(extract(x, '^[A-Z]+'))"},
	{"NULLIF(regexp_extract(x_l, '^(a*)b', 1), '') IS NULL OR NULLIF(regexp_extract(x_r, "
	 "'^(a*)b', 1), '') IS NULL",
	 "missing(extract(x, '^(a*)b'))"},
	{"x_l[2] = x_r[2]", "exact(element(x, 2))"},
	{"x_l['y'] = x_r['y']", "exact(x_y)"},
	{"hamming(x_l, x_r) <= 1", "hamming(x) <= 1"},
	{"abs(cast(d_l as date) - cast(d_r as date)) <= 60.875", "date_diff(d, 'month') <= 2"},
};

int main(void)
{
	struct arena arena = {0};
	struct splink_terms t;
	struct place place = {.file = "test"};
	struct buffer b = {0};

	splink_terms_start(&t, &arena);
	for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++)
		check_text(splink_condition(&t, text_of(conditions[i].sql), place),
			   text_of(conditions[i].ours), "%s", conditions[i].sql);
	/* Every row of the table, read in the form that the export writes. */
	for (size_t i = 0; i < t.table.count; i++) {
		const struct likeness *l = &t.table.at[i];
		bool first = true;
		for (size_t j = 0; j < i; j++)
			first = first && strcmp(t.table.at[j].ours, l->ours) != 0;
		/* Only of a list is what is equal identical. */
		if (l->relation != RELATION_TRUTH || !first || strchr(l->ours, '9') ||
		    strstr(l->ours, "identical"))
			continue;
		struct match m = {.bound = {{.at = {TEXT("a")}}, {.at = {TEXT("b")}}}};
		struct text ours = match_fill(&m, &arena, l->ours);
		struct text sql = splink_sql(&t, ours, place);
		check_text(splink_condition(&t, sql, place), text_of(text_string(&arena, ours)),
			   "%s", l->sql);
	}
	splink_lists(&t, TEXT("array_length(list_intersect(z_l, z_r)) >= 1"), place);
	check_text(splink_condition(&t, TEXT("z_l = z_r"), place), TEXT("identical(z)"), "a list");
	check_text(splink_sql(&t, TEXT("identical(z)"), place), TEXT("\"z_l\" = \"z_r\""),
		   "and out");
	check_text(splink_sql(&t, TEXT("exact(concat(a, 'x', element(b, 2)))"), place),
		   TEXT("(\"a_l\" || 'x' || \"b_l\"[2]) = (\"a_r\" || 'x' || \"b_r\"[2])"),
		   "what || joins");
	check_text(splink_sql(&t, TEXT("missing(extract(a, '(b)c'))"), place),
		   TEXT("NULLIF(regexp_extract(\"a_l\", '(b)c', 1), '') IS NULL OR "
			"NULLIF(regexp_extract(\"a_r\", '(b)c', 1), '') IS NULL"),
		   "a pattern");
	struct splink_way ways[SPLINK_WAYS];
	check(splink_rule(&t, TEXT("l.a = r.a AND r.\"b c\" = l.\"b c\""), place, ways) == 1,
	      "one way");
	check_text(ways[0].keys[0], TEXT("a + b_c"), "a key");
	check(!ways[0].keys[1].length && !ways[0].filtered, "and nothing else");
	splink_rule(&t, TEXT("l.a = r.b AND l.b = r.a AND l.c = r.c"), place, ways);
	check_text(ways[0].keys[0], TEXT("a + b + c"), "a crossed key");
	check_text(ways[0].keys[1], TEXT("b + a + c"), "its other");
	check_text(ways[0].condition, TEXT("swapped(a, b) and exact(c)"), "which is to hold");
	check(ways[0].filtered, "since others meet too");
	check(splink_rule(&t, TEXT("1 = 0"), place, ways) == 0, "no way");
	check_text(splink_name(&arena, TEXT("2nd Name-")), TEXT("c_2nd_name"), "a name");
	check_text(splink_name(&arena, TEXT("Else")), TEXT("else_"), "a word");
	static const double numbers[] = {0.1, 1, 1e-5, 0.3333333333333333, 2629800, 1.0 / 3};
	static const char *const printed[] = {
		"0.1", "1", "0.00001", "0.3333333333333333", "2629800", "0.3333333333333333"};
	for (size_t i = 0; i < 6; i++) {
		buffer_reset(&b);
		number_print(&b, numbers[i], true);
		check_text(buffer_text(&b), text_of(printed[i]), "a number");
	}
	buffer_free(&b);
	splink_terms_free(&t);
	arena_free(&arena);
	return 0;
}
