/* cluster: pairs that link -> a person id for every identity. */

#include <stdlib.h>

#include "link/components.h"
#include "link/model.h"
#include "link/unique.h"
#include "link/universe.h"
#include "link/weight.h"
#include "stream/policy.h"
#include "stream/sorter.h"
#include "stream/writer.h"

static const char *records_path, *model_path, *threshold_text, *ambiguous_path;

static const struct option_spec options[] = {
	{.name = "records",
	 .kind = OPTION_STRING,
	 .into = &records_path,
	 .argument = "FILE",
	 .help = "the identities that were compared, linked or not (needed)"},
	{.letter = 't',
	 .name = "threshold",
	 .kind = OPTION_STRING,
	 .into = &threshold_text,
	 .argument = "WEIGHT",
	 .help = "the least weight in bits that links (default: the model's, else any)"},
	{.letter = 'm',
	 .name = "model",
	 .kind = OPTION_STRING,
	 .into = &model_path,
	 .argument = "FILE",
	 .help = "the model whose rules the pairs name"},
	{.name = "ambiguous",
	 .kind = OPTION_STRING,
	 .into = &ambiguous_path,
	 .argument = "FILE",
	 .help = "write the pairs that a unique rule found ambiguous"},
};

static const struct program program = {
	.name = "cluster",
	.about = "Give every identity the id of the person that its links make it",
	.operands = "[PAIRS]",
	.options = options,
	.option_count = sizeof options / sizeof *options,
	.most_operands = 1,
	.omits = OMIT_PREAMBLE,
};

enum { SPOOL_MEMORY = 8 << 20, PERSON_DIGITS = 24 };

struct run {
	const struct common *common;
	struct reader pairs, records;
	struct writer ambiguous;
	struct arena arena;
	struct model model;
	int64_t threshold;
	bool has_threshold;
	size_t id_a, id_b, rule, weight; /* columns of the pairs */
	struct universe universe;
	struct components components;
	struct unique unique;
	struct sorter spool; /* pairs of unique rules in their order, for --ambiguous */
	struct buffer entry;
	uint64_t by_rule, by_weight, by_unique, settled, ambiguous_pairs, below;
	uint64_t persons, linked;
};

/* A pair of a unique rule in the spool: its place among the pairs, big-endian,
 * then the record line. */
enum { PLACE_BYTES = 8 };

static uint32_t rule_of(const struct run *r, struct text name)
{
	if (!model_path)
		usage_fail("the pairs name rules, and only --model says which of them are unique");
	for (size_t i = 0; i < r->model.rule_count; i++)
		if (text_equal(r->model.rules[i].name, name))
			return (uint32_t)i;
	fail_at(EXIT_DATA, reader_place(&r->pairs, "rule"), "model", "no rule %.*s in the model",
		(int)name.length, name.at);
}

static uint32_t identity_of(const struct run *r, const struct record *row, size_t column,
			    const char *name)
{
	uint32_t found = universe_find(&r->universe, record_cell(row, column));

	if (found == UNIVERSE_NONE)
		fail_at(EXIT_DATA, reader_place(&r->pairs, name), "records",
			"an id that the records do not have");
	return found;
}

static void spool(struct run *r, const struct record *row)
{
	uint64_t place = r->unique.count - 1;

	buffer_reset(&r->entry);
	for (int i = PLACE_BYTES - 1; i >= 0; i--)
		buffer_byte(&r->entry, (char)(place >> 8 * i & 0xFF));
	buffer_text_add(&r->entry, row->line);
	sorter_add(&r->spool, buffer_text(&r->entry));
}

static bool heavy_enough(const struct run *r, const struct record *row)
{
	int64_t weight;

	if (!r->has_threshold)
		return true;
	if (!weight_parse(record_cell(row, r->weight), &weight))
		fail_at(EXIT_DATA, reader_place(&r->pairs, "weight"), "weight",
			"not a weight in bits");
	return weight >= r->threshold;
}

static void take_pair(struct run *r, const struct record *row)
{
	uint32_t a = identity_of(r, row, r->id_a, "id_a");
	uint32_t b = identity_of(r, row, r->id_b, "id_b");
	struct text name = r->rule == NO_COLUMN ? TEXT_NONE : record_cell(row, r->rule);

	if (a == b)
		fail_at(EXIT_DATA, reader_place(&r->pairs, "id_b"), "pair",
			"an identity paired with itself");
	if (name.length) {
		uint32_t rule = rule_of(r, name);
		bool unique = r->model.rules[rule].unique;
		unique_add(&r->unique, a, b, rule, unique);
		if (unique && ambiguous_path)
			spool(r, row);
		if (unique)
			return;
		r->by_rule++;
	} else if (heavy_enough(r, row)) {
		r->by_weight++;
	} else {
		r->below++;
		return;
	}
	components_join(&r->components, a, b);
}

