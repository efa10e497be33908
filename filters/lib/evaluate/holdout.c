#include "evaluate/holdout.h"

uint32_t holdout_person(struct holdout *h, struct text cell, bool list)
{
	struct text first = cell;

	if (!cell.length)
		return UINT32_MAX;
	if (list)
		text_cut(&cell, '|', &first);
	map_add(&h->values, first, NULL);
	return (uint32_t)map_index(&h->values, first);
}

void holdout_settle(const struct holdout *h, struct node *nodes, size_t count, size_t sources,
		    bool *without)
{
	bool *collects = memory_take(sources + 1);

	memset(collects, 0, sources + 1);
	for (size_t i = 0; i < count; i++)
		if (nodes[i].person < h->values.count)
			collects[nodes[i].source] = true;
	for (size_t i = 0; i < count; i++) {
		struct node *n = &nodes[i];
		n->birth = n->family = n->forbidden = n->person;
		without[i] = n->person >= h->values.count && collects[n->source];
	}
	memory_free(collects);
}

void holdout_free(struct holdout *h)
{
	map_free(&h->values);
}
