#include "stream/types.h"

#define BIT(role) (1u << (role))

static const struct type {
	const char *name;
	enum role least;
	bool groups;
} types[] = {
#define TYPE(name, role, groups) {#name, ROLE_##role, groups},
	TYPES(TYPE)
#undef TYPE
};

static const struct type *type_find(struct text name)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (text_is(name, types[i].name))
			return &types[i];
	return NULL;
}

/* The roles that protect at least as well. */
static unsigned stricter(enum role least)
{
	unsigned strict = BIT(ROLE_ENTITY) | BIT(ROLE_DIRECT);

	switch (least) {
	case ROLE_DIRECT:
		return BIT(ROLE_DIRECT);
	case ROLE_LINK:
		return BIT(ROLE_LINK);
	case ROLE_KEY: /* the ledger of persons has ids of all kinds in one column */
		return BIT(ROLE_KEY) | strict;
	case ROLE_ENTITY:
		return strict;
	case ROLE_QUASI:
		return BIT(ROLE_QUASI) | strict;
	case ROLE_SENSITIVE:
		return BIT(ROLE_SENSITIVE) | BIT(ROLE_QUASI) | strict;
	case ROLE_PLAIN:
	case ROLE_DIMENSION:
	case ROLE_MEASURE:
		break;
	}
	return ~0u;
}

static bool is_of_birth(const struct column *c)
{
	static const char *const dates[] = {"date", "datetime", "month", "year"};
	struct text rest = c->name, word;
	bool dated = false;

	for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
		dated |= text_is(c->type, dates[i]);
	while (dated && text_cut(&rest, '_', &word))
		if (text_is(word, "dob") || text_is(word, "birth") || text_is(word, "born"))
			return true;
	return false;
}

static enum role least_role(const struct column *c)
{
	const struct type *type = type_find(c->type);

	if (is_of_birth(c))
		return ROLE_QUASI;
	return type ? type->least : ROLE_PLAIN;
}

bool column_allowed(const struct column *c, enum level level, struct buffer *why)
{
	bool table = level >= LEVEL_AGGREGATE;
	const struct type *type = type_find(c->type);
	size_t before = why->length;

	if (table != (c->role == ROLE_DIMENSION || c->role == ROLE_MEASURE) ||
	    (level == LEVEL_PSEUDONYMISED && c->role == ROLE_DIRECT)) {
		buffer_string(why, "what is ");
		buffer_string(why, level_name(level));
		buffer_string(why, " may not have a column of role ");
		buffer_string(why, role_name(c->role));
	} else if (table && c->role == ROLE_DIMENSION && !(type && type->groups)) {
		buffer_string(why, "a column of type ");
		buffer_text_add(why, c->type);
		buffer_string(why, " may not be a dimension");
	} else if (!table && !(stricter(least_role(c)) >> c->role & 1)) {
		buffer_string(why, "a column of type ");
		buffer_text_add(why, c->type);
		buffer_string(why, is_of_birth(c) ? ", a birth date," : "");
		buffer_string(why, " must have the role ");
		buffer_string(why, role_name(least_role(c)));
		buffer_string(why, ", not ");
		buffer_string(why, role_name(c->role));
	}
	return why->length == before;
}

void column_check(const struct column *column, enum level level, enum exit_code status,
		  struct place place)
{
	struct buffer why = {0}, name = {0};

	if (column_allowed(column, level, &why)) {
		buffer_free(&why);
		return;
	}
	buffer_text_add(&name, column->name);
	buffer_byte(&name, 0);
	place.column = name.at;
	fail_at(status, place, "role", "%.*s", (int)why.length, why.at);
}

bool column_groups(const struct column *c)
{
	const struct type *type = type_find(c->type);
	unsigned who = BIT(ROLE_KEY) | BIT(ROLE_ENTITY) | BIT(ROLE_DIRECT) | BIT(ROLE_LINK);
	bool exact = text_is(c->type, "month") || text_is(c->type, "integer");

	return type && type->groups && !(who >> c->role & 1) && !(exact && c->role == ROLE_QUASI);
}

bool value_is_known(struct text type, struct text value)
{
	static const char *const closed[] = {"sex", "stated_gender", "boolean", "flag"};

	for (size_t i = 0; i < sizeof closed / sizeof *closed; i++)
		if (text_is(type, closed[i]))
			return value.length == 1;
	return false;
}
