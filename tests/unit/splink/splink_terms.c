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
	{"NOT (x_l = x_r OR y_l IS NULL OR y_r IS NULL)",
	 "not exact(x) and not missing(x) and not missing(y)"},
	{"levenshtein(x_l, x_r) > 1.5", "not levenshtein(x) <= 1 and not missing(x)"},
	{"levenshtein(x_l, x_r) <> 0", "not levenshtein(x) <= 0 and not missing(x)"},
	{"jaro_similarity(x_l, x_r) = 1", "jaro(x) >= 1"},
	{"abs(x_r - x_l) < 1", "difference(x) <= 0.9999999999999999"},
	{"list_has_any(x_l, x_r)", "intersect(x) >= 1"},
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
		if (l->relation != RELATION_TRUTH || !first || strchr(l->ours, '9'))
			continue;
		struct match m = {.bound = {{.at = {TEXT("a")}}, {.at = {TEXT("b")}}}};
		struct text ours = match_fill(&m, &arena, l->ours);
		struct text sql = splink_sql(&t, ours, place);
		check_text(splink_condition(&t, sql, place), text_of(text_string(&arena, ours)),
			   "%s", l->sql);
	}
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
