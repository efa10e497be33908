#include "synth/records_internal.h"

#include "synth/distort.h"
#include "synth/numbers.h"

void record_file(struct records *w, struct output *o, const char *name)
{
	buffer_reset(&w->path);
	buffer_string(&w->path, w->directory);
	buffer_byte(&w->path, '/');
	buffer_string(&w->path, name);
	output_open(o, text_string(&w->arena, buffer_text(&w->path)));
}

void record_drain(struct output *o)
{
	if (o->buffer.length > 65536)
		output_flush(o);
}

/* Each person is as likely as any other to be one of the canaries. */
static void canaries_draw(struct records *w, uint64_t canaries)
{
	const struct population *p = w->p;
	struct random r = random_start(p->seed, PURPOSE_CANARY, 0);

	w->marked = memory_take((canaries + 1) * sizeof *w->marked);
	for (size_t i = 0; i < p->person_count && w->marked_count < canaries; i++)
		if (random_below(&r, p->person_count - i) < canaries - w->marked_count)
			w->marked[w->marked_count++] = (uint32_t)i;
	record_file(w, &w->canaries, "canaries.tsv");
	buffer_string(&w->canaries.buffer, "rid\tsource\tlocal_id\tnhs_number\tupn\n");
}

void records_start(struct records *w, struct population *p, const char *directory,
		   uint64_t canaries)
{
	memset(w, 0, sizeof *w);
	w->p = p;
	w->directory = directory;
	record_file(w, &w->truth, "truth.tsv");
	buffer_string(&w->truth.buffer, "rid\tperson\tfamily\tbirth\tforbidden\n");
	if (canaries)
		canaries_draw(w, canaries);
}

void records_end(struct records *w)
{
	output_finish(&w->truth);
	if (w->marked)
		output_finish(&w->canaries);
	struct buffer *buffers[] = {&w->forename, &w->middle, &w->surname, &w->path, &w->id};
	for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++)
		buffer_free(buffers[i]);
	memory_free(w->marked);
	arena_free(&w->arena);
}

uint64_t *record_order(struct population *p, enum purpose purpose,
		       unsigned (*times)(const struct population *p, const struct child *c),
		       uint64_t *count)
{
	uint64_t *order = NULL;
	size_t capacity = 0;

	*count = 0;
	for (size_t i = 0; i < p->person_count; i++) {
		unsigned entries = times(p, population_child(p, i));
		memory_need(&order, &capacity, *count + entries + 1, sizeof *order);
		for (unsigned n = 0; n < entries; n++)
			order[(*count)++] = i * 64 + n;
	}
	struct random r = random_start(p->seed, PURPOSE_ORDER, purpose);
	random_shuffle(&r, order, *count);
	return order;
}

bool record_error(struct random *r, const struct child *c, int64_t rate)
{
	int64_t own = rate < 900000 ? rate * c->errors / 1000000 : rate;

	return random_chance(r, own < 900000 || rate >= 900000 ? own : 900000);
}

static void rid_put(struct buffer *b, const char *source, uint64_t number)
{
	buffer_string(b, source);
	buffer_byte(b, ':');
	buffer_u64(b, number);
	buffer_byte(b, '\t');
}

static void canary_put(struct records *w, const char *source, uint64_t number,
		       const struct child *c)
{
	size_t low = 0, high = w->marked_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (w->marked[middle] < c->index)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == w->marked_count || w->marked[low] != c->index)
		return;
	struct buffer *b = &w->canaries.buffer;
	rid_put(b, source, number);
	buffer_string(b, source);
	buffer_byte(b, '\t');
	buffer_text_add(b, buffer_text(&w->id));
	buffer_byte(b, '\t');
	record_nhs_number(w->p, b, c);
	buffer_byte(b, '\t');
	buffer_string(b, c->upn);
	buffer_byte(b, '\n');
	record_drain(&w->canaries);
}

void record_truth(struct records *w, const char *source, uint64_t number, const struct child *c)
{
	struct buffer *b = &w->truth.buffer;

	rid_put(b, source, number);
	buffer_u64(b, c->index + 1u);
	buffer_byte(b, '\t');
	buffer_u64(b, c->family->number);
	buffer_byte(b, '\t');
	if (c->birth)
		buffer_u64(b, c->birth);
	buffer_byte(b, '\t');
	if (c->adoption)
		buffer_u64(b, c->adoption);
	buffer_byte(b, '\n');
	record_drain(&w->truth);
	if (w->marked)
		canary_put(w, source, number, c);
	buffer_reset(&w->id);
	w->total++;
}

void record_extract(struct records *w, const struct extract *x)
{
	struct population *p = w->p;
	struct output o;

	record_file(w, &o, x->file);
	buffer_string(&o.buffer, x->titles);
	uint64_t count, *order = record_order(p, x->purpose, x->times, &count);
	for (uint64_t i = 0; i < count; i++) {
		const struct child *c = population_child(p, ENTRY_PERSON(order[i]));
		struct random r = random_start(p->seed, x->purpose, order[i]);
		w->occasion = ENTRY_OCCASION(order[i]);
		x->write(w, &o.buffer, &r, c);
		record_drain(&o);
		record_truth(w, x->source, i + 1, c);
	}
	memory_free(order);
	output_finish(&o);
}

void records_areas(struct records *w)
{
	char postcode[9], sector[9] = "";
	struct output o;

	record_file(w, &o, "areas.csv");
	buffer_string(&o.buffer, "POSTCODE_SECTOR,LSOA11,IMD_DECILE\n");
	for (uint32_t i = 0; i < POSTCODES; i++) {
		postcode_make(i, postcode);
		if (memcmp(postcode, sector, 6) == 0)
			continue;
		memcpy(sector, postcode, 6);
		buffer_text_add(&o.buffer, (struct text){sector, 6});
		buffer_byte(&o.buffer, ',');
		record_area(&o.buffer, i);
		buffer_byte(&o.buffer, ',');
		buffer_u64(&o.buffer, (uint64_t)deprivation(w->p, i));
		buffer_byte(&o.buffer, '\n');
		record_drain(&o);
	}
	output_finish(&o);
}
