/* The expression language: what it means, and what it refuses. */

#include "expr/comparison_function.h"
#include "test.h"
#include "trap.h"

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
	check(expressions_load(x, cells, is_list, arena, values), "%s: not loaded", row[0]);
}

/* Of each comparison function: was there a case in which it held, and one in which not? */
static bool seen[100][2];

static void note(const struct expressions *x, const struct condition *c, bool held)
{
	if (c->kind == CONDITION_TEST)
		seen[x->measurements[c->measurement].function - comparison_functions][held] = true;
}

static void holds(const char *source, const struct pair *pair, bool want)
{
	struct arena arena = {0};
	struct expressions x;
	struct values left[20], right[20];
	struct measured m;

	expressions_start(&x, &arena);
	const struct condition *c = expression_condition(&x, text_of(source), (struct place){0});
	note(&x, c, want);
	measured_start(&m, &x, &arena);
	load(&x, pair->left, &arena, left);
	load(&x, pair->right, &arena, right);
	check(condition_holds(c, &x, &m, left, right) == want, "%s: %s", source,
	      want ? "does not hold" : "holds");
	measured_clear(&m, &x);
	check(condition_holds(c, &x, &m, right, left) == want, "%s: not the same turned round",
	      source);
	expressions_free(&x);
	arena_free(&arena);
}

