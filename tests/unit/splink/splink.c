/* splink/splink_terms.h: SQL to our language and back; splink/sql.h: numbers; the
 * defaults of untrained levels, computed with Splink 5.0.0. */
#include <math.h>
#include <stdio.h>

#include "model/level_default.h"
#include "splink/splink_import.h"

static int failures;

static void expect(const char *of, struct text got, const char *want)
{
	if (text_is(got, want))
		return;
	fprintf(stderr, "%s gives %.*s, not %s\n", of, (int)got.length, got.at, want);
	failures++;
}

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
		expect(conditions[i].sql, splink_condition(&t, text_of(conditions[i].sql), place),
		       conditions[i].ours);
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
		expect(l->sql, splink_condition(&t, sql, place), text_string(&arena, ours));
	}
	struct text other;
	expect("a key", splink_key(&t, TEXT("l.a = r.a AND r.\"b c\" = l.\"b c\""), place, &other),
	       "a + b_c");
	expect("its other", other, "");
	expect("a crossed key",
	       splink_key(&t, TEXT("l.a = r.b AND l.b = r.a AND l.c = r.c"), place, &other),
	       "a + b + c");
	expect("its other", other, "b + a + c");
	expect("a name", splink_name(&arena, TEXT("2nd Name-")), "c_2nd_name");
	expect("a word", splink_name(&arena, TEXT("Else")), "else_");
	static const double numbers[] = {0.1, 1, 1e-5, 0.3333333333333333, 2629800, 1.0 / 3};
	static const char *const printed[] = {
		"0.1", "1", "0.00001", "0.3333333333333333", "2629800", "0.3333333333333333"};
	for (size_t i = 0; i < 6; i++) {
		buffer_reset(&b);
		number_print(&b, numbers[i], true);
		expect("a number", buffer_text(&b), printed[i]);
	}
	static const double u[5] = {0.40000000000000036, 0.06299605249474372, 0.009921256574801252,
				    0.0015625000000000014, 0.000927734375};
	for (size_t i = 0; i < 5; i++)
		if (fabs(level_default_u(i, 5) / u[i] - 1) > 1e-14) {
			fprintf(stderr, "default u of level %zu is %.17g\n", i,
				level_default_u(i, 5));
			failures++;
		}
	buffer_free(&b);
	splink_terms_free(&t);
	arena_free(&arena);
	return failures != 0;
}
