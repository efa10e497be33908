#include "cluster/linking.h"

#include "base/memory.h"

enum { SPOOL_MEMORY = 8 << 20 };

const char *const linking_figures[PAIRS_FIGURES] = {
	"pairs.rule",  "pairs.weight", "pairs.unique",    "pairs.settled",     "pairs.ambiguous",
	"pairs.below", "pairs.merged", "pairs.must_not",  "pairs.other_value", "pairs.second",
	"pairs.tied",  "pairs.large",  "pairs.outweighed"};

void linking_start(struct linking *l, const struct universe *u, const char *tmpdir)
{
	*l = (struct linking){.universe = u};
	components_start(&l->components, u->rids.count);
	joining_start(&l->joining, &l->components);
	sorter_start(&l->merging, SPOOL_MEMORY, tmpdir);
	sorter_start(&l->links, SPOOL_MEMORY, tmpdir);
	sorter_start(&l->ambiguous, SPOOL_MEMORY, tmpdir);
}

/* A pair that is left open, with the reason, or (NULL) with its place among the
 * pairs of rules: what comes of it is not known yet. */
static void leave_open(struct linking *l, const struct edge *e, struct text line,
		       const char *reason)
{
	uint64_t place = reason ? UINT64_MAX : l->unique.count - 1;

	if (!l->keeps_ambiguous)
		return;
	edge_pair(&l->pair, universe_rid(l->universe, e->a), universe_rid(l->universe, e->b));
	buffer_byte(&l->pair, '\0');
	buffer_add(&l->pair, (const char *)&place, sizeof place);
	buffer_text_add(&l->pair, line);
	buffer_byte(&l->pair, '\t');
	buffer_string(&l->pair, reason ? reason : "");
	sorter_add(&l->ambiguous, buffer_text(&l->pair));
}

static void count_firm(struct linking *l, const struct edge *e)
{
	l->figures[e->kind == EDGE_RULE ? PAIRS_RULE : PAIRS_WEIGHT]++;
	if (l->cohesion)
		cohesion_link(l->cohesion, e);
}

static void take(struct linking *l, const struct edge *e, struct text line)
{
	if (e->rule != EDGE_NO_RULE)
		unique_add(&l->unique, e->a, e->b, e->rule, e->kind == EDGE_UNIQUE);
	if (e->kind == EDGE_UNIQUE) {
		leave_open(l, e, line, NULL);
	} else if (l->average && e->kind == EDGE_WEIGHT) {
		average_add(l->average, e->a, e->b, e->weight);
		if (l->keeps_ambiguous) {
			buffer_text_add(&l->candidates, line);
			buffer_byte(&l->candidates, '\n');
		}
	} else if (l->conditions) {
		edge_by_strength(&l->entry, e, universe_rid(l->universe, e->a),
				 universe_rid(l->universe, e->b), line);
		sorter_add(&l->links, buffer_text(&l->entry));
	} else {
		components_join(&l->components, e->a, e->b);
		count_firm(l, e);
	}
}

void linking_pair(struct linking *l, const struct edge *e, struct text line)
{
	if (!l->several) {
		take(l, e, l->keeps_ambiguous ? line : TEXT_NONE);
		return;
	}
	edge_by_pair(&l->entry, e, universe_rid(l->universe, e->a),
		     universe_rid(l->universe, e->b));
	sorter_add(&l->merging, buffer_text(&l->entry));
}

/* What one stream says of a pair, all say. */
static void take_merged(struct linking *l, const struct edge *e, struct text pair)
{
	buffer_reset(&l->line);
	if (l->keeps_ambiguous)
		l->print(l->context, &l->line, pair, e);
	take(l, e, buffer_text(&l->line));
}

static void merge(struct linking *l)
{
	struct edge e, next;
	struct text entry, pair, line;
	struct buffer last = {0};
	bool any = false;

	while (sorter_next(&l->merging, &entry)) {
		edge_read(entry, false, &next, &pair, &line);
		if (any && text_equal(buffer_text(&last), pair)) {
			edge_merge(&e, &next);
			l->figures[PAIRS_MERGED]++;
			continue;
		}
		if (any)
			take_merged(l, &e, buffer_text(&last));
		any = true;
		e = next;
		buffer_reset(&last);
		buffer_text_add(&last, pair);
	}
	if (any)
		take_merged(l, &e, buffer_text(&last));
	buffer_free(&last);
}

static const enum linking_figure refused[LINK_VERDICTS] = {
	[LINK_MUST_NOT] = PAIRS_MUST_NOT, [LINK_OTHER_VALUE] = PAIRS_OTHER_VALUE,
	[LINK_SECOND] = PAIRS_SECOND,     [LINK_TIED] = PAIRS_TIED,
	[LINK_LARGE] = PAIRS_LARGE,       [LINK_OUTWEIGHED] = PAIRS_OUTWEIGHED,
};

static void conclude(struct linking *l, const struct edge *e, enum link_verdict verdict,
		     struct text line)
{
	if (verdict <= LINK_SETTLED) {
		count_firm(l, e);
		return;
	}
	l->figures[refused[verdict]]++;
	if (verdict == LINK_TIED || verdict == LINK_LARGE)
		leave_open(l, e, line, verdict == LINK_TIED ? "tied" : "large");
}

