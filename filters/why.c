/*
 * why: two ids and the identities -> how the two compare, in which passes they meet,
 * and which links make them one person. Memory: O(entities).
 */
#include "block/passes.h"
#include "cluster/ties.h"
#include "expr/expression_cells.h"
#include "model/occurrence.h"
#include "score/score.h"
#include "stream/columns.h"
#include "stream/policy.h"
#include "stream/sides.h"

static struct {
	const char *model, *rules, *clusters, *pairs;
} options;

static const struct option_spec specs[] = {
	{'m', "model", OPTION_STRING, &options.model, "FILE", "the comparison model (required)", 0,
	 0},
	{'r', "rules", OPTION_STRING, &options.rules, "FILE",
	 "the blocking rules: in which passes the two meet", 0, 0},
	{0, "clusters", OPTION_STRING, &options.clusters, "FILE", "the persons that were made", 0,
	 0},
	{0, "pairs", OPTION_STRING, &options.pairs, "FILE",
	 "the pairs that were linked: the way from one to the other", 0, 0},
};

static const struct program program = {
	.name = "why",
	.about = "Explain why two records are linked or are not",
	.operands = "ID ID [IDENTITIES]",
	.options = specs,
	.option_count = sizeof specs / sizeof *specs,
	.least_operands = 2,
	.most_operands = 3,
	.omits = OMIT_PREAMBLE | OMIT_TMPDIR,
};

/* One of the two records. */
struct end {
	struct text rid, source, line;
	struct record row;
	struct entry entry;
};

struct run {
	const struct common *common;
	struct reader in;
	struct sides sides;
	struct reader *clusters, *pairs; /* NULL: not given */
	struct arena arena;
	struct universe universe;
	struct model model;
	struct passes passes;
	struct expression_cells model_cells, rule_cells;
	struct occurrences *occurrences; /* of each frequency */
	uint64_t *totals;
	struct scorer scorer;
	struct score score;
	struct end ends[2];
	struct output out;
};

static void open_records(struct run *r)
{
	reader_open(&r->in, operand_path(r->common, 2), r->common);
	policy_input(TOOL_WHY, &r->in.preamble, r->in.path);
	r->model_cells = expression_cells_find(&r->model.expressions, &r->in.preamble, "records",
					       options.model, &r->arena);
	if (options.rules)
		r->rule_cells = expression_cells_find(&r->passes.expressions, &r->in.preamble,
						      "records", options.rules, &r->arena);
	r->occurrences = ARENA_ARRAY(&r->arena, r->model.frequency_count + 1, struct occurrences);
	for (size_t f = 0; f < r->model.frequency_count; f++) {
		size_t column = r->model.frequencies[f].column;
		r->occurrences[f].at = r->model_cells.columns[column];
		r->occurrences[f].list = r->model_cells.lists[column];
	}
	r->sides = (struct sides){.tool = TOOL_WHY, .common = r->common};
	r->clusters = sides_open(&r->sides, "clusters", options.clusters);
	r->pairs = sides_open(&r->sides, "pairs", options.pairs);
	for (int i = 0; i < 2; i++)
		r->ends[i].rid = text_of(r->common->operands[i]);
	if (text_equal(r->ends[0].rid, r->ends[1].rid))
		usage_fail("the two ids are the same");
}

static void read_records(struct run *r)
{
	size_t rid = preamble_need(&r->in.preamble, "rid", r->in.path, EXIT_DATA);
	struct source_column source = source_column(&r->in);
	struct record row;

	while (reader_next(&r->in, &row)) {
		universe_add(&r->universe, &r->in, record_cell(&row, rid),
			     source_cell(source, &row));
		for (size_t f = 0; f < r->model.frequency_count; f++)
			occurrences_add(&r->occurrences[f],
					occurrences_cell(&r->occurrences[f], &row), NULL);
		for (int i = 0; i < 2; i++) {
			struct end *s = &r->ends[i];
			if (!text_equal(record_cell(&row, rid), s->rid))
				continue;
			s->source = text_copy(&r->arena, source_cell(source, &row));
			s->line = text_copy(&r->arena, row.line);
			uint32_t *ends = ARENA_ARRAY(&r->arena, row.cells, uint32_t);
			memcpy(ends, row.ends, row.cells * sizeof *ends);
			s->row = (struct record){s->line, ends, row.cells, row.number};
		}
	}
	for (int i = 0; i < 2; i++)
		if (!r->ends[i].line.at)
			fail(EXIT_DATA, "%s: no identity has the id that is operand %d",
			     r->in.path ? r->in.path : "stdin", i + 1);
}

