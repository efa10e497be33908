/*
 * ingest: a file as received in, a sealed stream out, its columns named and
 * typed by a schema; or what files look like, or every table in them.
 * Memory: O(1), and what unpacking takes; a workbook's shared strings.
 */
#include <ctype.h>

#include "intake/each.h"
#include "stream/options.h"

static struct {
	const char *schema, *source, *owner, *member, *encoding, *delimiter, *quote, *rejects,
		*lead, *tail, *sheet, *passphrase, *each, *schemas;
	struct string_list skips, nulls;
	uint64_t below;
	bool sniff, spreadsheet, show_titles, quotes_plain;
} options;

static const struct option_spec specs[] = {
	{'s', "schema", OPTION_STRING, &options.schema, "FILE",
	 "how the table is laid out (required unless --sniff or --each)", 0, 0},
	{0, "source", OPTION_STRING, &options.source, "ID",
	 "name of the source, the first half of every rid (required unless --sniff)", 0, 0},
	{0, "owner", OPTION_STRING, &options.owner, "CODE",
	 "ONS or ODS code of the body that holds the file", 0, 0},
	{0, "member", OPTION_STRING, &options.member, "GLOB",
	 "which members of an archive to read, or #N", 0, 0},
	{0, "passphrase", OPTION_STRING, &options.passphrase, "FILE",
	 "its first line opens an encrypted zip file", 0, 0},
	{0, "encoding", OPTION_STRING, &options.encoding, "NAME",
	 "utf-8, utf-16le, utf-16be or cp1252", 0, 0},
	{0, "delimiter", OPTION_STRING, &options.delimiter, "NAME",
	 "delimiter of a CSV file: comma, tab, pipe or semicolon", 0, 0},
	{0, "quote", OPTION_STRING, &options.quote, "NAME",
	 "what quotes mean in a CSV file: double (RFC 4180) or none (nothing)", 0, 0},
	{0, "sheet", OPTION_STRING, &options.sheet, "NAME",
	 "which sheet of a workbook: its name, or its number from 1", 0, 0},
	{0, "lead", OPTION_STRING, &options.lead, "N", "how many lines above the titles to skip", 0,
	 0},
	{0, "below", OPTION_NUMBER, &options.below, "N",
	 "how many rows of guidance below the titles to leave out", 1, 1000},
	{0, "tail", OPTION_STRING, &options.tail, "N",
	 "how many lines below the last record to skip", 0, 0},
	{0, "null", OPTION_LIST, &options.nulls, "TEXT",
	 "read cells of this text as empty; may be repeated", 0, 0},
	{0, "for-spreadsheet", OPTION_FLAG, &options.spreadsheet, NULL,
	 "remove the apostrophes that export --for-spreadsheet put before cells", 0, 0},
	{0, "rejects", OPTION_STRING, &options.rejects, "FILE",
	 "write records that cannot be read to FILE", 0, 0},
	{0, "sniff", OPTION_FLAG, &options.sniff, NULL, "describe the files, and read no records",
	 0, 0},
	{0, "each", OPTION_STRING, &options.each, "DIR",
	 "write every table in the files to DIR/SCHEMA.tsv, by the schema that fits", 0, 0},
	{0, "schemas", OPTION_STRING, &options.schemas, "DIR",
	 "for --sniff and --each: the folder of schemas [those installed]", 0, 0},
	{0, "show-titles", OPTION_FLAG, &options.show_titles, NULL,
	 "for --sniff: name titles that no schema knows, which may be about a person", 0, 0},
	{0, "skip", OPTION_LIST, &options.skips, "NAME",
	 "for --each: leave out a member, sheet or schema; may be repeated", 0, 0},
};

static const struct program program = {
	.name = "ingest",
	.about = "Read a file as received into a sealed stream",
	.operands = "[FILE]...",
	.options = specs,
	.option_count = sizeof specs / sizeof *specs,
	.most_operands = SIZE_MAX,
	.omits = OMIT_PREAMBLE | OMIT_PARTIAL,
};

static bool read_lines(const char *option, const char *word, uint64_t *lines)
{
	if (word && (!text_u64(text_of(word), lines) || *lines > SCHEMA_MARGIN))
		usage_fail("%s takes a number of lines, at most %d", option, (int)SCHEMA_MARGIN);
	return word;
}

