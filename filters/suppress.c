/*
 * suppress: a table of counts in; the same as it may be published out: values of few
 * folded, small counts hidden, the others rounded, the lineage ended. Memory: O(cells).
 */

#include "stream/policy.h"
#include "stream/writer.h"
#include "table/fold.h"
#include "table/register.h"

/* A hidden count must be able to be any of so many. */
enum { CANDIDATES_LEAST = 3 };

static struct {
	const char *rule, *release_register;
} options;

static const struct option_spec specs[] = {
	{0, "rule", OPTION_STRING, &options.rule, "NAME", "the disclosure rule: hes (required)", 0,
	 0},
	{0, "register", OPTION_STRING, &options.release_register, "FILE",
	 "append sources, steps and ledger to the release register", 0, 0},
};

static const struct program program = {
	.name = "suppress",
	.about = "Hide small counts and round the others, for publication",
	.operands = "[FILE]",
	.options = specs,
	.option_count = sizeof specs / sizeof *specs,
	.most_operands = 1,
	.omits = OMIT_PARTIAL | OMIT_PREAMBLE | OMIT_TMPDIR,
};

/* The column of the counts; all others must be dimensions. */
static size_t measure_find(const struct reader *in)
{
	size_t measure = NO_COLUMN;

	for (size_t i = 0; i < in->preamble.column_count; i++) {
		const struct column *c = &in->preamble.columns[i];
		const char *name = text_string(in->preamble.arena, c->name);
		struct place place = {.file = in->path, .column = name};
		if (c->role == ROLE_DIMENSION && !c->list)
			continue;
		if (c->role != ROLE_MEASURE)
			fail_at(EXIT_POLICY, place, "role", "neither a dimension nor a measure");
		if (!text_is(c->type, "count"))
			fail_at(EXIT_POLICY, place, options.rule, "not a count");
		if (measure != NO_COLUMN)
			fail_at(EXIT_POLICY, place, options.rule, "a second measure");
		measure = i;
	}
	if (measure == NO_COLUMN)
		fail_at(EXIT_POLICY, (struct place){.file = in->path}, options.rule, "no measure");
	return measure;
}

/* Did the last tabulate count persons, who may stand in several cells? */
static bool counts_persons(const struct preamble *p)
{
	const struct step *table = preamble_step_of(p, "tabulate");
	const struct text *what = table ? settings_find(&table->options, "opt.count") : NULL;

	return what && text_is(*what, "persons");
}

static void table_read(struct count_table *t, struct reader *in, size_t measure)
{
	struct record row;
	size_t columns = in->preamble.column_count;
	struct text *values = memory_take(columns * sizeof *values);

	t->dimensions = columns - 1;
	while (reader_next(in, &row)) {
		uint64_t count;
		size_t d = 0;
		for (size_t i = 0; i < columns; i++)
			if (i != measure)
				values[d++] = record_cell(&row, i);
		if (!text_u64(record_cell(&row, measure), &count))
			fail_at(EXIT_DATA, reader_place(in, "count"), "count", "not a count");
		count_table_add(t, values, count);
	}
	memory_free(values);
}

static void preambles_make(struct preamble *out, struct preamble *inside, const struct reader *in)
{
	struct step_builder step;
	struct buffer lineage = {0};

	preamble_copy(inside, &in->preamble);
	step_start(&step, inside, "suppress");
	step_parent(&step, &in->preamble);
	step_option(&step, "rule", text_of(options.rule));
	preamble_step(&step);
	register_lineage(&lineage, inside, in);

	preamble_start(out, in->preamble.arena, LEVEL_PUBLISHABLE);
	out->lineage = text_copy(out->arena, buffer_text(&lineage));
	for (size_t i = 0; i < in->preamble.column_count; i++) {
		const struct column *c = &in->preamble.columns[i];
		preamble_column(out, c->name, c->type, c->role);
	}
	policy_output(TOOL_SUPPRESS, in->preamble.level, out);
	buffer_free(&lineage);
}

