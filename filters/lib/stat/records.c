#include "stat/records.h"

#include "stat/distort.h"
#include "stat/numbers.h"

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
	outputs_commit();
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

static void name_copy(struct buffer *b, struct text name)
{
	buffer_reset(b);
	for (size_t i = 0; i < name.length; i++)
		buffer_byte(b, name.at[i] == '_' ? ' ' : name.at[i]);
}

void record_names(struct records *w, struct random *r, const struct child *c,
		  struct spelling spelling)
{
	const struct likelihoods *l = &w->p->likelihoods;
	bool old = c->former_surname.length && random_chance(r, spelling.surname_old);
	struct text brief = TEXT_NONE;
	if (random_chance(r, spelling.short_form))
		brief = invented_short(c->forename);
	name_copy(&w->forename, brief.length ? brief : c->forename);
	name_copy(&w->middle, c->middle);
	name_copy(&w->surname, old ? c->former_surname : c->surname);
	if (random_chance(r, l->double_surname_halved))
		distort_halve(r, &w->surname);
	if (random_chance(r, l->surname_respelled)) {
		distort_prefix(r, &w->surname);
		distort_prefix(r, &w->forename);
	}
	if (random_chance(r, spelling.diacritics_lost)) {
		distort_plain(&w->forename);
		distort_plain(&w->middle);
		distort_plain(&w->surname);
	}
	if (record_error(r, c, l->name_typing_error))
		distort_typing(r, &w->forename);
	if (record_error(r, c, l->name_typing_error))
		distort_typing(r, &w->surname);
	if (record_error(r, c, l->names_swapped)) {
		struct buffer kept = w->forename;
		w->forename = w->surname;
		w->surname = kept;
	}
}

int32_t record_born(const struct population *p, struct random *r, const struct child *c,
		    int64_t wrong)
{
	return record_error(r, c, wrong) ? distort_date(r, c->born, p->on) : c->born;
}

char record_sex(const struct population *p, struct random *r, const struct child *c)
{
	bool wrong = random_chance(r, p->likelihoods.sex_wrong);
	return wrong == (c->sex == 'M') ? 'F' : 'M';
}

uint32_t record_home(struct random *r, const struct child *c, int32_t day, int64_t old)
{
	return family_home(c->family, record_error(r, c, old) ? day - 730 : day);
}

void record_postcode(const struct population *p, struct random *r, struct buffer *b,
		     uint32_t postcode)
{
	char text[9];
	postcode_make(postcode, text);
	if (random_chance(r, p->likelihoods.postcode_typing_error))
		distort_postcode(r, text);
	buffer_string(b, text);
}

const struct child *record_sibling(const struct population *p, const struct child *c)
{
	const struct child *next = c + 1, *end = p->here.children + p->here.count;
	return !c->after && next < end && !next->adoption ? next : NULL;
}

void record_upn(const struct population *p, struct random *r, struct buffer *b,
		const struct child *c, int64_t wrong)
{
	char upn[14];
	const struct child *sibling = record_sibling(p, c);
	memcpy(upn, c->upn, sizeof upn);
	if (record_error(r, c, wrong)) {
		size_t at = 4 + random_below(r, 8);
		upn[at] = (char)('0' + (upn[at] - '0' + 1 + (int)random_below(r, 9)) % 10);
		if (sibling && sibling->upn[0] && random_below(r, 2))
			memcpy(upn, sibling->upn, sizeof upn);
	}
	buffer_string(b, upn);
}

void record_nhs_number(const struct population *p, struct buffer *b, const struct child *c)
{
	char number[11];
	if (c->nhs_number == NHS_NUMBERS)
		return;
	nhs_number_make(p->seed, c->nhs_number, number);
	buffer_string(b, number);
}

uint64_t record_number(const struct population *p, uint64_t factor, uint64_t number)
{
	return (number * factor + p->seed % 99999989) % 99999989;
}

bool record_upn_known(const struct population *p, struct random *r, const struct child *c,
		      int64_t missing)
{
	if (!c->upn[0])
		return false;
	bool young = day_age(c->born, p->on) < 5;
	return !record_error(r, c, young ? p->likelihoods.cin_upn_missing_under_five : missing);
}

const char *record_upn_reason(const struct population *p, const struct child *c)
{
	return day_age(c->born, p->on) < 5 ? "UN1" : c->upn[0] ? "UN4 UN5" : "UN2 UN3";
}

void record_child_id(const struct population *p, struct buffer *b, const struct child *c,
		     bool second)
{
	uint64_t index = (uint64_t)c->index * 2 + second;
	buffer_u64(b, 100000000 + record_number(p, 48271963, index));
}

void record_code(struct random *r, struct buffer *b, const char *codes)
{
	struct text code, rest = text_of(codes);
	size_t count = 1;
	for (const char *at = codes; *at; at++)
		count += *at == ' ';
	uint64_t first = random_below(r, count), second = random_below(r, count);
	uint64_t skip = first < second ? first : second;
	while (text_cut(&rest, ' ', &code) && skip--)
		;
	buffer_text_add(b, code);
}

int32_t record_last(const struct population *p, const struct child *c)
{
	return c->until < p->on ? c->until : p->on;
}

int32_t record_day(const struct population *p, struct random *r, const struct child *c,
		   int32_t days)
{
	int32_t earliest = p->on - days > c->known ? p->on - days : c->known;
	int32_t last = record_last(p, c);
	return (int32_t)random_between(r, earliest < last ? earliest : last, last);
}
