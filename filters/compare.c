/* compare: groups -> scored pairs. */

#include "expr/expression_cells.h"
#include "model/protocol.h"
#include "model/weight_text.h"
#include "score/classes.h"
#include "score/partners.h"
#include "score/sieve.h"
#include "stream/policy.h"
#include "stream/writer.h"
#include "train/patterns.h"

static const char *model_path, *threshold_text, *protocol_path;
static bool patterns, explain;

static const struct option_spec options[] = {
	{.letter = 'm',
	 .name = "model",
	 .kind = OPTION_STRING,
	 .into = &model_path,
	 .argument = "FILE",
	 .help = "the comparison model (needed)"},
	{.letter = 't',
	 .name = "threshold",
	 .kind = OPTION_STRING,
	 .into = &threshold_text,
	 .argument = "WEIGHT",
	 .help = "the least weight in bits to write (default: the model's)"},
	{.name = "protocol",
	 .kind = OPTION_STRING,
	 .into = &protocol_path,
	 .argument = "FILE",
	 .help = "refuse to run otherwise than was agreed"},
	{.name = "explain",
	 .kind = OPTION_FLAG,
	 .into = &explain,
	 .help = "add what the prior and each comparison weigh"},
	{.name = "patterns",
	 .kind = OPTION_FLAG,
	 .into = &patterns,
	 .help = "count the pairs of each pattern of levels, for estimate, instead of writing "
		 "them"},
};

static const struct program program = {
	.name = "compare",
	.about = "Score the pairs of records in each group by a comparison model",
	.operands = "[FILE]",
	.options = options,
	.option_count = sizeof options / sizeof *options,
	.most_operands = 1,
};

/* Groups smaller than this are scored pair by pair. */
enum { SIEVE_LEAST = 8 };

/* A record of the group at hand. Everything in it lives as long as the group. */
struct member {
	struct text rid, source;
	struct partner partner;
	struct entry entry;
};

struct run {
	const struct common *common;
	struct reader in;
	struct writer out;
	struct arena arena, group_arena;
	struct model model;
	struct scorer scorer;
	struct sieve sieve;
	struct weight_texts weight_texts;
	struct classes classes;
	struct score score;
	int64_t threshold;
	struct pairing pairing;
	struct meeting meeting;
	size_t pass, key, sub, seen, rid, source; /* columns of the input */
	size_t side;                              /* NO_COLUMN: all sub-blocks are whole */
	struct expression_cells cells;            /* of the model's columns */
	size_t *counts;                           /* columns of the model's frequencies */
	struct text *count_cells;                 /* of the record at hand */
	uint64_t *totals;
	uint64_t hash, pass_number; /* of the group at hand */
	struct buffer sub_text, pass_text;
	struct member *members;
	size_t member_count, member_capacity;
	struct buffer number;
	uint64_t met, skipped, compared, below, groups;
	const struct pair_weights **pair_weights; /* by the numbers of two sources; NULL: not yet */
	size_t standard_sources;
	struct patterns patterns;
};

static void find_columns(struct run *r)
{
	const struct preamble *p = &r->in.preamble;
	r->pass = preamble_need(p, "pass", r->in.path, EXIT_DATA);
	r->key = preamble_need(p, "key", r->in.path, EXIT_DATA);
	r->sub = preamble_need(p, "sub", r->in.path, EXIT_DATA);
	r->seen = preamble_need(p, "seen", r->in.path, EXIT_DATA);
	r->rid = preamble_need(p, "rid", r->in.path, EXIT_DATA);
	r->source = preamble_need(p, "source", r->in.path, EXIT_DATA);
	r->side = preamble_find(p, TEXT("side"));
	r->cells = expression_cells_find(&r->model.expressions, p, "groups", model_path, &r->arena);
}

