/*
 * Work on streams as such: look at them, verify them, cut them, send them
 * through foreign commands, take the seal off and put it on.
 *
 * Memory: O(1); wrap keeps the ids.
 */
#include "base/spool.h"
#include "schema/adopt.h"
#include "stream/receipt.h"
#include "stream/show.h"
#include "stream/split.h"
#include "stream/wrap.h"

static struct {
	const char *level, *columns, *as, *schema, *source;
	uint64_t slices;
	struct string_list declared;
	bool inside;
} options;

static int show(const struct common *common)
{
	struct reader in;
	struct output out;

	reader_open(&in, operand_path(common, 0), common);
	reader_drain(&in);
	output_open(&out, common->output);
	stream_show(&out.buffer, &in);
	output_finish(&out);
	reader_close(&in);
	return EXIT_DONE;
}

static int check(const struct common *common)
{
	enum level wanted = LEVEL_IDENTIFIABLE;
	int status = EXIT_DONE;

	if (options.level && !level_parse(text_of(options.level), &wanted))
		usage_fail("--level takes identifiable, pseudonymised, aggregate or publishable");
	for (size_t i = 0; i == 0 || i < common->operand_count; i++) {
		struct reader in;
		reader_open(&in, operand_path(common, i), common);
		reader_drain(&in);
		if (in.preamble.level < wanted) {
			notice("%s: %s, not yet %s", in.path ? in.path : "stdin",
			       level_name(in.preamble.level), level_name(wanted));
			status = EXIT_CONDITION;
		}
		reader_close(&in);
	}
	return status;
}

static int split(const struct common *common)
{
	if (!options.slices || !common->output)
		usage_fail("split needs -n and -o");
	stream_split(operand_path(common, 0), options.slices, options.columns, common);
	return EXIT_DONE;
}

static int body(const struct common *common)
{
	stream_body(operand_path(common, 0), common);
	return EXIT_DONE;
}

static int wrap(const struct common *common)
{
	if (!options.as)
		usage_fail("wrap needs --as");
	stream_wrap(operand_path(common, 0), options.as, &options.declared, common);
	return EXIT_DONE;
}

static int strip(const struct common *common)
{
	struct reader in;
	struct record row;
	struct spool spool;
	struct output out;

	if (common->partial)
		usage_fail("strip does not take --partial: nothing would mark the table");
	reader_open(&in, operand_path(common, 0), common);
	if (in.preamble.level != LEVEL_PUBLISHABLE && !options.inside)
		fail_at(EXIT_POLICY, (struct place){.file = in.path}, "level",
			"%s; only publishable streams are stripped, others need --inside",
			level_name(in.preamble.level));
	if (options.inside)
		receipt_note("inside", level_name(in.preamble.level));
	spool_start(&spool, common->tmpdir);
	for (size_t i = 0; i < in.preamble.column_count; i++) {
		spool_add(&spool, i ? TEXT("\t") : TEXT_NONE);
		spool_add(&spool, in.preamble.columns[i].name);
	}
	spool_add(&spool, TEXT("\n"));
	while (reader_next(&in, &row))
		spool_line(&spool, row.line);
	output_open(&out, common->output);
	spool_copy(&spool, &out);
	output_finish(&out);
	spool_free(&spool);
	reader_close(&in);
	return EXIT_DONE;
}

static int adopt(const struct common *common)
{
	if (!options.source)
		usage_fail("adopt needs --source");
	if (options.schema && options.declared.count)
		usage_fail("adopt takes --schema or --column, not both");
	table_adopt(operand_path(common, 0), options.schema, &options.declared, options.source,
		    common);
	return EXIT_DONE;
}

static const struct option_spec check_options[] = {
	{0, "level", OPTION_STRING, &options.level, "LEVEL", "exit 1 below this level", 0, 0},
};

static const struct option_spec split_options[] = {
	{'n', "slices", OPTION_NUMBER, &options.slices, "N", "how many slices (required)", 1,
	 MOST_SLICES},
	{'c', "columns", OPTION_STRING, &options.columns, "NAME,...",
	 "keep records with equal values here in one slice", 0, 0},
};

static const struct option_spec wrap_options[] = {
	{0, "as", OPTION_STRING, &options.as, "FILTER",
	 "the filter that COMMAND replaces (required)", 0, 0},
	{0, "column", OPTION_LIST, &options.declared, "NAME:TYPE:ROLE",
	 "a column that COMMAND adds", 0, 0},
};

static const struct option_spec strip_options[] = {
	{0, "inside", OPTION_FLAG, &options.inside, NULL,
	 "allow what is not publishable; always logged", 0, 0},
};

static const struct option_spec adopt_options[] = {
	{0, "source", OPTION_STRING, &options.source, "ID", "name of the source (required)", 0, 0},
	{'s', "schema", OPTION_STRING, &options.schema, "FILE", "the schema of the table", 0, 0},
	{0, "column", OPTION_LIST, &options.declared, "NAME:TYPE:ROLE",
	 "a column of the table, instead of a schema", 0, 0},
};

static const struct verb verbs[] = {
	{.name = "show", .run = show, .operands = "[FILE]", .most_operands = 1},
	{.name = "check",
	 .run = check,
	 .operands = "[FILE]...",
	 .most_operands = SIZE_MAX,
	 .options = check_options,
	 .option_count = sizeof check_options / sizeof *check_options},
	{.name = "split",
	 .run = split,
	 .operands = "[FILE]",
	 .most_operands = 1,
	 .options = split_options,
	 .option_count = sizeof split_options / sizeof *split_options},
	{.name = "body",
	 .run = body,
	 .operands = "[FILE]",
	 .most_operands = 1,
	 .takes_command = true},
	{.name = "wrap",
	 .run = wrap,
	 .operands = "[FILE]",
	 .most_operands = 1,
	 .takes_command = true,
	 .options = wrap_options,
	 .option_count = sizeof wrap_options / sizeof *wrap_options},
	{.name = "strip",
	 .run = strip,
	 .operands = "[FILE]",
	 .most_operands = 1,
	 .options = strip_options,
	 .option_count = sizeof strip_options / sizeof *strip_options},
	{.name = "adopt",
	 .run = adopt,
	 .operands = "[FILE]",
	 .most_operands = 1,
	 .options = adopt_options,
	 .option_count = sizeof adopt_options / sizeof *adopt_options},
};

int main(int argc, char **argv)
{
	static const struct program program = {
		.name = "seal",
		.about = "Show, check, split, strip or make sealed streams, or run a command over "
			 "one",
		.operands = "[FILE]...",
		.verbs = verbs,
		.verb_count = sizeof verbs / sizeof *verbs,
		.omits = OMIT_PREAMBLE,
	};

	return program_run(&program, argc, argv);
}
