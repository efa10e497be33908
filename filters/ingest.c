#include <ctype.h>

#include "intake/intake.h"
#include "stream/options.h"

static struct {
	const char *schema, *source, *owner, *member, *encoding, *delimiter, *rejects, *lead, *tail,
		*sheet, *passphrase;
	bool spreadsheet;
} options;

static const struct option_spec specs[] = {
	{'s', "schema", OPTION_STRING, &options.schema, "FILE", "how the table is laid out", 0, 0},
	{0, "source", OPTION_STRING, &options.source, "ID",
	 "name of this source: the first half of every rid", 0, 0},
	{0, "owner", OPTION_STRING, &options.owner, "CODE",
	 "ONS or ODS code of the body that holds the file", 0, 0},
	{0, "member", OPTION_STRING, &options.member, "GLOB", "which members of an archive to read",
	 0, 0},
	{0, "passphrase", OPTION_STRING, &options.passphrase, "FILE",
	 "its first line opens an encrypted zip file", 0, 0},
	{0, "encoding", OPTION_STRING, &options.encoding, "NAME",
	 "utf-8, utf-16le, utf-16be or cp1252", 0, 0},
	{0, "delimiter", OPTION_STRING, &options.delimiter, "NAME",
	 "of a CSV file: comma, tab, pipe or semicolon", 0, 0},
	{0, "sheet", OPTION_STRING, &options.sheet, "NAME",
	 "which sheet of a workbook: its name, or its number from 1", 0, 0},
	{0, "lead", OPTION_STRING, &options.lead, "N", "lines above the titles to leave out", 0, 0},
	{0, "tail", OPTION_STRING, &options.tail, "N", "lines below the last record to leave out",
	 0, 0},
	{0, "for-spreadsheet", OPTION_FLAG, &options.spreadsheet, NULL,
	 "take off the apostrophes that export --for-spreadsheet put before cells", 0, 0},
	{0, "rejects", OPTION_STRING, &options.rejects, "FILE",
	 "records that cannot be read go here", 0, 0},
};

static const struct program program = {
	.name = "ingest",
	.about = "Read a file as received into a sealed stream",
	.operands = "[FILE]",
	.options = specs,
	.option_count = sizeof specs / sizeof *specs,
	.most_operands = 1,
	.omits = OMIT_PREAMBLE | OMIT_PARTIAL,
};

static bool read_lines(const char *option, const char *word, uint64_t *lines)
{
	if (word && (!text_u64(text_of(word), lines) || *lines > SCHEMA_MARGIN))
		usage_fail("%s is a number of lines, at most %d", option, (int)SCHEMA_MARGIN);
	return word;
}

static void read_options(struct intake_options *o)
{
	if (!options.schema)
		usage_fail("--schema FILE is needed");
	if (!options.source)
		usage_fail("--source ID is needed");
	if (!source_id_valid(text_of(options.source)))
		usage_fail("--source %s is not a source id ([a-z][a-z0-9_-]*)", options.source);
	for (const char *c = options.owner; c && *c; c++)
		if (!isalnum((unsigned char)*c))
			usage_fail("--owner is a code of letters and digits");
	if (options.encoding && !encoding_parse(options.encoding, &o->encoding))
		usage_fail("--encoding %s is none of utf-8, utf-16le, utf-16be, cp1252",
			   options.encoding);
	if (options.delimiter && !schema_delimiter(text_of(options.delimiter), &o->delimiter))
		usage_fail("--delimiter %s is none of comma, tab, pipe, semicolon",
			   options.delimiter);
	o->sheet = text_of(options.sheet ? options.sheet : "");
	o->has_lead = read_lines("--lead", options.lead, &o->lead);
	o->has_tail = read_lines("--tail", options.tail, &o->tail);
	o->source = text_of(options.source);
	o->owner = text_of(options.owner ? options.owner : "");
	o->member = text_of(options.member ? options.member : "");
	o->spreadsheet = options.spreadsheet;
	o->rejects = options.rejects;
}

int main(int argc, char **argv)
{
	const struct common *common = program_start(&program, argc, argv);
	struct intake_options how = {0};
	struct schema schema;
	struct arena arena = {0};
	struct received file;
	struct intake in;
	char sha256[65];

	read_options(&how);
	schema_read(&schema, &arena, options.schema);
	intake_start(&in, &schema, &how, common);
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
	return program_finish();
}
