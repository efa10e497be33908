#include "cluster/doubles.h"

#include "base/memory.h"

struct links {
	struct link *at;
	size_t count, capacity;
};

static void read_stream(struct doubles *d, struct reader *in, const struct universe *u,
			struct links *links)
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
			d->between++;
			continue;
		}
		memory_need(&links->at, &links->capacity, links->count + 1, sizeof *links->at);
		links->at[links->count++] = (struct link){.a = a, .b = b};
	}
}

void doubles_join(struct doubles *d, const struct universe *u, struct joining *j,
		  struct cohesion *cohesion)
{
	struct links links = {0};

	for (size_t i = 0; i < d->count; i++)
		read_stream(d, d->streams[i], u, &links);
	if (links.count)
		joining_links(j, links.at, links.count);
	for (size_t i = 0; i < links.count; i++) {
		struct edge e = {.a = links.at[i].a, .b = links.at[i].b};
		if (links.at[i].verdict > LINK_SETTLED) {
			d->apart++;
			continue;
		}
		d->linked++;
		if (cohesion)
			cohesion_link(cohesion, &e);
	}
	memory_free(links.at);
}

void doubles_figures(const struct doubles *d, struct writer *w)
{
	if (!d->count)
		return;
	writer_figure(w, "doubles.linked", d->linked);
	writer_figure(w, "doubles.apart", d->apart);
	writer_figure(w, "doubles.between", d->between);
}
