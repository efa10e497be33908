#include "cluster/doubles.h"

#include "base/memory.h"

const char *const doubles_figures[DOUBLES_FIGURES] = {"doubles.linked", "doubles.apart",
						      "doubles.between"};

struct links {
	struct link *at;
	size_t count, capacity;
};

static void read_stream(struct reader *in, const struct universe *u, struct links *links,
			uint64_t *between)
{
	size_t id_a = preamble_need(&in->preamble, "id_a", in->path, EXIT_DATA);
	size_t id_b = preamble_need(&in->preamble, "id_b", in->path, EXIT_DATA);
	struct record row;

	while (reader_next(in, &row)) {
		uint32_t a = universe_need(u, in, record_cell(&row, id_a), "id_a", "records");
		uint32_t b = universe_need(u, in, record_cell(&row, id_b), "id_b", "records");
		if (a == b)
			fail_at(EXIT_DATA, reader_place(in, "id_b"), "pair",
				"an identity paired with itself");
		if (u->source[a] != u->source[b]) {
			++*between;
			continue;
		}
		memory_need(&links->at, &links->capacity, links->count + 1, sizeof *links->at);
		links->at[links->count++] = (struct link){.a = a, .b = b};
	}
}

void doubles_join(struct joining *j, const struct universe *u, struct reader *const *streams,
		  size_t count, struct cohesion *cohesion, uint64_t figures[DOUBLES_FIGURES])
{
	struct links links = {0};

	for (size_t i = 0; i < count; i++)
		read_stream(streams[i], u, &links, &figures[DOUBLES_BETWEEN]);
	if (links.count)
		joining_links(j, links.at, links.count);
	for (size_t i = 0; i < links.count; i++) {
		bool linked = links.at[i].verdict <= LINK_SETTLED;
		figures[linked ? DOUBLES_LINKED : DOUBLES_APART]++;
		if (linked && cohesion)
			cohesion_link(cohesion,
				      &(struct edge){.a = links.at[i].a, .b = links.at[i].b});
	}
	memory_free(links.at);
}