static void test_conditions(void)
{
	static const struct pair names_pair = {{"MARTHA", "SMITH|JONES", "", "X\\\\Y"},
					       {"MARHTA", "TAYLOR|JONES", "Z", "X\\\\Y|Q"}};
	static const struct pair twins = {{"DUCK", "A|B", "A|BB", ""}, {"DUSK", "A|B", "BB|A", ""}};
	static const struct pair dates = {{"2012-03-04", "2012-01-31", "2012-03", "bad"},
					  {"2012-04-03", "2012-03-01", "2012-04", "2012-01-01"}};
	static const struct pair postcodes = {{"LE14XX", "LE14XX|B11AA", "LE1", "W1A1AA"},
					      {"LE14YZ", "B12BB|", "", "W1B1AA"}};
	static const struct pair mail = {{"a.smith@x.org", "", "@x.org", ""},
					 {"a.smith@y.com", "", "@x.org", ""}};
	static const struct pair nicknames = {{"BILL", "ANN|TED", "JOHN", ""},
					      {"WILLIAM", "JOE|EDWARD", "JAMES", ""}};
	static const struct pair sexes = {{"U", "U|F", "X", "M"}, {"U", "F|X", "M", "M"}};
	static const struct pair homes = {{"LE14XX", "LE52AB|LE77AA", "", ""},
					  {"B11AA", "LE14XX", "LE14YZ", ""}};
	static const struct pair literals = {{"M", "X Y|Z", "M", "M"}, {"M", "X Y", "F", ""}};
	static const struct pair babies = {{"BABY ONE", "H80120000100A", "ANN", "BABY"},
					   {"TOM", "H801200001001", "TOM", ""}};
	static const struct pair sets = {{"", "A|B|C|A", "", "A|B"}, {"", "B|C|D|B", "X", "B|A|D"}};
	static const struct pair letters = {{"duck", "duck|x", "", ""}, {"luck", "y|luck", "", ""}};
	static const struct pair numbers = {{"90", "1|2|3", "x", "1|2"},
					    {"100", "4|5|6", "7", "1|x"}};
	static const struct pair zeros = {{"", "0|0", "", ""}, {"", "1|2", "", ""}};
	static const struct pair places = {
		{"52.6369", "51.5074|52.6369", "-1.1398", "-0.1278|-1.1398"},
		{"51.5074", "52.6369", "-0.1278", "-1.1398"}};
	static const struct pair baby = {{"BABY", "ANN", "bad", "X"},
					 {"", "ANN", "2012-01-01", ""}};
	static const struct pair swaps = {{"ANN", "LEE", "LEE", "ANN|ANNE"},
					  {"LEE", "ANNE|ANN", "ANN", "LEE"}};

	/* What is known of BABY and a missing name: SQL's three truths. */
	holds("either(a, 'BABY')", &baby, true);
	holds("not either(a, 'BABY')", &baby, false);
	holds("either(a, 'TOM')", &baby, false);
	holds("not either(a, 'TOM')", &baby, false);
	holds("both(a, 'BABY')", &baby, false);
	holds("not both(a, 'BABY')", &baby, false);
	holds("not both(a, 'TOM')", &baby, true);
	holds("placeholder(a)", &baby, true);
	holds("not temporary_upn(a)", &baby, false);
	holds("exact(a) or not exact(a)", &baby, false);
	holds("exact(a) or exact(b)", &baby, true);
	holds("not (exact(a) or exact(b))", &baby, false);
	holds("not (exact(a) and not exact(b))", &baby, true);
	holds("not (exact(a) and exact(b))", &baby, false);
	holds("not (not levenshtein(a) <= 1)", &baby, false);
	holds("not swapped(a, b)", &baby, true);
	holds("not swapped(a, d)", &baby, false);
	holds("not date_diff(c, 'day') <= 1", &baby, false);
	holds("not day_month_swapped(c)", &baby, false);
	holds("not difference(a) <= 1", &baby, false);
	holds("not subset(a)", &baby, false);
	holds("not intersect(a) >= 1", &baby, false);
	holds("not identical(a)", &baby, false);
	holds("not missing(a)", &baby, false);
	holds("not both_missing(a)", &baby, true);
	holds("else", &names_pair, true);
	holds("exact(a)", &names_pair, false);
	holds("exact(b)", &names_pair, true);
	holds("exact(d)", &names_pair, true);
	holds("missing(c) and not missing(a)", &names_pair, true);
	holds("missing(c)", &names_pair, true);
	holds("both_missing(a)", &names_pair, false);
	holds("identical(b)", &names_pair, false);
	holds("identical(b)", &twins, true);
	holds("identical(c)", &twins, false);
	holds("identical(d)", &twins, false);
	holds("exact(element(b, 2)) and not exact(element(c, 1))", &twins, true);
	holds("exact(element(b, 3))", &twins, false);
	holds("hamming(a) <= 1", &twins, true);
	holds("hamming(a) <= 0", &twins, false);
	holds("hamming(a) <= 9", &babies, false);
	holds("exact(concat(a, 'x', b))", &names_pair, false);
	holds("exact(concat('x', b, ' '))", &names_pair, true);
	holds("exact(concat(b, c))", &names_pair, false);
	holds("levenshtein(concat(a, a)) <= 2", &twins, true);
	holds("exact(extract(a, '^D'))", &twins, true);
	holds("exact(extract(a, '^L'))", &twins, false);
	holds("both_missing(a)", &zeros, true);
	holds("exact(c)", &names_pair, false);
	holds("not exact(c)", &names_pair, false);
	holds("jaro_winkler(a) >= 0.96", &names_pair, true);
	holds("jaro_winkler(a) >= 0.97", &names_pair, false);
	holds("jaro(a) >= 0.94", &names_pair, true);
	holds("jaro(a) >= 0.95", &names_pair, false);
	holds("jaro_winkler(c) >= 0", &names_pair, false);
	holds("damerau(a) <= 0", &names_pair, false);
	holds("damerau(a) <= 1", &names_pair, true);
	holds("levenshtein(a) <= 1", &names_pair, false);
	holds("levenshtein(a) <= 2", &names_pair, true);
	holds("levenshtein(c) <= 9", &names_pair, false);
	holds("levenshtein(b) <= 0", &names_pair, true);
	holds("levenshtein(a) <= 1 or levenshtein(a) <= 2", &names_pair, true);
	holds("exact(substr(a,1,3))", &names_pair, true);
	holds("exact(substr(a,1,4))", &names_pair, false);
	holds("exact(substr(a,7,4))", &names_pair, false);
	holds("exact(soundex(a))", &names_pair, true);
	holds("exact(metaphone(a))", &names_pair, true);
	holds("exact(a) or exact(b) and exact(c)", &names_pair, false);
	holds("(exact(a) or exact(b)) and missing(c)", &names_pair, true);
	holds("day_month_swapped(a)", &dates, true);
	holds("day_month_swapped(b)", &dates, false);
	holds("date_diff(a,'day') <= 30", &dates, true);
	holds("date_diff(a,'day') <= 29", &dates, false);
	holds("date_diff(a,'month') <= 1", &dates, true);
	holds("date_diff(b,'month') <= 0.9", &dates, false);
	holds("date_diff(b,'year') <= 1", &dates, true);
	holds("date_diff(d,'year') <= 100", &dates, false);
	holds("exact(year(a)) and exact(year(c))", &dates, true);
	holds("exact(month(a)) or exact(month(c)) or exact(day(a))", &dates, false);
	holds("exact(day(c))", &dates, false);
	holds("exact(sector(a)) and not exact(sector(b))", &postcodes, true);
	holds("exact(outcode(b)) and not exact(outcode(d))", &postcodes, true);
	holds("exact(area(b)) and exact(area(d))", &postcodes, true);
	holds("exact(username(a))", &mail, true);
	holds("exact(username(c))", &mail, false);
	holds("exact(nickname(a))", &nicknames, true);
	holds("exact(nickname(c))", &nicknames, false);
	holds("exact(nickname(b))", &nicknames, true);
	holds("exact(known(a))", &sexes, false);
	holds("missing(known(a))", &sexes, true);
	holds("exact(known(b))", &sexes, true);
	holds("missing(known(c))", &sexes, true);
	holds("exact(known(d)) and not missing(known(d))", &sexes, true);
	holds("exact(any(a,b))", &homes, true);
	holds("exact(any(a,b,c))", &homes, true);
	holds("exact(any(a,c))", &homes, false);
	holds("exact(sector(any(a,c)))", &homes, true);
	holds("missing(any(a,c))", &homes, false);
	holds("exact(a) or exact(b)", &homes, false);
	holds("both(a,'M')", &literals, true);
	holds("both(c,'M')", &literals, false);
	holds("either(c,'M')", &literals, true);
	holds("either(c,'F')", &literals, true);
	holds("both(b,'X Y')", &literals, true);
	holds("either(d,'M')", &literals, true);
	holds("both(a,'M') and not both(a,'F')", &literals, true);
	holds("placeholder(a)", &babies, true);
	holds("placeholder(c)", &babies, false);
	holds("placeholder(d)", &babies, true);
	holds("temporary_upn(b)", &babies, true);
	holds("temporary_upn(a)", &babies, false);
	holds("intersect(b) >= 2", &sets, true);
	holds("intersect(b) >= 3", &sets, false);
	holds("subset(b)", &sets, false);
	holds("subset(d)", &sets, true);
	holds("subset(c)", &sets, false);
	holds("intersect(c) >= 0", &sets, false);
	holds("jaccard(a) >= 0.6", &letters, true);
	holds("jaccard(a) >= 0.61", &letters, false);
	holds("jaccard(a,2) >= 0.5", &letters, true);
	holds("gram_dice(a) >= 0.66", &letters, true);
	holds("gram_dice(a,3) >= 0.5", &letters, true);
	holds("gram_dice(a,3) >= 0.51", &letters, false);
	holds("gram_dice(b,1) >= 0.75 and jaccard(b) >= 0.6", &letters, true);
	holds("cosine(b) >= 0.974631", &numbers, true);
	holds("cosine(b) >= 0.974632", &numbers, false);
	holds("cosine(d) >= 0", &numbers, false);
	holds("cosine(b) >= 0", &zeros, true);
	holds("cosine(b) >= 0.01", &zeros, false);
	holds("difference(a) <= 10", &numbers, true);
	holds("difference(a) <= 9.99", &numbers, false);
	holds("percent_difference(a) < 0.1", &numbers, false);
	holds("percent_difference(a) < 0.101", &numbers, true);
	holds("difference(c) <= 100000", &numbers, false);
	holds("distance_km(a,c) <= 144", &places, true);
	holds("distance_km(a,c) <= 143", &places, false);
	holds("distance_km(b,d) <= 0.001", &places, true);
	holds("distance_km(a,a) <= 100000", &places, true);
	holds("swapped(a,c)", &swaps, true);
	holds("swapped(d,c)", &swaps, true);
	holds("swapped(a,b)", &swaps, true);
	holds("swapped(a,a)", &swaps, false);
}

