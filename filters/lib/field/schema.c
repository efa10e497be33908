#include "field/schema.h"

static const char *const columns[] = {"column",   "type",   "role", "list",
				      "required", "titles", "note", NULL};
static const char *const facts[] = {"set", "table", "format", "record", "level", "delimiter"};
static const char *const formats[] = {"csv", "tsv", "xml"};
static const char *const types[] = {
	"rid",  "source",     "text",    "name",    "date",     "month",   "year",   "datetime",
	"time", "nhs_number", "upn",     "uln",     "postcode", "outcode", "sector", "sex",
	"code", "ethnicity",  "integer", "decimal", "boolean",  "id",      "count",  "flag"};
static const struct {
	const char *word;
	char byte;
} delimiters[] = {{"comma", ','}, {"tab", '\t'}, {"pipe", '|'}, {"semicolon", ';'}};

/* What a title is compared without, besides ASCII blanks: soft hyphen, NBSP,
 * hyphens and dashes, curly quotes, byte order mark. */
static const char *const ignored[] = {"\xc2\xa0",     "\xc2\xad",     "\xe2\x80\x90",
				      "\xe2\x80\x91", "\xe2\x80\x92", "\xe2\x80\x93",
				      "\xe2\x80\x94", "\xe2\x80\x98", "\xe2\x80\x99",
				      "\xe2\x80\x9c", "\xe2\x80\x9d", "\xef\xbb\xbf"};

#define COUNT(array) (sizeof(array) / sizeof *(array))

