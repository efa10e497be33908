#include "intake/intake_internal.h"
#include "intake/short_record.h"

#include "base/error.h"
#include "stream/options.h"

#define READER(format, name, reader, ...) extern const struct raw_kind raw_##reader;
SCHEMA_FORMATS(READER)
#undef READER

static const struct raw_kind *const readers[] = {
#define READER(format, name, reader, ...) [SCHEMA_##format] = &raw_##reader,
	SCHEMA_FORMATS(READER)
#undef READER
};

static void describe(struct intake *in)
{
	const struct schema *s = in->schema;
	const struct intake_options *o = in->options;
	struct raw_column *columns = ARENA_ARRAY(&in->arena, s->column_count, struct raw_column);

	for (size_t i = 0; i < s->column_count; i++)
		columns[i] = (struct raw_column){.titles = s->columns[i].titles,
						 .title_count = s->columns[i].title_count,
						 .list = s->columns[i].list,
						 .required = s->columns[i].required,
						 .first = s->columns[i].at.first,
						 .last = s->columns[i].at.last};
	in->layout = (struct raw_layout){
		.columns = columns,
		.column_count = s->column_count,
		.record = s->record,
		.sheet = o->sheet.length > 0 ? o->sheet : s->sheet,
		.sheet_must = o->sheet.length > 0,
		.delimiter = o->delimiter ? o->delimiter : s->delimiter,
		.quotes_plain = o->quotes_plain ? *o->quotes_plain : s->quotes_plain,
		.untitled = s->untitled,
		.lead = o->has_lead ? o->lead : s->lead,
		.tail = o->has_tail ? o->tail : s->tail,
		.count_first = s->count.first,
		.count_last = s->count.last,
	};
}

void intake_start(struct intake *in, const struct schema *schema,
		  const struct intake_options *options, const struct common *common)
{
	const struct schema_format_facts *format = &schema_formats[schema->format];
	const char *name = schema->format == SCHEMA_XML ? "XML" : format->name;

	*in = (struct intake){.common = common, .options = options, .schema = schema};
	if (options->delimiter && format->titles != TITLES_ROW)
		usage_fail("--delimiter cannot be used with a schema of %s", name);
	if (options->quotes_plain && format->titles != TITLES_ROW)
		usage_fail("--quote cannot be used with a schema of %s", name);
	if ((options->lead || options->tail) && !(format->facts & FACT_MARGINS))
		usage_fail("--lead and --tail cannot be used with a schema of %s", name);
	if (options->below && (format->titles != TITLES_ROW || schema->untitled))
		usage_fail("--below needs a row of titles");
	for (size_t i = 0; i < schema->column_count; i++)
		in->own_ids = in->own_ids || text_is(schema->columns[i].name, "rid");
	buffer_text_add(&in->rid, options->source);
	buffer_byte(&in->rid, ':');
	in->rid_number = in->rid.length;
	buffer_byte(&in->rid, '0');
	buffer_room(&in->rid, RAW_SLACK);
	describe(in);
}

/* Writes the id of the record in hand to w. */
static void write_rid(struct intake *in, struct writer *w)
{
	writer_cell(w, buffer_text(&in->rid));
}

static void reject(struct intake *in, const struct raw_record *r)
{
	struct place place = {.file = in->file, .line = r->line};

	if (!in->options->rejects)
		fail_at(EXIT_DATA, place, r->flaw, "%s", r->message);
	complain(place, r->flaw, "%s", r->message);
	in->rejected++;
	write_rid(in, &in->rejects);
	writer_u64(&in->rejects, r->line);
	writer_value(&in->rejects, text_of(r->flaw));
	writer_value(&in->rejects, r->text);
	writer_end(&in->rejects);
}

/* Copies in pieces of 16 bytes: up to so many too many are read and written,
 * which is faster than asking how many are left. */
static inline void copy(char *to, const char *from, size_t length)
{
	memcpy(to, from, 16);
	for (size_t done = 16; done < length; done += 16)
		memcpy(to + done, from + done, 16);
}

/* A record whose cells need no escape. Where they have one byte between them,
 * runs of cells are copied as a whole, and that byte made a TAB. */