#define SET                                                                                        \
	"AAAAAQAAAAIAAAADAAAABAAAAAUAAAAGAAAABwAAAAgAAAAJAAAACgAAAAsAAAAMAAAADQAAAA4AAAAPAAAAEAAA" \
	"ABEAAAASAAAAEwAAABQAAAAV"
/* 20 of its tokens, the last another. */
#define ALIKE                                                                                      \
	"AAAAAQAAAAIAAAADAAAABAAAAAUAAAAGAAAABwAAAAgAAAAJAAAACgAAAAsAAAAMAAAADQAAAA4AAAAPAAAAEAAA" \
	"ABEAAAASAAAAEwAAABQAAAAW"

static void test_variants(void)
{
	static const struct pair sets = {{SET, SET, "", ""}, {SET, ALIKE, SET, ""}};

	holds("shared(a) >= 21", &sets, true);
	holds("shared(b) >= 20", &sets, true);
	holds("shared(b) >= 21", &sets, false);
	holds("shared(c) >= 0", &sets, false);
	holds("exact(a) and not exact(b)", &sets, true);
}

static void test_bloom(void)
{
	static const struct pair filters = {{"/wAAAAAAAAAB", "", "", ""},
					    {"DwAAAAAAAAAB", "", "", ""}};

	holds("dice(a) >= 0.71", &filters, true);
	holds("dice(a) >= 0.72", &filters, false);
}