const char *schema_format_name(enum schema_format format)
{
	return formats[format];
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

const char *schema_delimiter_name(char delimiter)
{
	size_t i = 0;

	while (delimiters[i].byte != delimiter)
		i++;
	return delimiters[i].word;
}

static size_t ignored_length(struct text rest)
{
	if (strchr(" \t\r\n\v\f-_'\"", rest.at[0]) && rest.at[0])
		return 1;
	for (size_t i = 0; i < COUNT(ignored); i++)
		if (text_starts(rest, ignored[i]))
			return strlen(ignored[i]);
	return 0;
}

void schema_fold(struct buffer *b, struct text title)
{
	while (title.length > 0) {
		size_t skip = ignored_length(title);
		char byte = title.at[0];

		if (!skip)
			buffer_byte(b, (char)(byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte));
		skip = skip ? skip : 1;
		title.at += skip;
		title.length -= skip;
	}
}

static bool word_in(struct text word, const char *const *list, size_t count, size_t *index)
{
	for (size_t i = 0; i < count; i++) {
		if (text_is(word, list[i])) {
			*index = i;
			return true;
		}
	}
	return false;
}

static _Noreturn void refuse(const struct sidefile *s, const char *what)
{
	fail_at(EXIT_CONFIG, (struct place){.file = s->path, .line = 1}, NULL, "%s", what);
}

/* No empty part, `..` in front only and at most `ups` of them. */
static bool path_valid(struct text path, size_t ups)
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

/* How far up from the record element there still is one: its depth less 1. */
static size_t path_ups(struct text record)
{
	size_t n = 0;

	for (size_t i = 0; i < record.length; i++)
		n += record.at[i] == '/';
	return n;
}

static void read_facts(struct schema *schema, const struct sidefile *s)
{
	struct text rest, word, value;
	size_t index;

	if (s->fact_count != 1 || !text_starts(s->facts[0], "schema "))
		refuse(s, "wants one ##schema line");
	rest = s->facts[0];
	for (text_cut(&rest, ' ', &word); text_cut(&rest, ' ', &word);) {
		text_cut(&word, '=', &value);
		if (!word_in(value, facts, COUNT(facts), &index))
			refuse(s, "the ##schema line knows set, table, format, record, level, "
				  "delimiter");
	}
	if (!sidefile_fact(s, "schema", "set", &schema->set) || !name_valid(schema->set))
		refuse(s, "the ##schema line wants set=NAME");
	if (!sidefile_fact(s, "schema", "table", &schema->table) || !name_valid(schema->table))
		refuse(s, "the ##schema line wants table=NAME");
	if (!sidefile_fact(s, "schema", "format", &value) ||
	    !word_in(value, formats, COUNT(formats), &index))
		refuse(s, "the ##schema line wants format=csv, tsv or xml");
	schema->format = (enum schema_format)index;
	if (!sidefile_fact(s, "schema", "level", &value) || !level_parse(value, &schema->level) ||
	    schema->level > LEVEL_PSEUDONYMISED)
		refuse(s, "the ##schema line wants level=identifiable or level=pseudonymised");
	bool record = sidefile_fact(s, "schema", "record", &schema->record);

	if (record != (schema->format == SCHEMA_XML))
		refuse(s, "record=PATH goes with format=xml, and format=xml with it");
	if (record && !path_valid(schema->record, 0))
		refuse(s, "record= is not a path of element names");
	schema->delimiter = schema->format == SCHEMA_TSV ? '\t' : ',';
	if (sidefile_fact(s, "schema", "delimiter", &value) &&
	    (schema->format != SCHEMA_CSV || !schema_delimiter(value, &schema->delimiter)))
		refuse(s, "delimiter=comma, tab, pipe or semicolon goes with format=csv");
}

static bool yes(const struct sidefile *s, size_t row, const char *column)
{
	struct text cell = sidefile_cell(s, row, sidefile_column(s, column));

	if (cell.length && !text_is(cell, "yes"))
		sidefile_fail(s, row, column, "is yes or empty");
	return cell.length > 0;
}

static void read_titles(struct schema *schema, const struct sidefile *s, size_t row,
			struct schema_column *c)
{
	struct text rest = sidefile_cell(s, row, sidefile_column(s, "titles")), title;
	struct buffer folded = {0};

	c->titles = ARENA_ARRAY(s->arena, rest.length + 1, struct text);
	while (text_cut(&rest, '|', &title)) {
		buffer_reset(&folded);
		if (schema->format == SCHEMA_XML && !path_valid(title, path_ups(schema->record)))
			sidefile_fail(s, row, "titles", "not a path of element names");
		if (schema->format == SCHEMA_XML)
			buffer_text_add(&folded, title);
		else
			schema_fold(&folded, title);
		if (folded.length == 0)
			sidefile_fail(s, row, "titles", "an empty title");
		title = text_copy(s->arena, buffer_text(&folded));
		for (size_t i = 0; i < row; i++)
			for (size_t j = 0; j < schema->columns[i].title_count; j++)
				if (text_equal(schema->columns[i].titles[j], title))
					sidefile_fail(s, row, "titles",
						      "the title of two columns: %.*s",
						      (int)title.length, title.at);
		c->titles[c->title_count++] = title;
	}
	buffer_free(&folded);
}

static void read_column(struct schema *schema, const struct sidefile *s, size_t row)
{
	struct schema_column *c = &schema->columns[row];
	struct text role = sidefile_cell(s, row, sidefile_column(s, "role"));
	size_t index;

	c->name = sidefile_cell(s, row, sidefile_column(s, "column"));
	c->type = sidefile_cell(s, row, sidefile_column(s, "type"));
	c->list = yes(s, row, "list");
	c->required = yes(s, row, "required");
	if (!name_valid(c->name))
		sidefile_fail(s, row, "column", "not a column name ([a-z][a-z0-9_]*)");
	for (size_t i = 0; i < row; i++)
		if (text_equal(schema->columns[i].name, c->name))
			sidefile_fail(s, row, "column", "there already: %.*s", (int)c->name.length,
				      c->name.at);
	if (!word_in(c->type, types, COUNT(types), &index))
		sidefile_fail(s, row, "type", "no type of a column as received: %.*s",
			      (int)c->type.length, c->type.at);
	if (!role_parse(role, &c->role) || c->role == ROLE_LINK || c->role == ROLE_DIMENSION ||
	    c->role == ROLE_MEASURE)
		sidefile_fail(s, row, "role", "no role of a column as received: %.*s",
			      (int)role.length, role.at);
	if (text_is(c->name, "rid") != text_is(c->type, "rid"))
		sidefile_fail(s, row, "type", "rid is the type of the column rid only");
	read_titles(schema, s, row, c);
}

static struct text base_name(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	struct text name = text_of(slash ? slash + 1 : path);

	if (name.length > 4 && text_is((struct text){name.at + name.length - 4, 4}, ".tsv"))
		name.length -= 4;
	return text_copy(arena, name);
}

void schema_read(struct schema *schema, struct arena *arena, const char *path)
{
	struct sidefile s;

	*schema = (struct schema){.path = path};
	sidefile_read(&s, arena, path, columns, false);
	schema->name = base_name(arena, path);
	memcpy(schema->digest, s.digest, sizeof schema->digest);
	read_facts(schema, &s);
	if (s.row_count == 0)
		refuse(&s, "has no columns");
	schema->columns = ARENA_ARRAY(arena, s.row_count, struct schema_column);
	schema->column_count = s.row_count;
	for (size_t row = 0; row < s.row_count; row++)
		read_column(schema, &s, row);
}

/* Index of the column that a folded title belongs to, or NO_COLUMN. */
static size_t column_of(const struct schema *schema, struct text folded)
{
	for (size_t i = 0; i < schema->column_count; i++)
		for (size_t j = 0; j < schema->columns[i].title_count; j++)
			if (text_equal(schema->columns[i].titles[j], folded))
				return i;
	return NO_COLUMN;
}

size_t schema_match(const struct schema *schema, const struct text *titles, size_t title_count,
		    struct place place, size_t *at)
{
	struct buffer folded = {0};
	size_t unknown = 0;

	for (size_t i = 0; i < schema->column_count; i++)
		at[i] = NO_COLUMN;
	for (size_t t = 0; t < title_count; t++) {
		buffer_reset(&folded);
		schema_fold(&folded, titles[t]);
		size_t i = column_of(schema, buffer_text(&folded));

		if (i == NO_COLUMN) {
			unknown++;
			continue;
		}
		if (at[i] != NO_COLUMN)
			fail_at(EXIT_DATA, place, "titles", "titles %zu and %zu are both %.*s",
				at[i] + 1, t + 1, (int)schema->columns[i].name.length,
				schema->columns[i].name.at);
		at[i] = t;
	}
	buffer_free(&folded);
	for (size_t i = 0; i < schema->column_count; i++)
		if (schema->columns[i].required && at[i] == NO_COLUMN)
			fail_at(EXIT_DATA, place, "titles",
				"no title for the column %.*s, which schema %.*s requires",
				(int)schema->columns[i].name.length, schema->columns[i].name.at,
				(int)schema->name.length, schema->name.at);
	return unknown;
}

void schema_declare(const struct schema_column *column, struct preamble *p)
{
	preamble_column(p, column->name, column->type, column->role)->list = column->list;
}
