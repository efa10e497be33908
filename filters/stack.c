/*
 * stack: several streams in, one out: their records one below the other, by
 * column name; or the pieces of one stream, gathered. Memory: O(1), 256 KiB
 * for each input.
 */

#include "base/map.h"
#include "stream/columns.h"
#include "stream/policy.h"
#include "stream/writer.h"

static struct {
	const char *whole;
} options;

static const struct option_spec specs[] = {
	{0, "whole", OPTION_STRING, &options.whole, "SEAL",
	 "gather the pieces, in order, of the stream whose seal is in SEAL", 0, 0},
};

static const struct program program = {
	.name = "stack",
	.about = "Put the records of several streams into one",
	.operands = "[FILE]...",
	.options = specs,
	.option_count = sizeof specs / sizeof *specs,
	.most_operands = SIZE_MAX,
	.omits = OMIT_PREAMBLE,
};

/* Where an output column comes from, when not from a column of the input. */
#define FROM_NOWHERE SIZE_MAX
#define FROM_SOURCE (SIZE_MAX - 1)

struct input {
	struct reader reader;
	bool adds_source;
	size_t *from; /* for each output column */
	bool plain;   /* the same columns in the same order */
};

static void check_sources(const struct input *inputs, size_t count)
{
	struct map seen = {0};

	for (size_t i = 0; i < count; i++) {
		const struct preamble *p = &inputs[i].reader.preamble;
		for (size_t j = 0; j < p->source_count; j++) {
			struct text id = p->sources[j].id;
			bool fresh;
			map_add(&seen, id, &fresh);
			if (!fresh)
				fail_at(EXIT_DATA, (struct place){.file = inputs[i].reader.path},
					NULL, "two sources are called %.*s", (int)id.length, id.at);
		}
	}
	map_free(&seen);
}

static void unite(struct preamble *out, struct input *in)
{
	static const struct column source = {
		.name = {"source", 6}, .type = {"source", 6}, .role = ROLE_PLAIN};
	const struct preamble *p = &in->reader.preamble;
	bool after_rid = p->column_count && text_is(p->columns[0].name, "rid");

	in->adds_source = p->source_count == 1 && preamble_find(p, source.name) == NO_COLUMN;
	if (in->adds_source && !after_rid)
		columns_unite(out, &source, in->reader.path);
	for (size_t i = 0; i < p->column_count; i++) {
		columns_unite(out, &p->columns[i], in->reader.path);
		if (in->adds_source && after_rid && i == 0)
			columns_unite(out, &source, in->reader.path);
	}
}

static void map_columns(struct input *in, const struct preamble *out)
{
	const struct preamble *p = &in->reader.preamble;

	in->from = ARENA_ARRAY(out->arena, out->column_count, size_t);
	in->plain = p->column_count == out->column_count;
	for (size_t i = 0; i < out->column_count; i++) {
		in->from[i] = preamble_find(p, out->columns[i].name);
		if (in->from[i] == NO_COLUMN)
			in->from[i] = in->adds_source && text_is(out->columns[i].name, "source")
					      ? FROM_SOURCE
					      : FROM_NOWHERE;
		in->plain = in->plain && in->from[i] == i;
	}
}

static void copy_records(struct input *in, struct writer *w, size_t columns)
{
	struct text source = in->adds_source ? in->reader.preamble.sources[0].id : TEXT_NONE;
	struct record row;

	while (reader_next(&in->reader, &row)) {
		if (in->plain) {
			writer_line(w, row.line);
			continue;
		}
		for (size_t i = 0; i < columns; i++)
			writer_cell(w, in->from[i] == FROM_NOWHERE ? TEXT_NONE
				       : in->from[i] == FROM_SOURCE
					       ? source
					       : record_cell(&row, in->from[i]));
		writer_end(w);
	}
	writer_read(w, &in->reader);
}

static void join(const struct common *common)
{
	size_t count = common->operand_count ? common->operand_count : 1;
	struct input *inputs = memory_take(count * sizeof *inputs);
	struct preamble out;
	struct step_builder step;
	struct writer w;

	/* All are open at once, so that they are compared before the first
	 * record; many must not hold more than a few. */
	if (count > 32)
		reader_buffer_size = 8192;
	for (size_t i = 0; i < count; i++) {
		inputs[i] = (struct input){0};
		reader_open(&inputs[i].reader, operand_path(common, i), common);
		policy_input(TOOL_STACK, &inputs[i].reader.preamble, inputs[i].reader.path);
	}
	check_sources(inputs, count);
	preamble_copy(&out, &inputs[0].reader.preamble);
	preamble_clear_columns(&out);
	for (size_t i = 0; i < count; i++) {
		preamble_merge(&out, &inputs[i].reader.preamble);
		unite(&out, &inputs[i]);
	}
	step_start(&step, &out, "stack");
	for (size_t i = 0; i < count; i++) {
		step_parent(&step, &inputs[i].reader.preamble);
		map_columns(&inputs[i], &out);
	}
	preamble_step(&step);
	policy_output(TOOL_STACK, out.level, &out);
	writer_open(&w, &out, common);
	for (size_t i = 0; i < count; i++)
		copy_records(&inputs[i], &w, out.column_count);
	writer_close(&w);
	for (size_t i = 0; i < count; i++)
		reader_close(&inputs[i].reader);
	memory_free(inputs);
}

