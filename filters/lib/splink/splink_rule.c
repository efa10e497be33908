#include "expr/expression.h"
#include "splink/splink_terms_internal.h"

/* The parts of a key that a test is, in the order asked for; how many. None for a
 * test that no key can make. */
static size_t parts_add(struct buffer *b, struct text test, bool exchanged)
{
	size_t comma = 8, depth = 0;
	const char *plus = b->length ? " + " : "";

	bool exact = text_starts(test, "exact(");

	if (exact || text_starts(test, "identical(")) {
		size_t before = exact ? 6 : 10;
		buffer_string(b, plus);
		buffer_add(b, test.at + before, test.length - before - 1);
		return 1;
	}
	if (!text_starts(test, "swapped("))
		return 0;
	for (; test.at[comma] != ',' || depth; comma++)
		depth += (test.at[comma] == '(') - (size_t)(test.at[comma] == ')');
	struct text v = {test.at + 8, comma - 8};
	struct text w = {test.at + comma + 2, test.length - comma - 3};
	buffer_string(b, plus);
	buffer_text_add(b, exchanged ? w : v);
	buffer_string(b, " + ");
	buffer_text_add(b, exchanged ? v : w);
	return 2;
}

/* Is it a whole test without `and`, `or` and `not` outside of it? */
static bool alone(struct text test)
{
	size_t depth = 0;

	for (size_t i = 0; i < test.length; i++) {
		depth += (test.at[i] == '(') - (size_t)(test.at[i] == ')');
		if (!depth && test.at[i] == ')')
			return i + 1 == test.length;
		if (test.at[i] == '\'')
			return false;
	}
	return false;
}

/* One of the alternatives of a rule. */
static struct splink_way way_of(struct splink_terms *t, const struct sql *n)
{
	struct splink_way way = {.condition = splink_translated(t, n)};
	struct text tests[SPLINK_ITEMS];
	struct buffer keys[2] = {{0}, {0}};
	size_t count = splink_tests(t, n, tests, SPLINK_ITEMS), parts = 0;

	for (size_t i = 0; i < count; i++) {
		size_t added = 0;
		if (parts + 2 <= KEY_PARTS && alone(tests[i]))
			for (int exchanged = 0; exchanged < 2; exchanged++)
				added = parts_add(&keys[exchanged], tests[i], exchanged != 0);
		parts += added;
		/* Those who agree uncrossed meet too, and those who share an element of a list. */
		way.filtered = way.filtered || !added || !text_starts(tests[i], "exact(");
	}
	way.keys[0] = text_copy(t->arena, parts ? buffer_text(&keys[0]) : TEXT("everyone()"));
	if (!text_equal(buffer_text(&keys[0]), buffer_text(&keys[1])))
		way.keys[1] = text_copy(t->arena, buffer_text(&keys[1]));
	buffer_free(&keys[0]);
	buffer_free(&keys[1]);
	return way;
}

size_t splink_rule(struct splink_terms *t, struct text sql, struct place place,
		   struct splink_way *ways)
{
	const struct sql *items[SPLINK_ITEMS];

	t->place = place;
	const struct sql *n = sql_parse(t->arena, sql, place, (struct sql_options){.sided = true});
	size_t count = splink_alternatives(t, n, items, SPLINK_WAYS + 1);
	if (count > SPLINK_WAYS)
		fail_at(EXIT_CONFIG, place, NULL, "more than %d alternatives", SPLINK_WAYS);
	for (size_t i = 0; i < count; i++)
		ways[i] = way_of(t, items[i]);
	return count;
}
