#ifndef JIGSAW_OUTLET_OUTLET_H
#define JIGSAW_OUTLET_OUTLET_H

#include "base/map.h"
#include "base/spool.h"
#include "schema/schema.h"
#include "stream/options.h"
#include "stream/reader.h"

/*
 * Writes a stream as a file for other programs: the inverse of the intake. Without
 * a schema the titles are the names of the stream's columns; with one the file has
 * its titles, order and format, so the same schema can read it again.
 *
 *	outlet_start(&o, &options, &preamble, file);
 *	while (reader_next(&in, &row))
 *		outlet_record(&o, &row, in);        into a spool
 *	outlet_finish(&o, &out);                    lead, titles, records, tail
 *
 * Nothing reaches `out` before the caller knows that the stream is whole. XML
 * is tree.h's.
 */

enum outlet_format { OUTLET_CSV, OUTLET_TSV, OUTLET_JSON, OUTLET_FIXED, OUTLET_XML };

/* "csv", "tsv", "json", "fixed" or "xml"; false for any other word. */
bool outlet_format_parse(const char *word, enum outlet_format *format);
/* What a table of a schema is written as unless another format is asked for. A
 * format that is only read is exit 2; `schema` is the name of the schema's. */
enum outlet_format outlet_format_of(const char *schema);

enum outlet_dates { DATES_AS_THEY_ARE, DATES_ISO, DATES_BRITISH, DATES_PLAIN };

struct outlet_options {
	const struct schema *schema; /* NULL: none */
	enum outlet_format format;
	char delimiter; /* CSV */
	bool bom;
	bool spreadsheet; /* what a spreadsheet would alter gets an apostrophe */
	bool defuse;      /* only what it would take for a formula */
	bool trace;       /* values as a batch trace takes them */
	enum outlet_dates dates;
	const struct string_list *lead, *tail;
	const char *tmpdir;
};

/* How values of a column are written. */
enum outlet_kind {
	KIND_AS_IS,
	KIND_DATE,
	KIND_POSTCODE,
	KIND_SEX,
	KIND_STATED_GENDER,
	KIND_ETHNIC_CATEGORY,
	KIND_LA_NUMBER,
	KIND_REFERENCE
};

struct outlet_column {
	struct text title;              /* as written to the file */
	const struct column *declared;  /* of the stream; NULL: it has none, the cell is empty */
	const struct schema_column *as; /* of the schema, or NULL */
	size_t in;                      /* cell of the stream, or NO_COLUMN */
	bool list;
	enum outlet_kind kind;
	enum outlet_dates dates; /* of KIND_DATE */
};

struct outlet {
	const struct outlet_options *options;
	const char *file; /* the stream, for messages */
	struct arena arena;
	struct outlet_column *columns; /* in the order of the file */
	size_t column_count;
	uint64_t records;
	/* what was done, for notices */
	uint64_t protected_cells, blanked, long_cells, left_out;
	uint64_t empty, invalid, doubles; /* records left out for the schema's distinct= */
	/* private */
	size_t distinct; /* column that is never empty nor the same twice, or NO_COLUMN */
	struct map seen; /* its values, each with the hash of its line */
	struct spool spool;
	struct buffer line, value, scratch;
	struct text *values; /* of the current record */
	struct buffer *held;
	struct json_form *shape;
};

/* Finds the columns. A schema's required column that the stream lacks, or none
 * of its columns in the stream, is exit 65. */
void outlet_start(struct outlet *o, const struct outlet_options *options,
		  const struct preamble *stream, const char *file);
void outlet_record(struct outlet *o, const struct record *row, const struct reader *in);
void outlet_finish(struct outlet *o, struct output *out);
/* Says on stderr what was altered or left out. */
void outlet_notices(const struct outlet *o);
void outlet_free(struct outlet *o);

/* CSV on the Web metadata for the file at `url` (relative to the metadata).
 * `cleaned`: values have the normal forms of their types. */
void csvw_write(struct buffer *b, const struct outlet *o, const char *url, bool cleaned);

#endif
