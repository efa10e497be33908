#include "review/review.h"

#include "cluster/components.h"
#include "cluster/pairs.h"
#include "cluster/universe.h"
#include "stream/columns.h"
#include "stream/options.h"

void review_start(struct review *r, struct arena *arena, struct model *model)
{
	*r = (struct review){.arena = arena, .model = model};
}

/* Where the pairs keep what is read of them. */
struct pair_columns {
	size_t id_a, id_b, source_a, source_b, rule, weight, probability;
	size_t *levels;    /* of the model's comparisons */
	size_t *explained; /* their weights, where `compare --explain` wrote them */
};

static size_t find_explained(const struct review *r, const struct preamble *p, struct text name)
{
	struct buffer b = {0};

	buffer_string(&b, "weight_");
	buffer_text_add(&b, name);
	size_t found = preamble_find(p, text_copy(r->arena, buffer_text(&b)));
	buffer_free(&b);
	return found;
}

static void find_columns(const struct review *r, const struct reader *in, struct pair_columns *c)
{
	const struct preamble *p = &in->preamble;
	const struct model *m = r->model;

	c->id_a = preamble_need(p, "id_a", in->path, EXIT_DATA);
	c->id_b = preamble_need(p, "id_b", in->path, EXIT_DATA);
	c->source_a = preamble_need(p, "source_a", in->path, EXIT_DATA);
	c->source_b = preamble_need(p, "source_b", in->path, EXIT_DATA);
	c->rule = preamble_find(p, TEXT("rule"));
	c->weight = preamble_need(p, "weight", in->path, EXIT_DATA);
	c->probability = preamble_need(p, "probability", in->path, EXIT_DATA);
	c->levels = ARENA_ARRAY(r->arena, m->comparison_count + 1, size_t);
	c->explained = ARENA_ARRAY(r->arena, m->comparison_count + 1, size_t);
	for (size_t i = 0; i < m->comparison_count; i++) {
		c->explained[i] = find_explained(r, p, m->comparisons[i].name);
		c->levels[i] = preamble_find(p, m->comparisons[i].name);
		if (c->levels[i] == NO_COLUMN)
			fail_at(EXIT_CONFIG, (struct place){.file = m->side.path}, NULL,
				"the pairs have no comparison %.*s",
				(int)m->comparisons[i].name.length, m->comparisons[i].name.at);
	}
}

static _Noreturn void other_model(const struct review *r)
{
	fail_at(EXIT_CONFIG, (struct place){.file = r->model->side.path}, "model",
		"the pairs were compared with another model");
}

static void check_model(const struct review *r, const struct preamble *p)
{
	const struct step *step = preamble_step_of(p, "compare");
	const struct text *digest = step ? settings_find(&step->options, "opt.model") : NULL;

	if (digest && !text_is(*digest, r->model->digest))
		other_model(r);
}

static const struct comparison_level *level_of(const struct comparison *c, struct text cell)
{
	int64_t number;

	for (size_t i = 0; text_i64(cell, &number) && i < c->level_count; i++)
		if (c->levels[i].number == number)
			return &c->levels[i];
	return NULL;
}

/* The parts of a pair's weight; what is left of it is what frequencies add. */
static void read_levels(const struct review *r, const struct reader *in, const struct record *row,
			const struct pair_columns *columns, struct review_pair *pair)
{
	const struct model *m = r->model;
	const struct parameters *parameters = model_parameters(
		r->model, record_cell(row, columns->source_a), record_cell(row, columns->source_b));
	int8_t *levels = ARENA_ARRAY(r->arena, m->comparison_count + 1, int8_t);
	int64_t *weights = ARENA_ARRAY(r->arena, m->comparison_count + 1, int64_t);
	int64_t *together = ARENA_ARRAY(r->arena, m->interaction_count + 1, int64_t);
	int64_t sum = parameters->prior;
	bool adjusted = false;

	for (size_t i = 0; i < m->comparison_count; i++) {
		const struct comparison *c = &parameters->comparisons[i];
		const struct comparison_level *level =
			level_of(c, record_cell(row, columns->levels[i]));
		if (!level)
			fail_at(EXIT_DATA, reader_place(in, text_string(r->arena, c->name)),
				"level", "not a level of the model");
		levels[i] = (int8_t)level->number;
		weights[i] = level->weight;
		if (columns->explained[i] != NO_COLUMN)
			weights[i] = pairs_weight(in, record_cell(row, columns->explained[i]),
						  text_string(r->arena, c->name));
		sum += weights[i];
		adjusted |= level->number >= 0 && level->frequency != NO_FREQUENCY;
	}
	for (size_t i = 0; i < m->interaction_count; i++) {
		together[i] = model_together(m, &m->interactions[i], levels);
		sum += together[i];
	}
	pair->prior = parameters->prior;
	pair->levels = levels;
	pair->weights = weights;
	pair->together = together;
	pair->rarity = pair->weighed ? pair->weight - sum : 0;
	if (pair->rarity && !adjusted)
		other_model(r);
}

