#include "outlet/outlet_internal.h"

enum { SPREADSHEET_CELL = 32767 };

bool outlet_format_parse(const char *word, enum outlet_format *format)
{
	static const char *const words[] = {[OUTLET_CSV] = "csv",
					    [OUTLET_TSV] = "tsv",
					    [OUTLET_JSON] = "json",
					    [OUTLET_FIXED] = "fixed",
					    [OUTLET_XML] = "xml"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (strcmp(words[i], word) == 0) {
			*format = (enum outlet_format)i;
			return true;
		}
	}
	return false;
}

enum outlet_format outlet_format_of(const char *schema)
{
	enum outlet_format format;

	if (!outlet_format_parse(schema, &format))
		usage_fail("files of format %s can only be read; give --format csv, tsv or json",
			   schema);
	return format;
}

/* A cell by RFC 4180, after an apostrophe where `apostrophe`. */
static void write_quoted(struct buffer *b, struct text value, char delimiter, bool apostrophe)
{
	const char special[] = {delimiter, '"', '\r', '\n'};
	bool quoted = text_starts(value, "\xef\xbb\xbf");

	for (size_t i = 0; i < value.length && !quoted; i++)
		quoted = memchr(special, value.at[i], sizeof special) != NULL;
	if (quoted)
		buffer_byte(b, '"');
	if (apostrophe)
		buffer_byte(b, '\'');
	for (struct text rest = value, part; quoted && text_cut(&rest, '"', &part);) {
		buffer_text_add(b, part);
		if (rest.at)
			buffer_string(b, "\"\"");
	}
	if (!quoted)
		buffer_text_add(b, value);
	else
		buffer_byte(b, '"');
}

static const char *line_end(const struct outlet_options *options)
{
	bool titled = !options->schema || !options->schema->untitled;

	return options->format == OUTLET_CSV && (titled || options->spreadsheet) ? "\r\n" : "\n";
}

static void cells_line(struct outlet *o)
{
	const struct outlet_options *options = o->options;
	char delimiter = options->format == OUTLET_TSV ? '\t' : options->delimiter;

	for (size_t i = 0; i < o->column_count; i++) {
		struct text v = o->values[i];
		bool apostrophe = options->spreadsheet ? outlet_altered(v)
						       : options->defuse && outlet_formula(v);

		if (i > 0)
			buffer_byte(&o->line, delimiter);
		o->protected_cells += apostrophe;
		if (options->spreadsheet)
			o->long_cells += text_characters(v) > SPREADSHEET_CELL;
		write_quoted(&o->line, v, delimiter, apostrophe);
	}
	/* An empty line would be no record to many readers. */
	if (o->line.length == 0)
		buffer_string(&o->line, "\"\"");
}

/* Character positions; what does not fit, or would not come back, is refused. */
static void fixed_line(struct outlet *o, struct place place)
{
	size_t at = 1;

	for (size_t i = 0; i < o->column_count; i++) {
		const struct schema_column *c = o->columns[i].as;
		struct text v = o->values[i];
		size_t width = text_characters(v);

		place.column = text_string(&o->arena, c->name);
		if (width > c->at.last - c->at.first + 1)
			fail_at(EXIT_DATA, place, "width", "longer than its %zu characters",
				c->at.last - c->at.first + 1);
		if (c->at.first < at)
			fail_at(EXIT_CONFIG, (struct place){.file = o->options->schema->path}, NULL,
				"columns of fixed width overlap or are not in order");
		if (v.length > 0 && (v.at[0] == ' ' || v.at[v.length - 1] == ' ' ||
				     memchr(v.at, '\n', v.length) || memchr(v.at, '\r', v.length)))
			fail_at(EXIT_DATA, place, "width",
				"blanks at its ends, or line ends, which fixed width cannot hold");
		for (; at < c->at.first; at++)
			buffer_byte(&o->line, ' ');
		buffer_text_add(&o->line, v);
		at += width;
	}
	for (; at <= o->columns[o->column_count - 1].as->at.last; at++)
		buffer_byte(&o->line, ' ');
}

/* A record in the objects that the schema has around it. */
static void wrapped_record(struct outlet *o)
{
	struct text path = o->options->schema ? o->options->schema->record : TEXT_NONE, name;
	size_t depth = 0;

	for (; path.length > 0 && text_cut(&path, '/', &name); depth++) {
		buffer_string(&o->line, "{\"");
		buffer_text_add(&o->line, name);
		buffer_string(&o->line, "\":");
	}
	json_record(&o->line, o->shape, o->columns, o->values);
	while (depth-- > 0)
		buffer_byte(&o->line, '}');
}

static void line_make(struct outlet *o, struct place place)
{
	buffer_reset(&o->line);
	if (o->options->format == OUTLET_JSON)
		wrapped_record(o);
	else if (o->options->format == OUTLET_FIXED)
		fixed_line(o, place);
	else
		cells_line(o);
	buffer_string(&o->line, line_end(o->options));
}

