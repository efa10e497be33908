#ifndef JIGSAW_EVALUATE_UNLINKED_H
#define JIGSAW_EVALUATE_UNLINKED_H

#include "cluster/universe.h"

/* Who ought to be linked to whom, and what a record without a link lacks. */

#define ANY_SOURCE UINT32_MAX

struct expectation {
	uint32_t a, b; /* sources, or ANY_SOURCE */
};

struct expectation_list {
	struct expectation *at;
	size_t count, capacity;
};

/* Reads `SOURCE:SOURCE` each; without any, everybody is expected to be linked
 * to somebody of another source (of any where there is one only). A mistake, or
 * a source that nobody is of, is exit 2. The caller frees `at`. */
void expectations_parse(struct expectation_list *list, const struct string_list *given,
			const struct universe *u);
/* linked[i]: identity i has one of source b in its person (ANY_SOURCE: of
 * another source, or another one where there is only one source). */
void expectation_linked(const struct expectation *e, const struct universe *u,
			const uint32_t *person, size_t persons, bool *linked);

#define NEEDS_MOST 7

/* What is looked for in a record: columns that should have a value, and a
 * postcode that should begin in one of some ways. */
struct needs {
	struct arena arena;
	struct text names[NEEDS_MOST];
	size_t columns[NEEDS_MOST];
	size_t count;
	size_t area; /* column, or NO_COLUMN */
	bool area_list;
	struct text prefixes;
};

/* need: `COLUMN,...`, area: `COLUMN=PREFIX,...`; either may be NULL. More than
 * NEEDS_MOST columns are exit 2, a column that the stream lacks 65. */
void needs_parse(struct needs *n, const char *need, const char *area, struct reader *records);
/* Bit i: the record lacks column i; LACKS_AREA: no postcode of it is within. */
#define LACKS_AREA 0x80u
uint8_t needs_of(const struct needs *n, const struct record *row);
void needs_free(struct needs *n);

struct step_builder;
/* Lists these options in a step; threshold may be NULL. */
void unlinked_options(struct step_builder *step, const struct string_list *given, const char *need,
		      const char *area, const int64_t *threshold);

#endif