/* Once all firm links are made, a unique rule's pairs without rivals link. */
static void join_unique(struct run *r)
{
	unique_resolve(&r->unique, &r->components, r->universe.source, r->universe.sources.count);
	for (size_t i = 0; i < r->unique.count; i++) {
		const struct unique_pair *p = &r->unique.pairs[i];
		r->by_unique += p->verdict == UNIQUE_FIRES;
		r->settled += p->verdict == UNIQUE_SETTLED;
		r->ambiguous_pairs += p->verdict == UNIQUE_AMBIGUOUS;
		if (p->verdict == UNIQUE_FIRES)
			components_join(&r->components, p->a, p->b);
	}
}

static void write_ambiguous(struct run *r)
{
	struct text entry;

	while (sorter_next(&r->spool, &entry)) {
		uint64_t place = 0;
		for (int i = 0; i < PLACE_BYTES; i++)
			place = place << 8 | (unsigned char)entry.at[i];
		if (r->unique.pairs[place].verdict == UNIQUE_AMBIGUOUS)
			writer_line(&r->ambiguous, (struct text){entry.at + PLACE_BYTES,
								 entry.length - PLACE_BYTES});
	}
	sorter_free(&r->spool);
	writer_read(&r->ambiguous, &r->pairs);
	writer_side(&r->ambiguous, &r->records);
	writer_close(&r->ambiguous);
}

struct person {
	struct sum id;
	uint32_t first, count; /* its identities in the order array */
};

struct order {
	const struct universe *universe;
	const uint32_t *labels;
};

static int compare_members(const void *a, const void *b, void *context)
{
	const struct order *o = context;
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;

	if (o->labels[i] != o->labels[j])
		return o->labels[i] < o->labels[j] ? -1 : 1;
	return text_compare(universe_rid(o->universe, i), universe_rid(o->universe, j));
}

static int compare_persons(const void *a, const void *b)
{
	const struct person *p = a, *q = b;

	if (p->id.high != q->id.high)
		return p->id.high < q->id.high ? -1 : 1;
	return p->id.low < q->id.low ? -1 : p->id.low > q->id.low;
}

/* A person's id is a hash of its identities' ids in order: the same whatever
 * the order of records and pairs. 96 bits of it: among 100 million persons
 * the odds of two alike are one in ten million million. */
static struct sum person_id(struct buffer *scratch, const struct universe *u,
			    const uint32_t *members, uint32_t count)
{
	buffer_reset(scratch);
	for (uint32_t i = 0; i < count; i++) {
		buffer_text_add(scratch, universe_rid(u, members[i]));
		buffer_byte(scratch, '\n');
	}
	struct sum id = sum_line(buffer_text(scratch));
	id.low &= ~(uint64_t)UINT32_MAX;
	return id;
}

static struct person *make_persons(struct run *r, uint32_t *members)
{
	uint32_t count = r->components.count, at = 0;
	uint32_t *labels = memory_take((count + (size_t)1) * sizeof *labels);
	struct buffer scratch = {0};

	r->persons = components_labels(&r->components, labels);
	components_free(&r->components);
	struct person *persons = memory_take(((size_t)r->persons + 1) * sizeof *persons);
	for (uint32_t i = 0; i < count; i++)
		members[i] = i;
	struct order order = {&r->universe, labels};
	qsort_r(members, count, sizeof *members, compare_members, &order);
	for (struct person *p = persons; at < count; p++) {
		*p = (struct person){.first = at};
		while (at < count && labels[members[at]] == labels[members[p->first]])
			at++;
		p->count = at - p->first;
		p->id = person_id(&scratch, &r->universe, members + p->first, p->count);
		r->linked += p->count > 1;
	}
	memory_free(labels);
	buffer_free(&scratch);
	qsort(persons, r->persons, sizeof *persons, compare_persons);
	for (size_t i = 1; i < r->persons; i++)
		if (compare_persons(&persons[i - 1], &persons[i]) == 0)
			fail(EXIT_BUG, "two persons have one id");
	return persons;
}

static void write_persons(struct run *r, struct writer *w)
{
	uint32_t *members = memory_take(((size_t)r->components.count + 1) * sizeof *members);
	struct person *persons = make_persons(r, members);
	struct buffer id = {0};

	for (size_t i = 0; i < r->persons; i++) {
		buffer_reset(&id);
		buffer_hex(&id, persons[i].id.high, 16);
		buffer_hex(&id, persons[i].id.low >> 32, PERSON_DIGITS - 16);
		for (uint32_t j = 0; j < persons[i].count; j++) {
			uint32_t identity = members[persons[i].first + j];
			writer_cell(w, universe_rid(&r->universe, identity));
			writer_cell(w,
				    r->universe.sources.entries[r->universe.source[identity]].key);
			writer_cell(w, buffer_text(&id));
			writer_end(w);
		}
	}
	buffer_free(&id);
	memory_free(persons);
	memory_free(members);
}

