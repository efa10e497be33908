/* The expression language: what it means, and what it refuses. */
#include <stdio.h>

#include "expr/expression.h"
#include "trap.h"

static int failures;

static void expect(bool right, const char *source, const char *what)
{
	if (right)
		return;
	fprintf(stderr, "%s: %s\n", source, what);
	failures++;
}

/* Columns a to d of two records; b and d are lists. */
static const char *const names[] = {"a", "b", "c", "d"};
static const bool lists[] = {false, true, false, true};

struct pair {
	const char *left[4], *right[4];
};

static void load(const struct expressions *x, const char *const *row, struct arena *arena,
		 struct values *values)
{
	struct text cells[4];
	bool is_list[4];
	for (size_t i = 0; i < x->column_count; i++) {
		for (size_t j = 0; j < 4; j++) {
			if (text_is(x->columns[i], names[j])) {
				cells[i] = text_of(row[j]);
				is_list[i] = lists[j];
			}
		}
	}
	expect(expressions_load(x, cells, is_list, arena, values), row[0], "not loaded");
}

static void check(const char *source, const struct pair *pair, bool want)
{
	struct arena arena = {0};
	struct expressions x;
	struct values left[20], right[20];
	struct measured m;
	expressions_start(&x, &arena);
	const struct condition *c = expression_condition(&x, text_of(source), (struct place){0});
	measured_start(&m, &x, &arena);
	load(&x, pair->left, &arena, left);
	load(&x, pair->right, &arena, right);
	expect(condition_holds(c, &x, &m, left, right) == want, source,
	       want ? "does not hold" : "holds");
	measured_clear(&m, &x);
	expect(condition_holds(c, &x, &m, right, left) == want, source,
	       "not the same turned round");
	expressions_free(&x);
	arena_free(&arena);
}

