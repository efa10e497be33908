#include "pseudo/general.h"

#include "stream/columns.h"

const struct general generals[] = {{"keep", TREATMENT_KEEP, "", NULL},
				   {"month", TREATMENT_MONTH, "_month", "month"},
				   {"year", TREATMENT_YEAR, "_year", "year"},
				   {"sector", TREATMENT_SECTOR, "_sector", "sector"},
				   {"district", TREATMENT_DISTRICT, "_district", "outcode"}};

_Static_assert(sizeof generals / sizeof *generals == GENERALS, "counted in the header");

/* Types of which no value is close to naming a person by itself. */
static bool type_keeps(struct text type)
{
	static const char *const types[] = {"sex",     "ethnicity", "code",   "integer",
					    "decimal", "boolean",   "flag",   "month",
					    "year",    "outcode",   "sector", "stated_gender"};

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (text_is(type, types[i]))
			return true;
	return false;
}

static void rule_check(const struct column *c, enum treatment_kind kind, const char *option)
{
	bool of_date = text_is(c->type, "date"), of_postcode = text_is(c->type, "postcode");

	if (c->role != ROLE_QUASI)
		fail(EXIT_POLICY, "--general: %.*s has the role %s, not quasi", (int)c->name.length,
		     c->name.at, role_name(c->role));
	if (kind == TREATMENT_KEEP && !type_keeps(c->type))
		fail(EXIT_POLICY, "--general: a column of type %.*s may not be kept as it is: %.*s",
		     (int)c->type.length, c->type.at, (int)c->name.length, c->name.at);
	bool fits = kind == TREATMENT_KEEP ||
		    ((kind == TREATMENT_MONTH || kind == TREATMENT_YEAR) && of_date) ||
		    ((kind == TREATMENT_SECTOR || kind == TREATMENT_DISTRICT) && of_postcode);
	if (!fits)
		usage_fail("--general: not a rule for a column of type %.*s: %s",
			   (int)c->type.length, c->type.at, option);
}

size_t general_read(const struct preamble *input, const char *option, size_t *rule)
{
	struct text named = text_of(option), name;

	text_cut(&named, '=', &name);
	size_t column = columns_named(input, name, "general"), k = 0;
	while (k < GENERALS && !(named.at && text_is(named, generals[k].name)))
		k++;
	if (k == GENERALS)
		usage_fail("--general: not COLUMN=month, year, sector, district or keep: %s",
			   option);
	rule_check(&input->columns[column], generals[k].kind, option);
	*rule = k;
	return column;
}
