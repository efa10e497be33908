#ifndef JIGSAW_STREAM_PREAMBLE_H
#define JIGSAW_STREAM_PREAMBLE_H

#include "base/error.h"
#include "base/seal.h"

/*
 * The preamble of a stream (everything before the first record) and its
 * ledger (the trailer), as data. The grammar is in jigsaw(7).
 *
 * All text is owned by the arena that was passed when the preamble was made:
 * the lifetime of the run.
 */

enum level { LEVEL_IDENTIFIABLE, LEVEL_PSEUDONYMISED, LEVEL_AGGREGATE, LEVEL_PUBLISHABLE };

enum role {
	ROLE_KEY,       /* our own ids */
	ROLE_ENTITY,    /* the source's own person id */
	ROLE_DIRECT,    /* name, NHS number, UPN, address */
	ROLE_QUASI,     /* birth date, postcode, sex, ethnicity, school */
	ROLE_LINK,      /* tokens, match keys, Bloom encodings */
	ROLE_SENSITIVE, /* diagnoses, needs, placements */
	ROLE_PLAIN,
	ROLE_DIMENSION,
	ROLE_MEASURE,
};

const char *level_name(enum level level);
bool level_parse(struct text a, enum level *level);
const char *role_name(enum role role);
bool role_parse(struct text a, enum role *role);

struct setting {
	struct text name;
	struct text value; /* unescaped */
};

struct settings {
	struct setting *at;
	size_t count, capacity;
};

/* The value of `name`, or NULL. */
const struct text *settings_find(const struct settings *s, const char *name);

struct source {
	struct text id;     /* [a-z][a-z0-9_-]*: the first half of every rid */
	struct text set;    /* cin, ssda903, school_census, ... or empty */
	struct text table;  /* child, episodes, ... or empty */
	struct text owner;  /* ONS or ODS code of the holder, or empty */
	struct text schema; /* NAME@DIGEST, or empty */
	struct text parts;  /* ids of the sources merged into it, separated by commas, or empty */
};

struct column {
	struct text name; /* [a-z][a-z0-9_]* */
	struct text type; /* [a-z][a-z0-9_]*: rid source text name date nhs_number ... */
	enum role role;
	bool list;        /* cells hold elements separated by `|` */
	struct text key;  /* link columns: key check value, or empty */
	struct text form; /* link columns: how it was encoded, or empty */
};

#define STEP_ID_LENGTH 12

struct step {
	char id[STEP_ID_LENGTH + 1];
	struct text tool, version;
	char (*parents)[STEP_ID_LENGTH + 1]; /* steps of the main inputs, in order */
	size_t parent_count;
	struct settings sides;   /* name -> step id of a sealed side stream */
	struct settings options; /* resolved options; tables' versions; side-file digests */
};

struct preamble {
	struct arena *arena;
	enum level level;
	bool partial;
	struct text lineage; /* publishable: the hash that ends the lineage; else empty */
	struct source *sources;
	size_t source_count, source_capacity;
	struct column *columns;
	size_t column_count, column_capacity;
	uint32_t *slots; /* columns by name: index + 1, 0 empty; a power of two */
	size_t slot_count;
	struct step *steps; /* parents before children; the last one wrote the stream */
	size_t step_count, step_capacity;
	struct text *extras; /* whole `##x-...` lines */
	size_t extra_count, extra_capacity;
	char head[STEP_ID_LENGTH + 1]; /* set when read or written */
};

#define NO_COLUMN ((size_t)-1)

/* Limits of the stream, each named in its message. */
#define LIMIT_RECORD ((size_t)16 << 20)
#define LIMIT_COLUMNS 65535
#define LIMIT_PREAMBLE ((size_t)16 << 20)
#define LIMIT_LINE ((size_t)64 << 10)

/* Is it [a-z][a-z0-9_]*, at most 255 bytes? */
bool name_valid(struct text a);
/* The same, with `-` allowed after the first letter. */
bool source_id_valid(struct text a);

/* An empty preamble at `level`. */
void preamble_start(struct preamble *p, struct arena *arena, enum level level);
/* A deep copy: what a filter begins its output's preamble with. */
void preamble_copy(struct preamble *to, const struct preamble *from);

