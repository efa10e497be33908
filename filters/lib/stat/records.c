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

void records_start(struct records *w, const struct population *p, const char *directory)
{
	memset(w, 0, sizeof *w);
	w->p = p;
	w->directory = directory;
	record_file(w, &w->truth, "truth.tsv");
	buffer_string(&w->truth.buffer, "rid\tperson\tfamily\tbirth\n");
}

void records_end(struct records *w)
{
	output_finish(&w->truth);
	outputs_commit();
	buffer_free(&w->forename);
	buffer_free(&w->middle);
	buffer_free(&w->surname);
	buffer_free(&w->path);
	arena_free(&w->arena);
}

uint64_t *record_order(const struct population *p, enum purpose purpose,
		       bool (*in)(const struct child *c), uint64_t *count)
{
	uint64_t *order = memory_take((p->child_count + 1) * sizeof *order);
	*count = 0;
	for (size_t i = 0; i < p->child_count; i++)
		if (in(&p->children[i]))
			order[(*count)++] = i;
	struct random r = random_start(p->seed, PURPOSE_ORDER, purpose);
	random_shuffle(&r, order, *count);
	return order;
}

void record_truth(struct records *w, const char *source, uint64_t number, const struct child *c)
{
	struct buffer *b = &w->truth.buffer;
	buffer_string(b, source);
	buffer_byte(b, ':');
	buffer_u64(b, number);
	buffer_byte(b, '\t');
	buffer_u64(b, (uint64_t)(c - w->p->children) + 1);
	buffer_byte(b, '\t');
	buffer_u64(b, c->family + 1u);
	buffer_byte(b, '\t');
	if (c->birth)
		buffer_u64(b, c->birth);
	buffer_byte(b, '\n');
	record_drain(&w->truth);
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
	if (random_chance(r, l->name_typing_error))
		distort_typing(r, &w->forename);
	if (random_chance(r, l->name_typing_error))
		distort_typing(r, &w->surname);
	if (random_chance(r, l->names_swapped)) {
		struct buffer kept = w->forename;
		w->forename = w->surname;
		w->surname = kept;
	}
}

int32_t record_born(const struct population *p, struct random *r, const struct child *c,
		    int64_t wrong)
{
	return random_chance(r, wrong) ? distort_date(r, c->born, p->on) : c->born;
}

char record_sex(const struct population *p, struct random *r, const struct child *c)
{
	bool wrong = random_chance(r, p->likelihoods.sex_wrong);
	return wrong == (c->sex == 'M') ? 'F' : 'M';
}

uint32_t record_home(const struct population *p, struct random *r, const struct child *c,
		     int32_t day, int64_t old)
{
	return family_home(&p->families[c->family], random_chance(r, old) ? day - 730 : day);
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
	const struct child *next = c + 1;
	return next < p->children + p->child_count && next->family == c->family ? next : NULL;
}

void record_upn(const struct population *p, struct random *r, struct buffer *b,
		const struct child *c, int64_t wrong)
{
	char upn[14];
	const struct child *sibling = record_sibling(p, c);
	memcpy(upn, c->upn, sizeof upn);
	if (random_chance(r, wrong)) {
		size_t at = 4 + random_below(r, 8);
		upn[at] = (char)('0' + (upn[at] - '0' + 1 + (int)random_below(r, 9)) % 10);
		if (sibling && sibling->upn[0] && random_below(r, 2))
			memcpy(upn, sibling->upn, sizeof upn);
	}
	buffer_string(b, upn);
}

uint64_t record_number(const struct population *p, uint64_t factor, uint64_t number)
{
	return (number * factor + p->seed % 99999989) % 99999989;
}

void record_child_id(const struct population *p, struct buffer *b, const struct child *c,
		     bool second)
{
	uint64_t index = (uint64_t)(c - p->children) * 2 + second;
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
