#include "identity/linkage.h"

#include "stream/columns.h"

bool linkage_role(enum role role)
{
	return role == ROLE_ENTITY || role == ROLE_DIRECT || role == ROLE_QUASI;
}

static bool type_has_history(struct text type)
{
	static const char *const types[] = {"name", "postcode", "upn", "nhs_number", "uln"};

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (text_is(type, types[i]))
			return true;
	return false;
}

static void linkage_add(struct linkages *all, struct arena *arena, struct column declared,
			const size_t *parts, size_t count)
{
	struct linkage *l = &all->at[all->count];

	l->declared = declared;
	l->parts = ARENA_ARRAY(arena, count, size_t);
	memcpy(l->parts, parts, count * sizeof(*parts));
	l->part_count = count;
	if (count > 1 || type_has_history(declared.type))
		l->declared.list = true;
	all->lists[all->count++] = l->declared.list;
}

/* A column that an option takes; none may be taken twice. */
static size_t column_take(const struct preamble *input, struct text name, const char *option,
			  bool *taken)
{
	size_t i = columns_named(input, name, option);
	enum role role = input->columns[i].role;

	if (!linkage_role(role))
		fail(EXIT_POLICY, "--%s: %.*s has the role %s", option, (int)name.length, name.at,
		     role_name(role));
	if (taken[i])
		usage_fail("--%s: %.*s is used twice", option, (int)name.length, name.at);
	taken[i] = true;
	return i;
}

static void merge_read(struct linkages *all, struct arena *arena, const struct preamble *input,
		       const char *option, bool *taken)
{
	struct text rest = text_of(option), name, part;
	size_t *parts = ARENA_ARRAY(arena, input->column_count, size_t);
	size_t count = 0;

	text_cut(&rest, '=', &name);
	if (!rest.at || !name_valid(name))
		usage_fail("--merge: not NEW=A+B...: %s", option);
	struct column declared = {0};
	while (text_cut(&rest, '+', &part)) {
		size_t i = column_take(input, part, "merge", taken);
		const struct column *c = &input->columns[i];
		if (c->role == ROLE_ENTITY)
			fail(EXIT_POLICY, "--merge: %.*s has the role entity", (int)part.length,
			     part.at);
		if (count && !text_equal(c->type, declared.type))
			usage_fail("--merge: %.*s is of another type than the first",
				   (int)part.length, part.at);
		enum role role = count && declared.role < c->role ? declared.role : c->role;
		if (!count)
			declared = *c;
		declared.role = role;
		parts[count++] = i;
	}
	declared.name = name;
	linkage_add(all, arena, declared, parts, count);
}

void linkages_read(struct linkages *all, struct arena *arena, const struct preamble *input,
		   const char *columns, const struct string_list *merges)
{
	size_t most = input->column_count + merges->count;
	bool *taken = ARENA_ARRAY(arena, most, bool);

	all->count = 0;
	all->at = ARENA_ARRAY(arena, most, struct linkage);
	all->lists = ARENA_ARRAY(arena, most, bool);
	for (size_t i = 0; i < merges->count; i++)
		merge_read(all, arena, input, merges->at[i], taken);
	struct text rest = columns ? text_of(columns) : (struct text){0}, name;
	while (text_cut(&rest, ',', &name)) {
		size_t i = column_take(input, name, "columns", taken);
		linkage_add(all, arena, input->columns[i], &i, 1);
	}
	for (size_t i = 0; !columns && i < input->column_count; i++)
		if (linkage_role(input->columns[i].role) && !taken[i])
			linkage_add(all, arena, input->columns[i], &i, 1);
	if (!all->count)
		usage_fail("the input has no column to link by");
}
