#include "evaluate/reweighted.h"

/* Those who agree on source and the first dimensions. */
struct cell {
	uint64_t with, without;
};

struct cells_of {
	struct map keys;
	struct cell *cells;
	size_t capacity;
	uint32_t *at; /* the cell of each identity */
};

static uint32_t cell_of(struct cells_of *c, const struct groups *g, const struct node *node,
			size_t dimensions)
{
	uint32_t key[GROUPS_MOST + 1] = {node->source};
	size_t before = c->keys.count;

	for (size_t i = 0; i < dimensions; i++)
		key[i + 1] = g->dimensions[i].category[node->identity];
	struct text text = {(const char *)key, sizeof key};
	map_add(&c->keys, text, NULL);
	memory_need(&c->cells, &c->capacity, c->keys.count, sizeof *c->cells);
	if (c->keys.count > before)
		c->cells[before] = (struct cell){0};
	return (uint32_t)map_index(&c->keys, text);
}

/* Spreads those that are still open; how many were. */
static uint64_t spread(uint64_t *weight, bool *open, const struct groups *g,
		       const struct node *nodes, size_t count, size_t dimensions)
{
	struct cells_of c = {.at = memory_take((count + 1) * sizeof *c.at)};
	uint64_t least = dimensions ? REWEIGHTED_LEAST : 1, settled = 0;

	for (size_t i = 0; i < count; i++) {
		c.at[i] = cell_of(&c, g, &nodes[i], dimensions);
		c.cells[c.at[i]].with += nodes[i].person != UINT32_MAX;
		c.cells[c.at[i]].without += open[i];
	}
	for (size_t i = 0; i < count; i++) {
		const struct cell *cell = &c.cells[c.at[i]];
		if (cell->with < least)
			continue;
		if (nodes[i].person != UINT32_MAX)
			weight[i] += cell->without * REWEIGHTED_ONE / cell->with;
		settled += open[i];
		open[i] = false;
	}
	map_free(&c.keys);
	memory_free(c.cells);
	memory_free(c.at);
	return settled;
}

uint64_t reweighted_weights(uint64_t *weight, const struct groups *g, const struct node *nodes,
			    const bool *without, size_t count)
{
	bool *open = memory_take(count + 1);
	uint64_t covered = 0;

	memset(weight, 0, count * sizeof *weight);
	for (size_t i = 0; i < count; i++)
		open[i] = without[i];
	for (size_t i = g->count + 1; i-- > 0;) {
		uint64_t settled = spread(weight, open, g, nodes, count, i);
		if (i == g->count)
			covered = settled;
	}
	memory_free(open);
	return covered;
}

/* The sum over persons of the squares of their sums, and the sum of w q^2. */
static double variance(const struct weighted_case *cases, size_t count, double share, bool alike,
		       double *sums, size_t persons)
{
	double clustered = 0, own = 0;

	memset(sums, 0, persons * sizeof *sums);
	for (size_t i = 0; i < count; i++) {
		const struct weighted_case *c = &cases[i];
		double w = (double)c->weight / REWEIGHTED_ONE;
		double q = alike ? (double)c->under : (double)c->over - share * (double)c->under;
		sums[c->person] += w * q;
		own += w * q * q;
	}
	for (size_t i = 0; i < persons; i++)
		clustered += sums[i] * sums[i];
	return clustered + own;
}

bool weighted_share(struct weighted_share *s, const struct weighted_case *cases, size_t count,
		    size_t persons)
{
	unsigned __int128 over = 0, under = 0;

	for (size_t i = 0; i < count; i++) {
		over += (unsigned __int128)cases[i].weight * cases[i].over;
		under += (unsigned __int128)cases[i].weight * cases[i].under;
	}
	if (!under)
		return false;
	double share = (double)over / (double)under, whole = (double)under / REWEIGHTED_ONE;
	double *sums = memory_take((persons + 1) * sizeof *sums);
	bool varies = over && over != under;
	double spread_out = variance(cases, count, share, !varies, sums, persons);
	double n = whole * whole * (varies ? share * (1 - share) : 1) / spread_out;
	memory_free(sums);
	s->share = (uint64_t)((over * 2000000 + under) / (under * 2));
	wilson_effective(varies ? share * n : over ? n : 0, n, &s->low, &s->high);
	return true;
}

/* What the figures are made of. */
struct reweighing {
	const struct accuracy *accuracy;
	const struct node *nodes;
	const uint64_t *weight;
	struct weighted_case *cases;
	size_t persons;
};

/* Found of true (recall), of linked (precision) or, twice, of both (F1). */
static bool share_of(struct weighted_share *s, const struct reweighing *w, bool truth, bool linked)
{
	uint32_t *const *partners = w->accuracy->partners;
	size_t used = 0;

	for (size_t i = 0; i < w->accuracy->identities; i++) {
		uint32_t under =
			(truth ? partners[IN_TRUTH][i] : 0) + (linked ? partners[LINKED][i] : 0);
		uint32_t over = partners[FOUND][i] * (1u + (truth && linked));
		if (w->weight[i] && under)
			w->cases[used++] = (struct weighted_case){w->weight[i], over, under,
								  w->nodes[i].person};
	}
	return weighted_share(s, w->cases, used, w->persons);
}

static void write_share(struct report *r, const char *figure, const struct reweighing *w,
			bool truth, bool linked)
{
	struct weighted_share s;

	if (share_of(&s, w, truth, linked))
		report_interval(r, figure, s.share, s.low, s.high);
	else
		report_millionths(r, figure, false, 0);
}

static void write_f1(struct report *r, const struct reweighing *w)
{
	struct weighted_share s = {0};
	bool defined = share_of(&s, w, true, true);

	report_millionths(r, "f1", defined, (int64_t)s.share);
}

void reweighted_write(struct report *r, const struct accuracy *a, const struct groups *g,
		      const struct node *nodes, const bool *without)
{
	uint64_t *weight = memory_take((a->identities + 1) * sizeof *weight), lacking = 0;
	struct reweighing w = {.accuracy = a, .nodes = nodes, .weight = weight};
	uint64_t covered = reweighted_weights(weight, g, nodes, without, a->identities);

	w.cases = memory_take((a->identities + 1) * sizeof *w.cases);
	for (size_t i = 0; i < a->identities; i++) {
		lacking += without[i];
		if (nodes[i].person != UINT32_MAX && nodes[i].person >= w.persons)
			w.persons = (size_t)nodes[i].person + 1;
	}
	report_scope(r, "reweighted");
	report_count(r, "identities_without", lacking);
	report_count(r, "identities_covered", covered);
	write_share(r, "precision", &w, false, true);
	write_share(r, "recall", &w, true, false);
	write_f1(r, &w);
	memory_free(w.cases);
	memory_free(weight);
}
