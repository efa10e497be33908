#include "cluster/ties.h"

#include "cluster/pairs.h"

static void add(struct ties *t, uint32_t a, uint32_t b, struct tie tie)
{
	memory_need(&t->edges, &t->edge_capacity, t->count + 1, sizeof *t->edges);
	memory_need(&t->at, &t->capacity, t->count + 1, sizeof *t->at);
	t->edges[t->count] = (struct path_edge){a, b, (uint32_t)t->count};
	t->at[t->count++] = tie;
}

void ties_read(struct ties *t, struct reader *in, const struct universe *u, const bool *within,
	       const int64_t *threshold, struct arena *arena)
{
	size_t id_a = preamble_need(&in->preamble, "id_a", in->path, EXIT_DATA);
	size_t id_b = preamble_need(&in->preamble, "id_b", in->path, EXIT_DATA);
	size_t rule = preamble_find(&in->preamble, TEXT("rule"));
	size_t weight = preamble_need(&in->preamble, "weight", in->path, EXIT_DATA);
	struct record row;

	while (reader_next(in, &row)) {
		uint32_t a = universe_need(u, in, record_cell(&row, id_a), "id_a", "records");
		uint32_t b = universe_need(u, in, record_cell(&row, id_b), "id_b", "records");
		struct text bits = record_cell(&row, weight);
		struct tie tie = {rule == NO_COLUMN ? TEXT_NONE : record_cell(&row, rule),
				  bits.length != 0, 0};
		if (tie.weighed)
			tie.weight = pairs_weight(in, bits, "weight");
		bool ties =
			tie.rule.length || !threshold || (tie.weighed && tie.weight >= *threshold);
		if (!ties || !within[a] || !within[b])
			continue;
		tie.rule = text_copy(arena, tie.rule);
		add(t, a, b, tie);
	}
}

void ties_free(struct ties *t)
{
	memory_free(t->edges);
	memory_free(t->at);
	*t = (struct ties){0};
}