/* Marks the steps that worked on pieces: those below the step that was split. */
static bool *steps_after(const struct preamble *p, const char *split)
{
	bool *after = ARENA_ARRAY(p->arena, p->step_count, bool);

	for (size_t i = 0; i < p->step_count; i++)
		for (size_t j = 0; j < p->steps[i].parent_count; j++) {
			const char *parent = p->steps[i].parents[j];
			after[i] = after[i] || strcmp(parent, split) == 0;
			for (size_t k = 0; k < i; k++)
				after[i] = after[i] ||
					   (after[k] && strcmp(p->steps[k].id, parent) == 0);
		}
	return after;
}

static void add_count(struct ledger *l, struct count *to, const struct count *from)
{
	to->read += from->read;
	to->written += from->written;
	sum_add(&to->read_sum, from->read_sum);
	sum_add(&to->sum, from->sum);
	for (size_t i = 0; i < from->figure_count; i++)
		ledger_figure(l, to, text_string(l->arena, from->figures[i].name),
			      from->figures[i].value);
}

/* The counts of steps on pieces add up; those of steps before agree. */
static void add_ledger(struct ledger *total, struct reader *piece, const bool *after)
{
	struct ledger before;

	ledger_start(&before, &piece->arena);
	before.digests = piece->ledger.digests;
	before.digest_count = piece->ledger.digest_count;
	for (size_t i = 0; i < piece->preamble.step_count; i++) {
		const char *id = piece->preamble.steps[i].id;
		const struct count *count = ledger_find(&piece->ledger, id);
		if (after[i])
			add_count(total, ledger_find(total, id), count);
		else
			*ledger_count(&before, id) = *count;
	}
	ledger_merge(total, &before, piece->path);
}

static void check_piece(const struct reader *in, const char *split, uint64_t index, uint64_t of)
{
	const struct piece *piece = &in->ledger.piece;
	struct place place = {.file = in->path};

	/* What an engine made has no place among the others; the sums tell. */
	if (!piece->is_piece || strcmp(piece->step, split) != 0)
		fail_at(EXIT_DATA, place, "pieces", "not a piece of %s", options.whole);
	if (!piece->of)
		return;
	if (piece->of != of)
		fail_at(EXIT_DATA, place, "pieces", "one of %llu pieces, but %llu are given",
			(unsigned long long)piece->of, (unsigned long long)of);
	if (piece->index != index)
		fail_at(EXIT_DATA, place, "pieces", "piece %llu, where piece %llu should be",
			(unsigned long long)piece->index, (unsigned long long)index);
}

static void check_whole(const struct reader *seal, uint64_t rows, struct sum sum)
{
	struct place place = {.file = seal->path};

	if (rows != seal->rows)
		fail_at(EXIT_DATA, place, "pieces",
			"%llu records were split, but the pieces come from %llu",
			(unsigned long long)seal->rows, (unsigned long long)rows);
	if (!sum_equal(sum, seal->sum))
		fail_at(EXIT_DATA, place, "pieces",
			"%llu records were split, but the pieces come from %llu with another sum",
			(unsigned long long)seal->rows, (unsigned long long)rows);
}

static void gather(const struct common *common)
{
	struct reader seal, first, next;
	struct preamble out;
	struct writer w;
	uint64_t rows = 0;
	struct sum sum = {0};

	if (!common->operand_count)
		usage_fail("--whole needs the pieces");
	if (common->partial)
		usage_fail("--whole and --partial exclude each other");
	reader_open_seal(&seal, options.whole, common);
	if (!seal.preamble.step_count)
		fail_at(EXIT_DATA, (struct place){.file = options.whole}, NULL,
			"no step that was split");
	const char *split = seal.preamble.steps[seal.preamble.step_count - 1].id;
	reader_open_side(&first, operand_path(common, 0), common);
	first.accepts_pieces = true;
	policy_input(TOOL_STACK, &first.preamble, first.path);
	const bool *after = steps_after(&first.preamble, split);
	preamble_copy(&out, &first.preamble);
	policy_output(TOOL_STACK, out.level, &out);
	writer_open(&w, &out, common);
	w.gathers = true;
	for (size_t i = 0; i < common->operand_count; i++) {
		struct reader *in = i ? &next : &first;
		struct record row;
		if (i)
			reader_open_piece(in, operand_path(common, i), common, &first);
		if (strcmp(in->preamble.head, first.preamble.head) != 0)
			fail_at(EXIT_DATA, (struct place){.file = in->path}, "pieces",
				"a different preamble from the first piece");
		while (reader_next(in, &row))
			writer_line(&w, row.line);
		check_piece(in, split, i + 1, common->operand_count);
		rows += in->ledger.piece.rows;
		sum_add(&sum, in->ledger.piece.sum);
		if (i) {
			add_ledger(&first.ledger, in, after);
			reader_close(in);
		}
	}
	check_whole(&seal, rows, sum);
	w.ledger = first.ledger;
	w.ledger.piece = (struct piece){0};
	writer_close(&w);
	reader_close(&first);
	reader_close(&seal);
}

int main(int argc, char **argv)
{
	const struct common *common = program_start(&program, argc, argv);

	if (options.whole)
		gather(common);
	else
		join(common);
	return program_finish();
}
