#ifndef JIGSAW_INTAKE_LOOK_INTERNAL_H
#define JIGSAW_INTAKE_LOOK_INTERNAL_H

#include "intake/look.h"

/* What look.c and the other files of the look share. */

struct look_sample {
	struct buffer raw;  /* the first bytes, as they came */
	struct buffer text; /* decoded */
	bool whole;         /* there are no more */
};
struct look_table *look_table_add(struct look *l, const struct received *f);
void look_workbook(struct look *l, struct received *f);
void look_text(struct look *l, struct look_table *t, const struct look_sample *s);
void look_paths(struct look *l, struct look_table *t, const struct outline *o);
/* Holds titles against every schema of tables with titles; says which no column
 * of the best schema reads. */
void look_fit_titles(struct look *l, struct look_table *t, const struct text *titles, size_t count);
void look_name_unread(struct look *l, struct look_table *t, const struct text *titles,
		      size_t count);
/* A title or path as it may be shown, in the arena: none unless some schema knows it. */
struct text look_shown(struct look *l, struct text title);
bool look_better(const struct look_table *t, const struct look_table *than);
/* Adds a column's name to what is lacking. */
void look_lacks(struct look *l, struct look_fit *fit, const struct schema_column *column);
/* Are enough of the `filled` titles known: more than half, or so many that they are
 * nearly all that a schema reads of a wide table? */
bool look_enough(const struct look_fit *fit, size_t filled);
void look_sort(struct look_table *t);

#endif