static void start_step(struct run *r, struct preamble *out, bool ambiguous)
{
	struct step_builder step;

	preamble_merge(out, &r->records.preamble);
	step_start(&step, out, "cluster");
	step_parent(&step, &r->pairs.preamble);
	step_side(&step, "records", &r->records.preamble);
	if (r->has_threshold) {
		struct buffer bits = {0};
		buffer_fixed(&bits, r->threshold, 12);
		step_option(&step, "threshold", text_copy(out->arena, buffer_text(&bits)));
		buffer_free(&bits);
	}
	if (model_path)
		step_file(&step, "model", r->model.digest);
	if (ambiguous)
		step_option(&step, "output", TEXT("ambiguous"));
	preamble_step(&step);
	policy_output("cluster", out->level, out);
}

static void read_options(struct run *r)
{
	if (!records_path)
		usage_fail("--records is needed");
	if (model_path) {
		model_read(&r->model, &r->arena, model_path);
		r->has_threshold = r->model.has_threshold;
		r->threshold = r->model.threshold;
	}
	if (!threshold_text)
		return;
	r->has_threshold = true;
	if (!weight_parse(text_of(threshold_text), &r->threshold))
		usage_fail("--threshold: not a weight in bits: %s", threshold_text);
}

static void open_inputs(struct run *r)
{
	reader_open(&r->pairs, operand_path(r->common, 0), r->common);
	policy_input("cluster", &r->pairs.preamble, r->pairs.path);
	reader_open_side(&r->records, records_path, r->common);
	policy_input("cluster", &r->records.preamble, r->records.path);
	r->id_a = preamble_need(&r->pairs.preamble, "id_a", r->pairs.path, EXIT_DATA);
	r->id_b = preamble_need(&r->pairs.preamble, "id_b", r->pairs.path, EXIT_DATA);
	r->rule = preamble_find(&r->pairs.preamble, TEXT("rule"));
	if (r->has_threshold)
		r->weight = preamble_need(&r->pairs.preamble, "weight", r->pairs.path, EXIT_DATA);
}

static void finish(struct run *r)
{
	unique_free(&r->unique);
	universe_free(&r->universe);
	buffer_free(&r->entry);
	model_free(&r->model);
	arena_free(&r->arena);
	reader_close(&r->records);
	reader_close(&r->pairs);
}

int main(int argc, char **argv)
{
	struct run r = {.common = program_start(&program, argc, argv)};
	struct preamble out, aside;
	struct writer w;
	struct record row;

	read_options(&r);
	open_inputs(&r);
	if (ambiguous_path) {
		preamble_copy(&aside, &r.pairs.preamble);
		start_step(&r, &aside, true);
		writer_open_side(&r.ambiguous, &aside, ambiguous_path, r.common);
		sorter_start(&r.spool, SPOOL_MEMORY, r.common->tmpdir);
	}
	preamble_copy(&out, &r.pairs.preamble);
	preamble_clear_columns(&out);
	preamble_column(&out, TEXT("rid"), TEXT("rid"), ROLE_KEY);
	preamble_column(&out, TEXT("source"), TEXT("source"), ROLE_PLAIN);
	preamble_column(&out, TEXT("person_id"), TEXT("id"), ROLE_KEY);
	start_step(&r, &out, false);
	writer_open(&w, &out, r.common);

	universe_read(&r.universe, &r.records);
	components_start(&r.components, r.universe.rids.count);
	while (reader_next(&r.pairs, &row))
		take_pair(&r, &row);
	join_unique(&r);
	if (ambiguous_path)
		write_ambiguous(&r);
	write_persons(&r, &w);
	writer_figure(&w, "pairs.rule", r.by_rule);
	writer_figure(&w, "pairs.unique", r.by_unique);
	writer_figure(&w, "pairs.weight", r.by_weight);
	writer_figure(&w, "pairs.settled", r.settled);
	writer_figure(&w, "pairs.ambiguous", r.ambiguous_pairs);
	writer_figure(&w, "pairs.below", r.below);
	writer_figure(&w, "persons.all", r.persons);
	writer_figure(&w, "persons.linked", r.linked);
	writer_read(&w, &r.pairs);
	writer_side(&w, &r.records);
	writer_close(&w);
	finish(&r);
	return program_finish();
}
