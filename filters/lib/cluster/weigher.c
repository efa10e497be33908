#include "cluster/weigher.h"

void weigher_start(struct weigher *e, struct model *m, const struct preamble *records)
{
	const struct expressions *x = &m->expressions;

	model_trained(m);
	if (!m->comparison_count)
		fail_at(EXIT_CONFIG, (struct place){.file = m->side.path}, NULL,
			"a model without comparisons cannot weigh groups: --method components");
	e->model = m;
	e->cells = expression_cells_find(x, records, "records", m->side.path, &e->run);
	e->occurrences = ARENA_ARRAY(&e->run, m->frequency_count + 1, struct occurrences);
	e->totals = ARENA_ARRAY(&e->run, m->frequency_count + 1, uint64_t);
	e->score.levels = ARENA_ARRAY(&e->run, m->comparison_count, int8_t);
	for (size_t f = 0; f < m->frequency_count; f++) {
		size_t column = m->frequencies[f].column;

		e->occurrences[f].name = x->columns[column];
		e->occurrences[f].at = e->cells.columns[column];
		e->occurrences[f].list = e->cells.lists[column];
	}
}

void weigher_identity(struct weigher *e, const struct record *row)
{
	memory_need(&e->starts, &e->capacity, e->count + 1, sizeof *e->starts);
	e->starts[e->count++] = e->texts.length;
	expression_cells_take(&e->cells, row);
	for (size_t i = 0; i < e->cells.count; i++) {
		buffer_varint(&e->texts, e->cells.at[i].length);
		buffer_text_add(&e->texts, e->cells.at[i]);
	}
	for (size_t f = 0; f < e->model->frequency_count; f++) {
		struct occurrences *o = &e->occurrences[f];

		occurrences_add(o, occurrences_cell(o, row), NULL);
	}
}

void weigher_ready(struct weigher *e, const struct universe *u)
{
	size_t sources = u->sources.count * u->sources.count;

	e->universe = u;
	e->weights = ARENA_ARRAY(&e->run, sources + 1, const struct pair_weights *);
	for (size_t f = 0; f < e->model->frequency_count; f++)
		e->totals[f] = e->occurrences[f].total;
	scorer_start(&e->scorer, e->model, e->totals, &e->run);
}

void weigher_members(struct weigher *e, const uint32_t *members, uint32_t count)
{
	arena_reset(&e->group);
	e->members = members;
	e->entries = ARENA_ARRAY(&e->group, count, struct entry);
}

static void load(struct weigher *e, uint32_t identity, struct entry *entry)
{
	const char *at = e->texts.at + e->starts[identity];
	size_t frequencies = e->model->frequency_count;
	struct text *counts = ARENA_ARRAY(&e->group, frequencies + 1, struct text);

	for (size_t i = 0; i < e->cells.count; i++) {
		size_t length = varint_read(&at);
		e->cells.at[i] = (struct text){at, length};
		at += length;
	}
	for (size_t f = 0; f < frequencies; f++) {
		buffer_reset(&e->counts);
		occurrences_print(&e->occurrences[f], e->cells.at[e->model->frequencies[f].column],
				  &e->counts);
		counts[f] = text_copy(&e->group, buffer_text(&e->counts));
	}
	if (scorer_load(&e->scorer, e->cells.at, e->cells.lists, counts, &e->group, entry) !=
	    LOAD_DONE)
		fail(EXIT_DATA, "records: a cell for dice() or shared() is not such an encoding");
}

static const struct pair_weights *weights_of(struct weigher *e, uint16_t a, uint16_t b)
{
	const struct map *sources = &e->universe->sources;
	const struct pair_weights **at = &e->weights[a * sources->count + b];

	if (!*at)
		*at = scorer_weights(&e->scorer, model_parameters(e->model, sources->entries[a].key,
								  sources->entries[b].key));
	return *at;
}

int64_t weigher_weigh(struct weigher *e, uint32_t i, uint32_t j)
{
	uint32_t a = e->members[i], b = e->members[j];
	const struct pair_weights *weights =
		weights_of(e, e->universe->source[a], e->universe->source[b]);

	if (!e->entries[i].values)
		load(e, a, &e->entries[i]);
	if (!e->entries[j].values)
		load(e, b, &e->entries[j]);
	if (!scorer_pair(&e->scorer, weights, &e->entries[i], &e->entries[j], INT64_MIN / 2,
			 &e->score))
		return weights->parameters->prior;
	return e->score.weight;
}

void weigher_free(struct weigher *e)
{
	for (size_t f = 0; e->model && f < e->model->frequency_count; f++)
		occurrences_free(&e->occurrences[f]);
	buffer_free(&e->texts);
	buffer_free(&e->counts);
	memory_free(e->starts);
	arena_free(&e->run);
	arena_free(&e->group);
	*e = (struct weigher){0};
}
