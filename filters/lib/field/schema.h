#ifndef JIGSAW_SCHEMA_H
#define JIGSAW_SCHEMA_H

#include "stream/preamble.h"
#include "stream/sidefile.h"

/*
 * A schema says how a table as received becomes a stream: which title is which
 * column, of what type and role, and the level the set arrives at. It is a
 * side file (schemas/NAME.tsv; the format is in schemas/README.md):
 *
 *	##schema set=cin table=child format=xml record=Message/Children/Child level=identifiable
 *	column	type	role	list	required	titles	note
 *	local_id	code	entity		yes	ChildIdentifiers/LAchildID
 *
 * Every mistake in it is exit 78 at file, line and column.
 */

enum schema_format { SCHEMA_CSV, SCHEMA_TSV, SCHEMA_XML };

struct schema_column {
	struct text name, type;
	enum role role;
	bool list;
	bool required;       /* a file without it is refused */
	struct text *titles; /* folded for CSV and TSV, as written for XML */
	size_t title_count;
};

struct schema {
	const char *path;
	struct text name; /* of the file, without folder and ending */
	char digest[13];
	struct text set, table;
	enum schema_format format;
	struct text record; /* XML: path of the record element from the root */
	char delimiter;     /* CSV: `,` unless the schema says otherwise */
	enum level level;
	struct schema_column *columns;
	size_t column_count;
};

void schema_read(struct schema *schema, struct arena *arena, const char *path);

/* "csv", "tsv", "xml". */
const char *schema_format_name(enum schema_format format);
/* comma, tab, pipe, semicolon; false for any other word. */
bool schema_delimiter(struct text word, char *delimiter);
const char *schema_delimiter_name(char delimiter);

/* A title as titles are compared: without blanks, no-break blanks, tabs, line
 * ends, dashes, underscores, quotes and apostrophes (straight and curly); ASCII
 * letters in lower case. Appended to b. */
void schema_fold(struct buffer *b, struct text title);

/*
 * Finds the columns in a header row: at[i] becomes the index of the title that
 * is schema->columns[i], or NO_COLUMN. Returns how many titles are no column's.
 * Two titles for one column, or a required column without one, is exit 65 at
 * `place`. Messages name columns and positions, never a title found: a file
 * without a header row has people's data there.
 */
size_t schema_match(const struct schema *schema, const struct text *titles, size_t title_count,
		    struct place place, size_t *at);

/* Appends the column to a preamble. */
void schema_declare(const struct schema_column *column, struct preamble *p);

#endif
