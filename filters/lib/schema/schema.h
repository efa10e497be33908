#ifndef JIGSAW_SCHEMA_SCHEMA_H
#define JIGSAW_SCHEMA_SCHEMA_H

#include "schema/formats.h"
#include "stream/preamble.h"
#include "stream/sidefile.h"

/*
 * A schema declares how a table as received becomes a stream: the column of each
 * title, its type and role, and the level of the set on arrival. It is a
 * side file (schemas/NAME.tsv; the format is in schemas/README.md):
 *
 *	##schema set=cin table=child format=xml record=Message/Children/Child level=identifiable
 *	column	type	role	list	required	titles	note
 *	local_id	code	entity		yes	ChildIdentifiers/LAchildID
 *
 * Every mistake in it is exit 78 at file, line and column.
 */

/* Where the titles are from: a public layout, or only what files call them. */
enum schema_layout { LAYOUT_UNSAID, LAYOUT_PUBLISHED, LAYOUT_ALIASES };

/* The first and the last of a run, from 1; both 0: none. */
struct schema_range {
	size_t first, last;
};

/* What is written of a clean value, where the specification wants another form. */
enum schema_written {
	WRITTEN_AS_IT_IS,
	WRITTEN_LA_NUMBER,       /* of `la`: the Department's number (field/la.h) */
	WRITTEN_SEX_NUMBER,      /* of `sex`: the NHS's person gender code, 1, 2, 0, 9 */
	WRITTEN_ETHNIC_CATEGORY, /* of `ethnicity`: the NHS's code (field/ethnicity.h) */
	WRITTEN_BRITISH_DATE,    /* of `date`: dd/mm/yyyy */
	WRITTEN_PLAIN_DATE,      /* of `date`: yyyymmdd */
};

struct schema_column {
	struct text name, type;
	enum role role;
	bool list;
	bool required;     /* a file without it is refused */
	struct text codes; /* name of its code list (schemas/codes/NAME.tsv), or empty */
	enum schema_written written;
	struct text title;   /* the first of its titles, as written */
	struct text *titles; /* folded where the format has TITLES_ROW, else as written */
	size_t title_count;
	/* TITLES_POSITIONS: of characters; untitled: the cell's number, twice. */
	struct schema_range at;
};

struct schema {
	const char *path;
	struct text name; /* of the file, without folder and ending */
	char digest[13];
	struct text set, table;
	struct text about; /* the ##about line: one line for people, or empty */
	enum schema_format format;
	enum schema_layout layout;
	/* XML: path of the record element from the root; JSON: of the member that is one
	 * record or a list of them, or empty. */
	struct text record;
	char delimiter;    /* CSV: `,` unless the schema says otherwise */
	bool quotes_plain; /* quote=none: quotes mean nothing */
	bool untitled;     /* titles=none: columns are known by cell number */
	uint64_t lead;     /* lines before the titles (or records, where there are none) */
	uint64_t tail;     /* lines behind the last record */
	/* What of the first lead line states the number of records: the cell,
	 * or with TITLES_POSITIONS the characters. */
	struct schema_range count;
	/* Whoever the file is for refuses it when this column is empty or has a value
	 * twice: export leaves those rows out. Or empty. */
	struct text distinct;
	struct text sheet; /* of a workbook: names or numbers from 1, `A|B`; or empty */
	enum level level;
	struct schema_column *columns;
	size_t column_count;
};

enum {
	SCHEMA_MARGIN = 1000,    /* most lines of lead= or tail= */
	SCHEMA_POSITION = 65535, /* last cell or character position of a column */
};

/* A form by its name in a schema or an order file, for values of a type, or (type
 * empty) of any; false where there is none. */
bool schema_written_parse(struct text word, struct text type, enum schema_written *written);

void schema_read(struct schema *schema, struct arena *arena, const char *path);
/* The path of a code list by its name: codes/NAME.tsv in the schema's folder. */
const char *schema_codes(const struct schema *schema, struct arena *arena, struct text name);

/* "csv", "tsv", "fixed", "json", "xml". */
const char *schema_format_name(enum schema_format format);
/* comma, tab, pipe, semicolon; false for any other word. */
bool schema_delimiter(struct text word, char *delimiter);
const char *schema_delimiter_name(char delimiter);
/* none, double: are quotes plain characters? False for any other word. */
bool schema_quote(struct text word, bool *quotes_plain);

/* The form in which titles are compared: without blanks, no-break blanks, tabs, line
 * ends, dashes, underscores, quotes and apostrophes (straight and curly); ASCII
 * letters in lower case. Appended to b. */
void schema_fold(struct buffer *b, struct text title);

/* A title without the guidance that stands behind it in its cell. */
struct text schema_title_name(struct text title);

/* How a header row fits a schema, title by title: the title as a whole, else its
 * first line, or what ends with its first question mark (spreadsheets for
 * filling in put guidance behind a title, in the same cell). Counted are titles
 * that are a column's, titles that are none's, columns that two titles claim,
 * and required columns without one. */
struct schema_fit {
	size_t known, unknown, twice, missing;
};

/* The same as schema_match() without its complaints: at[i] becomes the index of
 * the (first) title that is schema->columns[i], or NO_COLUMN. For schemas whose
 * tables have titles. */
struct schema_fit schema_fit(const struct schema *schema, const struct text *titles,
			     size_t title_count, size_t *at);

/*
 * Finds the columns in a header row: at[i] becomes the index of the title that
 * is schema->columns[i], or NO_COLUMN. Returns how many titles are not read.
 * Two titles for one column, or a required column without one, is exit 65 at
 * `place`; with LAYOUT_ALIASES the title that the schema lists first is read and
 * the other is not. Messages name columns and positions, never a title found: a file
 * without a header row has people's data there.
 */
size_t schema_match(const struct schema *schema, const struct text *titles, size_t title_count,
		    struct place place, size_t *at);

/* What schema_match() does for a table without titles, whose records have
 * `cells` cells: a required column beyond them is exit 65. */
void schema_number(const struct schema *schema, size_t cells, struct place place, size_t *at);

/* Appends the column to a preamble. */
void schema_declare(const struct schema_column *column, struct preamble *p);

/* Is it a path of elements? It has no empty part, `..` in front only and at most `ups` of them. */
bool schema_path(struct text path, size_t ups);

#endif