static void check_mode(const struct common *common)
{
	bool many = options.sniff || options.each;

	if (options.sniff && options.each)
		usage_fail("--sniff and --each cannot be used together");
	if (many && (options.schema || options.sheet))
		usage_fail("--schema and --sheet cannot be used with --%s",
			   options.sniff ? "sniff" : "each");
	if (!options.each && options.skips.count > 0)
		usage_fail("--skip goes with --each");
	if (!options.sniff && options.show_titles)
		usage_fail("--show-titles goes with --sniff");
	if (!many && options.schemas)
		usage_fail("--schemas goes with --sniff and --each");
	if (options.each && common->output)
		usage_fail("--output cannot be used with --each DIR");
	if (!many && common->operand_count > 1)
		usage_fail("one FILE at a time, except with --sniff and --each");
	if (!many && !options.schema)
		usage_fail("--schema FILE is required");
	for (size_t i = 0; options.each && (i == 0 || i < common->operand_count); i++)
		if (!operand_path(common, i))
			usage_fail("--each reads files, not standard input");
}

static void read_options(struct intake_options *o)
{
	if (!options.source && !options.sniff)
		usage_fail("--source ID is required");
	if (options.source && !source_id_valid(text_of(options.source)))
		usage_fail("--source %s is not a source id ([a-z][a-z0-9_-]*)", options.source);
	for (const char *c = options.owner; c && *c; c++)
		if (!isalnum((unsigned char)*c))
			usage_fail("--owner takes a code of letters and digits");
	if (options.encoding && !encoding_parse(options.encoding, &o->encoding))
		usage_fail("--encoding: utf-8, utf-16le, utf-16be or cp1252, not '%s'",
			   options.encoding);
	if (options.delimiter && !schema_delimiter(text_of(options.delimiter), &o->delimiter))
		usage_fail("--delimiter: comma, tab, pipe or semicolon, not '%s'",
			   options.delimiter);
	if (options.quote && !schema_quote(text_of(options.quote), &options.quotes_plain))
		usage_fail("--quote: none or double, not '%s'", options.quote);
	o->quotes_plain = options.quote ? &options.quotes_plain : NULL;
	o->sheet = text_of(options.sheet ? options.sheet : "");
	o->has_lead = read_lines("--lead", options.lead, &o->lead);
	o->below = options.below;
	o->has_tail = read_lines("--tail", options.tail, &o->tail);
	o->source = text_of(options.source ? options.source : "");
	o->owner = text_of(options.owner ? options.owner : "");
	o->member = options.member != NULL;
	for (size_t i = 0; i < options.nulls.count; i++)
		if (!*options.nulls.at[i] || strchr(options.nulls.at[i], ','))
			usage_fail("--null is a text without a comma");
	o->nulls = &options.nulls;
	o->spreadsheet = options.spreadsheet;
	o->rejects = options.rejects;
}

static void read_one(const struct intake_options *how, const struct common *common)
{
	struct schema schema;
	struct arena arena = {0};
	struct received file;
	struct intake in;
	char sha256[65];

	schema_read(&schema, &arena, options.schema);
	intake_start(&in, &schema, how, common);
	received_open(&file, operand_path(common, 0),
		      &(struct received_how){.member = options.member,
					     .passphrase = options.passphrase,
					     .tmpdir = common->tmpdir});
	while (received_next(&file))
		intake_member(&in, &file);
	received_digest(&file, sha256);
	intake_finish(&in, sha256, file.bytes);
	received_close(&file);
	arena_free(&arena);
}

int main(int argc, char **argv)
{
	const struct common *common = program_start(&program, argc, argv);
	struct intake_options how = {0};

	check_mode(common);
	read_options(&how);
	struct each_options each = {.into = options.each,
				    .schemas = options.schemas,
				    .member = options.member,
				    .passphrase = options.passphrase,
				    .show_titles = options.show_titles,
				    .rejects = options.rejects,
				    .skips = options.skips};

	if (options.sniff)
		each_show(&each, &how, common);
	else if (options.each)
		each_write(&each, &how, common);
	else
		read_one(&how, common);
	return program_finish();
}
