#include <ctype.h>

#include "field/schema.h"
#include "read/csv.h"
#include "read/encoding.h"
#include "read/received.h"
#include "read/xml.h"
#include "stream/options.h"
#include "stream/policy.h"
#include "stream/writer.h"

static struct {
	const char *schema, *source, *owner, *member, *encoding, *delimiter, *rejects;
} options;

static const struct option_spec specs[] = {
	{'s', "schema", OPTION_STRING, &options.schema, "FILE", "how the table is laid out", 0, 0},
	{0, "source", OPTION_STRING, &options.source, "ID",
	 "name of this source: the first half of every rid", 0, 0},
	{0, "owner", OPTION_STRING, &options.owner, "CODE",
	 "ONS or ODS code of the body that holds the file", 0, 0},
	{0, "member", OPTION_STRING, &options.member, "GLOB", "which members of a zip file to read",
	 0, 0},
	{0, "encoding", OPTION_STRING, &options.encoding, "NAME",
	 "utf-8, utf-16le, utf-16be or cp1252", 0, 0},
	{0, "delimiter", OPTION_STRING, &options.delimiter, "NAME",
	 "of a CSV file: comma, tab, pipe or semicolon", 0, 0},
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

/* Cells that stand side by side in the file and in the output. */
struct run {
	size_t cell, count;
};

struct ingest {
	const struct common *common;
	struct arena arena;
	struct schema schema;
	char delimiter;
	enum encoding encoding;
	struct received file;
	struct decoder decoder;
	struct preamble preamble, rejects_preamble;
	struct writer out, rejects;
	bool open;
	size_t *at;       /* by schema column: the cell it is, or NO_COLUMN */
	struct run *runs; /* cells in the order of the output */
	size_t run_count;
	struct buffer rid; /* "SOURCE:" */
	bool own_ids;      /* the schema has a column rid */
	uint64_t records, rejected;
	uint64_t blank_lines, stray, unread;
};

static void read_options(struct ingest *in)
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
	if (options.encoding && !encoding_parse(options.encoding, &in->encoding))
		usage_fail("--encoding %s is none of utf-8, utf-16le, utf-16be, cp1252",
			   options.encoding);
	schema_read(&in->schema, &in->arena, options.schema);
	in->delimiter = in->schema.delimiter;
	if (options.delimiter && in->schema.format == SCHEMA_XML)
		usage_fail("--delimiter does not go with a schema of XML");
	if (options.delimiter && !schema_delimiter(text_of(options.delimiter), &in->delimiter))
		usage_fail("--delimiter %s is none of comma, tab, pipe, semicolon",
			   options.delimiter);
}

static void add_step(const struct ingest *in, struct preamble *p, bool rejects)
{
	struct step_builder step;
	const struct schema *s = &in->schema;

	step_start(&step, p, "ingest");
	step_option(&step, "source", text_of(options.source));
	step_option(&step, "format", text_of(schema_format_name(s->format)));
	step_option(&step, "encoding", text_of(encoding_name(in->encoding)));
	if (s->format != SCHEMA_XML)
		step_option(&step, "delimiter", text_of(schema_delimiter_name(in->delimiter)));
	if (options.member)
		step_option(&step, "member", text_of(options.member));
	if (rejects)
		step_option(&step, "output", TEXT("rejects"));
	step_file(&step, "schema", s->digest);
	preamble_step(&step);
}

static void add_source(struct ingest *in, struct preamble *p)
{
	const struct schema *s = &in->schema;
	struct buffer schema = {0};

	buffer_text_add(&schema, s->name);
	buffer_byte(&schema, '@');
	buffer_string(&schema, s->digest);
	preamble_source(p, &(struct source){.id = text_of(options.source),
					    .set = s->set,
					    .table = s->table,
					    .owner = text_of(options.owner ? options.owner : ""),
					    .schema = buffer_text(&schema),
					    .parts = TEXT_NONE});
	buffer_free(&schema);
}

static void open_rejects(struct ingest *in)
{
	struct preamble *p = &in->rejects_preamble;

	preamble_start(p, &in->arena, LEVEL_IDENTIFIABLE);
	add_source(in, p);
	preamble_column(p, TEXT("rid"), TEXT("rid"), ROLE_KEY);
	preamble_column(p, TEXT("line"), TEXT("integer"), ROLE_PLAIN);
	preamble_column(p, TEXT("rule"), TEXT("code"), ROLE_PLAIN);
	preamble_column(p, TEXT("text"), TEXT("text"), ROLE_DIRECT);
	add_step(in, p, true);
	policy_output("ingest", p->level, p);
	writer_open_side(&in->rejects, p, options.rejects, in->common);
}

