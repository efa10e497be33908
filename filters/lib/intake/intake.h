#ifndef JIGSAW_INTAKE_INTAKE_H
#define JIGSAW_INTAKE_INTAKE_H

#include "read/encoding.h"
#include "read/raw_reader.h"
#include "read/received.h"
#include "schema/schema.h"
#include "stream/options.h"
#include "stream/writer.h"

/*
 * Reads one table as received, by its schema, into a sealed stream:
 *
 *	intake_start(&in, &schema, &options, common);
 *	while (received_next(&file))
 *		intake_member(&in, &file);              records out
 *	intake_finish(&in, sha256, bytes);              the seal
 *
 * The output is opened with the first member, when it is known which columns
 * there are. The members of one table have the same columns, in any order.
 * This room is the only one that knows both schemas and readers.
 */

struct intake_options {
	struct text source;       /* the first half of every rid */
	struct text owner;        /* as given, or empty */
	bool member;              /* members were chosen: the step says which */
	enum encoding encoding;   /* ENCODING_DETECT unless one is named */
	char delimiter;           /* 0: the schema's */
	const bool *quotes_plain; /* quotes mean nothing; NULL: the schema's */
	struct text sheet;        /* empty: the schema's */
	bool has_lead, has_tail;  /* given, overruling the schema */
	uint64_t lead, tail;
	uint64_t below; /* rows of guidance directly below the titles, which are no records */
	const struct string_list *nulls; /* cells of these texts are empty */
	bool spreadsheet;                /* an apostrophe in front of a cell is taken off */
	const char *rejects;             /* path, or NULL: a bad record ends the run */
};

/* Cells that are adjacent in the file and in the output. */
struct intake_run {
	size_t cell, count;
};

struct intake {
	const struct common *common; /* its output is where the stream goes */
	const struct intake_options *options;
	const struct schema *schema;
	uint64_t records, rejected;
	uint64_t rulers;      /* of the records, lines of dashes below titles: set aside */
	uint64_t below;       /* and rows that options->below leaves out: set aside too */
	uint64_t unprotected; /* cells that had an apostrophe in front */
	uint64_t lacking;     /* records that end before the last column */
	uint64_t nulls;       /* cells that were one of the options' texts */
	/* private */
	struct arena arena;
	struct raw_layout layout;
	struct decoder decoder;
	const char *file;    /* the current member, for messages */
	bool workbook;       /* it is one */
	size_t sheet;        /* and this one of its sheets is read */
	struct text members; /* of the archive, by number */
	struct preamble preamble, rejects_preamble;
	struct writer out, rejects;
	bool open;
	struct text *titles;     /* of the current member, copies */
	size_t title_count;      /* 0: it has none */
	uint64_t below_left;     /* rows of the current member that are still to be left out */
	bool below_titles;       /* the record in hand stands directly below them */
	size_t *at;              /* by schema column: the cell it is, or NO_COLUMN */
	struct intake_run *runs; /* cells in the order of the output */
	size_t run_count;
	struct buffer rid; /* "SOURCE:N" of the current record */
	size_t rid_number; /* where N starts */
	bool own_ids;      /* the schema has a column rid */
};

/* Borrows schema, options and common until intake_finish(). Options that do
 * not go with the schema are exit 2. */
void intake_start(struct intake *in, const struct schema *schema,
		  const struct intake_options *options, const struct common *common);
/* Reads the member that received_next() has gone to, to its end. */
void intake_member(struct intake *in, struct received *file);
/* Writes the trailers with the digest of the file as received, rejects first;
 * renames the outputs. */
void intake_finish(struct intake *in, const char *sha256, uint64_t bytes);

#endif
