#include "link/components.h"

#include "stream/error.h"
#include "stream/memory.h"

void components_start(struct components *c, size_t count)
{
	if (count > UINT32_MAX)
		fail(EXIT_IO, "more than 4294967295 identities");
	c->count = (uint32_t)count;
	c->parents = memory_take(count * sizeof(*c->parents));
	c->sizes = memory_take(count * sizeof(*c->sizes));
	for (uint32_t i = 0; i < c->count; i++) {
		c->parents[i] = i;
		c->sizes[i] = 1;
	}
}

uint32_t components_root(struct components *c, uint32_t a)
{
	while (c->parents[a] != a) {
		c->parents[a] = c->parents[c->parents[a]];
		a = c->parents[a];
	}
	return a;
}

bool components_join(struct components *c, uint32_t a, uint32_t b)
{
	a = components_root(c, a);
	b = components_root(c, b);
	if (a == b)
		return false;
	if (c->sizes[a] < c->sizes[b]) {
		uint32_t smaller = a;
		a = b;
		b = smaller;
	}
	c->parents[b] = a;
	c->sizes[a] += c->sizes[b];
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
	memory_free(c->sizes);
	*c = (struct components){0};
}