static uint64_t table_write(struct writer *out, const struct count_table *t, size_t measure)
{
	struct buffer shown = {0};
	uint64_t hidden = 0;

	for (size_t row = 0; row < t->row_count; row++) {
		const struct text *values = t->values + row * t->dimensions;
		for (size_t i = 0, d = 0; i <= t->dimensions; i++) {
			if (i != measure) {
				writer_cell(out, values[d++]);
				continue;
			}
			buffer_reset(&shown);
			hidden += suppress_hes(&shown, t->counts[row]);
			writer_cell(out, buffer_text(&shown));
		}
		writer_end(out);
	}
	buffer_free(&shown);
	return hidden;
}

/* Values that stand for too few are not named; the audit is that of the table without them. */
static void fold(struct count_table *t, struct audit *a, const struct reader *in, size_t measure)
{
	bool overlapping = counts_persons(&in->preamble), folded = false;

	for (size_t i = 0, d = 0; i < in->preamble.column_count; i++) {
		const struct column *c = &in->preamble.columns[i];
		const char *name = text_string(in->preamble.arena, c->name);
		if (i == measure)
			continue;
		size_t values = table_fold(t, d, c->type, a->additive[d]);
		if (values && !a->additive[d])
			fail_at(EXIT_POLICY, (struct place){.file = in->path, .column = name},
				options.rule,
				"values that stand for too few, which cannot be counted together, "
				"as a person can have several: tabulate a coarser column");
		if (values)
			notice("%s: %zu %s counted as " CELL_OTHER, name, values,
			       values == 1 ? "value is" : "values are");
		folded = folded || values;
		d++;
	}
	if (!folded)
		return;
	audit_free(a);
	audit_start(a, t, overlapping, in->path);
}

/* A table that gives a hidden count away does not leave. */
static void attack(struct audit *a, const char *file)
{
	struct place place = {.file = file};
	uint64_t weak = audit_attack(a, a->ways, CANDIDATES_LEAST);
	const char *have = weak == 1 ? " has" : "s have";
	size_t ways = a->ways;

	if (!weak)
		return;
	while (--ways > 0)
		if (!audit_attack(a, ways, CANDIDATES_LEAST))
			fail_at(EXIT_POLICY, place, "audit",
				"%llu hidden count%s fewer than %d candidates; --ways %zu passes",
				(unsigned long long)weak, have, CANDIDATES_LEAST, ways);
	fail_at(EXIT_POLICY, place, "audit",
		"%llu hidden count%s fewer than %d candidates, and no --ways passes: tabulate by "
		"fewer dimensions, or coarser ones",
		(unsigned long long)weak, have, CANDIDATES_LEAST);
}

int main(int argc, char **argv)
{
	const struct common *common = program_start(&program, argc, argv);
	struct reader in;
	struct writer out;
	struct preamble preamble, inside;
	struct count_table table = {0};
	struct audit audit;

	if (!options.rule)
		usage_fail("--rule is required");
	if (strcmp(options.rule, "hes") != 0)
		usage_fail("--rule: unknown rule %s", options.rule);
	reader_open(&in, operand_path(common, 0), common);
	policy_input(TOOL_SUPPRESS, &in.preamble, in.path);
	size_t measure = measure_find(&in);
	table_read(&table, &in, measure);
	audit_start(&audit, &table, counts_persons(&in.preamble), in.path);
	fold(&table, &audit, &in, measure);
	attack(&audit, in.path);
	preambles_make(&preamble, &inside, &in);
	writer_open(&out, &preamble, common);
	uint64_t hidden = table_write(&out, &table, measure);
	if (options.release_register)
		register_append(options.release_register, &inside, &in, &out, options.rule, hidden);
	writer_close(&out);
	audit_free(&audit);
	count_table_free(&table);
	reader_close(&in);
	return program_finish();
}