static void score(struct run *r)
{
	struct model *m = &r->model;
	struct expression_cells *cells = &r->model_cells;
	struct text *counts = ARENA_ARRAY(&r->arena, m->frequency_count + 1, struct text);

	r->totals = ARENA_ARRAY(&r->arena, m->frequency_count + 1, uint64_t);
	for (size_t f = 0; f < m->frequency_count; f++)
		r->totals[f] = r->occurrences[f].total;
	scorer_start(&r->scorer, m, r->totals, &r->arena);
	for (int i = 0; i < 2; i++) {
		struct end *s = &r->ends[i];
		expression_cells_take(cells, &s->row);
		for (size_t f = 0; f < m->frequency_count; f++) {
			struct buffer b = {0};
			occurrences_print(&r->occurrences[f],
					  occurrences_cell(&r->occurrences[f], &s->row), &b);
			counts[f] = text_copy(&r->arena, buffer_text(&b));
			buffer_free(&b);
		}
		if (scorer_load(&r->scorer, cells->at, cells->lists, counts, &r->arena,
				&s->entry) != LOAD_DONE)
			fail_at(EXIT_DATA, (struct place){r->in.path, s->row.number, NULL},
				"encoding",
				"a cell for dice() or shared() is not such an encoding");
	}
	r->score.levels = ARENA_ARRAY(&r->arena, m->comparison_count + 1, int8_t);
	r->score.weights = ARENA_ARRAY(&r->arena, m->comparison_count + 1, int64_t);
}

/* One line of what is printed; a weight is in bits, NULL for none. */
static void line(struct run *r, const char *what, struct text name, struct text detail,
		 const int64_t *weight)
{
	struct buffer *b = &r->out.buffer;

	buffer_string(b, what);
	buffer_byte(b, '\t');
	buffer_text_add(b, name);
	buffer_byte(b, '\t');
	buffer_text_add(b, detail);
	buffer_byte(b, '\t');
	if (weight)
		buffer_fixed(b, *weight, 12);
	buffer_byte(b, '\n');
}

static struct text level_called(const struct comparison *c, int number)
{
	for (size_t i = 0; i < c->level_count; i++)
		if (c->levels[i].number == number)
			return c->levels[i].name;
	return TEXT_NONE;
}

static void print_score(struct run *r)
{
	struct model *m = &r->model;
	const struct parameters *parameters =
		model_parameters(m, r->ends[0].source, r->ends[1].source);
	const struct pair_weights *weights = scorer_weights(&r->scorer, parameters);
	struct score *s = &r->score;

	if (!scorer_pair(&r->scorer, weights, &r->ends[0].entry, &r->ends[1].entry, INT64_MIN, s)) {
		line(r, "only", TEXT("none"), TEXT("left out"), NULL);
		return;
	}
	line(r, "rule", s->rule == NO_RULE ? TEXT("none") : m->rules[s->rule].name,
	     s->rule != NO_RULE && m->rules[s->rule].unique ? TEXT("if unique") : TEXT_NONE, NULL);
	if (!m->comparison_count)
		return;
	line(r, "prior", TEXT_NONE, TEXT_NONE, &s->prior);
	for (size_t i = 0; i < m->comparison_count; i++)
		line(r, "level", parameters->comparisons[i].name,
		     level_called(&parameters->comparisons[i], s->levels[i]), &s->weights[i]);
	if (m->interaction_count)
		line(r, "together", TEXT_NONE, TEXT_NONE, &s->together);
	const int64_t *least = model_least(m);
	line(r, "total", TEXT_NONE,
	     !least               ? TEXT_NONE
	     : s->weight < *least ? TEXT("below the threshold")
	     : m->has_candidates  ? TEXT("candidate")
				  : TEXT("links"),
	     &s->weight);
	if (least && *least != THRESHOLD_NONE)
		line(r, "threshold", TEXT_NONE, TEXT_NONE, least);
	int64_t probability = weight_probability(s->weight);
	line(r, "probability", TEXT_NONE, TEXT_NONE, &probability);
}

static void hash_end(struct run *r, const struct end *s, struct pass_hashes *hashes)
{
	const struct expressions *x = &r->passes.expressions;
	struct values *values = ARENA_ARRAY(&r->arena, x->slot_count + 1, struct values);

	expression_cells_take(&r->rule_cells, &s->row);
	if (!expressions_load(x, r->rule_cells.at, r->rule_cells.lists, &r->arena, values) ||
	    !passes_hash(&r->passes, values, hashes))
		fail_at(EXIT_DATA, (struct place){r->in.path, s->row.number, NULL}, "keys",
			"not base64, or more than %u keys of one pass", PASS_KEYS);
}

static bool has_key(const struct pass_hashes *hashes, uint16_t pass)
{
	for (size_t i = 0; i < hashes->count; i++)
		if (hashes->at[i].pass == pass)
			return true;
	return false;
}

static struct text meeting(const struct pass_hashes hashes[2], uint16_t pass)
{
	bool a = has_key(&hashes[0], pass), b = has_key(&hashes[1], pass);

	if (pass_hashes_meet(hashes[0].at, hashes[0].count, hashes[1].at, hashes[1].count, pass))
		return TEXT("meet");
	return a && b ? TEXT("apart") : a || b ? TEXT("one has no key") : TEXT("neither has a key");
}