static void check_conditions(void)
{
	static const struct pair names_pair = {{"MARTHA", "SMITH|JONES", "", "X\\\\Y"},
					       {"MARHTA", "TAYLOR|JONES", "Z", "X\\\\Y|Q"}};
	static const struct pair dates = {{"2012-03-04", "2012-01-31", "2012-03", "bad"},
					  {"2012-04-03", "2012-03-01", "2012-04", "2012-01-01"}};
	static const struct pair postcodes = {{"LE14XX", "LE14XX|B11AA", "LE1", "W1A1AA"},
					      {"LE14YZ", "B12BB|", "", "W1B1AA"}};
	static const struct pair mail = {{"a.smith@x.org", "", "@x.org", ""},
					 {"a.smith@y.com", "", "@x.org", ""}};
	static const struct pair nicknames = {{"BILL", "ANN|TED", "JOHN", ""},
					      {"WILLIAM", "JOE|EDWARD", "JAMES", ""}};
	static const struct pair homes = {{"LE14XX", "LE52AB|LE77AA", "", ""},
					  {"B11AA", "LE14XX", "LE14YZ", ""}};
	static const struct pair literals = {{"M", "X Y|Z", "M", "M"}, {"M", "X Y", "F", ""}};
	static const struct pair babies = {{"BABY ONE", "H80120000100A", "ANN", "BABY"},
					   {"TOM", "H801200001001", "TOM", ""}};
	static const struct pair sets = {{"", "A|B|C|A", "", "A|B"}, {"", "B|C|D|B", "X", "B|A|D"}};
	static const struct pair letters = {{"duck", "duck|x", "", ""}, {"luck", "y|luck", "", ""}};
	static const struct pair numbers = {{"90", "1|2|3", "x", "1|2"},
					    {"100", "4|5|6", "7", "1|x"}};
	static const struct pair places = {
		{"52.6369", "51.5074|52.6369", "-1.1398", "-0.1278|-1.1398"},
		{"51.5074", "52.6369", "-0.1278", "-1.1398"}};
	static const struct pair swaps = {{"ANN", "LEE", "LEE", "ANN|ANNE"},
					  {"LEE", "ANNE|ANN", "ANN", "LEE"}};
	check("else", &names_pair, true);
	check("exact(a)", &names_pair, false);
	check("exact(b)", &names_pair, true);
	check("exact(d)", &names_pair, true);
	check("missing(c) and not missing(a)", &names_pair, true);
	check("exact(c)", &names_pair, false);
	check("not exact(c)", &names_pair, true);
	check("jaro_winkler(a) >= 0.96", &names_pair, true);
	check("jaro_winkler(a) >= 0.97", &names_pair, false);
	check("jaro(a) >= 0.94", &names_pair, true);
	check("jaro_winkler(c) >= 0", &names_pair, false);
	check("damerau(a) <= 1", &names_pair, true);
	check("levenshtein(a) <= 1", &names_pair, false);
	check("levenshtein(a) <= 2", &names_pair, true);
	check("levenshtein(c) <= 9", &names_pair, false);
	check("levenshtein(b) <= 0", &names_pair, true);
	check("levenshtein(a) <= 1 or levenshtein(a) <= 2", &names_pair, true);
	check("exact(substr(a,1,3))", &names_pair, true);
	check("exact(substr(a,1,4))", &names_pair, false);
	check("exact(substr(a,7,4))", &names_pair, false);
	check("exact(soundex(a))", &names_pair, true);
	check("exact(metaphone(a))", &names_pair, true);
	check("exact(a) or exact(b) and exact(c)", &names_pair, false);
	check("(exact(a) or exact(b)) and missing(c)", &names_pair, true);
	check("day_month_swapped(a)", &dates, true);
	check("day_month_swapped(b)", &dates, false);
	check("date_diff(a,'day') <= 30", &dates, true);
	check("date_diff(a,'day') <= 29", &dates, false);
	check("date_diff(a,'month') <= 1", &dates, true);
	check("date_diff(b,'month') <= 0.9", &dates, false);
	check("date_diff(b,'year') <= 1", &dates, true);
	check("date_diff(d,'year') <= 100", &dates, false);
	check("exact(year(a)) and exact(year(c))", &dates, true);
	check("exact(month(a)) or exact(month(c)) or exact(day(a))", &dates, false);
	check("exact(day(c))", &dates, false);
	check("exact(sector(a)) and not exact(sector(b))", &postcodes, true);
	check("exact(outcode(b)) and not exact(outcode(d))", &postcodes, true);
	check("exact(area(b)) and exact(area(d))", &postcodes, true);
	check("exact(username(a))", &mail, true);
	check("exact(username(c))", &mail, false);
	check("exact(nickname(a))", &nicknames, true);
	check("exact(nickname(c))", &nicknames, false);
	check("exact(nickname(b))", &nicknames, true);
	check("exact(any(a,b))", &homes, true);
	check("exact(any(a,b,c))", &homes, true);
	check("exact(any(a,c))", &homes, false);
	check("exact(sector(any(a,c)))", &homes, true);
	check("missing(any(a,c))", &homes, false);
	check("exact(a) or exact(b)", &homes, false);
	check("both(a,'M')", &literals, true);
	check("both(c,'M')", &literals, false);
	check("either(c,'M')", &literals, true);
	check("either(c,'F')", &literals, true);
	check("both(b,'X Y')", &literals, true);
	check("either(d,'M')", &literals, false);
	check("both(a,'M') and not both(a,'F')", &literals, true);
	check("placeholder(a)", &babies, true);
	check("placeholder(c)", &babies, false);
	check("placeholder(d)", &babies, false);
	check("temporary_upn(b)", &babies, true);
	check("temporary_upn(a)", &babies, false);
	check("intersect(b) >= 2", &sets, true);
	check("intersect(b) >= 3", &sets, false);
	check("subset(b)", &sets, false);
	check("subset(d)", &sets, true);
	check("subset(c)", &sets, false);
	check("intersect(c) >= 0", &sets, false);
	check("jaccard(a) >= 0.6", &letters, true);
	check("jaccard(a) >= 0.61", &letters, false);
	check("jaccard(a,2) >= 0.5", &letters, true);
	check("gram_dice(a) >= 0.66", &letters, true);
	check("gram_dice(a,3) >= 0.5", &letters, true);
	check("gram_dice(a,3) >= 0.51", &letters, false);
	check("gram_dice(b,1) >= 0.75 and jaccard(b) >= 0.6", &letters, true);
	check("cosine(b) >= 0.974631", &numbers, true);
	check("cosine(b) >= 0.974632", &numbers, false);
	check("cosine(d) >= 0", &numbers, false);
	check("difference(a) <= 10", &numbers, true);
	check("difference(a) <= 9.99", &numbers, false);
	check("percent_difference(a) < 0.1", &numbers, false);
	check("percent_difference(a) < 0.101", &numbers, true);
	check("difference(c) <= 100000", &numbers, false);
	check("distance_km(a,c) <= 144", &places, true);
	check("distance_km(a,c) <= 143", &places, false);
	check("distance_km(b,d) <= 0.001", &places, true);
	check("distance_km(a,a) <= 100000", &places, true);
	check("swapped(a,c)", &swaps, true);
	check("swapped(d,c)", &swaps, true);
	check("swapped(a,b)", &swaps, true);
	check("swapped(a,a)", &swaps, false);
}