static uint32_t record_of(struct review *r, const struct reader *in, struct text id, uint64_t line)
{
	bool fresh;
	uint64_t *number = map_add(&r->ids, id, &fresh);

	if (!fresh)
		return (uint32_t)*number;
	if (!id.length)
		fail_at(EXIT_DATA, reader_place(in, NULL), "id", "a pair without an id");
	*number = r->ids.count - 1;
	memory_need(&r->records, &r->record_capacity, r->ids.count, sizeof *r->records);
	r->records[*number] = (struct review_record){.id = text_copy(r->arena, id), .line = line};
	return (uint32_t)*number;
}

/* Weight and probability; false when the pair has none, from a model of rules. */
static bool read_weight(const struct reader *in, const struct record *row,
			const struct pair_columns *columns, struct review_pair *pair)
{
	struct text weight = record_cell(row, columns->weight);

	if (!weight.length)
		return false;
	pair->weight = pairs_weight(in, weight, "weight");
	pair->probability =
		pairs_probability(in, record_cell(row, columns->probability), "probability");
	return true;
}

static void add_pair(struct review *r, const struct reader *in, const struct record *row,
		     const struct pair_columns *columns, struct review_pair pair, uint64_t seed)
{
	struct text a = record_cell(row, columns->id_a), b = record_cell(row, columns->id_b);
	struct review_candidate candidate = {.order = review_sample_order(seed, a, b),
					     .weight = pair.weight,
					     .weighed = pair.weighed,
					     .number = (uint32_t)r->pair_count};

	pair.a = record_of(r, in, a, row->number);
	pair.b = record_of(r, in, b, row->number);
	if (columns->rule != NO_COLUMN)
		pair.rule = text_copy(r->arena, record_cell(row, columns->rule));
	memory_need(&r->pairs, &r->pair_capacity, r->pair_count + 1, sizeof *r->pairs);
	memory_need(&r->candidates, &r->candidate_capacity, r->pair_count + 1,
		    sizeof *r->candidates);
	r->candidates[r->pair_count] = candidate;
	r->pairs[r->pair_count++] = pair;
}

void review_pairs(struct review *r, struct reader *in, struct weight_range range, uint64_t seed)
{
	struct pair_columns columns;
	struct record row;

	r->level = in->preamble.level;
	find_columns(r, in, &columns);
	check_model(r, &in->preamble);
	while (reader_next(in, &row)) {
		struct review_pair pair = {.weight = 0};
		pair.weighed = read_weight(in, &row, &columns, &pair);
		if (pair.weighed ? pair.weight < range.from || pair.weight >= range.to
				 : range.bounded) {
			r->outside++;
			continue;
		}
		read_levels(r, in, &row, &columns, &pair);
		add_pair(r, in, &row, &columns, pair, seed);
	}
}

static bool contains(struct text a, const char *part)
{
	return memmem(a.at, a.length, part, strlen(part)) != NULL;
}

/* Does a column tell where a child lives, learns or is treated? */
static bool is_place(const struct column *c)
{
	static const char *const types[] = {"postcode", "outcode", "sector"};
	static const char *const names[] = {"urn", "estab", "lea", "gp_practice"};

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (text_is(c->type, types[i]))
			return true;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (text_is(c->name, names[i]))
			return true;
	return contains(c->name, "postcode") || contains(c->name, "address");
}