static void print_passes(struct run *r)
{
	struct pass_hashes hashes[2] = {{0}, {0}};
	struct buffer name = {0};

	for (int i = 0; i < 2; i++)
		hash_end(r, &r->ends[i], &hashes[i]);
	for (size_t i = 0; i < r->passes.count; i++) {
		const struct pass *p = &r->passes.at[i];
		if (i && p->number == r->passes.at[i - 1].number)
			continue;
		buffer_reset(&name);
		buffer_u64(&name, p->number);
		buffer_byte(&name, ' ');
		buffer_text_add(&name, p->text);
		line(r, "pass", buffer_text(&name),
		     p->kind == PASS_SORTED ? TEXT("depends on the others")
					    : meeting(hashes, p->number),
		     NULL);
	}
	buffer_free(&name);
	for (int i = 0; i < 2; i++)
		pass_hashes_free(&hashes[i]);
}

/* Are the two one person? Which identities are that person goes into `together`. */
static bool read_clusters(struct run *r, bool *together)
{
	struct reader *in = r->clusters;
	size_t rid = preamble_need(&in->preamble, "rid", in->path, EXIT_DATA);
	size_t person = preamble_need(&in->preamble, "person_id", in->path, EXIT_DATA);
	size_t count = r->universe.rids.count;
	uint32_t *of = ARENA_ARRAY(&r->arena, count + 1, uint32_t);
	struct map persons = {0};
	struct record row;

	memset(of, 0xFF, (count + 1) * sizeof *of);
	while (reader_next(in, &row)) {
		uint32_t identity =
			universe_need(&r->universe, in, record_cell(&row, rid), "rid", "records");
		map_add(&persons, record_cell(&row, person), NULL);
		of[identity] = (uint32_t)map_index(&persons, record_cell(&row, person));
	}
	map_free(&persons);
	uint32_t a = of[universe_find(&r->universe, r->ends[0].rid)];
	uint32_t b = of[universe_find(&r->universe, r->ends[1].rid)];
	if (a == UINT32_MAX || b == UINT32_MAX)
		fail_at(EXIT_DATA, (struct place){.file = in->path}, "clusters",
			"one of the two is not there");
	for (size_t i = 0; i < count; i++)
		together[i] = of[i] == a;
	return a == b;
}

static void print_path(struct run *r, const bool *together)
{
	const struct universe *u = &r->universe;
	struct ties ties = {0};
	struct path_edge *steps;
	struct buffer name = {0};

	ties_read(&ties, r->pairs, u, together, model_least(&r->model), &r->arena);
	size_t length =
		path_find(ties.edges, ties.count, u->rids.count, universe_find(u, r->ends[0].rid),
			  universe_find(u, r->ends[1].rid), &r->arena, &steps);
	for (size_t i = 0; i < length; i++) {
		const struct tie *tie = &ties.at[steps[i].tag];
		buffer_reset(&name);
		buffer_text_add(&name, universe_rid(u, steps[i].a));
		buffer_string(&name, " - ");
		buffer_text_add(&name, universe_rid(u, steps[i].b));
		line(r, "path", buffer_text(&name), tie->rule.length ? tie->rule : TEXT("weight"),
		     tie->weighed ? &tie->weight : NULL);
	}
	if (!length)
		line(r, "path", TEXT("none"), TEXT_NONE, NULL);
	buffer_free(&name);
	ties_free(&ties);
}

static void print_persons(struct run *r)
{
	size_t count = r->universe.rids.count;
	bool *together = ARENA_ARRAY(&r->arena, count + 1, bool);

	memset(together, true, count);
	if (r->clusters)
		line(r, "person", read_clusters(r, together) ? TEXT("one") : TEXT("two"), TEXT_NONE,
		     NULL);
	if (r->pairs)
		print_path(r, together);
}

static void finish(struct run *r)
{
	for (size_t f = 0; f < r->model.frequency_count; f++)
		occurrences_free(&r->occurrences[f]);
	if (options.rules)
		passes_free(&r->passes);
	model_free(&r->model);
	universe_free(&r->universe);
	sides_close(&r->sides);
	reader_close(&r->in);
	arena_free(&r->arena);
}

int main(int argc, char **argv)
{
	struct run r = {.common = program_start(&program, argc, argv)};

	if (!options.model)
		usage_fail("--model is required");
	model_read(&r.model, &r.arena, options.model);
	if (r.model.comparison_count)
		model_trained(&r.model);
	model_drop_prior_rules(&r.model);
	if (options.rules)
		passes_read(&r.passes, &r.arena, options.rules);
	open_records(&r);
	read_records(&r);
	score(&r);
	output_open(&r.out, r.common->output);
	buffer_string(&r.out.buffer, "what\tname\tdetail\tbits\n");
	for (int i = 0; i < 2; i++)
		line(&r, "record", r.ends[i].rid, r.ends[i].source, NULL);
	print_score(&r);
	if (options.rules)
		print_passes(&r);
	print_persons(&r);
	output_finish(&r.out);
	finish(&r);
	return program_finish();
}