static void find_frequencies(struct run *r)
{
	const struct preamble *p = &r->in.preamble;
	const struct expressions *x = &r->model.expressions;
	const struct step *block = preamble_step_of(p, "block");
	const struct text *pairs = block ? settings_find(&block->options, "opt.pairs") : NULL;
	struct buffer name = {0};
	struct text wanted = p->source_count < 2 ? TEXT("within") : TEXT("between");
	if (!pairing_read(&r->pairing, pairs ? *pairs : wanted, &r->arena))
		fail_at(EXIT_DATA, (struct place){.file = r->in.path}, "pairs",
			"the step of block pairs in no way that is known here");
	r->counts = ARENA_ARRAY(&r->arena, r->model.frequency_count + 1, size_t);
	r->count_cells = ARENA_ARRAY(&r->arena, r->model.frequency_count + 1, struct text);
	r->totals = ARENA_ARRAY(&r->arena, r->model.frequency_count + 1, uint64_t);
	for (size_t f = 0; f < r->model.frequency_count; f++) {
		buffer_reset(&name);
		buffer_string(&name, "opt.tf_");
		buffer_text_add(&name, x->columns[r->model.frequencies[f].column]);
		const char *option = text_string(&r->arena, buffer_text(&name));
		const struct text *total = block ? settings_find(&block->options, option) : NULL;
		r->counts[f] = preamble_find(p, text_of(option + 4));
		if (r->counts[f] == NO_COLUMN || !total || !text_u64(*total, &r->totals[f]))
			fail_at(EXIT_CONFIG, (struct place){.file = model_path}, NULL,
				"the groups have no %s: block was not given this model",
				option + 4);
	}
	buffer_free(&name);
}

/* weight_NAME: what the comparison of that name adds. */
static void explain_column(struct preamble *out, struct text name)
{
	struct buffer full = {0};
	buffer_string(&full, "weight_");
	buffer_text_add(&full, name);
	if (preamble_find(out, buffer_text(&full)) != NO_COLUMN)
		fail_at(EXIT_CONFIG, (struct place){.file = model_path}, NULL,
			"two columns would be called %.*s", (int)full.length, full.at);
	preamble_column(out, text_copy(out->arena, buffer_text(&full)), TEXT("weight"), ROLE_PLAIN);
	buffer_free(&full);
}

static void pair_columns(const struct run *r, struct preamble *out)
{
	preamble_column(out, TEXT("id_a"), TEXT("rid"), ROLE_KEY);
	preamble_column(out, TEXT("id_b"), TEXT("rid"), ROLE_KEY);
	preamble_column(out, TEXT("source_a"), TEXT("source"), ROLE_PLAIN);
	preamble_column(out, TEXT("source_b"), TEXT("source"), ROLE_PLAIN);
	preamble_column(out, TEXT("pass"), TEXT("integer"), ROLE_PLAIN);
	preamble_column(out, TEXT("rule"), TEXT("code"), ROLE_PLAIN);
	for (size_t i = 0; i < r->model.comparison_count; i++)
		preamble_column(out, r->model.comparisons[i].name, TEXT("integer"), ROLE_PLAIN);
	preamble_column(out, TEXT("weight"), TEXT("weight"), ROLE_PLAIN);
	preamble_column(out, TEXT("probability"), TEXT("probability"), ROLE_PLAIN);
	if (!explain || !r->model.comparison_count)
		return;
	explain_column(out, TEXT("prior"));
	for (size_t i = 0; i < r->model.comparison_count; i++)
		explain_column(out, r->model.comparisons[i].name);
	if (r->model.interaction_count)
		explain_column(out, TEXT("together"));
}

static void start_output(struct run *r, struct preamble *out)
{
	struct step_builder step;
	preamble_copy(out, &r->in.preamble);
	preamble_clear_columns(out);
	if (patterns)
		patterns_columns(out, &r->model);
	else
		pair_columns(r, out);
	step_start(&step, out, "compare");
	step_parent(&step, &r->in.preamble);
	step_file(&step, "model", r->model.digest);
	expressions_step(&step, &r->model.expressions, NULL);
	if (patterns)
		step_option(&step, "patterns", TEXT("yes"));
	else
		step_threshold(&step, r->threshold);
	if (explain)
		step_option(&step, "explain", TEXT("yes"));
	protocol_hold(&step, protocol_path);
	preamble_step(&step);
	policy_output(TOOL_COMPARE, r->in.preamble.level, out);
}

static void read_seen(struct run *r, struct text cell, struct partner *p)
{
	struct text part;
	if (!cell.length)
		return;
	uint64_t *seen = ARENA_ARRAY(&r->group_arena, cell.length / 17 + 1, uint64_t);
	p->seen = seen;
	while (text_cut(&cell, ',', &part)) {
		uint64_t high, hash;
		if (part.length != 16 || !text_hex(part, &high, &hash) ||
		    (p->seen_count && seen[p->seen_count - 1] >= hash))
			fail_at(EXIT_DATA, reader_place(&r->in, "seen"), "seen",
				"not hashes of 16 digits in ascending order");
		seen[p->seen_count++] = hash;
	}
}

