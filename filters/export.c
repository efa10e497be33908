/*
 * export: a stream as a file for others, the inverse of ingest: CSV that
 * spreadsheets read and cannot be tricked by, or what a schema describes. No
 * byte goes out before the input is verified. Memory: O(1); O(records) for XML.
 */
#include "outlet/outlet.h"
#include "outlet/tree.h"
#include "stream/policy.h"
#include "stream/receipt.h"

static struct {
	const char *schema, *format, *delimiter, *csvw, *dates;
	struct string_list lead, tail, with;
	bool inside, bom, spreadsheet, trace;
} given;

static const struct option_spec specs[] = {
	{'s', "schema", OPTION_STRING, &given.schema, "FILE",
	 "write the file that this schema reads", 0, 0},
	{0, "format", OPTION_STRING, &given.format, "NAME",
	 "csv, tsv, json, fixed or xml (default: the schema's; without one csv)", 0, 0},
	{0, "delimiter", OPTION_STRING, &given.delimiter, "NAME",
	 "of a CSV file: comma, tab, pipe or semicolon", 0, 0},
	{0, "lead", OPTION_LIST, &given.lead, "TEXT",
	 "a line before the titles or records; the schema's count goes into its cell", 0, 0},
	{0, "tail", OPTION_LIST, &given.tail, "TEXT", "a line behind the last record", 0, 0},
	{0, "with", OPTION_LIST, &given.with, "SCHEMA=STREAM",
	 "XML: another table of the return, nested where its schema has it", 0, 0},
	{0, "dates", OPTION_STRING, &given.dates, "FORM",
	 "write dates as yyyy-mm-dd, dd/mm/yyyy or yyyymmdd", 0, 0},
	{0, "trace", OPTION_FLAG, &given.trace, NULL, "values as a batch trace of PDS takes them",
	 0, 0},
	{0, "for-spreadsheet", OPTION_FLAG, &given.spreadsheet, NULL,
	 "nothing that a spreadsheet would alter or carry out", 0, 0},
	{0, "bom", OPTION_FLAG, &given.bom, NULL,
	 "begin with a byte order mark: Excel then reads it as UTF-8", 0, 0},
	{0, "csvw", OPTION_STRING, &given.csvw, "FILE",
	 "describe the CSV file in CSV on the Web metadata", 0, 0},
	{0, "inside", OPTION_FLAG, &given.inside, NULL,
	 "also what is not publishable; goes into the receipt", 0, 0},
};

static const struct program program = {
	.name = "export",
	.about = "Write a stream as a file for others: the inverse of ingest",
	.operands = "[FILE]",
	.options = specs,
	.option_count = sizeof specs / sizeof *specs,
	.most_operands = 1,
	.omits = OMIT_PREAMBLE | OMIT_PARTIAL,
};

