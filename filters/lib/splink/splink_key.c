#include "splink/splink_terms_internal.h"

/* The parts of `exact(v)`, or of `swapped(v, w)` in the order asked for. */
static bool part_add(struct buffer *b, struct text test, bool exchanged)
{
	size_t comma = 8, depth = 0;

	if (text_starts(test, "exact(")) {
		buffer_add(b, test.at + 6, test.length - 7);
		return true;
	}
	if (!text_starts(test, "swapped("))
		return false;
	for (; test.at[comma] != ',' || depth; comma++)
		depth += (test.at[comma] == '(') - (size_t)(test.at[comma] == ')');
	struct text v = {test.at + 8, comma - 8};
	struct text w = {test.at + comma + 2, test.length - comma - 3};
	buffer_text_add(b, exchanged ? w : v);
	buffer_string(b, " + ");
	buffer_text_add(b, exchanged ? v : w);
	return true;
}

struct text splink_key(struct splink_terms *t, struct text sql, struct place place,
		       struct text *other)
{
	const struct sql *items[SPLINK_ITEMS + 1];
	struct buffer keys[2] = {{0}, {0}};

	t->place = place;
	const struct sql *n = sql_parse(t->arena, sql, place, (struct sql_options){.sided = true});
	size_t count = splink_conjuncts(t, n, items, SPLINK_ITEMS + 1);
	for (size_t i = 0; i < 2 * count; i++) {
		struct text test;
		struct buffer *b = &keys[i % 2];
		buffer_string(b, b->length ? " + " : "");
		if (!splink_truth(t, items[i / 2], &test) || !part_add(b, test, i % 2)) {
			buffer_free(&keys[0]);
			buffer_free(&keys[1]);
			splink_refuse(t, items[i / 2], true);
		}
	}
	struct text key = text_copy(t->arena, buffer_text(&keys[0]));
	*other = text_copy(t->arena, buffer_text(&keys[1]));
	if (text_equal(key, *other))
		*other = TEXT_NONE;
	buffer_free(&keys[0]);
	buffer_free(&keys[1]);
	if (count > (other->length ? 8 : 16)) /* KEY_PARTS, were all crossed */
		splink_refuse(t, n, true);
	return key;
}
