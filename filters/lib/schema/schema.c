#include "schema/schema_internal.h"
#include "stream/types.h"

static const char *const columns[] = {"column",   "type",   "role", "list",
				      "required", "titles", "note", NULL};
static const char *const types[] = {
	"rid",      "source", "text",       "name",      "date",    "month",        "year",
	"datetime", "time",   "nhs_number", "upn",       "uln",     "postcode",     "outcode",
	"sector",   "sex",    "code",       "ethnicity", "integer", "decimal",      "boolean",
	"id",       "count",  "flag",       "la",        "age",     "stated_gender"};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct {
	const char *word, *type;
} forms[] = {
	[WRITTEN_AS_IT_IS] = {"", NULL},
	[WRITTEN_LA_NUMBER] = {"la_number", "la"},
	[WRITTEN_SEX_NUMBER] = {"sex_number", "sex"},
	[WRITTEN_ETHNIC_CATEGORY] = {"ethnic_category", "ethnicity"},
	[WRITTEN_BRITISH_DATE] = {"dd/mm/yyyy", "date"},
	[WRITTEN_PLAIN_DATE] = {"yyyymmdd", "date"},
};

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

/* How far up from the record element there still is one: its depth less 1. */
static size_t path_ups(struct text record)
{
	size_t n = 0;

	for (size_t i = 0; i < record.length; i++)
		n += record.at[i] == '/';
	return n;
}

static bool yes(const struct sidefile *s, size_t row, const char *column)
{
	struct text cell = sidefile_cell(s, row, sidefile_column(s, column));

	if (cell.length && !text_is(cell, "yes"))
		sidefile_fail(s, row, column, "is yes or empty");
	return cell.length > 0;
}

/* `#7`, or of a fixed width file `10-17`; it is the column's only one. */
static void read_position(const struct schema *schema, const struct sidefile *s, size_t row,
			  struct schema_column *c, struct text title)
{
	bool fixed = schema_formats[schema->format].titles == TITLES_POSITIONS;
	struct text rest = title;

	if (!fixed && text_starts(rest, "#"))
		rest = (struct text){rest.at + 1, rest.length - 1};
	if ((!fixed && rest.at == title.at) || !schema_range(rest, true, &c->at) ||
	    c->title_count > 0 || (!fixed && c->at.last != c->at.first) ||
	    c->at.last > SCHEMA_POSITION)
		sidefile_fail(s, row, "titles", "is not %s",
			      fixed ? "one FROM-TO of character positions, from 1"
				    : "one cell's number, from 1: #7");
}

static void read_title(const struct schema *schema, const struct sidefile *s, size_t row,
		       struct schema_column *c, struct text title)
{
	struct buffer folded = {0};
	enum schema_titles titles = schema_formats[schema->format].titles;

	if (titles == TITLES_ELEMENTS && !schema_path(title, path_ups(schema->record)))
		sidefile_fail(s, row, "titles", "not a path of element names");
	if (titles == TITLES_MEMBERS && !schema_path(title, 0))
		sidefile_fail(s, row, "titles", "not a path of member names");
	if (schema->untitled || titles == TITLES_POSITIONS)
		read_position(schema, s, row, c, title);
	if (titles == TITLES_ROW && !schema->untitled)
		schema_fold(&folded, title);
	else
		buffer_text_add(&folded, title);
	if (folded.length == 0)
		sidefile_fail(s, row, "titles", "an empty title");
	title = text_copy(s->arena, buffer_text(&folded));
	buffer_free(&folded);
	for (size_t i = 0; i < row && titles != TITLES_POSITIONS; i++)
		for (size_t j = 0; j < schema->columns[i].title_count; j++)
			if (text_equal(schema->columns[i].titles[j], title))
				sidefile_fail(s, row, "titles", "the title of two columns: %.*s",
					      (int)title.length, title.at);
	c->titles[c->title_count++] = title;
}

static void read_titles(const struct schema *schema, const struct sidefile *s, size_t row,
			struct schema_column *c)
{
	struct text rest = sidefile_cell(s, row, sidefile_column(s, "titles")), title;