/* Opens the output with the columns that in->at says the file has. */
static void open_output(struct ingest *in)
{
	struct preamble *p = &in->preamble;

	preamble_start(p, &in->arena, in->schema.level);
	add_source(in, p);
	for (size_t i = 0; i < in->schema.column_count; i++)
		in->own_ids = in->own_ids || text_is(in->schema.columns[i].name, "rid");
	if (!in->own_ids)
		preamble_column(p, TEXT("rid"), TEXT("rid"), ROLE_KEY);
	for (size_t i = 0; i < in->schema.column_count; i++) {
		if (in->at[i] != NO_COLUMN)
			schema_declare(&in->schema.columns[i], p);
	}
	add_step(in, p, false);
	policy_output("ingest", p->level, p);
	writer_open(&in->out, p, in->common);
	if (options.rejects)
		open_rejects(in);
	in->open = true;
}

static void write_rid(struct ingest *in, struct writer *w)
{
	writer_separate(w);
	buffer_text_add(&w->file.buffer, buffer_text(&in->rid));
	buffer_u64(&w->file.buffer, in->records);
}

static void reject(struct ingest *in, const struct raw_record *r)
{
	struct place place = {.file = in->file.name, .line = r->line};

	if (!options.rejects)
		fail_at(EXIT_DATA, place, r->flaw, "%s", r->message);
	complain(place, r->flaw, "%s", r->message);
	in->rejected++;
	write_rid(in, &in->rejects);
	writer_u64(&in->rejects, r->line);
	writer_value(&in->rejects, text_of(r->flaw));
	writer_value(&in->rejects, r->text);
	writer_end(&in->rejects);
}

/* Puts the columns in the output's order, as few runs of cells. */
static void find_runs(struct ingest *in, size_t *at)
{
	in->at = at;
	in->runs = ARENA_ARRAY(&in->arena, in->schema.column_count, struct run);
	in->run_count = 0;
	for (size_t i = 0; i < in->schema.column_count; i++) {
		struct run *last = &in->runs[in->run_count - (in->run_count > 0)];

		if (at[i] == NO_COLUMN)
			continue;
		if (in->run_count > 0 && at[i] == last->cell + last->count)
			last->count++;
		else
			in->runs[in->run_count++] = (struct run){at[i], 1};
	}
}

/* A run of cells that need no escape and have one byte between them: copied
 * as a whole, and that byte made a TAB. */
static void write_run(struct writer *w, const struct raw_record *r, struct run run)
{
	struct buffer *b = &w->file.buffer;
	const struct raw_span *spans = r->spans + run.cell;
	size_t start = spans[0].start, length = spans[run.count - 1].end - start;

	writer_cell(w, (struct text){r->at + start, length});
	for (size_t i = 0; i + 1 < run.count; i++)
		b->at[b->length - length + spans[i].end - start] = '\t';
	w->cells += run.count - 1;
}

static void write_record(struct ingest *in, const struct raw_record *r)
{
	in->records++;
	if (r->flaw) {
		reject(in, r);
		return;
	}
	if (!in->own_ids)
		write_rid(in, &in->out);
	for (size_t i = 0; i < in->run_count; i++) {
		struct run run = in->runs[i];

		if (r->tame && r->bare)
			write_run(&in->out, r, run);
		else
			for (size_t cell = run.cell; cell < run.cell + run.count; cell++)
				writer_value(&in->out, raw_cell(r, cell));
	}
	writer_end(&in->out);
}

/* The header row: which cell is which column. Members after the first must
 * have the same columns, in any order. */
static void read_titles(struct ingest *in, struct csv *csv)
{
	struct raw_record header;
	struct place place = {.file = in->file.name};
	bool first = !in->open;

	if (!csv_next(csv, &header))
		fail_at(EXIT_DATA, place, NULL, "is empty: not even a header row");
	place.line = header.line;
	if (header.flaw)
		fail_at(EXIT_DATA, place, header.flaw, "%s", header.message);
	struct text *titles = ARENA_ARRAY(&in->arena, header.cells, struct text);
	size_t *at = ARENA_ARRAY(&in->arena, in->schema.column_count, size_t);

	for (size_t i = 0; i < header.cells; i++)
		titles[i] = raw_cell(&header, i);
	size_t unknown = schema_match(&in->schema, titles, header.cells, place, at);

	for (size_t i = 0; !first && i < in->schema.column_count; i++)
		if ((at[i] == NO_COLUMN) != (in->at[i] == NO_COLUMN))
			fail_at(EXIT_DATA, place, "titles",
				"the first member and this one differ in the column %.*s",
				(int)in->schema.columns[i].name.length,
				in->schema.columns[i].name.at);
	find_runs(in, at);
	if (first)
		open_output(in);
	if (unknown > 0)
		notice("%s:%llu: %zu of %zu titles are not in the schema and not read",
		       place.file ? place.file : "stdin", (unsigned long long)place.line, unknown,
		       header.cells);
	if (unknown > 0)
		writer_figure(&in->out, "unread.columns", unknown);
}

