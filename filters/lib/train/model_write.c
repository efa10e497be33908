#include "train/model_write.h"

/* A share in units of 10^-12, never 0 or 1. */
static void add_share(struct buffer *b, double share)
{
	int64_t units = (int64_t)(share * (double)WEIGHT_BIT + 0.5);

	units = units < 1 ? 1 : units >= WEIGHT_BIT ? WEIGHT_BIT - 1 : units;
	buffer_fixed(b, units, 12);
	while (b->at[b->length - 1] == '0')
		b->length--;
}

/* How many times: nine decimals are enough. */
static void add_times(struct buffer *b, double times)
{
	int64_t units = times > 1e9 ? INT64_C(1000000000000000000) : (int64_t)(times * 1e9 + 0.5);

	buffer_fixed(b, units < 1 ? 1 : units, 9);
}

static void add_number(struct buffer *b, const char *key, uint64_t number)
{
	buffer_byte(b, ' ');
	buffer_string(b, key);
	buffer_byte(b, '=');
	buffer_u64(b, number);
}

static void write_model_fact(const struct training *t, struct text fact, struct buffer *b)
{
	struct text rest = fact, word;

	text_cut(&rest, ' ', &word);
	buffer_string(b, "##model prior=");
	add_share(b, t->prior);
	while (text_cut(&rest, ' ', &word)) {
		if (!word.length || text_starts(word, "prior="))
			continue;
		buffer_byte(b, ' ');
		buffer_text_add(b, word);
	}
	buffer_byte(b, '\n');
}

static void write_learned(const struct training *t, const struct model_facts *f, struct buffer *b)
{
	uint64_t pairs = 0, sampled = 0;

	for (size_t i = 0; i < t->em.session_count; i++)
		for (size_t p = 0; p < t->em.sessions[i].count; p++)
			*(t->em.sessions[i].random ? &sampled : &pairs) +=
				t->em.sessions[i].patterns[p].count;
	buffer_string(b, "##learned method=");
	buffer_string(b, f->method);
	add_number(b, "iterations", t->em.iterations);
	buffer_string(b, t->em.converged ? " converged=yes" : " converged=no");
	add_number(b, "pairs", pairs);
	if (f->sampled) {
		add_number(b, "sample", sampled);
		add_number(b, "seed", f->seed);
	}
	if (f->judged)
		add_number(b, "judged", f->judged);
	if (f->recall > 0) {
		buffer_string(b, " recall=");
		add_share(b, f->recall);
		add_number(b, "ruled", t->ruled);
		add_number(b, "possible", t->possible);
	}
	buffer_byte(b, '\n');
}

static void write_pair_facts(const struct training *t, const struct model_facts *f,
			     struct buffer *b)
{
	for (size_t i = 0; f->by_source && i < t->pair_count; i++) {
		buffer_string(b, "##pair source_a=");
		buffer_text_add(b, t->pairs[i].source_a);
		buffer_string(b, " source_b=");
		buffer_text_add(b, t->pairs[i].source_b);
		buffer_string(b, " prior=");
		add_share(b, t->pairs[i].prior);
		buffer_byte(b, '\n');
	}
	for (size_t i = 0; f->sample && i < f->sample->source_count; i++) {
		const struct sample_source *s = &f->sample->sources[i];
		for (size_t c = 0; c < t->model->comparison_count; c++) {
			if (s->collects[c])
				continue;
			buffer_string(b, "##absent source=");
			buffer_text_add(b, s->id);
			buffer_string(b, " comparison=");
			buffer_text_add(b, t->model->comparisons[c].name);
			buffer_byte(b, '\n');
		}
	}
}

static void write_facts(const struct training *t, const struct model_facts *f, struct buffer *b)
{
	const struct sidefile *side = &t->model->side;

	for (size_t i = 0; i < side->fact_count; i++) {
		struct text rest = side->facts[i], name;
		text_cut(&rest, ' ', &name);
		if (text_is(name, "model")) {
			write_model_fact(t, side->facts[i], b);
		} else if (!text_is(name, "learned") && !text_is(name, "pair") &&
			   (!text_is(name, "absent") || !f->sample)) {
			buffer_string(b, "##");
			buffer_text_add(b, side->facts[i]);
			buffer_byte(b, '\n');
		}
	}
	write_learned(t, f, b);
	write_pair_facts(t, f, b);
}

static const char *const written[] = {"comparison", "level",     "condition",  "m",     "u",
				      "tf_column",  "tf_weight", "tf_minimum", "flags", "source_a",
				      "source_b",   "note",      "learned"};
enum { IN_M = 3, IN_U = 4, IN_LEARNED = 12, WRITTEN = 13 };

static struct text cell_of(const struct sidefile *side, size_t row, const char *name)
{
	size_t column = sidefile_column(side, name);

	return column == SIZE_MAX ? TEXT_NONE : sidefile_cell(side, row, column);
}

static void add_mark(struct buffer *b, size_t start, const char *mark)
{
	if (b->length > start)
		buffer_byte(b, ',');
	buffer_string(b, mark);
}

static void write_marks(const struct training *t, size_t c, size_t number, struct buffer *b)
{
	const struct em_comparison *k = &t->em.comparisons[c];
	size_t start = b->length;

	if (!k->seen[number])
		add_mark(b, start, "unseen");
	else if (!k->sampled[number] && t->em.learn_u)
		add_mark(b, start, "rare");
	if (k->keep_m[number] || k->keep_u[number])
		add_mark(b, start, "fixed");
	if (training_falls(t, c, number))
		add_mark(b, start, "order");
}