static void write_tame(struct intake *in, const struct raw_record *r)
{
	struct writer *w = &in->out;
	struct buffer *b = &w->file.buffer;
	const struct raw_span *const spans = r->spans;
	const struct intake_run *const end = in->runs + in->run_count;
	const char *const at = r->at; /* else read again after every byte written */
	const bool bare = r->bare;

	buffer_room(b, spans[r->cells - 1].end + in->run_count + in->rid.length + 2 * RAW_SLACK);
	char *to = b->at + b->length;

	if (!in->own_ids) {
		copy(to, in->rid.at, in->rid.length);
		to += in->rid.length;
		*to++ = '\t';
	}
	for (const struct intake_run *run = in->runs; run < end; run++) {
		const struct raw_span *span = spans + run->cell, *last = span + run->count - 1;

		for (; !bare && span < last; span++) {
			copy(to, at + span->start, span->end - span->start);
			to += span->end - span->start;
			*to++ = '\t';
		}
		const size_t start = span->start, length = last->end - start;

		copy(to, at + start, length);
		for (; span <= last; span++)
			to[span->end - start] = '\t';
		to += length + 1;
	}
	b->length = (size_t)(to - b->at) - 1;
	w->cells = w->preamble->column_count;
}

/* The id of the next record: the number behind SOURCE: goes up by one. */
static void count_up(struct intake *in)
{
	struct buffer *rid = &in->rid;
	size_t at = rid->length;

	in->records++;
	while (at > in->rid_number && rid->at[at - 1] == '9')
		rid->at[--at] = '0';
	if (at > in->rid_number) {
		rid->at[at - 1]++;
		return;
	}
	buffer_byte(rid, '0');
	rid->at[at] = '1';
	buffer_room(rid, RAW_SLACK);
}

static bool is_null(const struct intake *in, struct text value)
{
	value = text_trim(value);
	for (size_t i = 0; i < in->options->nulls->count; i++)
		if (text_is(value, in->options->nulls->at[i]))
			return true;
	return false;
}

static void write_value(struct intake *in, struct text value)
{
	if (is_null(in, value)) {
		value = TEXT_NONE;
		in->nulls++;
	}
	if (in->options->spreadsheet && text_starts(value, "'")) {
		value = (struct text){value.at + 1, value.length - 1};
		in->unprotected++;
	}
	writer_value(&in->out, value);
}

/* The row of titles once more, where files were put one behind the other? */
static bool is_titles(const struct intake *in, const struct raw_record *r)
{
	const struct text mark = {"\xef\xbb\xbf", 3};

	if (r->cells != in->title_count)
		return false;
	for (size_t i = 0; i < r->cells; i++) {
		struct text cell = raw_cell(r, i);

		if (i == 0 && cell.length == in->titles[0].length + mark.length &&
		    memcmp(cell.at, mark.at, mark.length) == 0)
			cell = (struct text){cell.at + mark.length, cell.length - mark.length};
		if (!text_equal(cell, in->titles[i]))
			return false;
	}
	return true;
}

static void reject_titles(struct intake *in, const struct raw_record *r)
{
	struct raw_record row = *r;
	const struct raw_span *last = &r->spans[r->cells - 1];

	row.flaw = "titles";
	row.message = "the row of titles again: several files in one";
	row.text = (struct text){r->at + r->spans[0].start, last->end - r->spans[0].start};
	reject(in, &row);
	in->below_titles = true;
}

/* Dashes and what stands between columns, and nothing else? */
static bool is_line(struct text a, uint64_t *dashes)
{
	for (size_t i = 0; i < a.length; i++) {
		if (!strchr("-=+|: \t", a.at[i]) || !a.at[i])
			return false;
		*dashes += a.at[i] == '-' || a.at[i] == '=';
	}
	return true;
}

/* The line of dashes that programs print below the titles? A dash alone may
 * stand for a missing value. */
static bool is_ruler(const struct intake *in, const struct raw_record *r)
{
	uint64_t dashes = 0, cells = 0;

	if (!in->below_titles)
		return false;
	if (r->flaw)
		return is_line(r->text, &dashes) && dashes > 2;
	for (size_t i = 0; i < r->cells; i++) {
		cells += raw_cell(r, i).length > 0;
		if (!is_line(raw_cell(r, i), &dashes))
			return false;
	}
	return dashes > 1 && dashes >= 2 * cells;
}

static bool reject_short(struct intake *in, const struct raw_record *r)
{
	struct raw_record row = *r;

	row.message = r->lacks ? short_record_fault(in, r) : NULL;
	if (!row.message)
		return false;
	row.flaw = "cells";
	reject(in, &row);
	return true;
}

