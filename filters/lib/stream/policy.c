#include "stream/policy.h"

enum {
	IDENTIFIABLE = 1 << LEVEL_IDENTIFIABLE,
	PSEUDONYMISED = 1 << LEVEL_PSEUDONYMISED,
	AGGREGATE = 1 << LEVEL_AGGREGATE,
	PUBLISHABLE = 1 << LEVEL_PUBLISHABLE,
	RECORDS = IDENTIFIABLE | PSEUDONYMISED,
	ANY = RECORDS | AGGREGATE | PUBLISHABLE,
};

#define ROLE(name) (1u << ROLE_##name)
#define PERSON_ROLES                                                                               \
	(ROLE(KEY) | ROLE(ENTITY) | ROLE(DIRECT) | ROLE(QUASI) | ROLE(LINK) | ROLE(SENSITIVE))

/* What a tool does to the level of its inputs. */
enum change {
	SAME,
	TO_ANY_RECORDS,
	TO_IDENTIFIABLE,
	TO_PSEUDONYMISED,
	TO_AGGREGATE,
	TO_PUBLISHABLE
};

static const struct policy {
	const char *tool;
	int reads;          /* levels */
	unsigned blind_to;  /* roles it may not be shown */
	unsigned withholds; /* roles it may not write */
	enum change change;
	bool passes, replaceable, piecewise;
} policies[] = {
#define POLICY(tool, ...) [TOOL_##tool] = {__VA_ARGS__},
	POLICIES(POLICY)
#undef POLICY
};

static const struct policy *find(struct text name)
{
	for (size_t i = 0; i < sizeof policies / sizeof *policies; i++)
		if (text_is(name, policies[i].tool))
			return &policies[i];
	return NULL;
}

const char *policy_name(enum tool tool)
{
	return policies[tool].tool;
}

void policy_input(enum tool tool, const struct preamble *input, const char *file)
{
	const struct policy *p = &policies[tool];
	struct place place = {.file = file};

	if (!(p->reads & 1 << input->level))
		fail_at(EXIT_POLICY, place, "level", "%s may not read what is %s", p->tool,
			level_name(input->level));
	for (size_t i = 0; i < input->column_count; i++) {
		const struct column *c = &input->columns[i];
		if (p->blind_to >> c->role & 1)
			fail_at(EXIT_POLICY, place, "role",
				"%s may not be shown a column of role %s: %.*s", p->tool,
				role_name(c->role), (int)c->name.length, c->name.at);
	}
}

static bool level_allowed(enum change change, enum level from, enum level to)
{
	switch (change) {
	case SAME:
		return to == from;
	case TO_ANY_RECORDS:
		return to == LEVEL_IDENTIFIABLE || to == LEVEL_PSEUDONYMISED;
	case TO_IDENTIFIABLE:
		return to == LEVEL_IDENTIFIABLE;
	case TO_PSEUDONYMISED:
		return to == LEVEL_PSEUDONYMISED;
	case TO_AGGREGATE:
		return to == LEVEL_AGGREGATE;
	case TO_PUBLISHABLE:
		return to == LEVEL_PUBLISHABLE;
	}
	return false;
}

bool policy_writes(enum tool tool, enum role role)
{
	return !(policies[tool].withholds >> role & 1);
}

void policy_output(enum tool tool, enum level from, const struct preamble *output)
{
	const struct policy *p = &policies[tool];

	if (!level_allowed(p->change, from, output->level))
		fail(EXIT_POLICY, "%s may not write what is %s from what is %s (rule level)",
		     p->tool, level_name(output->level), level_name(from));
	for (size_t i = 0; i < output->column_count; i++) {
		const struct column *c = &output->columns[i];
		if (!policy_writes(tool, c->role))
			fail(EXIT_POLICY, "%s may not write a column of role %s: %.*s (rule role)",
			     p->tool, role_name(c->role), (int)c->name.length, c->name.at);
	}
}

bool policy_passes(struct text name)
{
	const struct policy *p = find(name);

	return p && p->passes;
}

bool policy_replaceable(struct text name, enum tool *tool)
{
	const struct policy *p = find(name);

	if (!p || !p->replaceable)
		return false;
	*tool = (enum tool)(p - policies);
	return true;
}

bool policy_piecewise(struct text name)
{
	const struct policy *p = find(name);

	return p && p->piecewise;
}
