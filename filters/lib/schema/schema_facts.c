#include "schema/schema_internal.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *const facts[] = {"set",       "table",  "format", "record",  "level",
				    "delimiter", "sheet",  "titles", "lead",    "count",
				    "tail",      "layout", "quote",  "distinct"};
static const char *const layouts[] = {"", "published", "aliases"};
static const struct {
	const char *word;
	char byte;
} delimiters[] = {{"comma", ','}, {"tab", '\t'}, {"pipe", '|'}, {"semicolon", ';'}};

const struct schema_format_facts schema_formats[] = {
#define FORMAT(format, name, reader, ...) [SCHEMA_##format] = {name, __VA_ARGS__},
	SCHEMA_FORMATS(FORMAT)
#undef FORMAT
};

const char *schema_format_name(enum schema_format format)
{
	return schema_formats[format].name;
}

bool schema_delimiter(struct text word, char *delimiter)
{
	for (size_t i = 0; i < COUNT(delimiters); i++) {
		if (text_is(word, delimiters[i].word)) {
			*delimiter = delimiters[i].byte;
			return true;
		}
	}
	return false;
}

bool schema_quote(struct text word, bool *quotes_plain)
{
	*quotes_plain = text_is(word, "none");
	return *quotes_plain || text_is(word, "double");
}

const char *schema_delimiter_name(char delimiter)
{
	size_t i = 0;

	while (delimiters[i].byte != delimiter)
		i++;
	return delimiters[i].word;
}

bool schema_path(struct text path, size_t ups)
{
	struct text part;
	bool down = false;

	while (text_cut(&path, '/', &part)) {
		bool up = text_is(part, "..");

		if (part.length == 0 || (up && (down || ups-- == 0)))
			return false;
		down = down || !up;
	}
	return down;
}

bool schema_range(struct text word, bool single, struct schema_range *range)
{
	struct text rest = word, first;
	uint64_t from, to;

	text_cut(&rest, '-', &first);
	if (!text_u64(first, &from) || from < 1 || from > UINT32_MAX)
		return false;
	if (!rest.at)
		to = single ? from : 0;
	else if (!text_u64(rest, &to) || to > UINT32_MAX)
		return false;
	*range = (struct schema_range){(size_t)from, (size_t)to};
	return from <= to;
}

/* Appends "csv, tsv or xml": the formats that take all of these facts. */
static void formats_with(struct buffer *b, unsigned taken)
{
	size_t left = 0;

	for (size_t i = 0; i < COUNT(schema_formats); i++)
		left += (schema_formats[i].facts & taken) == taken;
	for (size_t i = 0; i < COUNT(schema_formats); i++) {
		if ((schema_formats[i].facts & taken) != taken)
			continue;
		buffer_string(b, schema_formats[i].name);
		left--;
		buffer_string(b, left > 1 ? ", " : left == 1 ? " or " : "");
	}
}

static _Noreturn void refuse(const struct sidefile *s, const char *what)
{
	fail_at(EXIT_CONFIG, (struct place){.file = s->path, .line = 1}, NULL, "%s", what);
}

/* `what` ends in format=, which the formats that take these facts follow. */
static _Noreturn void refuse_format(const struct sidefile *s, const char *what, unsigned taken)
{
	struct buffer b = {0};

	buffer_string(&b, what);
	formats_with(&b, taken);
	refuse(s, text_string(s->arena, buffer_text(&b)));
}

static bool format_parse(struct text word, enum schema_format *format)
{
	for (size_t i = 0; i < COUNT(schema_formats); i++) {
		if (text_is(word, schema_formats[i].name)) {
			*format = (enum schema_format)i;
			return true;
		}
	}
	return false;
}

static bool word_in(struct text word, const char *const *list, size_t count, size_t *index)
{
	for (*index = 0; *index < count; ++*index)
		if (text_is(word, list[*index]))
			return true;
	return false;
}

static void check_names(const struct sidefile *s)
{
	struct text rest = s->facts[0], word, value;
	size_t index;

	for (text_cut(&rest, ' ', &word); text_cut(&rest, ' ', &word);) {
		text_cut(&word, '=', &value);
		if (!word_in(value, facts, COUNT(facts), &index))
			refuse(s, "the ##schema line takes set, table, format, record, level, "
				  "delimiter, sheet, titles, lead, count, tail, layout, quote, "
				  "distinct");
	}
}

static void read_identity(struct schema *schema, const struct sidefile *s)
{
	struct text value;
	size_t index;

	if (!sidefile_fact(s, "schema", "set", &schema->set) || !name_valid(schema->set))
		refuse(s, "the ##schema line needs set=NAME");
	if (!sidefile_fact(s, "schema", "table", &schema->table) || !name_valid(schema->table))
		refuse(s, "the ##schema line needs table=NAME");
	if (!sidefile_fact(s, "schema", "format", &value) || !format_parse(value, &schema->format))
		refuse_format(s, "the ##schema line needs format=", 0);
	if (!sidefile_fact(s, "schema", "level", &value) || !level_parse(value, &schema->level) ||
	    schema->level > LEVEL_PSEUDONYMISED)
		refuse(s, "the ##schema line needs level=identifiable or level=pseudonymised");
	index = LAYOUT_UNSAID;
	if (sidefile_fact(s, "schema", "layout", &value) &&
	    (!word_in(value, layouts, COUNT(layouts), &index) || index == LAYOUT_UNSAID))
		refuse(s, "layout= is published or aliases");
	schema->layout = (enum schema_layout)index;
}

