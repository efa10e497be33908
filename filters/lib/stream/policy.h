#ifndef JIGSAW_STREAM_POLICY_H
#define JIGSAW_STREAM_POLICY_H

#include "stream/preamble.h"

/*
 * Which levels and roles a tool may read and write (jigsaw(7), "Levels and
 * roles"): one table for all filters. A filter names its row as TOOL_CLEAN, so
 * a filter without a row does not compile. Refusal is exit 77.
 */

/* One row per tool: levels it reads, roles it may not be shown, roles it may
 * not write, what it does to the level, and the answers of policy_passes(),
 * policy_replaceable() and policy_piecewise(). */
#define POLICIES(TOOL)                                                                             \
	TOOL(INGEST, "ingest", 0, 0, 0, TO_ANY_RECORDS, true, false, false)                        \
	TOOL(ADOPT, "adopt", 0, 0, 0, TO_IDENTIFIABLE, true, false, false)                         \
	TOOL(CLEAN, "clean", RECORDS, 0, 0, SAME, true, true, true)                                \
	TOOL(PROFILE, "profile", RECORDS, 0, PERSON_ROLES, TO_AGGREGATE, false, false, true)       \
	TOOL(FAULTS, "faults", RECORDS, 0, 0, SAME, false, false, true)                            \
	TOOL(IDENTITIES, "identities", RECORDS, ROLE(LINK), 0, SAME, false, true, false)           \
	TOOL(STACK, "stack", RECORDS, 0, 0, SAME, true, true, false)                               \
	TOOL(JOIN, "join", RECORDS, 0, 0, SAME, true, true, false)                                 \
	TOOL(PSEUDO, "pseudo", IDENTIFIABLE, ROLE(LINK), ROLE(DIRECT) | ROLE(ENTITY),              \
	     TO_PSEUDONYMISED, true, false, false)                                                 \
	TOOL(BLOCK, "block", RECORDS, ROLE(SENSITIVE), ROLE(SENSITIVE), SAME, false, true, false)  \
	TOOL(COMPARE, "compare", RECORDS, ROLE(SENSITIVE), ROLE(SENSITIVE), SAME, false, true,     \
	     true)                                                                                 \
	TOOL(ESTIMATE, "estimate", RECORDS, ROLE(SENSITIVE), PERSON_ROLES, TO_AGGREGATE, false,    \
	     true, false)                                                                          \
	TOOL(CLUSTER, "cluster", RECORDS, ROLE(SENSITIVE), ROLE(SENSITIVE), SAME, false, true,     \
	     false)                                                                                \
	TOOL(UNMATCHED, "unmatched", RECORDS, ROLE(SENSITIVE), ROLE(SENSITIVE), SAME, false, true, \
	     false)                                                                                \
	TOOL(WHY, "why", RECORDS, ROLE(SENSITIVE), 0, SAME, false, false, false)                   \
	TOOL(DIFFERENCES, "differences", RECORDS, 0, ROLE(SENSITIVE), SAME, false, false, false)   \
	TOOL(ASSEMBLE, "assemble", RECORDS, 0, ROLE(LINK) | ROLE(DIRECT), SAME, false, true,       \
	     false)                                                                                \
	TOOL(TABULATE, "tabulate", PSEUDONYMISED, ROLE(LINK) | ROLE(DIRECT) | ROLE(ENTITY),        \
	     PERSON_ROLES, TO_AGGREGATE, false, false, false)                                      \
	TOOL(SUPPRESS, "suppress", AGGREGATE, PERSON_ROLES, PERSON_ROLES, TO_PUBLISHABLE, true,    \
	     false, false)                                                                         \
	TOOL(REVIEW, "review", RECORDS, ROLE(SENSITIVE), ROLE(SENSITIVE), SAME, false, false,      \
	     false)                                                                                \
	TOOL(EVALUATE, "evaluate", ANY, 0, PERSON_ROLES, TO_AGGREGATE, false, true, false)         \
	TOOL(EXPORT, "export", ANY, 0, 0, SAME, true, false, false)                                \
	TOOL(SEAL, "seal", ANY, 0, 0, SAME, true, false, true)

enum tool {
#define POLICY(tool, ...) TOOL_##tool,
	POLICIES(POLICY)
#undef POLICY
};

/* As `##step tool=` has it: "clean". */
const char *policy_name(enum tool tool);

/* Refuses an input whose level the tool may not read, or that has a column of
 * a role it may not see. */
void policy_input(enum tool tool, const struct preamble *input, const char *file);

/* Refuses an output whose level or roles the tool may not write, given the
 * most identifiable level among its inputs (`from`). */
void policy_output(enum tool tool, enum level from, const struct preamble *output);

/* May the tool write a column of this role? For tools that leave out what they may
 * not write, so that what that is stands in one place. */
bool policy_writes(enum tool tool, enum role role);

/* Does the tool pass records one for one, so that read = written + set aside? */
bool policy_passes(struct text name);

/* May an external program replace it under `seal wrap --as`? If so, the tool
 * of that name. */
bool policy_replaceable(struct text name, enum tool *tool);

/* Does the tool work record by record (or group by group), and may therefore
 * read a piece of a stream? Others refuse pieces: exit 65. */
bool policy_piecewise(struct text name);

#endif