	c->titles = ARENA_ARRAY(s->arena, rest.length + 1, struct text);
	while (text_cut(&rest, '|', &title)) {
		read_title(schema, s, row, c, title);
		if (c->title_count == 1)
			c->title = title;
	}
}

/* The column `codes` need not be there. */
static struct text read_codes(const struct sidefile *s, size_t row)
{
	size_t column = sidefile_column(s, "codes");
	struct text codes = column == NO_COLUMN ? TEXT_NONE : sidefile_cell(s, row, column);

	if (codes.length > 0 && !name_valid(codes))
		sidefile_fail(s, row, "codes", "not the name of a code list ([a-z][a-z0-9_]*)");
	return codes;
}

bool schema_written_parse(struct text word, struct text type, enum schema_written *written)
{
	for (size_t i = 0; i < COUNT(forms); i++) {
		if (text_is(word, forms[i].word) &&
		    (!i || !type.length || text_is(type, forms[i].type))) {
			*written = (enum schema_written)i;
			return true;
		}
	}
	return false;
}

/* The column `written` need not be there. */
static enum schema_written read_written(const struct sidefile *s, size_t row, struct text type)
{
	size_t column = sidefile_column(s, "written");
	struct text word = column == NO_COLUMN ? TEXT_NONE : sidefile_cell(s, row, column);

	enum schema_written written;

	if (!schema_written_parse(word, type, &written))
		sidefile_fail(s, row, "written", "not a form of type %.*s", (int)type.length,
			      type.at);
	return written;
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
			sidefile_fail(s, row, "column", "already a column: %.*s",
				      (int)c->name.length, c->name.at);
	if (!word_in(c->type, types, COUNT(types), &index))
		sidefile_fail(s, row, "type", "not a type of a received column: %.*s",
			      (int)c->type.length, c->type.at);
	if (!role_parse(role, &c->role) || c->role == ROLE_LINK || c->role == ROLE_DIMENSION ||
	    c->role == ROLE_MEASURE)
		sidefile_fail(s, row, "role", "not a role of a received column: %.*s",
			      (int)role.length, role.at);
	if (text_is(c->name, "rid") != text_is(c->type, "rid"))
		sidefile_fail(s, row, "type", "rid is the type of the column rid only");
	column_check(&(struct column){.name = c->name, .type = c->type, .role = c->role},
		     schema->level, EXIT_CONFIG, (struct place){s->path, s->lines[row], NULL});
	c->codes = read_codes(s, row);
	c->written = read_written(s, row, c->type);
	read_titles(schema, s, row, c);
}

static void check_columns(const struct sidefile *s)
{
	size_t index;

	for (size_t i = 0; i < s->name_count; i++)
		if (!word_in(s->names[i], columns, COUNT(columns) - 1, &index) &&
		    !text_is(s->names[i], "codes") && !text_is(s->names[i], "written"))
			fail_at(EXIT_CONFIG, (struct place){.file = s->path}, NULL,
				"no column of a schema: %.*s", (int)s->names[i].length,
				s->names[i].at);
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
	sidefile_read(&s, arena, path, columns, true);
	check_columns(&s);
	schema->name = base_name(arena, path);
	memcpy(schema->digest, s.digest, sizeof schema->digest);
	schema_facts(schema, &s);
	if (s.row_count == 0)
		fail_at(EXIT_CONFIG, (struct place){.file = path, .line = 1}, NULL,
			"has no columns");
	schema->columns = ARENA_ARRAY(arena, s.row_count, struct schema_column);
	schema->column_count = s.row_count;
	for (size_t row = 0; row < s.row_count; row++)
		read_column(schema, &s, row);
	schema_distinct(schema, &s);
}

const char *schema_codes(const struct schema *schema, struct arena *arena, struct text name)
{
	const char *slash = strrchr(schema->path, '/');
	struct buffer path = {0};

	buffer_add(&path, schema->path, slash ? (size_t)(slash + 1 - schema->path) : 0);
	buffer_string(&path, "codes/");
	buffer_text_add(&path, name);
	buffer_string(&path, ".tsv");
	const char *kept = text_string(arena, buffer_text(&path));
	buffer_free(&path);
	return kept;
}