static void add_member(struct run *r, const struct record *row)
{
	struct text line = text_copy(&r->group_arena, row->line);
	struct record copy = {line, row->ends, row->cells, row->number};
	memory_need(&r->members, &r->member_capacity, r->member_count + 1, sizeof *r->members);
	struct member *m = &r->members[r->member_count++];
	*m = (struct member){.rid = record_cell(&copy, r->rid),
			     .source = record_cell(&copy, r->source)};
	m->partner.source = pairing_source(&r->pairing, m->source);
	if (r->side != NO_COLUMN && !side_read(record_cell(&copy, r->side), &m->partner.side))
		fail_at(EXIT_DATA, reader_place(&r->in, "side"), "side", "neither a nor b");
	meeting_add(&r->meeting, &r->pairing, m->partner.source, m->partner.side);
	read_seen(r, record_cell(&copy, r->seen), &m->partner);
	expression_cells_take(&r->cells, &copy);
	for (size_t f = 0; f < r->model.frequency_count; f++)
		r->count_cells[f] = record_cell(&copy, r->counts[f]);
	switch (scorer_load(&r->scorer, r->cells.at, r->cells.lists, r->count_cells,
			    &r->group_arena, &m->entry)) {
	case LOAD_DONE:
		return;
	case LOAD_BLOOM:
		fail_at(EXIT_DATA, reader_place(&r->in, NULL), "bloom",
			"a cell for dice() is not base64");
	case LOAD_FREQUENCY:
		fail_at(EXIT_DATA, reader_place(&r->in, NULL), "frequency",
			"the counts of a tf_ column do not fit its values");
	}
}

static void write_fixed(struct run *r, int64_t number)
{
	buffer_reset(&r->number);
	buffer_fixed(&r->number, number, 12);
	writer_cell(&r->out, buffer_text(&r->number));
}

static void write_pair(struct run *r, const struct member *a, const struct member *b)
{
	struct writer *w = &r->out;
	writer_cell(w, a->rid);
	writer_cell(w, b->rid);
	writer_cell(w, a->source);
	writer_cell(w, b->source);
	writer_cell(w, buffer_text(&r->pass_text));
	writer_cell(w, r->score.rule == NO_RULE ? TEXT_NONE : r->model.rules[r->score.rule].name);
	for (size_t i = 0; i < r->model.comparison_count; i++) {
		if (r->score.levels[i] < 0)
			writer_cell(w, TEXT("-1"));
		else
			writer_u64(w, (uint64_t)r->score.levels[i]);
	}
	if (r->model.comparison_count) {
		struct text weight, probability;
		weight_texts_of(&r->weight_texts, r->score.weight, &weight, &probability);
		writer_cell(w, weight);
		writer_cell(w, probability);
	} else {
		writer_cell(w, TEXT_NONE);
		writer_cell(w, TEXT_NONE);
	}
	if (explain && r->model.comparison_count) {
		write_fixed(r, r->score.prior);
		for (size_t i = 0; i < r->model.comparison_count; i++)
			write_fixed(r, r->score.weights[i]);
		if (r->model.interaction_count)
			write_fixed(r, r->score.together);
	}
	writer_end(w);
}

/* The weights for the two sources; found once. */
static const struct pair_weights *weights_of(struct run *r, const struct member *a,
					     const struct member *b)
{
	const struct pair_weights **at =
		&r->pair_weights[a->partner.source * r->standard_sources + b->partner.source];
	if (!*at)
		*at = scorer_weights(&r->scorer, model_parameters(&r->model, a->source, b->source));
	return *at;
}

static void score_pair(struct run *r, const struct member *a, const struct member *b)
{
	if (!classes_pair(&r->classes, &r->scorer, weights_of(r, a, b), (size_t)(a - r->members),
			  (size_t)(b - r->members), r->threshold, &r->score))
		r->below++;
	else if (text_compare(a->source, b->source) > 0)
		write_pair(r, b, a);
	else
		write_pair(r, a, b);
}

/* In every pass where the two meet, since estimation looks at each by itself. */
static void count_pattern(struct run *r, size_t i, size_t j, bool again, uint64_t count)
{
	const struct member *a = &r->members[i], *b = &r->members[j];
	bool turned = text_compare(a->source, b->source) > 0;
	classes_pair(&r->classes, &r->scorer, weights_of(r, a, b), i, j, INT64_MIN, &r->score);
	struct pattern pattern = {
		.source_a = turned ? b->source : a->source,
		.source_b = turned ? a->source : b->source,
		.pass = buffer_text(&r->pass_text),
		.rule = r->score.rule == NO_RULE ? TEXT_NONE : r->model.rules[r->score.rule].name,
		.again = again,
		.levels = r->score.levels,
		.count = count,
	};
	patterns_add(&r->patterns, &pattern, r->model.comparison_count);
}