static void read_csv(struct ingest *in)
{
	struct csv csv;
	struct raw_record r;

	csv_start(&csv, (struct inlet){decoder_read, &in->decoder}, in->delimiter);
	read_titles(in, &csv);
	while (csv_next(&csv, &r))
		write_record(in, &r);
	in->blank_lines += csv.blank_lines;
	csv_free(&csv);
}

static void read_xml(struct ingest *in)
{
	const struct schema *s = &in->schema;
	struct xml xml;
	struct raw_record r;
	size_t path_count = 0, titles = 0;
	bool *lists = ARENA_ARRAY(&in->arena, s->column_count, bool);

	for (size_t i = 0; i < s->column_count; i++)
		titles += s->columns[i].title_count;
	struct xml_path *paths = ARENA_ARRAY(&in->arena, titles, struct xml_path);

	for (size_t i = 0; i < s->column_count; i++) {
		lists[i] = s->columns[i].list;
		for (size_t j = 0; j < s->columns[i].title_count; j++)
			paths[path_count++] = (struct xml_path){s->columns[i].titles[j], i};
	}
	xml_start(&xml, &in->arena, (struct inlet){decoder_read, &in->decoder}, in->file.name,
		  in->encoding != ENCODING_DETECT || in->decoder.encoding != ENCODING_UTF8,
		  s->record, paths, path_count, lists, s->column_count);
	if (!in->open) {
		size_t *at = ARENA_ARRAY(&in->arena, s->column_count, size_t);

		for (size_t i = 0; i < s->column_count; i++)
			at[i] = i;
		find_runs(in, at);
		open_output(in);
	}
	uint64_t before = in->records;

	while (xml_next(&xml, &r))
		write_record(in, &r);
	for (size_t i = 0; i < s->column_count; i++)
		if (s->columns[i].required && !xml.seen[i] && in->records > before)
			fail_at(EXIT_DATA, (struct place){.file = in->file.name}, "titles",
				"no element for the column %.*s, which schema %.*s requires",
				(int)s->columns[i].name.length, s->columns[i].name.at,
				(int)s->name.length, s->name.at);
	in->stray += xml.stray;
	in->unread += xml.unread;
	xml_free(&xml);
}

static void figure(struct writer *w, const char *name, uint64_t value)
{
	if (value > 0)
		writer_figure(w, name, value);
}

static void close_outputs(struct ingest *in)
{
	char sha256[65];

	received_digest(&in->file, sha256);
	if (options.rejects) {
		writer_unsealed(&in->rejects, in->records);
		figure(&in->rejects, "accepted", in->records - in->rejected);
		writer_digest(&in->rejects, text_of(options.source), sha256, in->file.bytes);
		writer_close(&in->rejects);
	}
	writer_unsealed(&in->out, in->records);
	figure(&in->out, "rejected", in->rejected);
	figure(&in->out, "blank.lines", in->blank_lines);
	figure(&in->out, "stray.text", in->stray);
	figure(&in->out, "unread.elements", in->unread);
	writer_digest(&in->out, text_of(options.source), sha256, in->file.bytes);
	writer_close(&in->out);
}

int main(int argc, char **argv)
{
	struct ingest in = {.common = program_start(&program, argc, argv)};

	read_options(&in);
	buffer_string(&in.rid, options.source);
	buffer_byte(&in.rid, ':');
	received_open(&in.file, operand_path(in.common, 0), options.member, in.common->tmpdir);
	while (received_next(&in.file)) {
		decoder_start(&in.decoder, (struct inlet){received_read, &in.file}, in.encoding);
		if (in.schema.format == SCHEMA_XML)
			read_xml(&in);
		else
			read_csv(&in);
	}
	close_outputs(&in);
	received_close(&in.file);
	buffer_free(&in.rid);
	arena_free(&in.arena);
	return program_finish();
}
