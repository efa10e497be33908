#include "cluster/universe.h"

#include "stream/columns.h"

void universe_declare(struct universe *u, const struct preamble *p)
{
	for (size_t i = 0; i < p->source_count; i++) {
		bool part = false, fresh;

		for (size_t j = 0; j < p->source_count; j++)
			part = part || text_has_part(p->sources[j].parts, ',', p->sources[i].id);
		if (part)
			continue;
		uint64_t *number = map_add(&u->sources, p->sources[i].id, &fresh);
		if (fresh)
			*number = u->sources.count - 1;
	}
}

uint32_t universe_add(struct universe *u, const struct reader *in, struct text rid,
		      struct text source)
{
	bool fresh;

	if (!rid.length)
		fail_at(EXIT_DATA, reader_place(in, "rid"), "rid", "an identity without an id");
	uint32_t identity = roster_add(&u->rids, rid, &fresh);
	if (!fresh)
		fail_at(EXIT_DATA, reader_place(in, "rid"), "rid",
			"two identities have the same id");
	/* Records of one source come together. */
	uint16_t last = identity ? u->source[identity - 1] : 0;
	uint64_t known = last;
	if (!identity || !text_equal(u->sources.entries[last].key, source)) {
		uint64_t *number = map_add(&u->sources, source, &fresh);
		if (fresh)
			*number = u->sources.count - 1;
		known = *number;
	}
	if (known > UINT16_MAX)
		fail_at(EXIT_DATA, reader_place(in, "source"), "source", "more than 65535 sources");
	memory_need(&u->source, &u->source_capacity, u->rids.count, sizeof *u->source);
	u->source[identity] = (uint16_t)known;
	return identity;
}

uint32_t universe_find(const struct universe *u, struct text rid)
{
	return roster_find(&u->rids, rid);
}

uint32_t universe_need(const struct universe *u, const struct reader *in, struct text cell,
		       const char *column, const char *origin)
{
	uint32_t identity = universe_find(u, cell);

	if (identity == UNIVERSE_NONE)
		fail_at(EXIT_DATA, reader_place(in, column), origin,
			"an id that is not among the %s", origin);
	return identity;
}

void universe_free(struct universe *u)
{
	roster_free(&u->rids);
	map_free(&u->sources);
	memory_free(u->source);
	*u = (struct universe){0};
}
