#include "cluster/single.h"

uint16_t *single_sources(const struct universe *u, const struct preamble *records,
			 const char *names, const char *path, struct arena *arena, uint16_t *count)
{
	const struct map *sources = &u->sources;
	bool all = strcmp(names, "all") == 0;
	struct text rest = text_of(names), name;
	uint16_t *single = ARENA_ARRAY(arena, sources->count + 1, uint16_t);

	*count = 0;
	for (size_t i = 0; i < sources->count; i++)
		single[i] = all ? (*count)++ : UINT16_MAX;
	while (!all && text_cut(&rest, ',', &name)) {
		size_t at = map_index(sources, name);

		/* A source of which nobody came is one all the same. */
		if (at == SIZE_MAX && preamble_find_source(records, name))
			continue;
		if (at == SIZE_MAX)
			fail_at(EXIT_CONFIG, (struct place){.file = path}, "single",
				"no source %.*s in the records", (int)name.length, name.at);
		if (single[at] == UINT16_MAX)
			single[at] = (*count)++;
	}
	return single;
}