static bool takes(const struct schema *schema, unsigned fact)
{
	return schema_formats[schema->format].facts & fact;
}

/* Paths in JSON are also written with dots. */
static struct text with_slashes(struct arena *arena, struct text path)
{
	char *copy = ARENA_ARRAY(arena, path.length + 1, char);

	for (size_t i = 0; i < path.length; i++)
		copy[i] = (char)(path.at[i] == '.' ? '/' : path.at[i]);
	return (struct text){copy, path.length};
}

static void read_format(struct schema *schema, const struct sidefile *s)
{
	struct text value;
	bool record = sidefile_fact(s, "schema", "record", &schema->record);

	if (record ? !takes(schema, FACT_RECORD) : schema->format == SCHEMA_XML)
		refuse(s, "record=PATH goes with format=json and format=xml, which needs it");
	if (record && schema->format == SCHEMA_JSON)
		schema->record = with_slashes(s->arena, schema->record);
	if (record && !schema_path(schema->record, 0))
		refuse(s, "record= is not a path of element or member names");
	schema->delimiter = schema->format == SCHEMA_TSV ? '\t' : ',';
	if (sidefile_fact(s, "schema", "delimiter", &value) &&
	    (!takes(schema, FACT_DELIMITER) || !schema_delimiter(value, &schema->delimiter)))
		refuse_format(s, "delimiter=comma, tab, pipe or semicolon goes with format=",
			      FACT_DELIMITER);
	if (sidefile_fact(s, "schema", "quote", &value) &&
	    (!takes(schema, FACT_UNTITLED) || !schema_quote(value, &schema->quotes_plain)))
		refuse_format(s, "quote=none or double goes with format=", FACT_UNTITLED);
	schema->untitled = sidefile_fact(s, "schema", "titles", &value);
	if (schema->untitled && (!takes(schema, FACT_UNTITLED) || !text_is(value, "none")))
		refuse_format(s, "titles=none goes with format=", FACT_UNTITLED);
	if (sidefile_fact(s, "schema", "sheet", &schema->sheet) &&
	    (!takes(schema, FACT_SHEET) || schema->sheet.length == 0))
		refuse_format(s, "sheet=NAME|NUMBER goes with format=", FACT_SHEET);
}

void schema_distinct(struct schema *schema, const struct sidefile *s)
{
	bool found = false;

	if (!sidefile_fact(s, "schema", "distinct", &schema->distinct))
		return;
	for (size_t i = 0; i < schema->column_count; i++)
		found = found || text_equal(schema->columns[i].name, schema->distinct);
	if (!found || !takes(schema, FACT_DISTINCT))
		refuse_format(s, "distinct= is a column of the schema and goes with format=",
			      FACT_DISTINCT);
}

static uint64_t margin(const struct schema *schema, const struct sidefile *s, const char *fact)
{
	struct text value;
	uint64_t lines;

	if (!sidefile_fact(s, "schema", fact, &value))
		return 0;
	if (!takes(schema, FACT_MARGINS))
		fail_at(EXIT_CONFIG, (struct place){.file = s->path, .line = 1}, NULL,
			"lead= and tail= cannot be used with format=%s",
			schema_format_name(schema->format));
	if (!text_u64(value, &lines) || lines > SCHEMA_MARGIN)
		refuse(s, "lead= and tail= are numbers of lines, at most 1000");
	return lines;
}

static void read_margins(struct schema *schema, const struct sidefile *s)
{
	struct text value;

	schema->lead = margin(schema, s, "lead");
	schema->tail = margin(schema, s, "tail");
	if (!sidefile_fact(s, "schema", "count", &value))
		return;
	bool cell = schema_formats[schema->format].titles == TITLES_ROW;

	if (schema->lead == 0 || !takes(schema, FACT_COUNT) ||
	    !schema_range(value, cell, &schema->count) ||
	    (cell && schema->count.first != schema->count.last))
		refuse(s,
		       "count= is a cell's number (of format=fixed FROM-TO) and goes with lead=");
}

void schema_facts(struct schema *schema, const struct sidefile *s)
{
	bool about = s->fact_count == 2 && text_starts(s->facts[1], "about ");

	if (s->fact_count < 1 || !text_starts(s->facts[0], "schema ") ||
	    (s->fact_count > 1 && !about))
		refuse(s, "needs one ##schema line, followed at most by an ##about line");
	if (about)
		schema->about =
			text_trim((struct text){s->facts[1].at + 6, s->facts[1].length - 6});
	check_names(s);
	read_identity(schema, s);
	read_format(schema, s);
	read_margins(schema, s);
}
