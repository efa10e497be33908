#ifndef JIGSAW_STREAM_SIDEFILE_H
#define JIGSAW_STREAM_SIDEFILE_H

#include "base/error.h"
#include "base/text.h"

/*
 * Side files (schemas, code lists, blocking rules, models, rates, look-ups):
 * plain TSV with a header row, UTF-8, LF, no quoting, so that cut, diff and a
 * reviewer can read them. Lines before the header row that start with `##`
 * are `##NAME KEY=VALUE ...` facts about the whole file (values percent-
 * escaped as in a preamble); empty lines and lines that start with `# ` are
 * comments. Every mistake is exit 78 naming file, line and column.
 */

struct sidefile {
	const char *path;
	struct arena *arena;
	struct text *facts; /* the `##` lines without the ## */
	size_t fact_count, fact_capacity;
	struct text *names; /* header */
	size_t name_count;
	struct text *cells; /* row-major, row_count * name_count */
	uint64_t *lines;    /* line number of each row */
	size_t row_count, row_capacity;
	char digest[13]; /* of the file's bytes: for step_file() */
};

/* Reads a whole file. `columns` is a NULL-terminated list of the names it must
 * have (others are allowed when extra is true). */
void sidefile_read(struct sidefile *s, struct arena *arena, const char *path,
		   const char *const *columns, bool extra);
/* Index of a column in names, or (size_t)-1. */
size_t sidefile_column(const struct sidefile *s, const char *name);
static inline struct text sidefile_cell(const struct sidefile *s, size_t row, size_t column)
{
	return s->cells[row * s->name_count + column];
}
/* The value of KEY in the `##NAME` fact, unescaped; false when absent. */
bool sidefile_fact(const struct sidefile *s, const char *name, const char *key, struct text *value);
/* fail_at(EXIT_CONFIG) at a row of the file. */
_Noreturn void sidefile_fail(const struct sidefile *s, size_t row, const char *column,
			     const char *format, ...) __attribute__((format(printf, 4, 5)));

/* The bytes of a whole file in the arena; failure is exit `status`. */
struct text file_bytes(struct arena *arena, const char *path, enum exit_code status);

#endif
