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
} given;

static const struct option_spec options[] = {
	{0, "level", OPTION_STRING, &given.level, "LEVEL", "check: exit 1 below this level", 0, 0},
	{'n', "slices", OPTION_NUMBER, &given.slices, "N", "split: how many slices", 1,
	 MOST_SLICES},
	{'c', "columns", OPTION_STRING, &given.columns, "NAME,...",
	 "split: keep runs of equal values whole", 0, 0},
	{0, "as", OPTION_STRING, &given.as, "FILTER", "wrap: what the command stands in for", 0, 0},
	{0, "column", OPTION_LIST, &given.declared, "NAME:TYPE:ROLE",
	 "wrap: a column that the command adds; adopt: one of the table", 0, 0},
	{0, "inside", OPTION_FLAG, &given.inside, NULL,
	 "strip: also what is not publishable; goes into the receipt", 0, 0},
	{'s', "schema", OPTION_STRING, &given.schema, "FILE", "adopt: what the columns are", 0, 0},
	{0, "source", OPTION_STRING, &given.source, "ID", "adopt: name of the source", 0, 0},
};

enum option_bit {
	LEVEL = 1,
	SLICES = 2,
	COLUMNS = 4,
	AS = 8,
	COLUMN = 16,
	INSIDE = 32,
	SCHEMA = 64,
	SOURCE = 128
};

static const char *operand(const struct common *common)
{
	return operand_path(common, 1);
}

static int show(const struct common *common)
{
	struct reader in;
	struct output out;

	reader_open(&in, operand(common), common);
	reader_drain(&in);
	output_open(&out, common->output);
	stream_show(&out.buffer, &in);
	output_finish(&out);
	outputs_commit();
	reader_close(&in);
	return EXIT_DONE;
}

static int check(const struct common *common)
{
	enum level wanted = LEVEL_IDENTIFIABLE;
	int status = EXIT_DONE;

	if (given.level && !level_parse(text_of(given.level), &wanted))
		usage_fail("--level takes identifiable, pseudonymised, aggregate or publishable");
	for (size_t i = 1; i == 1 || i < common->operand_count; i++) {
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
	if (!given.slices || !common->output)
		usage_fail("split needs -n and -o");
	stream_split(operand(common), given.slices, given.columns, common);
	return EXIT_DONE;
}

static void need_command(const struct common *common)
{
	if (!common->command)
		usage_fail("no command; it comes after --");
}

static int body(const struct common *common)
{
	need_command(common);
	stream_body(operand(common), common);
	return EXIT_DONE;
}

static int wrap(const struct common *common)
{
	need_command(common);
	if (!given.as)
		usage_fail("wrap needs --as");
	stream_wrap(operand(common), given.as, &given.declared, common);
	return EXIT_DONE;
}

static int strip(const struct common *common)
{
	struct reader in;
	struct record row;
	struct spool spool;
	struct output out;

	reader_open(&in, operand(common), common);
	if (in.preamble.level != LEVEL_PUBLISHABLE && !given.inside)
		fail_at(EXIT_POLICY, (struct place){.file = in.path}, "level",
			"%s; only what is publishable loses its seal, anything else with --inside",
			level_name(in.preamble.level));
	if (given.inside)
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
	outputs_commit();
	spool_free(&spool);
	reader_close(&in);
	return EXIT_DONE;
}

static int adopt(const struct common *common)
{
	if (!given.source)
		usage_fail("adopt needs --source");
	if (given.schema && given.declared.count)
		usage_fail("adopt takes --schema or --column, not both");
	table_adopt(operand(common), given.schema, &given.declared, given.source, common);
	return EXIT_DONE;
}

static const struct verb {
	const char *name;
	int (*run)(const struct common *common);
	bool command, many;
	unsigned takes; /* option_bit */
} verbs[] = {
	{"show", show, false, false, 0},
	{"check", check, false, true, LEVEL},
	{"split", split, false, false, SLICES | COLUMNS},
	{"body", body, true, false, 0},
	{"wrap", wrap, true, false, AS | COLUMN},
	{"strip", strip, false, false, INSIDE},
	{"adopt", adopt, false, false, COLUMN | SCHEMA | SOURCE},
};

/* An option of another verb would be ignored: refused instead. */
static void check_options(const struct verb *verb, const struct common *common)
{
	const bool set[] = {given.level,          given.slices, given.columns, given.as,
			    given.declared.count, given.inside, given.schema,  given.source};

	for (size_t i = 0; i < sizeof set / sizeof *set; i++)
		if (set[i] && !(verb->takes >> i & 1))
			usage_fail("%s does not take --%s", verb->name, options[i].name);
	if (common->command && !verb->command)
		usage_fail("%s runs no command", verb->name);
	if (common->operand_count > 2 && !verb->many)
		usage_fail("%s takes one file", verb->name);
}

int main(int argc, char **argv)
{
	static const struct program program = {
		.name = "seal",
		.about = "Show, check, split, strip or make sealed streams, or run a command over "
			 "one.\n"
			 "VERB is show, check, split, body, wrap, strip or adopt",
		.operands = "VERB [FILE]...",
		.options = options,
		.option_count = sizeof options / sizeof *options,
		.least_operands = 1,
		.most_operands = SIZE_MAX,
		.takes_command = true,
		.omits = OMIT_PREAMBLE,
	};
	const struct common *common = program_start(&program, argc, argv);

	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
		if (strcmp(verbs[i].name, common->operands[0]) != 0)
			continue;
		check_options(&verbs[i], common);
		int status = verbs[i].run(common);
		receipt_finish(status);
		return status;
	}
	usage_fail("no verb %s", common->operands[0]);
}