void outlet_start(struct outlet *o, const struct outlet_options *options,
		  const struct preamble *stream, const char *file)
{
	*o = (struct outlet){.options = options, .file = file};
	o->columns = outlet_columns(&o->arena, options, stream, file, &o->column_count);
	distinct_start(o);
	o->values = ARENA_ARRAY(&o->arena, o->column_count, struct text);
	o->held = ARENA_ARRAY(&o->arena, 2 * o->column_count, struct buffer);
	spool_start(&o->spool, options->tmpdir);
	if (options->format == OUTLET_JSON)
		o->shape = json_form(&o->arena, o->columns, o->column_count,
				     options->schema ? options->schema->path : NULL);
	for (size_t i = 0; i < stream->column_count; i++) {
		bool used = text_is(stream->columns[i].name, "rid") ||
			    text_is(stream->columns[i].type, "source");

		for (size_t j = 0; j < o->column_count && !used; j++)
			used = o->columns[j].in == i;
		o->left_out += !used;
	}
	for (size_t i = 0; i < o->column_count; i++)
		o->values[i] = o->columns[i].title;
	if (options->format <= OUTLET_TSV && !(options->schema && options->schema->untitled)) {
		line_make(o, (struct place){0});
		spool_add(&o->spool, buffer_text(&o->line));
	}
	o->protected_cells = o->long_cells = 0;
}

void outlet_record(struct outlet *o, const struct record *row, const struct reader *in)
{
	for (size_t i = 0; i < o->column_count; i++) {
		const struct outlet_column *c = &o->columns[i];
		bool kept = true;
		struct text raw = c->in == NO_COLUMN
					  ? TEXT_NONE
					  : text_unescape(record_cell(row, c->in), &o->held[2 * i]);

		o->values[i] = outlet_value(o->options, c, raw, &o->held[2 * i + 1], &kept);
		o->blanked += !kept;
	}
	if (!distinct_valid(o))
		return;
	line_make(o, reader_place(in, NULL));
	if (!distinct_fresh(o, reader_place(in, NULL)))
		return;
	o->records++;
	spool_add(&o->spool, buffer_text(&o->line));
}

/* The first lead line with the number of records in its cell. */
static void counted(struct outlet *o, struct text line)
{
	const struct schema *s = o->options->schema;
	struct buffer number = {0};
	struct text part;
	size_t cell = 0;

	buffer_u64(&number, o->records);
	if (s->format == SCHEMA_FIXED) {
		buffer_text_add(&o->line, line);
		while (o->line.length < s->count.last)
			buffer_byte(&o->line, ' ');
		size_t width = s->count.last - s->count.first + 1;

		if (number.length > width)
			fail(EXIT_DATA, "more records than the header line has digits for");
		memset(o->line.at + s->count.first - 1, ' ', width);
		memcpy(o->line.at + s->count.last - number.length, number.at, number.length);
	} else {
		for (bool more = true; more || cell < s->count.first;) {
			more = more && text_cut(&line, o->options->delimiter, &part);
			if (!more && cell >= s->count.first)
				break;
			if (cell++ > 0)
				buffer_byte(&o->line, o->options->delimiter);
			buffer_text_add(&o->line, cell == s->count.first ? buffer_text(&number)
						  : more                 ? part
									 : TEXT_NONE);
		}
	}
	buffer_free(&number);
}

static void margin_add(struct outlet *o, struct output *out, const struct string_list *lines,
		       bool lead)
{
	for (size_t i = 0; lines && i < lines->count; i++) {
		buffer_reset(&o->line);
		if (lead && i == 0 && o->options->schema->count.first > 0)
			counted(o, text_of(lines->at[i]));
		else
			buffer_string(&o->line, lines->at[i]);
		buffer_string(&o->line, line_end(o->options));
		buffer_text_add(&out->buffer, buffer_text(&o->line));
	}
}

void outlet_finish(struct outlet *o, struct output *out)
{
	if (o->options->bom)
		buffer_string(&out->buffer, "\xef\xbb\xbf");
	margin_add(o, out, o->options->lead, true);
	spool_copy(&o->spool, out);
	margin_add(o, out, o->options->tail, false);
}

static void say(uint64_t count, const char *what)
{
	if (count > 0)
		notice("%llu %s", (unsigned long long)count, what);
}

void outlet_notices(const struct outlet *o)
{
	say(o->left_out, "columns of the stream are not in the schema and are left out");
	say(o->empty, "records without the value that each must have are left out");
	say(o->invalid, "records whose NHS number is not valid are left out");
	say(o->doubles, "records that are there already are left out");
	say(o->blanked, "dates, postcodes and sexes that a trace does not take are left empty");
	say(o->long_cells, "cells are longer than the 32767 characters that a spreadsheet keeps");
	say(o->protected_cells,
	    o->options->spreadsheet ? "cells that a spreadsheet would alter now begin with an "
				      "apostrophe: ingest --for-spreadsheet removes it"
				    : "cells that would be formulas now begin with an apostrophe");
}

void outlet_free(struct outlet *o)
{
	for (size_t i = 0; i < 2 * o->column_count; i++)
		buffer_free(&o->held[i]);
	map_free(&o->seen);
	spool_free(&o->spool);
	buffer_free(&o->line);
	arena_free(&o->arena);
}
