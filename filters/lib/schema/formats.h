#ifndef JIGSAW_SCHEMA_FORMATS_H
#define JIGSAW_SCHEMA_FORMATS_H

/*
 * The formats of files as received that a schema can describe. One row each:
 *
 *	FORMAT(ENUM, name, reader, titles, facts)
 *
 * `name` is the word of format=NAME. `reader` names the struct raw_kind
 * raw_READER (read/raw_reader.h) that reads such a file, which intake/intake.c
 * looks up by this list. A new format is its row here and that reader.
 */
#define SCHEMA_FORMATS(FORMAT)                                                                     \
	FORMAT(CSV, "csv", csv, TITLES_ROW,                                                        \
	       FACT_DELIMITER | FACT_UNTITLED | FACT_SHEET | FACT_MARGINS | FACT_COUNT |           \
		       FACT_DISTINCT)                                                              \
	FORMAT(TSV, "tsv", csv, TITLES_ROW,                                                        \
	       FACT_UNTITLED | FACT_MARGINS | FACT_COUNT | FACT_DISTINCT)                          \
	FORMAT(FIXED, "fixed", fixed, TITLES_POSITIONS, FACT_MARGINS | FACT_COUNT | FACT_DISTINCT) \
	FORMAT(JSON, "json", json, TITLES_MEMBERS, FACT_MARGINS | FACT_RECORD | FACT_DISTINCT)     \
	FORMAT(XML, "xml", xml, TITLES_ELEMENTS, FACT_RECORD)

/* How a file says which of its cells is which column. */
enum schema_titles {
	TITLES_ROW,       /* by a row of titles, compared as schema_fold() leaves them */
	TITLES_POSITIONS, /* by the positions of its characters in the line */
	TITLES_MEMBERS,   /* by the path of a member of an object, compared as written */
	TITLES_ELEMENTS,  /* by the path of an element; `..` leads out of the record's */
};

/* The facts of the ##schema line that not every format takes. */
#define FACT_RECORD 1u    /* record=, which XML must have */
#define FACT_DELIMITER 2u /* delimiter= */
#define FACT_UNTITLED 4u  /* titles=none, quote= */
#define FACT_SHEET 8u     /* sheet= */
#define FACT_MARGINS 16u  /* lead= and tail= */
#define FACT_COUNT 32u    /* count= */
#define FACT_DISTINCT 64u /* distinct= */

enum schema_format {
#define FORMAT(format, ...) SCHEMA_##format,
	SCHEMA_FORMATS(FORMAT)
#undef FORMAT
};

struct schema_format_facts {
	const char *name;
	enum schema_titles titles;
	unsigned facts; /* FACT_* */
};

/* By enum schema_format. */
extern const struct schema_format_facts schema_formats[];

#endif
