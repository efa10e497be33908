#include "cluster/clusters.h"

struct clusters clusters_of(struct reader *in)
{
	struct clusters c = {.in = in};

	c.rid = preamble_need(&in->preamble, "rid", in->path, EXIT_DATA);
	c.person = preamble_need(&in->preamble, "person_id", in->path, EXIT_DATA);
	c.source = source_column(in);
	return c;
}

bool clusters_next(struct clusters *c, struct universe *u, struct map *persons, uint32_t *identity,
		   uint32_t *person)
{
	struct record row;

	if (!reader_next(c->in, &row))
		return false;
	*identity = universe_add(u, c->in, record_cell(&row, c->rid), source_cell(c->source, &row));
	map_add(persons, record_cell(&row, c->person), NULL);
	*person = (uint32_t)map_index(persons, record_cell(&row, c->person));
	return true;
}
