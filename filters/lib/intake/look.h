#ifndef JIGSAW_INTAKE_LOOK_H
#define JIGSAW_INTAKE_LOOK_H

#include "base/map.h"
#include "read/encoding.h"
#include "read/outline.h"
#include "read/received.h"
#include "schema/catalogue.h"

/*
 * Recognises the tables of a file as received (ingest --sniff): their format, and
 * the schemas that could read them. Only the beginning of a text file is examined,
 * with each delimiter and each of the first rows as the row of titles. In an XML
 * document, every record element that a schema knows is a table; in a workbook,
 * every sheet. Bad records are not looked for.
 */

enum look_format {
	LOOK_EMPTY,
	LOOK_TABLE,
	LOOK_FIXED, /* lines of one length: perhaps */
	LOOK_JSON,
	LOOK_XML,
	LOOK_SHEET, /* of a workbook */
	LOOK_OTHER, /* not text */
};

/* How a table fits a schema: its titles (XML, JSON: paths with values) that are
 * columns', those that are none's, columns that are there, and required columns
 * that are not. */
struct look_fit {
	const struct schema *schema;
	size_t known, unknown, missing, present;
	bool named;        /* the schema names this sheet */
	bool hinted;       /* the file's or member's name holds that of its set or table */
	struct text lacks; /* of the nearest: names of the required columns, by `, ` */
};

struct look_table {
	const char *path;    /* of the file; NULL: standard input */
	const char *name;    /* for people: path, path/member N, path/sheet N */
	const char *member;  /* or NULL: not to be shown */
	uint64_t entry;      /* of the archive; 0: it is none */
	size_t sheet;        /* of the workbook, from 1; 0: it is none */
	bool hidden;         /* that sheet */
	const char *packing; /* "zip", "tar, xz", or NULL */
	enum look_format format;
	enum encoding encoding;
	bool doubtful; /* not UTF-8, taken for CP1252 */
	bool known;    /* the encoding can be told from the bytes, whatever is said */
	char delimiter;
	uint64_t lead; /* lines above the titles */
	size_t cells;  /* of the row of titles, or of the first record */
	uint64_t records;
	bool whole; /* that is all of them */
	/* Complete fits, best first; when there is none, the nearest schema or, of
	 * tables without titles, what might be. */
	struct look_fit *fits;
	size_t fit_count;
	bool complete; /* they are */
	bool perhaps;  /* by its shape only: it has no titles */
	bool titled;   /* most of the row of titles is known: it is one */
	/* Those that fit no column of fits[0]; empty where no schema knows them, as such a
	 * title may be about a person. */
	struct text *titles;
	size_t *positions; /* and which they are, from 1 */
	size_t title_count;
	const char *fault; /* why it cannot be read, or NULL */
};

struct look {
	struct arena *arena;
	const struct catalogue *catalogue;
	/* ENCODING_DETECT, or what files are said to be that are not UTF-8 or UTF-16. */
	enum encoding encoding;
	char delimiter;    /* 0, or what it is said to be */
	uint64_t most;     /* of XML, bytes looked at */
	struct map titles; /* of all schemas, folded: made when first needed */
	bool shows_titles; /* those that no schema knows, too */
	struct map known;  /* titles of all schemas as they are compared; paths */
	struct look_table *tables;
	size_t table_count, table_capacity;
};

enum { LOOK_BYTES = 1 << 20, LOOK_TITLES_WITHIN = 10, LOOK_KNOWN = 5 };

/* Adds the tables of the member that received_next() has gone to. */
void look_member(struct look *l, struct received *f);
/* Frees what was made when first needed; the tables are the arena's. */
void look_free(struct look *l);

/* Does nothing speak for the best fit against the one at `i`? They are equal, or both
 * know no more than the same general titles, a minority of the columns of each. */
bool look_alike(const struct look_table *t, size_t i);
/* Is there such a one, so that the best is not to be preferred? */
bool look_tied(const struct look_table *t);

/* For people: one line per table, cells by TABs, with a header row. Nothing of a
 * person: titles only where the row is known to be one. */
void look_print_titles(struct buffer *b);
void look_print(const struct look_table *t, struct buffer *b);

#endif
