#include "schema/schema.h"

/* What a title is compared without, besides ASCII blanks: soft hyphen, NBSP,
 * hyphens and dashes, curly quotes, byte order mark. */
static const char *const ignored[] = {"\xc2\xa0",     "\xc2\xad",     "\xe2\x80\x90",
				      "\xe2\x80\x91", "\xe2\x80\x92", "\xe2\x80\x93",
				      "\xe2\x80\x94", "\xe2\x80\x98", "\xe2\x80\x99",
				      "\xe2\x80\x9c", "\xe2\x80\x9d", "\xef\xbb\xbf"};

/* What is longer is no title: a file in one line is not compared with every schema. */
enum { TITLE_MOST = 4096 };

#define COUNT(array) (sizeof(array) / sizeof *(array))

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

static size_t column_spelt(const struct schema *schema, struct text title, struct buffer *folded,
			   size_t *rank)
{
	if (title.length > TITLE_MOST)
		return NO_COLUMN;
	buffer_reset(folded);
	schema_fold(folded, title);
	for (size_t i = 0; i < schema->column_count; i++)
		for (*rank = 0; *rank < schema->columns[i].title_count; ++*rank)
			if (text_equal(schema->columns[i].titles[*rank], buffer_text(folded)))
				return i;
	return NO_COLUMN;
}

struct text schema_title_name(struct text title)
{
	title = text_trim(title);
	for (size_t i = 0; i + 1 < title.length && i <= TITLE_MOST; i++) {
		if (title.at[i] == '\n' || title.at[i] == '\r')
			return (struct text){title.at, i};
		if (title.at[i] == '?' && title.at[i + 1] == ' ')
			return (struct text){title.at, i + 1};
	}
	return title;
}

/* Index of the column that a title as found belongs to, or NO_COLUMN; *rank:
 * which of the column's titles it is. */
static size_t column_named(const struct schema *schema, struct text title, struct buffer *folded,
			   size_t *rank)
{
	size_t column = column_spelt(schema, title, folded, rank);
	struct text name = schema_title_name(title);

	if (column == NO_COLUMN && name.length < title.length)
		column = column_spelt(schema, name, folded, rank);
	return column;
}

/* May two titles of one column stand side by side? */
static bool ranked(const struct schema *schema, size_t rank, size_t other)
{
	return schema->layout == LAYOUT_ALIASES && rank != other;
}

struct schema_fit schema_fit(const struct schema *schema, const struct text *titles,
			     size_t title_count, size_t *at)
{
	struct schema_fit fit = {0};
	struct buffer folded = {0};

	for (size_t i = 0; i < schema->column_count; i++)
		at[i] = NO_COLUMN;
	for (size_t t = 0; t < title_count; t++) {
		size_t rank, held, i = column_named(schema, titles[t], &folded, &rank);

		fit.known += i != NO_COLUMN;
		fit.unknown += i == NO_COLUMN;
		if (i == NO_COLUMN)
			continue;
		if (at[i] == NO_COLUMN) {
			at[i] = t;
			continue;
		}
		column_named(schema, titles[at[i]], &folded, &held);
		if (!ranked(schema, rank, held)) {
			fit.twice++;
			continue;
		}
		fit.unknown++;
		at[i] = rank < held ? t : at[i];
	}
	for (size_t i = 0; i < schema->column_count; i++)
		fit.missing += schema->columns[i].required && at[i] == NO_COLUMN;
	buffer_free(&folded);
	return fit;
}

static _Noreturn void twice_fail(const struct schema *schema, const struct text *titles,
				 size_t title_count, struct place place)
{
	struct buffer folded = {0};
	size_t rank, other;

	for (size_t t = 0; t < title_count; t++) {
		size_t i = column_named(schema, titles[t], &folded, &rank);

		for (size_t u = 0; i != NO_COLUMN && u < t; u++)
			if (column_named(schema, titles[u], &folded, &other) == i &&
			    !ranked(schema, rank, other))
				fail_at(EXIT_DATA, place, "titles",
					"titles %zu and %zu are both %.*s", u + 1, t + 1,
					(int)schema->columns[i].name.length,
					schema->columns[i].name.at);
	}
	fail(EXIT_BUG, "no duplicate title");
}

size_t schema_match(const struct schema *schema, const struct text *titles, size_t title_count,
		    struct place place, size_t *at)
{
	struct schema_fit fit = schema_fit(schema, titles, title_count, at);

	if (fit.twice > 0)
		twice_fail(schema, titles, title_count, place);
	for (size_t i = 0; fit.missing > 0 && i < schema->column_count; i++)
		if (schema->columns[i].required && at[i] == NO_COLUMN)
			fail_at(EXIT_DATA, place, "titles",
				"no title for the column %.*s, which schema %.*s requires",
				(int)schema->columns[i].name.length, schema->columns[i].name.at,
				(int)schema->name.length, schema->name.at);
	return fit.unknown;
}

void schema_number(const struct schema *schema, size_t cells, struct place place, size_t *at)
{
	for (size_t i = 0; i < schema->column_count; i++) {
		const struct schema_column *c = &schema->columns[i];

		at[i] = c->at.first <= cells ? c->at.first - 1 : NO_COLUMN;
		if (c->required && at[i] == NO_COLUMN)
			fail_at(EXIT_DATA, place, "titles",
				"%zu cells; the column %.*s, which schema %.*s requires, is cell "
				"%zu",
				cells, (int)c->name.length, c->name.at, (int)schema->name.length,
				schema->name.at, c->at.first);
	}
}

void schema_declare(const struct schema_column *column, struct preamble *p)
{
	preamble_column(p, column->name, column->type, column->role)->list = column->list;
}
