#include "cluster/components.h"

#include "base/error.h"
#include "base/memory.h"

#define ROOT UINT32_C(0x80000000)

void components_start(struct components *c, size_t count)
{
	if (count >= ROOT)
		fail(EXIT_IO, "more than 2147483647 identities");
	c->count = (uint32_t)count;
	c->parents = memory_take(count * sizeof(*c->parents));
	for (uint32_t i = 0; i < c->count; i++)
		c->parents[i] = ROOT | 1;
}

uint32_t components_root(struct components *c, uint32_t a)
{
	for (uint32_t parent; !((parent = c->parents[a]) & ROOT);) {
		if (c->parents[parent] & ROOT)
			return parent;
		a = c->parents[a] = c->parents[parent];
	}
	return a;
}

uint32_t components_size(struct components *c, uint32_t a)
{
	return c->parents[components_root(c, a)] & ~ROOT;
}

bool components_join(struct components *c, uint32_t a, uint32_t b)
{
	a = components_root(c, a);
	b = components_root(c, b);
	if (a == b)
		return false;
	if (c->parents[a] < c->parents[b]) {
		uint32_t smaller = a;
		a = b;
		b = smaller;
	}
	c->parents[a] += c->parents[b] & ~ROOT;
	c->parents[b] = a;
	return true;
}

uint32_t components_labels(struct components *c, uint32_t *labels)
{
	uint32_t found = 0;

	for (uint32_t i = 0; i < c->count; i++)
		labels[i] = UINT32_MAX;
	/* Nodes come in rising order, so the first that meets a root is the
	 * smallest of its component; it is noted at the root, which keeps it. */
	for (uint32_t i = 0; i < c->count; i++) {
		uint32_t root = components_root(c, i);
		if (labels[root] == UINT32_MAX) {
			labels[root] = i;
			found++;
		}
		labels[i] = labels[root];
	}
	return found;
}

void components_free(struct components *c)
{
	memory_free(c->parents);
	*c = (struct components){0};
}
