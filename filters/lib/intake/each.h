#ifndef JIGSAW_INTAKE_EACH_H
#define JIGSAW_INTAKE_EACH_H

#include "intake/intake.h"
#include "intake/look.h"

/*
 * Reads every table of one or more files as received (ingest --each), each into a
 * stream of its own by the schema that fits it: members of archives, visible
 * sheets of workbooks, tables of XML documents.
 *
 * All files are examined before anything is written. A table that fits no
 * schema, or several equally, ends the run there (exit 65), unless it is skipped.
 */

struct each_options {
	const char *into;    /* folder of the streams; made when it is not there */
	const char *schemas; /* folder of the schemas */
	const char *member;  /* glob: only these members, or NULL */
	const char *passphrase;
	bool show_titles;         /* each_show: titles that no schema knows, too */
	const char *rejects;      /* folder of the rejects, or NULL */
	struct string_list skips; /* globs or #N of members, sheets' numbers, schemas */
};

/* Writes INTO/SCHEMA.tsv of each table, source id SOURCE_SCHEMA; the second
 * table of one schema is SCHEMA_2. A line of each on stderr. `base` has what
 * the user said of all: source, owner, encoding, delimiter, lead and tail. */
void each_write(const struct each_options *o, const struct intake_options *base,
		const struct common *common);

/* The tables of every operand as lines for people, to the common output. */
void each_show(const struct each_options *o, const struct intake_options *base,
	       const struct common *common);

#endif