/* Index of a column, or NO_COLUMN. */
size_t preamble_find(const struct preamble *p, struct text name);
/* Index of a column that must be there; else fails with `status`:
 * "FILE: no column NAME". `file` NULL: standard input. */
size_t preamble_need(const struct preamble *p, const char *name, const char *file,
		     enum exit_code status);
/* Appends a column (type and role given, the rest empty) and returns it for
 * the caller to complete; valid until the next one is added. A name that is
 * there already, or more than LIMIT_COLUMNS, is exit 78. */
struct column *preamble_column(struct preamble *p, struct text name, struct text type,
			       enum role role);
/* Appends a copy of `column`, of any lifetime; otherwise like preamble_column(). */
struct column *preamble_column_copy(struct preamble *p, const struct column *column);
/* Adds a source (copied) and returns it; one that is there already, equal in
 * all fields, is returned instead. Equal id and other fields: exit 65. */
struct source *preamble_source(struct preamble *p, const struct source *source);
/* The source of that id, or NULL. */
const struct source *preamble_find_source(const struct preamble *p, struct text id);
/* Adds a `##x-...` line unless it is there. */
void preamble_extra(struct preamble *p, struct text line);
/* Adds a step unchanged: for readers and merges; filters use step_start(). */
struct step *preamble_add_step(struct preamble *p, const struct step *step);
/* The last step that `tool` added, or NULL. */
const struct step *preamble_step_of(const struct preamble *p, const char *tool);
/* Room for one more element in an array that lives in the arena. */
void *preamble_array(struct arena *arena, void *array, size_t *capacity, size_t count, size_t size);

/* Drops every column; a filter with another layout then adds its own. */
void preamble_clear_columns(struct preamble *p);

/* Adds the sources, steps and extras of `from` that `to` does not have yet,
 * lowers `to`'s level to the more identifiable of both, and carries the mark
 * `partial`. Columns are left alone. Two different `##source` lines with one
 * id are exit 65: "two sources are called ID". */
void preamble_merge(struct preamble *to, const struct preamble *from);

/*
 * Building the step that a filter adds. Call step_start, then for every input
 * step_parent (main) or step_side (side stream), step_option for each resolved
 * option that changes results, step_file for each unsealed side file; then
 * preamble_step(), which computes the id, appends the step and returns it.
 *
 * The id is the first 12 hex digits of XXH3-128 over a canonical spelling of
 * tool, version, options, and the ids and heads of parents and sides.
 * Options are sorted by name before that, so the order of calls is free.
 */
struct step_builder {
	struct preamble *preamble;
	struct step step;
	struct buffer heads;
};
void step_start(struct step_builder *b, struct preamble *out, const char *tool);
void step_parent(struct step_builder *b, const struct preamble *input);
void step_side(struct step_builder *b, const char *name, const struct preamble *input);
/* `name` as the long option without dashes. Values are numbers, names of
 * columns or keywords: never a literal about people. */
void step_option(struct step_builder *b, const char *name, struct text value);
/* The same of an option that is NULL when it was not given: then nothing. */
void step_option_given(struct step_builder *b, const char *name, const char *value);
void step_option_u64(struct step_builder *b, const char *name, uint64_t value);
/* Adds to an option that is a list: opt.NAME=A,B,C in the order of the calls,
 * with no other option added between them. */
void step_option_item(struct step_builder *b, const char *name, struct text item);
/* Lists opt.NAME=DIGEST of the file's bytes. */
void step_file(struct step_builder *b, const char *name, const char *digest);
/* A built-in table whose content changes results: table.NAME=VERSION. */
void step_table(struct step_builder *b, const char *name, const char *version);
const struct step *preamble_step(struct step_builder *b);

/* The preamble and header row as bytes, appended to b; sets p->head. */
void preamble_print(struct preamble *p, struct buffer *b);

/* Reads a preamble line by line: line without its LF. False once the header
 * row has been read. Damage is exit 65 at `file`. */
struct preamble_reader {
	struct preamble *preamble;
	const char *file;
	uint64_t line;
	size_t bytes;
	int stage;
	struct digest digest;
};
void preamble_reader_start(struct preamble_reader *r, struct preamble *p, struct arena *arena,
			   const char *file);
bool preamble_reader_line(struct preamble_reader *r, struct text line);

#endif