/* Index of a word in a list that ends with NULL, or exit 2. */
static int choice(const char *option, const char *word, const char *const *words, const char *all)
{
	for (int i = 0; words[i]; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	usage_fail("--%s: %s, not '%s'", option, all, word);
}

static enum outlet_format format_of(const struct schema *schema)
{
	static const char *const words[] = {"csv", "tsv", "json", "fixed", "xml", NULL};
	int format;

	if (given.format)
		format = choice("format", given.format, words, "csv, tsv, json, fixed or xml");
	else
		format = schema ? choice("format", schema_format_name(schema->format), words, "")
				: OUTLET_CSV;
	if (format >= OUTLET_FIXED &&
	    (!schema || strcmp(schema_format_name(schema->format), words[format]) != 0))
		usage_fail("--format %s goes with a --schema of that format", words[format]);
	return (enum outlet_format)format;
}

static void check_options(const struct outlet_options *o, const struct common *common)
{
	const struct schema *s = o->schema;
	bool table = o->format <= OUTLET_TSV;

	if ((given.spreadsheet || given.bom) && o->format != OUTLET_CSV)
		usage_fail("--for-spreadsheet and --bom go with CSV");
	if (given.delimiter && o->format != OUTLET_CSV)
		usage_fail("--delimiter goes with CSV");
	if (given.csvw && (!table || !common->output))
		usage_fail("--csvw goes with CSV or TSV, and with -o FILE, whose name it holds");
	if (given.with.count > 0 && o->format != OUTLET_XML)
		usage_fail("--with goes with a schema of XML");
	if (given.trace && (!s || given.dates))
		usage_fail("--trace goes with --schema, and not with --dates");
	if (given.lead.count != (s ? s->lead : 0))
		usage_fail("--lead TEXT: schema has %llu lines before its records, given are %zu",
			   (unsigned long long)(s ? s->lead : 0), given.lead.count);
	if (given.tail.count != (s ? s->tail : 0))
		usage_fail("--tail TEXT: schema has %llu lines behind its records, given are %zu",
			   (unsigned long long)(s ? s->tail : 0), given.tail.count);
}

static void read_options(struct outlet_options *o, struct schema *schema, struct arena *arena,
			 const struct common *common)
{
	static const char *const dates[] = {"yyyy-mm-dd", "dd/mm/yyyy", "yyyymmdd", NULL};

	*o = (struct outlet_options){.bom = given.bom || given.spreadsheet,
				     .spreadsheet = given.spreadsheet,
				     .defuse = !given.schema,
				     .trace = given.trace,
				     .delimiter = ',',
				     .lead = &given.lead,
				     .tail = &given.tail,
				     .tmpdir = common->tmpdir};
	if (given.schema) {
		schema_read(schema, arena, given.schema);
		o->schema = schema;
		o->delimiter = schema->format == SCHEMA_CSV ? schema->delimiter : ',';
	}
	if (given.delimiter && !schema_delimiter(text_of(given.delimiter), &o->delimiter))
		usage_fail("--delimiter %s is none of comma, tab, pipe, semicolon",
			   given.delimiter);
	if (given.dates)
		o->dates = (enum outlet_dates)(1 + choice("dates", given.dates, dates,
							  "yyyy-mm-dd, dd/mm/yyyy or yyyymmdd"));
	o->format = format_of(o->schema);
	check_options(o, common);
}

static void check_level(const struct reader *in)
{
	static bool noted;
	const char *level = level_name(in->preamble.level);

	policy_input(TOOL_EXPORT, &in->preamble, in->path);
	if (in->preamble.level != LEVEL_PUBLISHABLE && !given.inside)
		fail_at(EXIT_POLICY, (struct place){.file = in->path}, "level",
			"%s; only what is publishable is exported, anything else with --inside",
			level);
	if (in->preamble.level != LEVEL_PUBLISHABLE && !noted) {
		noted = true;
		receipt_note("inside", level);
		notice("what is %s leaves the sealed stream (--inside)", level);
	}
}

static void write_metadata(const struct outlet *o, const struct preamble *stream,
			   struct output *out, const char *csv)
{
	const char *slash = strrchr(csv, '/');
	/* Only clean gives values the forms of their types. */
	bool cleaned = preamble_step_of(stream, "clean") != NULL;

	output_open(out, given.csvw);
	csvw_write(&out->buffer, o, slash ? slash + 1 : csv, cleaned);
	output_finish(out);
}

static void export_table(const struct outlet_options *options, struct reader *in,
			 const struct common *common)
{
	struct outlet o;
	struct output out, metadata;
	struct record row;

	outlet_start(&o, options, &in->preamble, in->path);
	while (reader_next(in, &row))
		outlet_record(&o, &row, in);
	output_open(&out, common->output);
	outlet_finish(&o, &out);
	output_finish(&out);
	if (given.csvw)
		write_metadata(&o, &in->preamble, &metadata, common->output);
	outputs_commit();
	outlet_notices(&o);
	outlet_free(&o);
}

/* SCHEMA=STREAM: another table of the document. */
static void read_with(struct tree *t, const char *with, struct arena *arena,
		      const struct common *common)
{
	struct text stream = text_of(with), schema;
	struct schema *s = ARENA_ARRAY(arena, 1, struct schema);
	struct reader in;

	text_cut(&stream, '=', &schema);
	if (!stream.at || stream.length == 0)
		usage_fail("--with SCHEMA=STREAM, not '%s'", with);
	schema_read(s, arena, text_string(arena, schema));
	if (s->format != SCHEMA_XML)
		usage_fail("--with: schema %.*s is not of XML", (int)s->name.length, s->name.at);
	reader_open_side(&in, text_string(arena, stream), common);
	check_level(&in);
	tree_table(t, s, &in);
	reader_close(&in);
}

static void export_tree(const struct outlet_options *options, struct reader *in,
			struct arena *arena, const struct common *common)
{
	struct tree t;
	struct output out;

	tree_start(&t, options, given.with.count + 1);
	tree_table(&t, options->schema, in);
	for (size_t i = 0; i < given.with.count; i++)
		read_with(&t, given.with.at[i], arena, common);
	tree_build(&t);
	output_open(&out, common->output);
	tree_finish(&t, &out);
	output_finish(&out);
	outputs_commit();
	tree_notices(&t);
	tree_free(&t);
}

int main(int argc, char **argv)
{
	const struct common *common = program_start(&program, argc, argv);
	struct arena arena = {0};
	struct outlet_options options;
	struct schema schema;
	struct reader in;

	read_options(&options, &schema, &arena, common);
	reader_open(&in, operand_path(common, 0), common);
	check_level(&in);
	if (options.format == OUTLET_XML)
		export_tree(&options, &in, &arena, common);
	else
		export_table(&options, &in, common);
	reader_close(&in);
	arena_free(&arena);
	return program_finish();
}