static void refused(const char *source, const char *want)
{
	struct arena arena = {0};
	struct expressions x;

	expressions_start(&x, &arena);
	*complaint = '\0';
	if (setjmp(failed) == 0)
		expression_condition(&x, text_of(source), (struct place){"m.tsv", 7, "condition"});
	check(text_starts(text_of(complaint), "78 ") && strstr(complaint, "m.tsv:7: condition: "),
	      "%s: %s", source, complaint);
	check(strstr(complaint, want), "%s: %s", source, complaint);
	expressions_free(&x);
	arena_free(&arena);
}

/* Every row of the table is whole, and the cases above have it hold and not hold. */
static void test_rows(void)
{
	check(comparison_function_count <= sizeof seen / sizeof *seen, "room for every row");
	for (size_t i = 0; i < comparison_function_count; i++) {
		const struct comparison_function *f = &comparison_functions[i];
		bool by_itself = f->holds == HOLDS_BY_ITSELF;

		check(f->name && *f->name, "row %zu", i);
		for (size_t j = 0; j < i; j++)
			check(strcmp(f->name, comparison_functions[j].name) != 0, "%s", f->name);
		check(!!f->of_pair + !!f->of_cells + !!f->cells_hold == 1, "%s", f->name);
		check(by_itself || !f->cells_hold, "%s", f->name);
		check(f->cells_hold || !f->cells_unknown, "%s", f->name);
		check(by_itself ? f->ceiling <= 0 : f->ceiling > 0, "%s", f->name);
		check(!f->expected == (f->operands != OPERANDS_TWO), "%s", f->name);
		check(!f->grams == (f->operands != OPERANDS_GRAMS), "%s", f->name);
		check(seen[i][true], "%s: no case in which it holds", f->name);
		check(seen[i][false], "%s: no case in which it does not hold", f->name);
	}
}