/* Links of one strength; their lines stand one after the other in l->line. */
static void join_group(struct linking *l, size_t count)
{
	struct text rest = buffer_text(&l->line), line = TEXT_NONE;

	memory_need(&l->group, &l->group_capacity, count, sizeof *l->group);
	for (size_t i = 0; i < count; i++)
		l->group[i] = (struct link){.a = l->edges[i].a, .b = l->edges[i].b};
	joining_links(&l->joining, l->group, count);
	for (size_t i = 0; i < count; i++) {
		text_cut(&rest, '\n', &line);
		conclude(l, &l->edges[i], l->group[i].verdict, line);
	}
	buffer_reset(&l->line);
}

static void join_by_strength(struct linking *l)
{
	struct text entry, pair, line;
	struct edge e;
	size_t count = 0;

	buffer_reset(&l->line);
	while (sorter_next(&l->links, &entry)) {
		edge_read(entry, true, &e, &pair, &line);
		if (count && !edge_equally_strong(&l->edges[0], &e)) {
			join_group(l, count);
			count = 0;
		}
		memory_need(&l->edges, &l->edge_capacity, count + 1, sizeof *l->edges);
		l->edges[count++] = e;
		buffer_text_add(&l->line, line);
		buffer_byte(&l->line, '\n');
	}
	if (count)
		join_group(l, count);
}

static void join_average(struct linking *l)
{
	struct text rest = buffer_text(&l->candidates), line = TEXT_NONE;
	const struct average_edge *candidate;

	average_join(l->average, &l->joining, l->universe, l->conditions);
	while (average_next(l->average, &candidate)) {
		struct edge e = {.a = candidate->a,
				 .b = candidate->b,
				 .rule = EDGE_NO_RULE,
				 .kind = EDGE_WEIGHT,
				 .weighed = true,
				 .weight = candidate->weight};
		if (l->keeps_ambiguous)
			text_cut(&rest, '\n', &line);
		conclude(l, &e, candidate->verdict, line);
	}
}

/* The pairs of one rule that fire, together. */
static void join_rule(struct linking *l, uint32_t rule)
{
	struct unique *u = &l->unique;
	size_t count = 0;

	unique_resolve(u, rule, &l->components, l->universe->source, l->universe->sources.count,
		       l->single);
	for (size_t i = 0; i < u->count; i++) {
		const struct unique_pair *p = &u->pairs[i];
		if (!p->unique || p->rule != rule)
			continue;
		l->figures[PAIRS_SETTLED] += p->verdict == UNIQUE_SETTLED;
		l->figures[PAIRS_AMBIGUOUS] += p->verdict == UNIQUE_AMBIGUOUS;
		if (p->verdict != UNIQUE_FIRES)
			continue;
		memory_need(&l->group, &l->group_capacity, count + 1, sizeof *l->group);
		l->group[count++] = (struct link){.a = p->a, .b = p->b};
	}
	if (count)
		joining_links(&l->joining, l->group, count);
	for (size_t i = 0, next = 0; next < count; i++) {
		struct unique_pair *p = &u->pairs[i];
		if (!p->unique || p->rule != rule || p->verdict != UNIQUE_FIRES)
			continue;
		enum link_verdict verdict = l->group[next++].verdict;
		if (verdict > LINK_SETTLED) {
			l->figures[refused[verdict]]++;
			p->verdict = verdict == LINK_TIED    ? UNIQUE_TIED
				     : verdict == LINK_LARGE ? UNIQUE_LARGE
							     : UNIQUE_REFUSED;
			continue;
		}
		l->figures[PAIRS_UNIQUE]++;
		struct edge e = {.a = p->a, .b = p->b};
		if (l->cohesion)
			cohesion_link(l->cohesion, &e);
	}
}

void linking_settle(struct linking *l)
{
	merge(l);
	join_by_strength(l);
	if (l->average)
		join_average(l);
	l->joining.weak = true;
	for (uint32_t rule = 0; unique_next(&l->unique, rule, &rule); rule++)
		join_rule(l, rule);
}

bool linking_ambiguous(struct linking *l, struct text *line)
{
	struct text entry;
	uint64_t place;

	while (sorter_next(&l->ambiguous, &entry)) {
		const char *at = (const char *)memchr(entry.at, '\0', entry.length) + 1;
		memcpy(&place, at, sizeof place);
		at += sizeof place;
		buffer_reset(&l->line);
		buffer_add(&l->line, at, entry.length - (size_t)(at - entry.at));
		*line = buffer_text(&l->line);
		if (place == UINT64_MAX)
			return true;
		uint8_t verdict = l->unique.pairs[place].verdict;
		if (verdict != UNIQUE_AMBIGUOUS && verdict != UNIQUE_TIED &&
		    verdict != UNIQUE_LARGE)
			continue;
		buffer_string(&l->line, verdict == UNIQUE_AMBIGUOUS ? "rival"
					: verdict == UNIQUE_TIED    ? "tied"
								    : "large");
		*line = buffer_text(&l->line);
		return true;
	}
	return false;
}

void linking_free(struct linking *l)
{
	sorter_free(&l->merging);
	sorter_free(&l->links);
	sorter_free(&l->ambiguous);
	joining_free(&l->joining);
	unique_free(&l->unique);
	buffer_free(&l->entry);
	buffer_free(&l->pair);
	buffer_free(&l->line);
	buffer_free(&l->candidates);
	memory_free(l->edges);
	memory_free(l->group);
}