static void write_record(struct intake *in, const struct raw_record *r)
{
	count_up(in);
	if (in->below_left > 0) {
		in->below_left--;
		in->below++;
		return;
	}
	if (is_ruler(in, r)) {
		in->rulers++;
		notice("%s:%llu: a ruler below the titles, no record",
		       in->file ? in->file : "stdin", (unsigned long long)r->line);
		return;
	}
	in->below_titles = false;
	if (r->flaw) {
		reject(in, r);
		return;
	}
	if (in->title_count > 0 && is_titles(in, r)) {
		reject_titles(in, r);
		return;
	}
	if (reject_short(in, r))
		return;
	in->lacking += r->lacks > 0;
	if (r->tame && r->roomy && in->run_count > 0 && !in->options->spreadsheet &&
	    !in->options->nulls->count) {
		write_tame(in, r);
		writer_end(&in->out);
		return;
	}
	if (!in->own_ids)
		write_rid(in, &in->out);
	for (size_t i = 0; i < in->run_count; i++)
		for (size_t cell = in->runs[i].cell; cell < in->runs[i].cell + in->runs[i].count;
		     cell++)
			write_value(in, raw_cell(r, cell));
	writer_end(&in->out);
}

/* What titles could not tell beforehand. */
static void check_seen(const struct intake *in, const struct raw_reader *r)
{
	const struct schema *s = in->schema;

	for (size_t i = 0; r->seen && r->records > 0 && i < s->column_count; i++)
		if (s->columns[i].required && !r->seen[i])
			fail_at(EXIT_DATA, (struct place){.file = in->file}, "titles",
				"no %s for the column %.*s, which schema %.*s requires",
				schema_formats[s->format].titles == TITLES_ELEMENTS ? "element"
										    : "member",
				(int)s->columns[i].name.length, s->columns[i].name.at,
				(int)s->name.length, s->name.at);
}

static void figure(struct writer *w, const char *name, uint64_t value)
{
	if (value > 0)
		writer_figure(w, name, value);
}

void intake_member(struct intake *in, struct received *file)
{
	struct raw_reader reader;
	struct raw_record record;

	in->file = file->name;
	const struct raw_kind *kind = readers[in->schema->format];

	if (file->workbook && schema_formats[in->schema->format].titles != TITLES_ROW)
		fail_at(EXIT_DATA, (struct place){.file = in->file}, NULL,
			"is a workbook, but schema %.*s is of %s", (int)in->schema->name.length,
			in->schema->name.at, schema_format_name(in->schema->format));
	if (!file->workbook && in->options->sheet.length > 0)
		fail_at(EXIT_DATA, (struct place){.file = in->file}, NULL,
			"is not a workbook, so it has no sheets");
	in->workbook = file->workbook;
	if (file->workbook)
		kind = &raw_workbook;
	else
		decoder_start(&in->decoder, (struct inlet){received_read, file},
			      in->options->encoding);
	struct raw_source source = {.bytes = {decoder_read, &in->decoder},
				    .file = file->name,
				    .decoded = in->options->encoding != ENCODING_DETECT ||
					       in->decoder.encoding != ENCODING_UTF8,
				    .received = file};

	raw_open(&reader, kind, source, &in->layout, &in->arena);
	in->file = reader.source.file;
	in->sheet = reader.sheet;
	in->members = buffer_text(&file->wanted);
	intake_columns(in, &reader);
	while (raw_next(&reader, &record))
		write_record(in, &record);
	check_seen(in, &reader);
	for (size_t i = 0; i < reader.figure_count; i++)
		figure(&in->out, reader.figures[i].name, reader.figures[i].value);
	raw_close(&reader);
}

void intake_finish(struct intake *in, const char *sha256, uint64_t bytes)
{
	struct text source = in->options->source;

	if (in->options->rejects) {
		writer_unsealed(&in->rejects, in->records);
		figure(&in->rejects, "accepted", in->records - in->rejected);
		writer_digest(&in->rejects, source, sha256, bytes);
		writer_close(&in->rejects);
	}
	writer_unsealed(&in->out, in->records);
	figure(&in->out, "rejected", in->rejected);
	figure(&in->out, "ruler", in->rulers);
	figure(&in->out, "below", in->below);
	figure(&in->out, "short.lines", in->lacking);
	figure(&in->out, "null.cells", in->nulls);
	figure(&in->out, "unprotected.cells", in->unprotected);
	writer_digest(&in->out, source, sha256, bytes);
	writer_close(&in->out);
	buffer_free(&in->rid);
	arena_free(&in->arena);
}
