#include "evaluate/nearest.h"

void nearest_start(struct nearest *n, const struct expectation_list *expected, size_t identities)
{
	size_t count = expected->count * identities;

	n->identities = identities;
	n->at = memory_take((count + 1) * sizeof *n->at);
	for (size_t i = 0; i < count; i++)
		n->at[i] = (struct candidate){.identity = UNIVERSE_NONE, .weight = NO_WEIGHT};
}

uint16_t nearest_rule(struct nearest *n, struct text name)
{
	if (!name.length)
		return 0;
	map_add(&n->rules, name, NULL);
	size_t number = map_index(&n->rules, name) + 1;
	if (number > UINT16_MAX)
		fail(EXIT_DATA, "more than %d rules", UINT16_MAX);
	return (uint16_t)number;
}

struct text nearest_rule_name(const struct nearest *n, const struct candidate *c)
{
	return c->rule ? n->rules.entries[c->rule - 1].key : TEXT_NONE;
}

static bool nearer(const struct universe *u, const struct candidate *c, const struct candidate *had)
{
	if (had->identity == UNIVERSE_NONE)
		return true;
	if (c->ambiguous != had->ambiguous)
		return c->ambiguous;
	if (!c->rule != !had->rule)
		return c->rule != 0;
	if (c->weight != had->weight)
		return c->weight > had->weight;
	return text_compare(universe_rid(u, c->identity), universe_rid(u, had->identity)) < 0;
}

void nearest_note(struct nearest *n, const struct universe *u,
		  const struct expectation_list *expected, uint32_t identity,
		  const struct candidate *c)
{
	for (size_t i = 0; i < expected->count; i++) {
		const struct expectation *e = &expected->at[i];
		struct candidate *had = &n->at[i * n->identities + identity];
		if ((e->a != ANY_SOURCE && u->source[identity] != e->a) ||
		    (e->b != ANY_SOURCE && u->source[c->identity] != e->b))
			continue;
		if (nearer(u, c, had))
			*had = *c;
	}
}

const struct candidate *nearest_at(const struct nearest *n, uint32_t identity, size_t expectation)
{
	return &n->at[expectation * n->identities + identity];
}

void nearest_free(struct nearest *n)
{
	memory_free(n->at);
	map_free(&n->rules);
	*n = (struct nearest){0};
}

enum reason reason_of(const struct candidate *c, uint8_t lacks)
{
	if (c->identity != UNIVERSE_NONE)
		return c->ambiguous          ? REASON_AMBIGUOUS
		       : c->rule || c->heavy ? REASON_APART
					     : REASON_BELOW;
	if (lacks & ~LACKS_AREA)
		return REASON_NEED;
	return lacks & LACKS_AREA ? REASON_AREA : REASON_ROLL;
}

const char *reason_name(enum reason reason)
{
	static const char *const names[REASONS] = {
		[REASON_AMBIGUOUS] = "two_candidates", [REASON_APART] = "kept_apart",
		[REASON_BELOW] = "below_threshold",    [REASON_NEED] = "no_identifier",
		[REASON_AREA] = "out_of_area",         [REASON_ROLL] = "not_on_any_roll",
	};

	return names[reason];
}

void reason_text(struct buffer *b, enum reason reason, const struct needs *n, uint8_t lacks)
{
	size_t first = 0;

	if (reason != REASON_NEED) {
		buffer_string(b, reason_name(reason));
		return;
	}
	while (!(lacks >> first & 1))
		first++;
	buffer_string(b, "no_");
	buffer_text_add(b, n->names[first]);
}
