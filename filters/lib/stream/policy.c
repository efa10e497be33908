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
	{"ingest", 0, 0, 0, TO_ANY_RECORDS, true, false, false},
	{"adopt", 0, 0, 0, TO_IDENTIFIABLE, true, false, false},
	{"clean", RECORDS, 0, 0, SAME, true, true, true},
	{"profile", RECORDS, 0, PERSON_ROLES, TO_AGGREGATE, false, false, true},
	{"faults", RECORDS, 0, 0, SAME, false, false, true},
	{"identities", RECORDS, ROLE(LINK), 0, SAME, false, true, false},
	{"optout", RECORDS, ROLE(LINK), 0, SAME, true, true, true},
	{"permit", RECORDS, 0, 0, SAME, true, true, true},
	{"retain", RECORDS, 0, 0, SAME, true, true, true},
	{"stack", RECORDS, 0, 0, SAME, true, true, false},
	{"join", RECORDS, 0, 0, SAME, true, true, false},
	{"derive", RECORDS, ROLE(LINK), 0, SAME, true, true, true},
	{"pseudo", IDENTIFIABLE, ROLE(LINK), ROLE(DIRECT) | ROLE(ENTITY), TO_PSEUDONYMISED, true,
	 false, false},
	{"block", RECORDS, ROLE(SENSITIVE), ROLE(SENSITIVE), SAME, false, true, false},
	{"compare", RECORDS, ROLE(SENSITIVE), ROLE(SENSITIVE), SAME, false, true, true},
	{"estimate", RECORDS, ROLE(SENSITIVE), PERSON_ROLES, TO_AGGREGATE, false, true, false},
	{"cluster", RECORDS, ROLE(SENSITIVE), ROLE(SENSITIVE), SAME, false, true, false},
	{"unmatched", RECORDS, ROLE(SENSITIVE), ROLE(SENSITIVE), SAME, false, true, false},
	{"why", RECORDS, ROLE(SENSITIVE), 0, SAME, false, false, false},
	{"differences", RECORDS, 0, ROLE(SENSITIVE), SAME, false, false, false},
	{"assemble", RECORDS, 0, ROLE(LINK) | ROLE(DIRECT), SAME, false, true, false},
	{"tabulate", PSEUDONYMISED, ROLE(LINK) | ROLE(DIRECT) | ROLE(ENTITY), PERSON_ROLES,
	 TO_AGGREGATE, false, false, false},
	{"rate", AGGREGATE, PERSON_ROLES, PERSON_ROLES, SAME, false, true, false},
	{"suppress", AGGREGATE, PERSON_ROLES, PERSON_ROLES, TO_PUBLISHABLE, true, false, false},
	{"review", RECORDS, ROLE(SENSITIVE), ROLE(SENSITIVE), SAME, false, false, false},
	{"evaluate", ANY, 0, PERSON_ROLES, TO_AGGREGATE, false, true, false},
	{"export", ANY, 0, 0, SAME, true, false, false},
	{"seal", ANY, 0, 0, SAME, true, false, true},
};

static const struct policy *find(struct text tool)
{
	for (size_t i = 0; i < sizeof policies / sizeof *policies; i++)
		if (text_is(tool, policies[i].tool))
			return &policies[i];
	return NULL;
}

static const struct policy *need(const char *tool)
{
	const struct policy *p = find(text_of(tool));
	if (!p)
		fail(EXIT_BUG, "no policy for %s", tool);
	return p;
}

void policy_input(const char *tool, const struct preamble *input, const char *file)
{
	const struct policy *p = need(tool);
	struct place place = {.file = file};

	if (!(p->reads & 1 << input->level))
		fail_at(EXIT_POLICY, place, "level", "%s may not read what is %s", tool,
			level_name(input->level));
	for (size_t i = 0; i < input->column_count; i++) {
		const struct column *c = &input->columns[i];
		if (p->blind_to >> c->role & 1)
			fail_at(EXIT_POLICY, place, "role",
				"%s may not be shown a column of role %s: %.*s", tool,
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

void policy_output(const char *tool, enum level from, const struct preamble *output)
{
	const struct policy *p = need(tool);

	if (!level_allowed(p->change, from, output->level))
		fail(EXIT_POLICY, "%s may not write what is %s from what is %s (rule level)", tool,
		     level_name(output->level), level_name(from));
	for (size_t i = 0; i < output->column_count; i++) {
		const struct column *c = &output->columns[i];
		if (p->withholds >> c->role & 1)
			fail(EXIT_POLICY, "%s may not write a column of role %s: %.*s (rule role)",
			     tool, role_name(c->role), (int)c->name.length, c->name.at);
	}
}

bool policy_passes(struct text tool)
{
	const struct policy *p = find(tool);
	return p && p->passes;
}

bool policy_replaceable(struct text tool)
{
	const struct policy *p = find(tool);
	return p && p->replaceable;
}

bool policy_piecewise(struct text tool)
{
	const struct policy *p = find(tool);
	return p && p->piecewise;
}
