/* --expect: which sources are meant, and who is linked as expected. */

#include "evaluate/expectation.h"
#include "test.h"
#include "trap.h"

/* cin:1 and school:1 are person 0, cin:2 is person 1, school:2 and school:3 person 2. */
static const char *const rids[] = {"cin:1", "school:1", "cin:2", "school:2", "school:3"};
static const uint32_t person[] = {0, 0, 1, 2, 2};
enum { COUNT = 5, PERSONS = 3 };

static struct universe universe_of(bool one_source)
{
	struct universe u = {0};
	bool fresh;

	for (size_t i = 0; i < COUNT; i++) {
		bool cin = !one_source && rids[i][0] == 'c';
		struct text source = cin ? TEXT("cin") : TEXT("school");
		roster_add(&u.rids, text_of(rids[i]), &fresh);
		uint64_t *number = map_add(&u.sources, source, &fresh);
		if (fresh)
			*number = u.sources.count - 1;
		memory_need(&u.source, &u.source_capacity, i + 1, sizeof *u.source);
		u.source[i] = (uint16_t)*number;
	}
	return u;
}

static void linked(const struct expectation *e, const struct universe *u, const char *expected)
{
	bool is[COUNT];

	expectation_linked(e, u, person, PERSONS, is);
	for (size_t i = 0; i < COUNT; i++)
		check(is[i] == (expected[i] == '1'), "%s of %s", rids[i], expected);
}

static void refused(const char *given, const struct preamble *p, const struct universe *u,
		    const char *expected)
{
	struct string_list list = {.at = &given, .count = 1};
	struct expectation_list out = {0};

	error_trap = trap;
	if (!setjmp(failed)) {
		expectations_parse(&out, &list, p, u);
		check(false, "%s is taken", given);
	}
	error_trap = NULL;
	check_text(text_of(complaint), text_of(expected), "%s", given);
	memory_free(out.at);
}

int main(void)
{
	struct universe u = universe_of(false), one = universe_of(true);
	struct source care = {.id = TEXT("care")};
	struct preamble p = {.sources = &care, .source_count = 1};
	const char *given[] = {"cin:school", "school:cin", "cin:care"};
	struct string_list list = {.at = given, .count = 3};
	struct expectation_list expected = {0};

	error_start("unit");
	expectations_parse(&expected, &list, &p, &u);
	check_number(expected.count, 3, "as many as given");
	check_text(expected.at[2].b_name, TEXT("care"), "the name as given");
	check_number(expected.at[2].b, NO_SOURCE, "a source that nobody is of");
	linked(&expected.at[0], &u, "11011");
	linked(&expected.at[1], &u, "11100");
	linked(&expected.at[2], &u, "00000");
	list.count = 0;
	expectations_parse(&expected, &list, &p, &u);
	check_number(expected.count, 1, "one for all");
	linked(&expected.at[0], &u, "11000");
	linked(&expected.at[0], &one, "11011");
	refused("cin", &p, &u, "2 --expect: not SOURCE:SOURCE: cin; try unit --help");
	refused("cin:cin", &p, &u, "2 --expect: not SOURCE:SOURCE: cin:cin; try unit --help");
	refused("cin:x", &p, &u, "2 --expect: no identity is of source x; try unit --help");
	memory_free(expected.at);
	universe_free(&one);
	universe_free(&u);
	return 0;
}
