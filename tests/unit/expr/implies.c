/* condition_implies(): which levels are never reached. */

#include "expr/expression.h"
#include "test.h"

static const struct {
	const char *later, *earlier;
	bool implies;
} cases[] = {
	{"exact(a)", "exact(a)", true},
	{"exact(a)", "exact(b)", false},
	{"jaro_winkler(a) >= 0.95", "jaro_winkler(a) >= 0.9", true},
	{"jaro_winkler(a) >= 0.9", "jaro_winkler(a) >= 0.95", false},
	{"damerau(a) <= 1", "damerau(a) <= 2", true},
	{"damerau(a) <= 2", "damerau(a) <= 1", false},
	{"damerau(a) <= 1", "levenshtein(a) <= 2", false},
	{"exact(a)", "jaro(a) >= 0.9", true},
	{"exact(a)", "levenshtein(a) <= 1", true},
	{"exact(a)", "date_diff(a,'year') <= 1", false},
	{"exact(substr(a,1,3))", "exact(a)", false},
	{"exact(a) and exact(b)", "exact(a)", true},
	{"exact(a)", "exact(a) and exact(b)", false},
	{"exact(a) and exact(b)", "exact(b) and exact(a)", true},
	{"exact(a)", "exact(a) or exact(b)", true},
	{"exact(a) or exact(b)", "exact(a)", false},
	{"exact(a) or exact(b)", "exact(b) or exact(a)", true},
	{"not exact(a)", "not exact(a)", true},
	{"not jaro(a) >= 0.8", "not jaro(a) >= 0.9", true},
	{"not jaro(a) >= 0.9", "not jaro(a) >= 0.8", false},
	{"missing(a)", "missing(a) or missing(b)", true},
	{"exact(a)", "else", true},
	{"else", "exact(a)", false},
};

int main(void)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena arena = {0};
		struct expressions x;
		struct place place = {.file = "test"};
		expressions_start(&x, &arena);
		const struct condition *later =
			expression_condition(&x, text_of(cases[i].later), place);
		const struct condition *earlier =
			expression_condition(&x, text_of(cases[i].earlier), place);
		check_number(condition_implies(&x, later, earlier), cases[i].implies, "%s after %s",
			     cases[i].later, cases[i].earlier);
		expressions_free(&x);
		arena_free(&arena);
	}
	return 0;
}