static void check_bloom(void)
{
	static const struct pair filters = {{"/wAAAAAAAAAB", "", "", ""},
					    {"DwAAAAAAAAAB", "", "", ""}};
	check("dice(a) >= 0.71", &filters, true);
	check("dice(a) >= 0.72", &filters, false);
}

static void check_refused(const char *source, const char *want)
{
	struct arena arena = {0};
	struct expressions x;
	expressions_start(&x, &arena);
	*complaint = '\0';
	if (setjmp(failed) == 0) {
		expression_condition(&x, text_of(source), (struct place){"m.tsv", 7, "condition"});
		expect(false, source, "not refused");
	}
	expect(strncmp(complaint, "78 ", 3) == 0 && strstr(complaint, "m.tsv:7: condition: ") &&
		       strstr(complaint, want),
	       source, complaint);
	expressions_free(&x);
	arena_free(&arena);
}

static void check_mistakes(void)
{
	check_refused("", "character 1: expected a test");
	check_refused("exact(a", "character 8: expected `)`");
	check_refused("exact(a))", "character 9: expected the end of the condition");
	check_refused("exact a", "character 7: expected `(`");
	check_refused("jaro_winkler(a)", "character 16: a similarity is followed by `>=`");
	check_refused("jaro_winkler(a) <= 1", "a similarity is followed by");
	check_refused("damerau(a) >= 1", "a distance is followed by");
	check_refused("jaro_winkler(a) >= 1.5", "never be reached");
	check_refused("jaro_winkler(a) >= 0.9.2", "expected a number");
	check_refused("jaro_winkler(a) >= x", "expected a number");
	check_refused("exact(nothing(a))", "character 7: unknown function");
	check_refused("exact(substr(a))", "substr takes");
	check_refused("exact(substr(a,0,1))", "positions from 1 to 10000");
	check_refused("exact(substr(a,1,1.5))", "positions from 1 to 10000");
	check_refused("date_diff(a) <= 1", "date_diff takes");
	check_refused("date_diff(a,'week') <= 1", "date_diff takes");
	check_refused("date_diff(a,'day <= 1", "quote is not closed");
	check_refused("swapped(a)", "swapped takes two");
	check_refused("percent_difference(a) <= 0.1", "a share is followed by `<`");
	check_refused("distance_km(a) <= 1", "a latitude and a longitude");
	check_refused("both(a)", "a value and a text in quotes");
	check_refused("either(a, b)", "a value and a text in quotes");
	check_refused("jaccard(a, 4) >= 0.5", "groups of 1, 2 or 3");
	check_refused("jaccard(a, 1.5) >= 0.5", "groups of 1, 2 or 3");
	check_refused("cosine(a) >= 2", "never be reached");
	check_refused("exact(any(a))", "any takes two values");
	check_refused("exact(any(a,b)", "expected `)`");
	check_refused("exact('a')", "a column or a function");
	check_refused("exact(a) and", "expected a test");
	check_refused("exact(a) else", "expected the end");
	check_refused("EXACT(a)", "expected a test");
	char deep[700];
	memset(deep, '(', 600);
	strcpy(deep + 600, "exact(a)");
	check_refused(deep, "nested too deeply");
}

static void check_keys(void)
{
	struct arena arena = {0};
	struct expressions x;
	expressions_start(&x, &arena);
	struct block_key one = expression_key(&x, TEXT("a + substr(b,1,3)"), (struct place){0});
	struct block_key two = expression_key(&x, TEXT("substr(b,1,3)+a"), (struct place){0});
	expect(one.count == 2 && two.count == 2 && one.slots[0] == two.slots[1] &&
		       one.slots[1] == two.slots[0] && x.column_count == 2,
	       "a + substr(b,1,3)", "slots are not shared");
	const char *bad[] = {"a +", "a b", "+a", "a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		if (setjmp(failed) == 0) {
			expression_key(&x, text_of(bad[i]), (struct place){0});
			expect(false, bad[i], "not refused");
		}
	}
	expressions_free(&x);
	arena_free(&arena);
}

int main(void)
{
	error_start("expression");
	error_trap = trap;
	check_conditions();
	check_bloom();
	check_mistakes();
	check_keys();
	return failures != 0;
}
