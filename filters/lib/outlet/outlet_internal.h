#ifndef JIGSAW_OUTLET_OUTLET_INTERNAL_H
#define JIGSAW_OUTLET_OUTLET_INTERNAL_H

#include "outlet/outlet.h"

/* What the files of the outlet share. */

/* The columns of a stream as `options` want them written, in the arena. */
struct outlet_column *outlet_columns(struct arena *arena, const struct outlet_options *options,
				     const struct preamble *stream, const char *file,
				     size_t *count);
/* Has the column's clean values written in this form. */
void outlet_form(struct outlet_column *column, enum schema_written written);
/* A value as it is written, by the column's kind; in *into when it is another.
 * False in *kept: there was a value, and it is none of the column's kind. */
struct text outlet_value(const struct outlet_options *options, const struct outlet_column *column,
			 struct text value, struct buffer *into, bool *kept);
/* Would a spreadsheet take it for a formula (CWE-1236)? */
bool outlet_formula(struct text value);
/* Would a spreadsheet show, or save, anything but the value? Of what begins
 * with an apostrophe it is said too, so that taking one off gives the value. */
bool outlet_altered(struct text value);

/* A schema's distinct=: the column is found; has the current record a value of it that
 * is valid for its type, an NHS number then being ten digits; and is its line another
 * than that of any earlier record with this value? Another line for one value is exit 65. */
void distinct_start(struct outlet *o);
bool distinct_valid(struct outlet *o);
bool distinct_fresh(struct outlet *o, struct place place);

/* JSON: how columns nest, by the paths that are their titles. */
struct json_form *json_form(struct arena *arena, const struct outlet_column *columns, size_t count,
			    const char *schema);
/* One object; empty values are left out. */
void json_record(struct buffer *b, const struct json_form *shape,
		 const struct outlet_column *columns, const struct text *values);

/* A JSON string, quotes and all. */
void json_text(struct buffer *b, struct text value);

#endif