static void test_mistakes(void)
{
	refused("", "character 1: expected a test");
	refused("exact(a", "character 8: expected `)`");
	refused("exact(a))", "character 9: expected the end of the condition");
	refused("exact(concat(a))", "concat takes two or more, one of them a value");
	refused("exact(concat('a', 'b'))", "concat takes two or more, one of them a value");
	refused("exact(extract(a, 'b|c'))", "this pattern has what extract does not know");
	refused("exact(extract(a))", "extract takes a value and a pattern in quotes");
	refused("exact(element(a, 0))", "positions from 1 to 10000");
	refused("exact a", "character 7: expected `(`");
	refused("jaro_winkler(a)", "character 16: a similarity is followed by `>=`");
	refused("jaro_winkler(a) <= 1", "a similarity is followed by");
	refused("damerau(a) >= 1", "a distance is followed by");
	refused("jaro_winkler(a) >= 1.5", "never be reached");
	refused("jaro_winkler(a) >= 0.9.2", "expected a number");
	refused("jaro_winkler(a) >= x", "expected a number");
	refused("exact(nothing(a))", "character 7: unknown function");
	refused("exact(substr(a))", "substr takes");
	refused("exact(substr(a,0,1))", "positions from 1 to 10000");
	refused("exact(substr(a,1,1.5))", "positions from 1 to 10000");
	refused("date_diff(a) <= 1", "date_diff takes");
	refused("date_diff(a,'week') <= 1", "date_diff takes");
	refused("date_diff(a,'day <= 1", "quote is not closed");
	refused("swapped(a)", "swapped takes two");
	refused("percent_difference(a) <= 0.1", "a share is followed by `<`");
	refused("distance_km(a) <= 1", "a latitude and a longitude");
	refused("both(a)", "a value and a text in quotes");
	refused("either(a, b)", "a value and a text in quotes");
	refused("jaccard(a, 4) >= 0.5", "groups of 1, 2 or 3");
	refused("jaccard(a, 1.5) >= 0.5", "groups of 1, 2 or 3");
	refused("cosine(a) >= 2", "never be reached");
	refused("exact(any(a))", "any takes two values");
	refused("exact(any(a,b)", "expected `)`");
	refused("exact('a')", "a column or a function");
	refused("exact(a) and", "expected a test");
	refused("exact(a) else", "expected the end");
	refused("EXACT(a)", "expected a test");
	char deep[700];
	memset(deep, '(', 600);
	strcpy(deep + 600, "exact(a)");
	refused(deep, "nested too deeply");
}

static void test_keys(void)
{
	struct arena arena = {0};
	struct expressions x;

	expressions_start(&x, &arena);
	struct block_key one = expression_key(&x, TEXT("a + substr(b,1,3)"), (struct place){0});
	struct block_key two = expression_key(&x, TEXT("substr(b,1,3)+a"), (struct place){0});
	check(one.count == 2 && two.count == 2 && one.slots[0] == two.slots[1] &&
		      one.slots[1] == two.slots[0] && x.column_count == 2,
	      "%s: slots are not shared", "a + substr(b,1,3)");
	const char *bad[] = {"a +", "a b", "+a", "a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		*complaint = '\0';
		if (setjmp(failed) == 0)
			expression_key(&x, text_of(bad[i]), (struct place){0});
		check(text_starts(text_of(complaint), "78 "), "%s: %s", bad[i], complaint);
	}
	expressions_free(&x);
	arena_free(&arena);
}

int main(void)
{
	error_start("expression");
	error_trap = trap;
	test_conditions();
	test_bloom();
	test_variants();
	test_rows();
	test_mistakes();
	test_keys();
	return 0;
}
