#include "stream/side_columns.h"

static struct text name_of(const struct side_columns *s, size_t column)
{
	return s->in->preamble.columns[column].name;
}

static bool is_own(const struct side_columns *s, size_t column)
{
	struct text name = name_of(s, column);

	return column == s->on || text_is(name, "rid") || text_is(name, "source");
}

/* Does one of the first `count` sides add a column of that name? */
static bool is_added(const struct side_columns *sides, size_t count, struct text name)
{
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < sides[i].added; j++)
			if (text_equal(name_of(&sides[i], sides[i].kept[j]), name))
				return true;
	return false;
}

static void choose_added(struct side_columns *sides, size_t index, const struct preamble *main,
			 const char *names)
{
	struct side_columns *s = &sides[index];

	for (size_t i = 0; i < s->in->preamble.column_count; i++) {
		struct text name = name_of(s, i);

		if (is_own(s, i) || preamble_find(main, name) != NO_COLUMN ||
		    (names && !text_has_part(text_of(names), ',', name)))
			continue;
		if (!is_added(sides, index, name))
			s->kept[s->added++] = i;
		else if (!names)
			fail_at(EXIT_USAGE, (struct place){.file = s->in->path}, NULL,
				"column %.*s is in an earlier side too: pick with --columns",
				(int)name.length, name.at);
	}
}

static void choose_shared(struct side_columns *s, const struct preamble *main)
{
	for (size_t i = 0; i < s->in->preamble.column_count; i++) {
		size_t at = preamble_find(main, name_of(s, i));

		if (is_own(s, i) || at == NO_COLUMN || s->in->preamble.columns[i].list ||
		    main->columns[at].list)
			continue;
		s->with[s->shared] = at;
		s->kept[s->added + s->shared++] = i;
	}
}

void side_columns_choose(struct side_columns *sides, size_t count, const struct preamble *main,
			 const char *names, struct arena *arena)
{
	struct text rest = text_of(names ? names : ""), name;

	for (size_t i = 0; i < count; i++) {
		struct side_columns *s = &sides[i];
		const struct preamble *p = &s->in->preamble;

		s->kept = ARENA_ARRAY(arena, p->column_count + 2, size_t);
		s->with = ARENA_ARRAY(arena, p->column_count, size_t);
		choose_added(sides, i, main, names);
		choose_shared(s, main);
		s->kept[s->added + s->shared] = s->on;
		s->kept[s->added + s->shared + 1] = preamble_find(p, TEXT("rid"));
	}
	while (names && text_cut(&rest, ',', &name))
		if (!is_added(sides, count, name))
			usage_fail("--columns: no side adds a column %.*s", (int)name.length,
				   name.at);
}