static void find_sources(struct run *r)
{
	if (r->standard_sources == r->pairing.sources.count)
		return;
	r->standard_sources = r->pairing.sources.count;
	size_t count = r->standard_sources * r->standard_sources;
	memory_free(r->pair_weights);
	r->pair_weights = memory_take(count * sizeof *r->pair_weights);
	memset(r->pair_weights, 0, count * sizeof *r->pair_weights);
}

/* Pairs that met before are passed over, but counted as patterns too. */
static void count_patterns(struct run *r, size_t i, const uint64_t *partners)
{
	const struct member *a = &r->members[i];
	for (size_t j = i + 1; j < r->member_count; j++) {
		const struct member *b = &r->members[j];
		bool first = partners[j / 64] >> (j % 64) & 1;
		if (!first && !(pairing_allows(&r->pairing, a->partner.source, b->partner.source) &&
				sides_allow(a->partner.side, b->partner.side)))
			continue;
		if (!classes_count(&r->classes, i, j, !first))
			count_pattern(r, i, j, !first, 1);
	}
}

static void compare_partners(struct run *r, struct member *a, size_t word, uint64_t partners)
{
	uint64_t keep = partners;
	if (r->member_count >= SIEVE_LEAST && partners)
		keep &= sieve_pairs(&r->sieve, (size_t)(a - r->members), word);
	r->below += (uint64_t)__builtin_popcountll(partners & ~keep);
	for (; keep; keep &= keep - 1)
		score_pair(r, a, &r->members[word * 64 + (size_t)__builtin_ctzll(keep)]);
}

static void compare_members(struct run *r)
{
	size_t count = r->member_count;
	const struct entry **entries = ARENA_ARRAY(&r->group_arena, count, const struct entry *);
	const struct partner **partners =
		ARENA_ARRAY(&r->group_arena, count, const struct partner *);
	struct class_record *records = ARENA_ARRAY(&r->group_arena, count, struct class_record);
	struct partners group;
	for (size_t i = 0; i < count; i++) {
		entries[i] = &r->members[i].entry;
		records[i] = (struct class_record){entries[i], r->members[i].partner.source};
		partners[i] = &r->members[i].partner;
	}
	partners_group(&group, &r->pairing, partners, count, &r->group_arena);
	/* What is explained is scored each time. */
	classes_group(&r->classes, &r->model, records, explain ? 0 : count, &r->group_arena);
	bool sieved = count >= SIEVE_LEAST && !patterns;
	if (sieved)
		sieve_group(&r->sieve, entries, count);
	for (size_t i = 0; i + 1 < count; i++) {
		const uint64_t *bits = partners_of(&group, i);
		r->skipped += group.skipped;
		if (sieved)
			sieve_left(&r->sieve, i);
		for (size_t word = i / 64; word < group.words; word++) {
			r->compared += (uint64_t)__builtin_popcountll(bits[word]);
			if (!patterns)
				compare_partners(r, &r->members[i], word, bits[word]);
		}
		if (patterns)
			count_patterns(r, i, bits);
	}
	struct classes_counted counted = {0};
	while (classes_counted(&r->classes, &counted))
		count_pattern(r, counted.i, counted.j, counted.way, counted.count);
}

static void compare_group(struct run *r)
{
	find_sources(r);
	if (r->member_count) {
		r->groups++;
		r->met += r->meeting.pairs;
	}
	if (r->member_count)
		compare_members(r);
	r->member_count = 0;
	meeting_clear(&r->meeting);
	arena_reset(&r->group_arena);
}

/* <0: the record belongs before the last one; 0: to its group; >0: to a new one. */
static int place_record(const struct run *r, uint64_t hash, uint64_t pass, struct text sub,
			struct text rid)
{
	if (!r->groups && !r->member_count)
		return 1;
	if (hash != r->hash)
		return hash < r->hash ? -1 : 1;
	if (pass != r->pass_number)
		return pass < r->pass_number ? -1 : 1;
	int order = text_compare(sub, buffer_text(&r->sub_text));
	if (order == 0 && text_compare(rid, r->members[r->member_count - 1].rid) <= 0)
		return -1;
	return order;
}

