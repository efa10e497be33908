#include "evaluate/holdout.h"

#include "cluster/components.h"

uint32_t holdout_person(struct holdout *h, struct text cell, bool list)
{
	struct text value = cell;
	uint32_t first = UINT32_MAX;

	if (!cell.length)
		return first;
	if (!list) {
		map_add(&h->values, value, NULL);
		return (uint32_t)map_index(&h->values, value);
	}
	while (text_cut(&cell, '|', &value)) {
		map_add(&h->values, value, NULL);
		uint32_t number = (uint32_t)map_index(&h->values, value);
		if (first == UINT32_MAX) {
			first = number;
			continue;
		}
		memory_need(&h->together, &h->capacity, h->count + 2, sizeof *h->together);
		h->together[h->count++] = first;
		h->together[h->count++] = number;
	}
	return first;
}

/* The person of each value. */
static uint32_t *persons_of(const struct holdout *h)
{
	struct components persons;
	uint32_t *labels = memory_take((h->values.count + 1) * sizeof *labels);

	components_start(&persons, h->values.count);
	for (size_t i = 0; i < h->count; i += 2)
		components_join(&persons, h->together[i], h->together[i + 1]);
	components_labels(&persons, labels);
	components_free(&persons);
	return labels;
}

void holdout_settle(const struct holdout *h, struct node *nodes, size_t count, size_t sources,
		    bool *without)
{
	bool *collects = memory_take(sources + 1);
	uint32_t *persons = persons_of(h);

	memset(collects, 0, sources + 1);
	for (size_t i = 0; i < count; i++)
		if (nodes[i].person < h->values.count)
			collects[nodes[i].source] = true;
	for (size_t i = 0; i < count; i++) {
		struct node *n = &nodes[i];
		if (n->person < h->values.count)
			n->person = persons[n->person];
		n->birth = n->family = n->forbidden = n->person;
		without[i] = n->person >= h->values.count && collects[n->source];
	}
	memory_free(collects);
	memory_free(persons);
}

void holdout_free(struct holdout *h)
{
	map_free(&h->values);
	memory_free(h->together);
}