static void write_row(const struct training *t, size_t row, size_t c,
		      const struct comparison_level *level, struct buffer *b)
{
	const struct em_comparison *k = level ? &t->em.comparisons[c] : NULL;
	bool weighs = level && level->number >= 0;

	for (size_t i = 0; i < WRITTEN; i++) {
		if (i)
			buffer_byte(b, '\t');
		if (weighs && i == IN_M)
			add_share(b, k->m[level->number]);
		else if (weighs && i == IN_U)
			add_share(b, k->u[level->number]);
		else if (weighs && i == IN_LEARNED)
			write_marks(t, c, (size_t)level->number, b);
		else if (i != IN_LEARNED)
			buffer_text_add(b, cell_of(&t->model->side, row, written[i]));
	}
	buffer_byte(b, '\n');
}

/* Sources, m and u of a row that has nothing else. */
static void write_pair_level(struct text comparison, struct text level, double m, double u,
			     const struct training_pair *p, struct buffer *b)
{
	buffer_text_add(b, comparison);
	buffer_byte(b, '\t');
	buffer_text_add(b, level);
	buffer_string(b, "\t\t");
	add_share(b, m);
	buffer_byte(b, '\t');
	add_share(b, u);
	buffer_string(b, "\t\t\t\t\t");
	buffer_text_add(b, p->source_a);
	buffer_byte(b, '\t');
	buffer_text_add(b, p->source_b);
	buffer_string(b, "\t\t\n");
}

/* Rows of the file that are fixed for a pair of sources. */
static bool is_fixed(const struct training *t, size_t c, size_t level,
		     const struct training_pair *p)
{
	for (size_t i = 0; i < t->model->pair_level_count; i++) {
		const struct pair_level *l = &t->model->pair_levels[i];
		if (l->fixed && l->comparison == c && l->level == level &&
		    text_equal(l->source_a, p->source_a) && text_equal(l->source_b, p->source_b))
			return true;
	}
	return false;
}

static void write_pair(const struct training *t, size_t c, const struct training_pair *p,
		       struct buffer *b)
{
	const struct comparison *k = &t->model->comparisons[c];
	double learned = 0;

	for (size_t i = 0; i < k->numbers; i++)
		learned += p->matches[t->first[c] + i] + p->rest[t->first[c] + i];
	for (size_t i = 0; learned > 0 && i < k->level_count; i++) {
		if (k->levels[i].number < 0 || is_fixed(t, c, i, p))
			continue;
		size_t at = t->first[c] + (size_t)k->levels[i].number;
		write_pair_level(k->name, k->levels[i].name, p->m[at], p->u[at], p, b);
	}
}

static void write_comparison(const struct training *t, const struct model_facts *f, size_t c,
			     struct buffer *b)
{
	const struct comparison *k = &t->model->comparisons[c];

	for (size_t i = 0; i < k->level_count; i++)
		write_row(t, k->levels[i].row, c, &k->levels[i], b);
	for (size_t i = 0; i < t->model->pair_level_count; i++)
		if (t->model->pair_levels[i].fixed && t->model->pair_levels[i].comparison == c)
			write_row(t, t->model->pair_levels[i].row, 0, NULL, b);
	for (size_t i = 0; f->by_source && i < t->pair_count; i++)
		write_pair(t, c, &t->pairs[i], b);
}

static struct text level_numbered(const struct comparison *c, size_t number)
{
	for (size_t i = 0; i < c->level_count; i++)
		if (c->levels[i].number == (int)number)
			return c->levels[i].name;
	return TEXT_NONE;
}

static void write_interaction(const struct training *t, size_t at, struct buffer *b)
{
	const struct em_interaction *e = &t->em.interactions[at];
	const struct comparison *ca = &t->model->comparisons[e->a];
	const struct comparison *cb = &t->model->comparisons[e->b];

	for (size_t i = ca->numbers; i-- > 0;) {
		for (size_t j = cb->numbers; j-- > 0;) {
			buffer_text_add(b, ca->name);
			buffer_byte(b, '*');
			buffer_text_add(b, cb->name);
			buffer_byte(b, '\t');
			buffer_text_add(b, level_numbered(ca, i));
			buffer_byte(b, '/');
			buffer_text_add(b, level_numbered(cb, j));
			buffer_string(b, "\t\t");
			add_times(b, e->m[i * cb->numbers + j]);
			buffer_byte(b, '\t');
			add_times(b, e->u[i * cb->numbers + j]);
			buffer_string(b, "\t\t\t\t\t\t\t\t\n");
		}
	}
}

void model_write(const struct training *t, const struct model_facts *f, struct buffer *b)
{
	const struct sidefile *side = &t->model->side;
	size_t c = 0;

	write_facts(t, f, b);
	for (size_t i = 0; i < WRITTEN; i++) {
		if (i)
			buffer_byte(b, '\t');
		buffer_string(b, written[i]);
	}
	buffer_byte(b, '\n');
	for (size_t row = 0; row < side->row_count; row++) {
		struct text name = cell_of(side, row, "comparison");
		if (text_is(name, "rule") || text_is(name, "only"))
			write_row(t, row, 0, NULL, b);
		else if (c < t->model->comparison_count &&
			 t->model->comparisons[c].levels[0].row == row)
			write_comparison(t, f, c++, b);
	}
	for (size_t i = 0; i < t->em.interaction_count; i++)
		write_interaction(t, i, b);
}