static void take_record(struct run *r, const struct record *row)
{
	struct text key = record_cell(row, r->key), pass = record_cell(row, r->pass);
	struct text sub = record_cell(row, r->sub);
	uint64_t high, hash, number;
	if (key.length != 16 || !text_hex(key, &high, &hash))
		fail_at(EXIT_DATA, reader_place(&r->in, "key"), "key", "not 16 hexadecimal digits");
	if (!text_u64(pass, &number))
		fail_at(EXIT_DATA, reader_place(&r->in, "pass"), "pass", "not a number");
	int order = place_record(r, hash, number, sub, record_cell(row, r->rid));
	if (order < 0)
		fail_at(EXIT_DATA, reader_place(&r->in, NULL), "order",
			"groups are not in the order of key, pass, sub and rid");
	if (order > 0) {
		compare_group(r);
		r->hash = hash;
		r->pass_number = number;
		buffer_reset(&r->pass_text);
		buffer_text_add(&r->pass_text, pass);
		buffer_reset(&r->sub_text);
		buffer_text_add(&r->sub_text, sub);
	}
	add_member(r, row);
}

static void write_figures(struct run *r)
{
	bool whole = patterns || r->compared == r->below + r->out.rows;
	if (r->met != r->skipped + r->compared || !whole)
		fail(EXIT_BUG, "pairs met, skipped, compared, below and written do not add up");
	writer_figure(&r->out, "groups.compared", r->groups);
	writer_figure(&r->out, "pairs.met", r->met);
	if (patterns) {
		writer_figure(&r->out, "pairs.again", r->skipped);
		writer_figure(&r->out, "pairs.first", r->compared);
		return;
	}
	writer_figure(&r->out, "pairs.skipped", r->skipped);
	writer_figure(&r->out, "pairs.compared", r->compared);
	writer_figure(&r->out, "pairs.below", r->below);
	writer_figure(&r->out, "pairs.written", r->out.rows);
}

static void finish(struct run *r)
{
	memory_free(r->members);
	memory_free(r->pair_weights);
	patterns_free(&r->patterns);
	pairing_free(&r->pairing);
	meeting_free(&r->meeting);
	buffer_free(&r->sub_text);
	buffer_free(&r->pass_text);
	buffer_free(&r->number);
	sieve_free(&r->sieve);
	weight_texts_free(&r->weight_texts);
	classes_free(&r->classes);
	model_free(&r->model);
	arena_free(&r->group_arena);
	arena_free(&r->arena);
	reader_close(&r->in);
}

int main(int argc, char **argv)
{
	struct run r = {.common = program_start(&program, argc, argv)};
	struct preamble out;
	struct record row;

	if (!model_path)
		usage_fail("--model is needed");
	if (threshold_text && !threshold_parse(text_of(threshold_text), &r.threshold))
		usage_fail("--threshold: neither a weight in bits nor none: %s", threshold_text);
	if (threshold_text && patterns)
		usage_fail("--patterns and --threshold exclude each other");
	if (explain && patterns)
		usage_fail("--patterns and --explain exclude each other");
	model_read(&r.model, &r.arena, model_path);
	if (!patterns)
		model_trained(&r.model);
	if (!threshold_text && !patterns && !r.model.has_threshold)
		usage_fail("--threshold is needed: the model has none");
	if (!threshold_text)
		r.threshold = r.model.threshold;
	reader_open(&r.in, operand_path(r.common, 0), r.common);
	policy_input(TOOL_COMPARE, &r.in.preamble, r.in.path);
	find_columns(&r);
	find_frequencies(&r);
	scorer_start(&r.scorer, &r.model, r.totals, &r.arena);
	weight_texts_start(&r.weight_texts, &r.arena);
	struct model bound = model_bound(&r.model, &r.arena);
	sieve_start(&r.sieve, &bound, r.totals, r.threshold, &r.arena, SIEVE_BEST);
	if (explain)
		r.score.weights = ARENA_ARRAY(&r.arena, r.model.comparison_count + 1, int64_t);
	r.score.levels = ARENA_ARRAY(&r.arena, r.model.comparison_count + 1, int8_t);
	start_output(&r, &out);
	writer_open(&r.out, &out, r.common);
	while (reader_next(&r.in, &row))
		take_record(&r, &row);
	compare_group(&r);
	patterns_write(&r.patterns, &r.out);
	write_figures(&r);
	writer_read(&r.out, &r.in);
	writer_close(&r.out);
	finish(&r);
	return program_finish();
}