/* Tokens and encodings say nothing to an eye, and nobody but the linking
 * filters is shown them. */
static void choose_columns(struct review *r, const struct preamble *p, size_t rid, size_t source)
{
	size_t places = 0;

	r->columns = ARENA_ARRAY(r->arena, p->column_count + 1, struct review_column);
	for (size_t i = 0; i < p->column_count; i++) {
		const struct column *c = &p->columns[i];
		if (i == rid || i == source || c->role == ROLE_LINK)
			continue;
		r->columns[r->column_count++] = (struct review_column){c->name, c->type, c->list, i,
								       is_place(c) ? ++places : 0};
	}
}

/* Is a source SSDA903, or made of one that is? */
static bool looked_after(const struct preamble *p, struct text id)
{
	for (size_t i = 0; i < p->source_count; i++) {
		if (!text_equal(p->sources[i].id, id))
			continue;
		struct text parts = p->sources[i].parts, part;
		if (text_is(p->sources[i].set, "ssda903"))
			return true;
		while (parts.length && text_cut(&parts, ',', &part))
			if (!text_equal(part, id) && looked_after(p, part))
				return true;
	}
	return false;
}

static bool is_flagged(const struct review_record *record, const struct record *row,
		       const struct preamble *p, struct flags flags, const size_t *columns)
{
	for (size_t i = 0; i < flags.columns->count; i++) {
		struct text cell = record_cell(row, columns[i]);
		if (cell.length && !text_is(cell, "0"))
			return true;
	}
	return map_find(flags.rids, record->id) || looked_after(p, record->source);
}

void review_records(struct review *r, struct reader *in, const struct reader *pairs,
		    struct flags flags)
{
	const struct preamble *p = &in->preamble;
	size_t rid = preamble_need(p, "rid", in->path, EXIT_DATA);
	struct source_column source = source_column(in);
	size_t *flagged = ARENA_ARRAY(r->arena, flags.columns->count + 1, size_t);
	struct record row;

	r->level = p->level < r->level ? p->level : r->level;
	for (size_t i = 0; i < flags.columns->count; i++)
		flagged[i] = columns_named(p, text_of(flags.columns->at[i]), "flag");
	choose_columns(r, p, rid, source.index);
	while (reader_next(in, &row)) {
		const uint64_t *number = map_find(&r->ids, record_cell(&row, rid));
		if (!number)
			continue;
		struct review_record *record = &r->records[*number];
		struct text *cells = ARENA_ARRAY(r->arena, r->column_count + 1, struct text);
		if (record->cells)
			fail_at(EXIT_DATA, reader_place(in, "rid"), "rid", "a duplicate id");
		for (size_t i = 0; i < r->column_count; i++)
			cells[i] = text_copy(r->arena, record_cell(&row, r->columns[i].index));
		record->cells = cells;
		record->source = text_copy(r->arena, source_cell(source, &row));
		record->flagged = is_flagged(record, &row, p, flags, flagged);
	}
	for (size_t i = 0; i < r->ids.count; i++)
		if (!r->records[i].cells)
			fail_at(EXIT_DATA, (struct place){pairs->path, r->records[i].line, NULL},
				"records", "an id that is not among the records");
}

void review_withhold(struct review *r)
{
	struct components tied;
	bool *flagged = ARENA_ARRAY(r->arena, r->ids.count + 1, bool);

	components_start(&tied, r->ids.count);
	for (size_t i = 0; i < r->pair_count; i++)
		components_join(&tied, r->pairs[i].a, r->pairs[i].b);
	for (uint32_t i = 0; i < r->ids.count; i++)
		if (r->records[i].flagged)
			flagged[components_root(&tied, i)] = true;
	for (uint32_t i = 0; i < r->ids.count; i++)
		r->records[i].withheld = flagged[components_root(&tied, i)];
	components_free(&tied);
}

void review_free(struct review *r)
{
	map_free(&r->ids);
	memory_free(r->records);
	memory_free(r->pairs);
	memory_free(r->candidates);
}
