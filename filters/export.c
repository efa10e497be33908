/*
 * export: a stream as a file for others, the inverse of ingest: CSV that
 * spreadsheets read and cannot be tricked by, or what a schema describes. No
 * byte goes out before the input is verified. Memory: O(1); O(records) for XML
 * and for a schema with distinct=.
 */
#include "outlet/outlet.h"
#include "outlet/tree.h"
#include "stream/policy.h"
#include "stream/receipt.h"

static struct {
	const char *schema, *format, *delimiter, *csvw, *dates;
	struct string_list lead, tail, with;
	bool inside, bom, spreadsheet, trace;
} options;

static const struct option_spec specs[] = {
	{'s', "schema", OPTION_STRING, &options.schema, "FILE",
	 "write the kind of file that this schema describes", 0, 0},
	{0, "format", OPTION_STRING, &options.format, "NAME",
	 "csv, tsv, json, fixed or xml (default: the schema's, else csv)", 0, 0},
	{0, "delimiter", OPTION_STRING, &options.delimiter, "NAME",
	 "delimiter of a CSV file: comma, tab, pipe or semicolon", 0, 0},
	{0, "lead", OPTION_LIST, &options.lead, "TEXT",
	 "a line before the titles or records; the schema's count goes into its cell", 0, 0},
	{0, "tail", OPTION_LIST, &options.tail, "TEXT", "a line after the last record", 0, 0},
	{0, "with", OPTION_LIST, &options.with, "SCHEMA=STREAM",
	 "XML: another table of the return, nested where its schema has it", 0, 0},
	{0, "dates", OPTION_STRING, &options.dates, "FORM",
	 "write dates as yyyy-mm-dd, dd/mm/yyyy or yyyymmdd", 0, 0},
	{0, "trace", OPTION_FLAG, &options.trace, NULL,
	 "write values in the form of a PDS batch trace", 0, 0},
	{0, "for-spreadsheet", OPTION_FLAG, &options.spreadsheet, NULL,
	 "write nothing that a spreadsheet would alter or run", 0, 0},
	{0, "bom", OPTION_FLAG, &options.bom, NULL,
	 "begin with a byte order mark, so that Excel reads UTF-8", 0, 0},
	{0, "csvw", OPTION_STRING, &options.csvw, "FILE",
	 "describe the CSV file to FILE, as CSV on the Web metadata", 0, 0},
	{0, "inside", OPTION_FLAG, &options.inside, NULL,
	 "allow what is not publishable; always logged", 0, 0},
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

static enum outlet_dates dates_of(const char *word)
{
	if (strcmp(word, "yyyy-mm-dd") == 0)
		return DATES_ISO;
	if (strcmp(word, "dd/mm/yyyy") == 0)
		return DATES_BRITISH;
	if (strcmp(word, "yyyymmdd") == 0)
		return DATES_PLAIN;
	usage_fail("--dates: yyyy-mm-dd, dd/mm/yyyy or yyyymmdd, not '%s'", word);
}

static enum outlet_format format_of(const struct schema *schema)
{
	const char *own = schema ? schema_format_name(schema->format) : "csv";
	enum outlet_format format;

	if (!options.format)
		return outlet_format_of(own);
	if (!outlet_format_parse(options.format, &format))
		usage_fail("--format: csv, tsv, json, fixed or xml, not '%s'", options.format);
	if (format >= OUTLET_FIXED && (!schema || strcmp(own, options.format) != 0))
		usage_fail("--format %s goes with a --schema of that format", options.format);
	return format;
}

static void check_options(const struct outlet_options *o, const struct common *common)
{
	const struct schema *s = o->schema;
	bool table = o->format <= OUTLET_TSV;

	if ((options.spreadsheet || options.bom) && o->format != OUTLET_CSV)
		usage_fail("--for-spreadsheet and --bom go with CSV");
	if (options.delimiter && o->format != OUTLET_CSV)
		usage_fail("--delimiter goes with CSV");
	if (options.csvw && (!table || !common->output))
		usage_fail("--csvw goes with CSV or TSV, and with -o FILE, whose name it holds");
	if (options.with.count > 0 && o->format != OUTLET_XML)
		usage_fail("--with goes with a schema of XML");
	if (options.trace && (!s || options.dates))
		usage_fail("--trace goes with --schema, and not with --dates");
	if (options.lead.count != (s ? s->lead : 0))
		usage_fail(
			"--lead TEXT: the schema has %llu lines before its records, %zu are given",
			(unsigned long long)(s ? s->lead : 0), options.lead.count);
	if (options.tail.count != (s ? s->tail : 0))
		usage_fail(
			"--tail TEXT: the schema has %llu lines after its records, %zu are given",
			(unsigned long long)(s ? s->tail : 0), options.tail.count);
}

static void read_options(struct outlet_options *o, struct schema *schema, struct arena *arena,
			 const struct common *common)
{
	*o = (struct outlet_options){.bom = options.bom || options.spreadsheet,
				     .spreadsheet = options.spreadsheet,
				     .defuse = !options.schema,
				     .trace = options.trace,
				     .delimiter = ',',
				     .lead = &options.lead,
				     .tail = &options.tail,
				     .tmpdir = common->tmpdir};
	if (options.schema) {
		schema_read(schema, arena, options.schema);
		o->schema = schema;
		o->delimiter = schema->format == SCHEMA_CSV ? schema->delimiter : ',';
	}
	if (options.delimiter && !schema_delimiter(text_of(options.delimiter), &o->delimiter))
		usage_fail("--delimiter: comma, tab, pipe or semicolon, not '%s'",
			   options.delimiter);
	if (options.dates)
		o->dates = dates_of(options.dates);
	o->format = format_of(o->schema);
	check_options(o, common);
}

static void check_level(const struct reader *in)
{
	static bool noted;
	const char *level = level_name(in->preamble.level);

	policy_input(TOOL_EXPORT, &in->preamble, in->path);
	if (in->preamble.level != LEVEL_PUBLISHABLE && !options.inside)
		fail_at(EXIT_POLICY, (struct place){.file = in->path}, "level",
			"%s; only publishable streams are exported, others need --inside", level);
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

	output_open(out, options.csvw);
	csvw_write(&out->buffer, o, slash ? slash + 1 : csv, cleaned);
	output_finish(out);
}

static void export_table(const struct outlet_options *how, struct reader *in,
			 const struct common *common)
{
	struct outlet o;
	struct output out, metadata;
	struct record row;

	outlet_start(&o, how, &in->preamble, in->path);
	while (reader_next(in, &row))
		outlet_record(&o, &row, in);
	output_open(&out, common->output);
	outlet_finish(&o, &out);
	output_finish(&out);
	if (options.csvw)
		write_metadata(&o, &in->preamble, &metadata, common->output);
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
		usage_fail("--with: the format of schema %.*s is not xml", (int)s->name.length,
			   s->name.at);
	reader_open_side(&in, text_string(arena, stream), common);
	check_level(&in);
	tree_table(t, s, &in);
	reader_close(&in);
}

static void export_tree(const struct outlet_options *how, struct reader *in, struct arena *arena,
			const struct common *common)
{
	struct tree t;
	struct output out;

	tree_start(&t, how, options.with.count + 1);
	tree_table(&t, how->schema, in);
	for (size_t i = 0; i < options.with.count; i++)
		read_with(&t, options.with.at[i], arena, common);
	tree_build(&t);
	output_open(&out, common->output);
	tree_finish(&t, &out);
	output_finish(&out);
	tree_notices(&t);
	tree_free(&t);
}

int main(int argc, char **argv)
{
	const struct common *common = program_start(&program, argc, argv);
	struct arena arena = {0};
	struct outlet_options how;
	struct schema schema;
	struct reader in;

	read_options(&how, &schema, &arena, common);
	reader_open(&in, operand_path(common, 0), common);
	check_level(&in);
	if (how.format == OUTLET_XML)
		export_tree(&how, &in, &arena, common);
	else
		export_table(&how, &in, common);
	reader_close(&in);
	arena_free(&arena);
	return program_finish();
}
